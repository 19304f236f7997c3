import type { Permission, PermissionGroup, RoleChange, RoleReport } from './model';

/** What the rights of the second state have more and less than those of the first, role by role; equal roles are absent. */
export function compareRoles(before: readonly RoleReport[], after: readonly RoleReport[]): RoleChange[] {
  const names = [...new Set([...before, ...after].map(({ name }) => name))];
  return names.flatMap((name) => {
    const [left, right] = [before, after].map((roles) => roles.find((role) => role.name === name));
    const changes = [
      ...(left && right ? [changeOf(left, right)] : []),
      ...(left && !right ? [gone(left)] : []),
      ...(right && !left ? [come(right)] : []),
    ];
    return changes.filter((change) => Object.keys(change).length > 1);
  });
}

function come({ name, permissions }: RoleReport): RoleChange {
  return { role: name, installed: 'added', adds: groupsOf(permissions) };
}

function gone({ name, permissions }: RoleReport): RoleChange {
  return { role: name, installed: 'removed', takes: groupsOf(permissions) };
}

function changeOf(before: RoleReport, after: RoleReport): RoleChange {
  const adds = groupsOf(lacking(after.permissions, before.permissions, permissionKey));
  const takes = groupsOf(lacking(before.permissions, after.permissions, permissionKey));
  const managed = difference(before.managedPolicies, after.managedPolicies);
  const trust = difference(before.trust, after.trust);
  const ceiling = difference(everOf(before), everOf(after));
  const [from, to] = [before.session.seconds, after.session.seconds];
  return {
    role: before.name,
    ...(from !== to && { session: { from, to } }),
    ...(before.boundary !== after.boundary && { boundary: { from: before.boundary, to: after.boundary } }),
    ...(managed && { managedPolicies: managed }),
    ...(trust && { trust }),
    ...(adds.length > 0 && { adds }),
    ...(takes.length > 0 && { takes }),
    ...(ceiling && { ceiling }),
  };
}

/** Every action that the role has or could be given. */
function everOf({ permissions, ceiling }: RoleReport): string[] {
  const beyond = (ceiling?.beyond ?? []).map(({ action }) => action);
  return [...new Set([...permissions.map(({ action }) => action), ...beyond])].sort();
}

function difference<T>(before: readonly T[], after: readonly T[]): { adds: T[]; takes: T[] } | undefined {
  const key = (value: T): string => JSON.stringify(value);
  const [adds, takes] = [lacking(after, before, key), lacking(before, after, key)];
  return adds.length + takes.length > 0 ? { adds, takes } : undefined;
}

/** Those of the one list that the other has not. */
function lacking<T>(list: readonly T[], other: readonly T[], key: (value: T) => string): T[] {
  const known = new Set(other.map(key));
  return list.filter((value) => !known.has(key(value)));
}

/** What a permission is, whichever statement grants it. */
function permissionKey({ action, resources, conditions }: Permission): string {
  return JSON.stringify([action, resources, conditions]);
}

function groupsOf(permissions: readonly Permission[]): PermissionGroup[] {
  const groups = new Map<string, PermissionGroup>();
  for (const { action, sid, resources, conditions, capability, reason } of permissions) {
    const key = JSON.stringify([sid, resources, conditions]);
    const actions = [...(groups.get(key)?.actions ?? []), action];
    groups.set(key, { sid, actions, resources, conditions, capability, reason });
  }
  return [...groups.values()];
}
