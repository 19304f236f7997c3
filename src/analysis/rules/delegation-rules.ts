import { APPROVAL_TAG } from '../../names/policies';
import { parsedArn } from '../arn';
import type { Statement } from '../statements';
import { allowed } from './allowed';
import { constrained } from './constrained';
import { GRANTS, type Place, type Rule, type RuleFacts } from './rule';
import { withPlaceholders } from './with-placeholders';

/** Calls of STS by which a session becomes another one. */
const LEAVING = /^sts:(Assume.*|GetFederationToken|GetSessionToken)$/;
const CREATES = ['iam:CreateRole', 'iam:CreateUser'];

/** Rules about acting through somebody else: roles that are passed, assumed, created or written into. */
export const DELEGATION_RULES: readonly Rule[] = [
  {
    id: 'pass-role',
    explanation:
      'A role that is passed lends its rights to whoever lets the service work: each needs a reason.',
    of: 'statement',
    kinds: GRANTS,
    find: (place, facts) => passed(place, facts),
  },
  {
    id: 'pass-role-to-any-service',
    explanation:
      'A role may be passed to every service, so to those that run code with it: iam:PassedToService must name one.',
    of: 'statement',
    kinds: GRANTS,
    find: (place, facts) => (constrained(place.statement, 'iam:PassedToService') ? [] : passed(place, facts)),
  },
  {
    id: 'assume-role',
    explanation: 'A session that may become another one leaves its own limits behind.',
    of: 'statement',
    kinds: GRANTS,
    find: (place, facts) => allowed(place, facts).filter((action) => LEAVING.test(action)),
  },
  {
    id: 'unbounded-policy-write',
    explanation:
      'Whoever writes policies, or creates whom they stand on, without iam:PermissionsBoundary naming the boundary, makes an administrator.',
    of: 'statement',
    kinds: GRANTS,
    find: (place, facts) =>
      constrained(place.statement, 'iam:PermissionsBoundary')
        ? []
        : allowed(place, facts).filter((action) => knowsBoundary(action, facts)),
  },
  {
    id: 'service-linked-role-for-any-service',
    explanation: 'Service-linked roles may be created for services that are not named by iam:AWSServiceName.',
    of: 'statement',
    kinds: GRANTS,
    find: (place, facts) =>
      constrained(place.statement, 'iam:AWSServiceName')
        ? []
        : allowed(place, facts).filter((action) => action === 'iam:CreateServiceLinkedRole'),
  },
  {
    id: 'stack-write-with-any-role',
    explanation:
      'CloudFormation works with the service role that the caller names, whose rights the caller need not have: cloudformation:RoleArn must be absent or named.',
    of: 'statement',
    kinds: GRANTS,
    find: (place, facts) =>
      isWithoutRole(place.statement)
        ? []
        : allowed(place, facts).filter((action) => knows(action, 'cloudformation:rolearn', facts)),
  },
  {
    id: 'start-without-approval',
    explanation:
      "A runbook that starts without the customer's approval: what it does, and with which role, is for its text to say.",
    of: 'statement',
    kinds: GRANTS,
    find: (place, facts) => unapproved('ssm:StartAutomationExecution', place, facts),
  },
  {
    id: 'request-without-approval',
    explanation:
      "A change that is requested by a template which the customer need not have approved: who approves the change is for the template's text to say.",
    of: 'statement',
    kinds: GRANTS,
    find: (place, facts) => unapproved('ssm:StartChangeRequestExecution', place, facts),
  },
];

/** Documents that an action may run without the customer's tag on them. */
function unapproved(action: string, place: Place, facts: RuleFacts): string[] {
  const { role, statement } = place;
  if (constrained(statement, `aws:ResourceTag/${APPROVAL_TAG}`) || !allowed(place, facts).includes(action))
    return [];
  return (
    statement.resources
      // Executions are what a start makes, not what it starts.
      .filter((resource) => !parsedArn(resource)?.resource.startsWith('automation-execution/'))
      .map((resource) => withPlaceholders(resource, role, facts))
  );
}

function passed(place: Place, facts: RuleFacts): string[] {
  const { role, statement } = place;
  if (!allowed(place, facts).includes('iam:PassRole')) return [];
  return (statement.notResources.length > 0 ? ['*'] : statement.resources).map((resource) =>
    withPlaceholders(resource, role, facts),
  );
}

/** Writes into, or creations of, principals that carry a boundary; reads of them know the key, too. */
function knowsBoundary(action: string, facts: RuleFacts): boolean {
  const level = facts.analysis.actions.get(action)?.accessLevel;
  return (
    knows(action, 'iam:permissionsboundary', facts) &&
    (level === 'Permissions management' || CREATES.includes(action))
  );
}

function knows(action: string, key: string, { analysis }: RuleFacts): boolean {
  return analysis.actions.get(action)?.conditionKeys.includes(key) ?? false;
}

/** Whether the request names no service role, or one that the statement names. */
function isWithoutRole(statement: Statement): boolean {
  const absent = statement.conditions.some(
    ({ operator, key, values }) =>
      operator === 'Null' && key.toLowerCase() === 'cloudformation:rolearn' && values.join() === 'true',
  );
  return absent || constrained(statement, 'cloudformation:RoleArn');
}
