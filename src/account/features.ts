import { decide, type Request } from '../analysis/evaluate';
import { mayCall, permissionsOf } from '../analysis/may-ever';
import { statementsOf, type Statement } from '../analysis/statements';
import { COVERAGE } from '../catalogue/coverage/coverage';
import type { RoleSpec } from '../catalogue/role-spec';
import { ROLES } from '../catalogue/roles';
import type { Configuration } from '../inputs/inputs';
import type { RoleName } from '../names/role-names';
import { SSM_SERVICE } from '../names/ssm-service';
import { installedRoles } from '../policy/installed';
import type { FeatureState, Lack } from './feature-state';
import type { Document, ObservedAccount, ObservedRole } from './observed';

/** Calls that a feature takes. */
interface Need {
  readonly role: RoleName;
  /** `service:Action`. */
  readonly actions: readonly string[];
  /** Whether one of the actions is enough. @default false */
  readonly any?: boolean;
  /** ARN, with `{partition}` and `{accountId}`. @default - any */
  readonly resource?: string;
}

/** Something that Octo does in an account. */
interface Feature {
  readonly name: string;
  readonly needs: readonly Need[];
}

/** The features by what is deployed: as far as the policies of the roles decide, which a policy of the organization may narrow. */
export function featureStates(account: ObservedAccount, inputs: Configuration): FeatureState[] {
  const planned = new Map(
    installedRoles({ partition: account.partition, accountId: account.id }, inputs).map((role) => [
      role.name,
      permissionsOf(role),
    ]),
  );
  const roles = new Map(
    account.roles
      .filter(({ path }) => path === '/')
      .map((role) => [role.name, new DeployedRole(role, account, inputs)]),
  );
  return features().map(({ name, needs }) => {
    const missing = needs.flatMap((need) => lacks(need, roles.get(need.role), account));
    const chosen = needs.every(({ role, actions, any, resource }) => {
      const permissions = planned.get(role);
      const may = (action: string): boolean =>
        permissions !== undefined && mayCall(permissions, request(action, resource, account));
      return any ? actions.some(may) : actions.every(may);
    });
    return { feature: name, status: statusOf(missing, chosen), missing };
  });
}

function statusOf(missing: readonly Lack[], chosen: boolean): FeatureState['status'] {
  if (missing.length === 0) return 'ready';
  if (!chosen) return 'left_out';
  return missing.every(({ reason }) => reason === 'not_read') ? 'unknown' : 'not_ready';
}

function lacks(
  { role, actions, any = false, resource }: Need,
  deployed: DeployedRole | undefined,
  account: ObservedAccount,
): Lack[] {
  if (deployed === undefined) return [{ role, reason: 'absent', actions: [] }];
  if (!deployed.assumable) return [{ role, reason: 'not_assumable', actions: [] }];
  const answers = actions.map((action) => ({
    action,
    answer: deployed.may(request(action, resource, account)),
  }));
  if (any && answers.some(({ answer }) => answer === 'yes')) return [];
  return (['not_allowed', 'not_read'] as const).flatMap((reason) => {
    const found = answers.filter(({ answer }) => answer === reason).map(({ action }) => action);
    return found.length > 0 ? [{ role, reason, actions: found }] : [];
  });
}

function request(action: string, resource = '*', { partition, id }: ObservedAccount): Request {
  return { action, resource: resource.replace('{partition}', partition).replace('{accountId}', id) };
}

const ANYTHING: Document = { Statement: { Effect: 'Allow', Action: '*', Resource: '*' } };

/** A role as it is deployed, and what it may call. */
class DeployedRole {
  readonly assumable: boolean;
  private readonly identity: readonly Statement[];
  private readonly boundary: readonly Statement[] | undefined;
  /** Whether all policies and the boundary were read. */
  private readonly isWhole: { readonly identity: boolean; readonly boundary: boolean };

