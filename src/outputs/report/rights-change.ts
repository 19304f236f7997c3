import { matches } from '../../analysis/wildcard';
import type { RoleName } from '../../inputs';
import type {
  ConditionBlock,
  Denial,
  Permission,
  PermissionReport,
  RoleReport,
  TrustStatement,
} from './model';

/**
 * What became of a right. `changed`: neither covers the other, so it must be read as both, narrowed here and
 * widened there.
 */
export type ChangeKind = 'added' | 'removed' | 'widened' | 'narrowed' | 'changed';

/** What a right is limited to. */
export interface Limits {
  readonly resources: readonly string[];
  readonly conditions: ConditionBlock;
}

/** One change of a role's rights, for people and programs. */
export interface RightsChange {
  readonly kind: ChangeKind;
  /** What it concerns. */
  readonly of:
    'role' | 'actions' | 'denial' | 'trust' | 'ceiling' | 'managed policies' | 'session' | 'boundary';
  /** What was added, removed or changed: actions, patterns of a denial, ARNs; of a trust, its Sid. */
  readonly what: readonly string[];
  /** Where it holds now; absent where it no longer does. */
  readonly now?: readonly Limits[];
  /** Where it held before; absent where it is new. */
  readonly before?: readonly Limits[];
  readonly reason: string;
}

/** The changes of one role. */
export interface RoleRightsChange {
  readonly role: RoleName;
  readonly changes: readonly RightsChange[];
}

/** What changed in rights from one report to another; roles without a change are absent. */
export function rightsChanges(
  before: PermissionReport | undefined,
  after: PermissionReport,
): RoleRightsChange[] {
  const old = before?.roles ?? [];
  const names = [...new Set([...old, ...after.roles].map(({ name }) => name))];
  return names
    .map((role) => ({
      role,
      changes: changesOf(
        old.find(({ name }) => name === role),
        after.roles.find(({ name }) => name === role),
      ),
    }))
    .filter(({ changes }) => changes.length > 0);
}

function changesOf(before: RoleReport | undefined, after: RoleReport | undefined): RightsChange[] {
  if (before && after) {
    return [
      ...actionChanges(before, after),
      ...denialChanges(before, after),
      ...trustChanges(before, after),
      ...ceilingChanges(before, after),
      ...managedChanges(before, after),
      ...sessionChanges(before, after),
      ...boundaryChanges(before, after),
    ];
  }
  const role = after ?? before;
  if (!role) return [];
  const reason = after ? role.purpose : 'The role is no longer installed.';
  return [{ kind: after ? 'added' : 'removed', of: 'role', what: [counted(role)], reason }];
}

/** How much a role may do, in one line. */
function counted({ levels, managedPolicies, ceiling }: RoleReport): string {
  if (managedPolicies.length > 0) return `what ${managedPolicies.join(', ')} allows`;
  const parts = levelsText(levels);
  const beyond = ceiling?.beyond.length ?? 0;
  return beyond === 0 ? parts : `${parts}; an inline policy of Alphaus could add ${beyond} more`;
}

function levelsText(levels: RoleReport['levels']): string {
  return Object.entries(levels)
    .filter(([, count]) => count > 0)
    .map(([level, count]) => `${count} ${level}`)
    .join(', ');
}

function actionChanges(before: RoleReport, after: RoleReport): RightsChange[] {
  const [old, now] = [byAction(before.permissions), byAction(after.permissions)];
  const actions = [...new Set([...old.keys(), ...now.keys()])].sort();
  return grouped(
    actions.flatMap((action): RightsChange[] => {
      const [was, is] = [old.get(action), now.get(action)];
      const kind = kindOf(was, is);
      if (!kind) return [];
      const { reason } = (is ?? was)?.[0] ?? { reason: '' };
      return [
        {
          kind,
          of: 'actions',
          what: [action],
          ...(is && { now: is.map(limitsOf) }),
          ...(was && { before: was.map(limitsOf) }),
          reason,
        },
      ];
    }),
  );
}

function byAction(permissions: readonly Permission[]): Map<string, Permission[]> {
  const map = new Map<string, Permission[]>();
  for (const permission of permissions) {
    map.set(permission.action, [...(map.get(permission.action) ?? []), permission]);
  }
  return map;
}

function limitsOf({ resources, conditions }: Limits): Limits {
  return { resources, conditions };
}

function kindOf(
  before: readonly Limits[] | undefined,
  after: readonly Limits[] | undefined,
): ChangeKind | undefined {
  if (!before) return 'added';
  if (!after) return 'removed';
  const more = coversAll(after, before);
  const less = coversAll(before, after);
  if (more && less) return undefined;
  return more ? 'widened' : less ? 'narrowed' : 'changed';
}

/** Whether whatever the second grants allow, one of the first allows too; found out grant by grant. */
function coversAll(wide: readonly Limits[], narrow: readonly Limits[]): boolean {
  return narrow.every((one) => wide.some((other) => covers(other, one)));
}

function covers(wide: Limits, narrow: Limits): boolean {
  return (
    narrow.resources.every((text) => wide.resources.some((pattern) => matches(pattern, text))) &&
    Object.entries(wide.conditions).every(([operator, keys]) =>
      Object.entries(keys).every(([key, values]) => {
        const stricter = narrow.conditions[operator]?.[key];
        return stricter !== undefined && allowsAtLeast(operator, values, stricter);
      }),
    )
  );
}

