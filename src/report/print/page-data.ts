import { ACCESS_LEVELS } from '../../analysis/action-catalogue';
import type { Actions } from '../build/listed-actions';
import type { ConditionBlock, Denial, RoleReport } from '../shape/role-shape';
import type { PermissionReport } from '../shape/report-shape';
import { conditionTexts, nameOf } from '../words';

/** Action names by service, `{ s3: "GetObject PutObject" }`: without the prefix on each they take half the room. */
type ActionSet = Readonly<Record<string, string>>;

interface Part {
  readonly sid: string;
  readonly resources: readonly string[];
  readonly conditions: readonly string[];
  readonly actions: ActionSet;
}

interface DenialPart extends Part {
  readonly documents: readonly string[];
  readonly reason: string;
  /** Whether it denies every action but `actions`. */
  readonly isOfOthers: boolean;
}

/** What the page's search answers from. */
export interface PageData {
  readonly levels: readonly string[];
  /** Every action of AWS: service -> names of each level, the levels apart by `|`. */
  readonly actions: Readonly<Record<string, string>>;
  readonly managedReason: string;
  /** Actions that a role which Alphaus cannot assume carries out for it without an approval: action -> runbooks. */
  readonly executed: Readonly<Record<string, string>>;
  readonly roles: readonly {
    readonly name: string;
    readonly who: string;
    readonly isVendor: boolean;
    readonly managed: readonly string[];
    /** What the customer accepts of it, in words that may name actions. */
    readonly accepted: readonly string[];
    readonly grants: readonly (Part & { readonly capability: string; readonly reason: string })[];
    readonly denials: readonly DenialPart[];
    /** What Alphaus could add. */
    readonly headroom: readonly Part[];
  }[];
}

/** The data of the page, from the report and AWS's actions. */
export function pageData(report: PermissionReport, actions: Actions): PageData {
  const sessions = report.reach.sessions.map(({ role }) => role);
  // Those that Alphaus assumes come first: they are what is asked about.
  const rank = ({ name }: RoleReport): number => (sessions.includes(name) ? 0 : 1);
  return {
    levels: ACCESS_LEVELS,
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

function grantsOf({ grants, permissions }: RoleReport): PageData['roles'][number]['grants'] {
  return grants.map(({ sid, capability, reason, ...limits }) => {
    const granted = permissions.filter((permission) => permission.sid === sid).map(({ action }) => action);
    return { ...part(sid, limits, granted), capability, reason };
  });
}

/** By default no Deny is limited by NotResource; the search would answer wrongly from one. */
function denialOf(denial: Denial, actions: Actions): DenialPart {
  const { sid, documents, reason, notActions, notResources, ...rest } = denial;
  if (notResources.length > 0) throw new Error(`${sid}: the page's search knows no Deny by NotResource`);
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
  return [...groups.values()].map(({ names, ...rest }) => ({ ...rest, actions: actionSet(names) }));
}

function part(
  sid: string,
  { resources, conditions }: { readonly resources: readonly string[]; readonly conditions: ConditionBlock },
  actions: readonly string[],
): Part {
  return { sid, resources, conditions: conditionTexts(conditions), actions: actionSet(actions) };
}

function actionSet(actions: readonly string[]): ActionSet {
  const set: Record<string, string> = {};
  for (const action of actions) {
    const [service = '', name = ''] = action.split(':');
    set[service] = service in set ? `${set[service] ?? ''} ${name}` : name;
  }
  return set;
}
