import { ROLES } from '../../catalogue/roles';
import { matches } from '../../analysis/wildcard';
import type { PermissionReport } from '../shape/report-shape';
import type { RoleReport } from '../shape/role-shape';
import { nameOf } from '../words';

/** A person, service or role that acts. */
export interface Actor {
  /** `[a-z_]+` or the name of a role. */
  readonly id: string;
  readonly label: readonly string[];
  readonly kind: 'alphaus' | 'customer' | 'service' | 'vendor-role' | 'customer-role';
}

/** What one actor does to another. */
export interface Relation {
  readonly from: string;
  readonly to: string;
  readonly label: string;
  /** `never`: not trusted; the roles that Alphaus assumes are denied by name. */
  readonly kind: 'assumes' | 'acts' | 'never';
}

/** Who assumes, starts and writes what, by the trust policies and permissions. */
export interface Relations {
  readonly actors: readonly Actor[];
  readonly relations: readonly Relation[];
}

const ALPHAUS: Actor = { id: 'alphaus', label: ['Alphaus', 'account {principal}'], kind: 'alphaus' };
const CUSTOMER: Actor = { id: 'customer', label: ['Your people', 'account {accountId}'], kind: 'customer' };
const AUTOMATION: Actor = { id: 'automation', label: ['SSM Automation', 'of your account'], kind: 'service' };

/** The actors and relations of an installation, for its diagram. */
export function relationsOf({ roles }: Pick<PermissionReport, 'roles'>): Relations {
  const relations = [
    ...roles.flatMap(trustRelations),
    ...roles.flatMap((role) => workRelations(role, roles)),
  ];
  const outsiders = [ALPHAUS, CUSTOMER, AUTOMATION].filter(({ id }) =>
    relations.some(({ from, to }) => from === id || to === id),
  );
  const actors = roles.map((role): Actor => {
    const isVendor = relations.some(
      ({ from, to, kind }) => from === ALPHAUS.id && to === role.name && kind === 'assumes',
    );
    return {
      id: role.name,
      label: [role.name, levelText(role)],
      kind: isVendor ? 'vendor-role' : 'customer-role',
    };
  });
  return { actors: [...outsiders, ...actors], relations };
}

function levelText({ managedPolicies, levels }: RoleReport): string {
  const [managed] = managedPolicies;
  if (managed !== undefined) return nameOf(managed);
  const changes = levels.Write + levels.Tagging + levels['Permissions management'];
  const reads = levels.List + levels.Read;
  return changes === 0 ? `${reads} reads, 0 changes` : `${reads} reads, ${changes} changes`;
}

function trustRelations({ name: to }: RoleReport): Relation[] {
  const assumes = (from: Actor, label: string): Relation => ({ from: from.id, to, label, kind: 'assumes' });
  return ROLES[to].trust.flatMap(({ kind }): Relation[] => {
    switch (kind) {
      case 'vendor':
        return [assumes(ALPHAUS, 'assumes, with external id')];
      case 'automation':
        return [assumes(AUTOMATION, 'runs changes with')];
      case 'account':
        return [
          assumes(CUSTOMER, 'assume, if your policies allow'),
          { from: ALPHAUS.id, to, label: 'can never assume', kind: 'never' },
        ];
    }
  });
}

/** Calls by which one role works through another, and the diagram's words for them. */
function workRelations(role: RoleReport, roles: readonly RoleReport[]): Relation[] {
  const has = (action: string): boolean =>
    role.permissions.some((permission) => permission.action === action);
  const acts = (to: string, label: string): Relation => ({ from: role.name, to, label, kind: 'acts' });
  return [
    ...(has('iam:PassRole')
      ? [acts(AUTOMATION.id, 'requests changes, starts approved documents and vetted runbooks')]
      : []),
    ...(has('ssm:UpdateDocumentMetadata') ? [acts(AUTOMATION.id, 'approves')] : []),
    ...roles
      .filter(({ name }) => writes(role, name))
      .map(({ name }) =>
        acts(
          name,
          name === role.name
            ? 'writes its own inline policies, within its boundary'
            : "writes inline policies, within that role's boundary",
        ),
      ),
  ];
}

function writes({ permissions }: RoleReport, name: string): boolean {
  const arn = `arn:{partition}:iam::{accountId}:role/${name}`;
  return permissions
    .filter(({ action }) => action === 'iam:PutRolePolicy')
    .some(({ resources }) => resources.some((resource) => matches(resource, arn)));
}

/** The relations as sentences. */
export function relationTexts({ actors, relations }: Relations): string[] {
  const nameOfActor = (id: string): string => actors.find((actor) => actor.id === id)?.label[0] ?? id;
  return relations.map(({ from, to, label }) => `${nameOfActor(from)} → ${nameOfActor(to)}: ${label}`);
}
