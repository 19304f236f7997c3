import type { InstalledRole } from '../../policy/installed';
import { changesNothing } from '../action-catalogue';
import { mayEver, permissionsOf } from '../may-ever';
import { allowedAt, levelOf } from './allowed';
import { GRANTS, type Rule, type RuleFacts } from './rule';

/** Rules about what is allowed to be done, wherever. */
export const ACTION_RULES: readonly Rule[] = [
  {
    id: 'wildcard-action',
    explanation:
      'An Allow names actions by a wildcard that takes in more than reads: whatever AWS adds under it later is granted too, unread.',
    of: 'statement',
    kinds: GRANTS,
    find: ({ statement }, facts) =>
      statement.effect === 'Allow'
        ? statement.actions.filter((pattern) => /[*?]/.test(pattern) && takesInMoreThanReads(pattern, facts))
        : [],
  },
  {
    id: 'not-action',
    explanation:
      'An Allow for everything but what it names grants what nobody has read, and what AWS adds later.',
    of: 'statement',
    kinds: GRANTS,
    find: ({ statement }) =>
      statement.effect === 'Allow' && statement.notActions.length + statement.notResources.length > 0
        ? [statement.sid]
        : [],
  },
  {
    id: 'redundant-action',
    explanation:
      'An action that another pattern of the same statement takes in already: whoever removes it changes nothing, and may believe that he did.',
    of: 'statement',
    kinds: GRANTS,
    find: ({ statement: { actions, notActions } }, facts) => [
      ...redundant(actions, facts),
      ...redundant(notActions, facts),
    ],
  },
  {
    id: 'permissions-management',
    explanation: 'Whoever may change permissions may give himself more: each such right needs a reason.',
    of: 'statement',
    kinds: GRANTS,
    find: (place, facts) => allowedAt(['Permissions management'], place, facts),
  },
  {
    id: 'tagging',
    explanation: 'Tags decide about access elsewhere, in policies that we do not know.',
    of: 'statement',
    kinds: GRANTS,
    find: (place, facts) => allowedAt(['Tagging'], place, facts),
  },
  {
    id: 'content-read',
    explanation:
      'The role may call what returns content, secrets or credentials of the customer, though AWS may call it a read. Where a built-in boundary stands, an inline policy is taken to allow everything.',
    of: 'role',
    find: (role, _, facts) => contentReads(role, facts),
  },
];

function takesInMoreThanReads(pattern: string, facts: RuleFacts): boolean {
  if (/^(\*|[^:]+:\*)$/.test(pattern)) return true;
  return facts.analysis.expandKnown(pattern).some((action) => {
    const level = levelOf(action, facts);
    return !changesNothing(level);
  });
}

function redundant(patterns: readonly string[], { analysis }: RuleFacts): string[] {
  const expanded = patterns.map((pattern) => ({ pattern, to: analysis.expandKnown(pattern) }));
  return expanded
    .filter(({ pattern, to }, index) =>
      expanded.some(
        (other, at) =>
          at !== index &&
          // Of two that stand for the same, the second is the redundant one.
          (other.to.length > to.length || (other.to.length === to.length && at < index)) &&
          service(other.pattern) === service(pattern) &&
          to.every((action) => other.to.includes(action)),
      ),
    )
    .map(({ pattern }) => pattern);
}

function service(pattern: string): string {
  return pattern.slice(0, pattern.indexOf(':'));
}

function contentReads(role: InstalledRole, { analysis, content }: RuleFacts): string[] {
  // A policy that is not ours is a finding of its own.
  if (role.foreignPolicyArns.length > 0) return [];
  const returnContent = new Set(content.flatMap((pattern) => analysis.expandKnown(pattern)));
  const permissions = permissionsOf(role, role.boundary?.document !== undefined);
  return [...mayEver(permissions, analysis).keys()].filter((action) => returnContent.has(action));
}
