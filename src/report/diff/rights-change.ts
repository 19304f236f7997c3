import type { Actions } from '../build/listed-actions';
import {
  coversConditions,
  kindOf,
  limitsOf,
  otherPlaces,
  placesOf,
  type Place,
} from '../build/reported-limits';
import type { ChangeOf, ChangeKind, RightsChange, RoleChange } from '../shape/change-shape';
import type { ComparableRole } from '../shape/comparable-role';
import type { TrustStatement } from '../shape/role-shape';
import { denialChanges } from './denial-change';
import { grouped } from './grouped-changes';

/**
 * How rights changed between two states of the roles: two releases, or two settings. Roles without a change are absent;
 * a new name of a statement or document is not a change.
 *
 * @param actions AWS's actions, by which patterns with wildcards are compared; without them, patterns are compared as texts
 */
export function rightsChanges<Name extends string>(
  before: readonly ComparableRole<Name>[],
  after: readonly ComparableRole<Name>[],
  actions?: Pick<Actions, 'expand'>,
): RoleChange<Name>[] {
  const names = [...new Set([...before, ...after].map(({ name }) => name))];
  return names
    .map((role) => ({
      role,
      changes: changesOf(
        before.find(({ name }) => name === role),
        after.find(({ name }) => name === role),
        actions,
      ),
    }))
    .filter(({ changes }) => changes.length > 0);
}

function changesOf(
  before: ComparableRole | undefined,
  after: ComparableRole | undefined,
  actions: Pick<Actions, 'expand'> | undefined,
): RightsChange[] {
  if (before && after) {
    return [
      ...managedChanges(before, after),
      ...boundaryChanges(before, after),
      ...sessionChanges(before, after),
      ...trustChanges(before, after),
      ...actionChanges(before, after),
      ...denialChanges(before, after, actions),
      ...ceilingChanges(before, after),
    ];
  }
  const role = after ?? before;
  if (!role) return [];
  const { levels, managedPolicies, ceiling, purpose } = role;
  const addable = ceiling?.beyond.length ?? 0;
  const kind = after ? 'added' : 'removed';
  return [{ of: 'role', kind, levels, managedPolicies, addable, reason: purpose }];
}

function actionChanges(before: ComparableRole, after: ComparableRole): RightsChange[] {
  const [old, now] = [byAction(before), byAction(after)];
  const actions = [...new Set([...old.keys(), ...now.keys()])].sort();
  return grouped(
    actions.flatMap((action): ChangeOf<'actions'>[] => {
      const [was, is] = [old.get(action) ?? [], now.get(action) ?? []];
      const [there, here] = [placesOf(was), placesOf(is)];
      const kind = kindOf(there, here);
      if (!kind) return [];
      const [come, gone] = [otherPlaces(here, there), otherPlaces(there, here)];
      const reason = come.length > 0 ? reasonFor(come, is) : reasonFor(gone, was);
      return [
        { of: 'actions', kind, actions: [action], now: limitsOf(come), before: limitsOf(gone), reason },
      ];
    }),
  );
}

type Permissions = ComparableRole['permissions'];

/** Leaves out what a whole managed policy allows: `managedChanges` covers that. */
function byAction({ permissions }: ComparableRole): Map<string, Permissions> {
  const map = new Map<string, Permissions>();
  for (const permission of permissions.filter(({ action }) => action !== '*')) {
    map.set(permission.action, [...(map.get(permission.action) ?? []), permission]);
  }
  return map;
}

/** The reason of the first permission that concerns these places. */
function reasonFor(places: readonly Place[], permissions: Permissions): string {
  const about = permissions.find(
    (permission) => otherPlaces(placesOf([permission]), places).length < permission.resources.length,
  );
  return (about ?? permissions[0])?.reason ?? '';
}

function trustChanges({ trust: before }: ComparableRole, { trust: after }: ComparableRole): RightsChange[] {
  const gone = before.filter((one) => !after.some((other) => isSameTrust(one, other)));
  const come = after.filter((one) => !before.some((other) => isSameTrust(one, other)));
  const sids = [...new Set([...gone, ...come].map(({ sid }) => sid))];
  return sids.map((sid) => {
    const [was = null, is = null] = [gone, come].map((list) => list.find((one) => one.sid === sid));
    return { of: 'trust', kind: trustKind(was, is), sid, now: is, before: was };
  });
}

function isSameTrust(one: TrustStatement, other: TrustStatement): boolean {
  return coversTrust(one, other) && coversTrust(other, one);
}

function trustKind(before: TrustStatement | null, now: TrustStatement | null): ChangeKind {
  const denies = (now ?? before)?.effect === 'Deny';
  const wider = before === null || (now !== null && coversTrust(now, before));
  const narrower = now === null || (before !== null && coversTrust(before, now));
  if (!wider && !narrower) return 'changed';
  return wider === denies ? 'narrowed' : 'widened';
}

/** Whether the first statement covers the second. */
function coversTrust(wide: TrustStatement, narrow: TrustStatement): boolean {
  return (
    wide.effect === narrow.effect &&
    Object.entries(narrow.principals).every(([kind, names]) =>
      names.every((name) => wide.principals[kind]?.includes(name)),
    ) &&
    coversConditions(wide.conditions, narrow.conditions)
  );
}

/** Changes of the most that a role can do, if Alphaus can or could write into it. */
function ceilingChanges(before: ComparableRole, after: ComparableRole): RightsChange[] {
  if (!before.ceiling && !after.ceiling) return [];
  const ever = ({ ceiling, permissions }: ComparableRole): string[] =>
    [...(ceiling?.beyond ?? []), ...permissions].map(({ action }) => action);
  const [old, now] = [ever(before), ever(after)];
  const change = (kind: 'widened' | 'narrowed', actions: readonly string[]): RightsChange[] =>
    actions.length > 0 ? [{ of: 'ceiling', kind, actions: [...new Set(actions)].sort() }] : [];
  return [...change('widened', lacking(now, old)), ...change('narrowed', lacking(old, now))];
}

function managedChanges(
  { managedPolicies: before }: ComparableRole,
  { managedPolicies: after }: ComparableRole,
): RightsChange[] {
  const [come, gone] = [lacking(after, before), lacking(before, after)];
  if (come.length + gone.length === 0) return [];
  const kind = gone.length === 0 ? 'added' : come.length === 0 ? 'removed' : 'changed';
  return [{ of: 'managed policies', kind, now: come, before: gone }];
}

function lacking(list: readonly string[], others: readonly string[]): string[] {
  const known = new Set(others);
  return list.filter((one) => !known.has(one));
}

function sessionChanges(
  { session: before }: ComparableRole,
  { session: after }: ComparableRole,
): RightsChange[] {
  if (!before || !after || before.seconds === after.seconds) return [];
  const kind = after.seconds > before.seconds ? 'widened' : 'narrowed';
  return [{ of: 'session', kind, now: after.seconds, before: before.seconds }];
}

function boundaryChanges(
  { boundary: before }: ComparableRole,
  { boundary: after }: ComparableRole,
): RightsChange[] {
  if (before === after) return [];
  const kind = before === null ? 'narrowed' : after === null ? 'widened' : 'changed';
  return [{ of: 'boundary', kind, now: after, before }];
}
