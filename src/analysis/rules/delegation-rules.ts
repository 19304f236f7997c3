import { APPROVAL_TAG } from '../../names/policies';
import { parsedArn } from '../arn';
import type { Statement } from '../statements';
import { allowed } from './allowed';
import { constrained } from './constrained';
import { GRANTS, type Place, type Rule, type RuleFacts } from './rule';
import { withPlaceholders } from './with-placeholders';

/** STS calls that give the caller another session. */
const LEAVING = /^sts:(Assume.*|GetFederationToken|GetSessionToken)$/;
const CREATES = ['iam:CreateRole', 'iam:CreateUser'];

/** Rules about acting with another principal's rights: roles that are passed, assumed, created or changed. */
export const DELEGATION_RULES: readonly Rule[] = [
  {
    id: 'pass-role',
    explanation:
      'A passed role lends its rights to everybody who can make the service act: each needs a reason.',
    of: 'statement',
    kinds: GRANTS,
    find: (place, facts) => passed(place, facts),
  },
  {
    id: 'pass-role-to-any-service',
    explanation:
      'A role may be passed to every service, also to those that run code with it: iam:PassedToService must name one.',
    of: 'statement',
    kinds: GRANTS,
    find: (place, facts) => (constrained(place.statement, 'iam:PassedToService') ? [] : passed(place, facts)),
  },
  {
    id: 'assume-role',
    explanation: 'A session that can get another session is no longer bound by its own limits.',
    of: 'statement',
    kinds: GRANTS,
    find: (place, facts) => allowed(place, facts).filter((action) => LEAVING.test(action)),
  },
  {
    id: 'unbounded-policy-write',
    explanation:
      'A principal that can write policies, or create roles or users, makes administrators, unless iam:PermissionsBoundary requires a named boundary.',
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
      'CloudFormation acts with the service role that the caller names, even if the caller does not have its rights: cloudformation:RoleArn must be required to be absent, or to be a named role.',
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
      "A runbook may start without the customer's approval: its text alone decides what it does, and with which role.",
    of: 'statement',
    kinds: GRANTS,
    find: (place, facts) => unapproved('ssm:StartAutomationExecution', place, facts),
  },
  {
    id: 'request-without-approval',
    explanation:
      "A change may be requested by a template without the customer's approval: the template's text alone decides who approves the change.",
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
      // A start creates executions; it does not start them.
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

/** Whether an action writes into or creates principals and supports the boundary key. Some reads support the key too. */
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
