import type { InstalledRole } from '../../policy/installed';
import { changesNothing } from '../action-catalogue';
import { mayEver, permissionsOf } from '../may-ever';
import { allowedAt, levelOf } from './allowed';
import { GRANTS, type Rule, type RuleFacts } from './rule';

/** Rules about actions, whatever the resource. */
export const ACTION_RULES: readonly Rule[] = [
  {
    id: 'wildcard-action',
    explanation:
      'An Allow names actions by a wildcard that matches more than reads: actions that AWS adds later are granted too, without a review.',
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
      'An Allow with NotAction or NotResource grants actions that nobody has reviewed, and those that AWS adds later.',
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
      'Another pattern of the same statement already matches this action: removing it would change nothing, though it may seem to.',
    of: 'statement',
    kinds: GRANTS,
    find: ({ statement: { actions, notActions } }, facts) => [
      ...redundant(actions, facts),
      ...redundant(notActions, facts),
    ],
  },
  {
    id: 'permissions-management',
    explanation:
      'A principal that can change permissions can give itself more: each such right needs a reason.',
    of: 'statement',
    kinds: GRANTS,
    find: (place, facts) => allowedAt(['Permissions management'], place, facts),
  },
  {
    id: 'tagging',
    explanation: 'Tags decide about access in other policies, which we do not know.',
    of: 'statement',
    kinds: GRANTS,
    find: (place, facts) => allowedAt(['Tagging'], place, facts),
  },
  {
    id: 'content-read',
    explanation:
      'The role may call an action that returns content, secrets or credentials of the customer, even if AWS calls it a read. On a role with a built-in boundary, an inline policy counts as allowing everything.',
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
          // Of two patterns that match the same actions, the second is redundant.
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
  // A policy that is not ours has its own finding.
  if (role.foreignPolicyArns.length > 0) return [];
  const returnContent = new Set(content.flatMap((pattern) => analysis.expandKnown(pattern)));
  const permissions = permissionsOf(role, role.boundary?.document !== undefined);
  return [...mayEver(permissions, analysis).keys()].filter((action) => returnContent.has(action));
}