/** More values let more through with an operator that asks for one of them; otherwise only the same are comparable. */
function allowsAtLeast(operator: string, wide: readonly string[], narrow: readonly string[]): boolean {
  const anyOf = /^(ForA(ny|ll)Values?:)?(String|Arn)(Equals|Like)/.test(operator);
  return narrow.every((value) => wide.includes(value)) && (anyOf || wide.length === narrow.length);
}

/** Changes that differ in nothing but what they concern, as one. */
function grouped(changes: readonly RightsChange[]): RightsChange[] {
  const groups = new Map<string, RightsChange>();
  for (const change of changes) {
    const key = JSON.stringify([change.kind, change.of, change.now, change.before, change.reason]);
    const what = [...(groups.get(key)?.what ?? []), ...change.what];
    groups.set(key, { ...change, what });
  }
  return [...groups.values()];
}

/** What is denied is a right less. */
function denialChanges(before: RoleReport, after: RoleReport): RightsChange[] {
  const changes = (from: RoleReport, to: RoleReport, kind: ChangeKind): RightsChange[] =>
    from.denials.flatMap((denial) => {
      const same = to.denials.filter((other) => key(other) === key(denial)).flatMap(({ actions }) => actions);
      const what = denial.actions.filter((pattern) => !same.includes(pattern));
      const where = kind === 'narrowed' ? { now: [limitsOf(denial)] } : { before: [limitsOf(denial)] };
      return what.length > 0 ? [{ kind, of: 'denial', what, ...where, reason: denial.reason }] : [];
    });
  const key = ({ resources, conditions, documents }: Denial): string =>
    JSON.stringify([resources, conditions, documents]);
  return [...changes(after, before, 'narrowed'), ...changes(before, after, 'widened')];
}

function trustChanges(before: RoleReport, after: RoleReport): RightsChange[] {
  const key = (statement: TrustStatement): string => JSON.stringify(statement);
  const gone = before.trust.filter((one) => !after.trust.some((other) => key(other) === key(one)));
  const come = after.trust.filter((one) => !before.trust.some((other) => key(other) === key(one)));
  const sids = [...new Set([...gone, ...come].map(({ sid }) => sid))];
  return sids.map((sid): RightsChange => {
    const [was, is] = [gone, come].map((list) => list.find((statement) => statement.sid === sid));
    const lets = (is ?? was)?.effect === 'Allow';
    const kind = was && is ? 'changed' : (is !== undefined) === lets ? 'widened' : 'narrowed';
    return { kind, of: 'trust', what: [sid], reason: `Who may assume the role: ${whoText(is)}.` };
  });
}

function whoText(statement: TrustStatement | undefined): string {
  if (!statement) return 'a statement less';
  const names = Object.values(statement.principals).flat().join(', ');
  const conditions = Object.entries(statement.conditions).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([name, values]) => `${operator} ${name} = ${values.join(' | ')}`),
  );
  return [`${statement.effect} ${names}`, ...conditions].join('; ');
}

/** What inline policies of Alphaus could add. */
function ceilingChanges(before: RoleReport, after: RoleReport): RightsChange[] {
  const ever = ({ ceiling, permissions }: RoleReport): string[] =>
    ceiling ? [...ceiling.beyond, ...permissions].map(({ action }) => action) : [];
  const [old, now] = [ever(before), ever(after)];
  const lacking = (list: readonly string[], other: readonly string[]): string[] =>
    [...new Set(list.filter((action) => !other.includes(action)))].sort();
  const change = (kind: ChangeKind, what: string[], reason: string): RightsChange[] =>
    what.length > 0 ? [{ kind, of: 'ceiling', what, reason }] : [];
  return [
    ...change('widened', lacking(now, old), 'An inline policy of Alphaus could add them.'),
    ...change('narrowed', lacking(old, now), 'No inline policy of Alphaus can add them any more.'),
  ];
}

function managedChanges(before: RoleReport, after: RoleReport): RightsChange[] {
  const lacking = (list: readonly string[], other: readonly string[]): string[] =>
    list.filter((arn) => !other.includes(arn));
  const change = (kind: ChangeKind, what: string[]): RightsChange[] =>
    what.length > 0 ? [{ kind, of: 'managed policies', what, reason: after.purpose }] : [];
  return [
    ...change('added', lacking(after.managedPolicies, before.managedPolicies)),
    ...change('removed', lacking(before.managedPolicies, after.managedPolicies)),
  ];
}

function sessionChanges({ session: before }: RoleReport, { session: after }: RoleReport): RightsChange[] {
  if (before.seconds === after.seconds) return [];
  const kind = after.seconds > before.seconds ? 'widened' : 'narrowed';
  const reason = `A session lasts at most ${after.seconds} s, ${before.seconds} s before.`;
  return [{ kind, of: 'session', what: ['MaxSessionDuration'], reason }];
}

function boundaryChanges({ boundary: before }: RoleReport, { boundary: after }: RoleReport): RightsChange[] {
  if (before === after) return [];
  const kind = before === null ? 'narrowed' : after === null ? 'widened' : 'changed';
  const reason = `Its permissions boundary is ${after ?? 'none'}, ${before ?? 'none'} before.`;
  return [{ kind, of: 'boundary', what: [after ?? before ?? ''], reason }];
}
