import { ACCESS_LEVELS } from '../../analysis/action-catalogue';
import type { Actions } from '../build/listed-actions';
import type { ConditionBlock, Denial, RoleReport } from '../shape/role-shape';
import type { PermissionReport } from '../shape/report-shape';
import { packed, type DenialPart, type GrantPart, type PageData, type Part } from '../page/page-model';
import { conditionTexts, nameOf } from '../words';

/** The data of the page, from the report and AWS's actions. */
export function pageData(report: PermissionReport, actions: Actions): PageData {
  const sessions = report.reach.sessions.map(({ role }) => role);
  // Roles that Alphaus assumes come first: readers ask about them most.
  const rank = ({ name }: RoleReport): number => (sessions.includes(name) ? 0 : 1);
  return {
    actions: Object.fromEntries(actions.services.map((service) => [service, byLevel(service, actions)])),
    managedReason: managedReason(report.roles),
    executed: executed(report),
    roles: [...report.roles]
      .sort((left, right) => rank(left) - rank(right))
      .map((role) => ({
        name: role.name,
        who: `assumed by ${role.assumedBy.map(({ who }) => who).join('; ')}`,
        isVendor: sessions.includes(role.name),
        managed: role.managedPolicies.map(nameOf),
        accepted: role.accepted,
        grants: grantsOf(role),
        denials: role.denials.map((denial) => denialOf(denial, actions)),
        headroom: headroomOf(role),
      })),
  };
}

function byLevel(service: string, actions: Actions): string {
  const names = actions.expand([`${service}:*`]);
  return ACCESS_LEVELS.map((level) =>
    names
      .filter((name) => actions.levelOf(name) === level)
      .map((name) => name.slice(service.length + 1))
      .join(' '),
  ).join('|');
}

function executed({ reach }: PermissionReport): Record<string, string> {
  return Object.fromEntries(
    reach.changes
      .filter(({ runbooks }) => runbooks.length > 0)
      .map(({ action, runbooks }) => [action, runbooks.join(' or ')]),
  );
}

function managedReason(roles: readonly RoleReport[]): string {
  const permissions = roles.flatMap((role) => role.permissions);
  return permissions.find(({ action }) => action === '*')?.reason ?? '';
}

function grantsOf({ grants, permissions }: RoleReport): GrantPart[] {
  return grants.map(({ sid, capability, reason, ...limits }) => {
    const granted = permissions.filter((permission) => permission.sid === sid).map(({ action }) => action);
    return { ...part(sid, limits, granted), capability, reason };
  });
}

/** By default no Deny has a NotResource; the search does not support it and would answer wrongly. */
function denialOf(denial: Denial, actions: Actions): DenialPart {
  const { sid, documents, reason, notActions, notResources, ...rest } = denial;
  if (notResources.length > 0)
    throw new Error(`${sid}: the page's search does not support a Deny with NotResource`);
  const isOfOthers = notActions.length > 0;
  const about = actions.expand(isOfOthers ? notActions : rest.actions);
  return { ...part(sid, rest, about), documents, reason, isOfOthers };
}

function headroomOf({ ceiling }: RoleReport): Part[] {
  const groups = new Map<string, Part & { readonly names: string[] }>();
  for (const { action, resources, conditions } of ceiling?.beyond ?? []) {
    const key = JSON.stringify([resources, conditions]);
    const names = [...(groups.get(key)?.names ?? []), action];
    groups.set(key, { sid: '', resources, conditions, actions: {}, names });
  }
  return [...groups.values()].map(({ names, ...rest }) => ({ ...rest, actions: packed(names) }));
}

function part(
  sid: string,
  { resources, conditions }: { readonly resources: readonly string[]; readonly conditions: ConditionBlock },
  actions: readonly string[],
): Part {
  return { sid, resources, conditions: conditionTexts(conditions), actions: packed(actions) };
}