  constructor(
    { name, trust, inline, attached, boundary }: ObservedRole,
    account: ObservedAccount,
    inputs: Configuration,
  ) {
    const managed = (arn: string): Document | undefined =>
      arn.endsWith(':iam::aws:policy/AdministratorAccess') ? ANYTHING : account.policies[arn];
    const documents = [...Object.values(inline), ...attached.map(managed)].map(statements);
    const limits = boundary === undefined ? undefined : statements(managed(boundary));
    this.identity = documents.flatMap((known) => known ?? []);
    this.boundary = limits;
    this.isWhole = {
      identity: !documents.includes(undefined),
      boundary: boundary === undefined || limits !== undefined,
    };
    this.assumable = ROLES[name as RoleName].trust.every((kind) => {
      const known = statements(trust);
      return known === undefined || decide(known, assumption(kind, account, inputs)).possible;
    });
  }

  may(call: Request): 'yes' | 'not_allowed' | 'not_read' {
    const own = decide(this.identity, call);
    if (own.denies.length > 0) return 'not_allowed';
    if (this.boundary !== undefined && !decide(this.boundary, call).possible) return 'not_allowed';
    // What was not read may deny it, as AWSDenyAll does.
    if (!this.isWhole.identity || !this.isWhole.boundary) return 'not_read';
    return own.possible ? 'yes' : 'not_allowed';
  }
}

/** The statements of a document; undefined if it was not read, or has what cannot be analysed. */
function statements(document: Document | undefined): Statement[] | undefined {
  try {
    return document && statementsOf(document);
  } catch {
    return undefined;
  }
}

/** The call by which those whom a role is for assume it. */
function assumption(
  { kind }: RoleSpec['trust'][number],
  { partition, id }: ObservedAccount,
  { principal, externalId }: Configuration,
): Request {
  const call = { action: 'sts:AssumeRole', resource: '*' };
  switch (kind) {
    case 'vendor':
      return {
        ...call,
        principal: `arn:${partition}:iam::${principal}:root`,
        context: { 'sts:ExternalId': externalId },
      };
    case 'automation':
      return { ...call, principal: SSM_SERVICE, context: { 'aws:SourceAccount': id } };
    case 'account':
      return { ...call, principal: `arn:${partition}:iam::${id}:*` };
  }
}

/** What a change takes of Octo, whatever it changes. */
const START: readonly Need[] = [
  {
    role: 'OctoSSMUpdaterRole',
    actions: ['ssm:StartAutomationExecution', 'ssm:StartChangeRequestExecution'],
    any: true,
    resource: 'arn:{partition}:ssm:*:{accountId}:document/*',
  },
  {
    role: 'OctoSSMUpdaterRole',
    actions: ['iam:PassRole'],
    resource: 'arn:{partition}:iam::{accountId}:role/OctoChangeExecutorRole',
  },
];

/** The capability of the executor that every change needs: the reads of its services. */
const READS = 'Read what is changed';

/** The capabilities of the coverage table, and the changes that Octo recommends. */
function features(): Feature[] {
  const rows = ROLES.OctoChangeExecutorRole.statements.filter(({ effect }) => effect !== 'Deny');
  const capabilities = [...new Set(rows.map(({ capability }) => capability))].map((capability) => ({
    capability,
    actions: rows.filter((row) => row.capability === capability).flatMap(({ actions }) => actions),
  }));
  const reads = capabilities.find(({ capability }) => capability === READS);
  if (reads === undefined)
    throw new Error(`OctoChangeExecutorRole has no row with the capability "${READS}"`);
  const changes = capabilities.filter((one) => one !== reads);
  const serviceOf = (action: string): string => action.slice(0, action.indexOf(':'));
  return [
    ...COVERAGE.map(({ role, capability, actions }) => ({
      name: capability,
      needs: [{ role, actions: Object.keys(actions) }],
    })),
    ...changes.map(({ capability, actions }) => {
      const services = new Set(actions.map(serviceOf));
      const read = reads.actions.filter((action) => services.has(serviceOf(action)));
      return {
        name: `Changes of ${capability}`,
        needs: [{ role: 'OctoChangeExecutorRole' as const, actions: [...read, ...actions] }, ...START],
      };
    }),
  ];
}
