import { ROLES } from '../catalogue/roles';
import type { RoleSpec } from '../catalogue/role-spec';
import type { RoleName } from '../names/role-names';
import type { AccessLevel, ActionCatalogue } from './action-catalogue';
import type { Analysis } from './analysis';
import { expansion, type ExpandedPattern } from './expansion';

/** A row's pattern that matches an action. */
export interface MatchingPattern {
  readonly list: ExpandedPattern['list'];
  readonly sid: string;
  readonly effect: 'Allow' | 'Deny';
  readonly pattern: string;
}

/** An action that a role's patterns match in one edition only, or whose access level changed. */
export interface ChangedAction {
  readonly action: string;
  readonly accessLevel: AccessLevel;
  /** Access level in the earlier edition, if it changed. */
  readonly before?: AccessLevel;
  readonly patterns: readonly MatchingPattern[];
}

/** The differences between two editions of AWS's actions for one role. */
export interface RoleDifference {
  readonly role: RoleName;
  readonly gained: readonly ChangedAction[];
  readonly lost: readonly ChangedAction[];
  readonly relevelled: readonly ChangedAction[];
}

/** The differences between two editions of AWS's actions. */
export interface CatalogueDifference {
  /** How many actions AWS added and removed, in all services. */
  readonly added: number;
  readonly removed: number;
  /** Roles with differences. */
  readonly roles: readonly RoleDifference[];
}

/** Compares the actions that the rows match in two editions of AWS's actions. */
export function catalogueDifference(
  before: Analysis,
  after: Analysis,
  roles: readonly RoleSpec[] = Object.values(ROLES),
): CatalogueDifference {
  return {
    added: countMissing(after.actions, before.actions),
    removed: countMissing(before.actions, after.actions),
    roles: roles
      .map((role) => roleDifference(role, before, after))
      .filter(({ gained, lost, relevelled }) => gained.length + lost.length + relevelled.length > 0),
  };
}

function roleDifference(role: RoleSpec, before: Analysis, after: Analysis): RoleDifference {
  const earlier = patternsByAction(expansion(before, [role]));
  const later = patternsByAction(expansion(after, [role]));
  const changed = (
    from: ReadonlyMap<string, readonly MatchingPattern[]>,
    catalogue: ActionCatalogue,
    keep: (action: string) => boolean,
  ): ChangedAction[] =>
    [...from]
      .filter(([action]) => keep(action))
      .map(([action, patterns]) => ({ action, accessLevel: levelIn(catalogue, action), patterns }));
  const both = changed(later, after.actions, (action) => earlier.has(action));
  return {
    role: role.name,
    gained: changed(later, after.actions, (action) => !earlier.has(action)),
    lost: changed(earlier, before.actions, (action) => !later.has(action)),
    relevelled: both
      .map((entry) => ({ ...entry, before: levelIn(before.actions, entry.action) }))
      .filter(({ accessLevel, before: level }) => accessLevel !== level),
  };
}

function patternsByAction(expanded: readonly ExpandedPattern[]): Map<string, MatchingPattern[]> {
  const found = new Map<string, MatchingPattern[]>();
  for (const { list, row, pattern, actions } of expanded) {
    for (const action of actions) {
      const patterns = found.get(action) ?? [];
      patterns.push({ list, sid: row.sid, effect: row.effect ?? 'Allow', pattern });
      found.set(action, patterns);
    }
  }
  return new Map([...found].sort(([left], [right]) => (left < right ? -1 : 1)));
}

function levelIn(catalogue: ActionCatalogue, action: string): AccessLevel {
  const facts = catalogue.get(action);
  if (!facts) throw new Error(`${action} is not in the catalogue that it was found in`);
  return facts.accessLevel;
}

function countMissing(of: ActionCatalogue, from: ActionCatalogue): number {
  return [...of.keys()].filter((action) => !from.has(action)).length;
}
