import { surelyDenied } from '../../analysis/denied';
import { mayEver, permissionsOf, type Possibility } from '../../analysis/may-ever';
import { permissionsWithin, type Control } from '../../analysis/reach/controlled-role';
import { statementsOf, type Condition, type Statement } from '../../analysis/statements';
import type { TrustSpec } from '../../catalogue/role-spec';
import type { Configuration } from '../../inputs/inputs';
import type { Clause } from '../../policy/clauses';
import type { InstalledRole } from '../../policy/installed';
import type { PlannedDocument, RolePlan } from '../../policy/plan';
import { sessionSeconds } from '../../policy/scope';
import type { Actions } from './listed-actions';
import type {
  AssumedBy,
  Ceiling,
  ConditionBlock,
  Denial,
  Grant,
  Permission,
  RoleReport,
  Size,
  TrustStatement,
} from '../shape/role-shape';
import { neverOf } from './never';
import { conditionsText, nameOf } from '../words';

/** The facts that the report on one role is made from. */
export interface RoleFacts {
  readonly plan: RolePlan;
  readonly installed: InstalledRole;
  readonly configuration: Configuration;
  /** How Alphaus controls the role. */
  readonly control: Control;
  readonly sizes: readonly Size[];
}

/** The actions that a role's documents make possible. */
export interface Rights {
  readonly possible: ReadonlyMap<string, Possibility>;
  /** Possible after Alphaus wrote the broadest inline policy; undefined if it cannot write one. */
  readonly ever?: ReadonlyMap<string, Possibility>;
  /** Actions that are explicitly denied even then: no resource policy can allow them. */
  readonly denied: ReadonlySet<string>;
}

/** Evaluates the documents for every action of AWS, which takes a while. */
export function rightsOf(
  { installed, control }: Pick<RoleFacts, 'installed' | 'control'>,
  actions: Actions,
): Rights {
  const { analysis } = actions;
  const possible = mayEver(permissionsOf(installed), analysis);
  const within = permissionsWithin(installed, control);
  const denied = surelyDenied(within, analysis);
  return control.written ? { possible, ever: mayEver(within, analysis), denied } : { possible, denied };
}

/** Capability and reason of a managed policy whose document is not part of this project. */
const MANAGED: Pick<Permission, 'capability' | 'reason'> = {
  capability: 'Managed policy',
  reason: 'It carries out every change that the customer approves.',
};

/** One role of an installation, with every action that it may call. */
export function roleReport(facts: RoleFacts, rights: Rights, actions: Actions): RoleReport {
  const { plan, installed, configuration, sizes } = facts;
  const { role } = plan;
  const { possible } = rights;
  const grants = [...plan.managed, ...plan.inline]
    .flatMap(statementsWithClauses)
    .filter(({ statement }) => statement.effect === 'Allow')
    .map(({ statement, clause }) => grantOf(statement, clause, possible, actions));
  const ceiling = rights.ever ? ceilingOf(installed, possible, rights.ever, actions) : null;
  const denials = denialsOf(plan);
  const { maxSessionDuration: session } = role;
  return {
    name: role.name,
    purpose: role.purpose,
    assumedBy: role.trust.map((trust) => assumedBy(trust, configuration)),
    trust: statementsOf(installed.trust).map(trustStatement),
    session: {
      seconds: sessionSeconds(role, configuration),
      input: typeof session === 'number' ? null : session,
    },
    managedPolicies: installed.foreignPolicyArns,
    boundary: installed.boundary?.arn ?? null,
    levels: actions.count(possible.keys()),
    grants,
    permissions: [
      ...grants.flatMap((grant) => permissionsOfGrant(grant, possible, actions)),
      ...installed.foreignPolicyArns.map(permissionOfManagedPolicy),
    ],
    denials,
    ceiling,
    never: neverOf({ plan, ceiling, denials, denied: rights.denied, actions }),
    accepted: role.accepted,
    sizes,
  };
}

interface SourcedStatement {
  readonly statement: Statement;
  readonly clause: Clause;
}

function statementsWithClauses({ document, clauses }: PlannedDocument): SourcedStatement[] {
  const statements = statementsOf(document);
  return clauses.map((clause, index) => {
    const statement = statements[index];
    if (statement?.sid !== clause.sid)
      throw new Error(`the statement ${clause.sid} is not where it was planned`);
    return { statement, clause };
  });
}

function grantOf(
  statement: Statement,
  { row }: Clause,
  possible: ReadonlyMap<string, Possibility>,
  actions: Actions,
): Grant {
  if (!row) throw new Error(`the statement ${statement.sid} allows something and comes from no row`);
  const { capability, reason, source, when } = row;
  const granted = actions.expand(statement.actions).filter((action) => possible.has(action));
  return {
    sid: statement.sid,
    capability,
    reason,
    source: source ?? null,
    actions: statement.actions,
    resources: statement.resources,
    conditions: conditionBlock(statement.conditions),
    required: (when ?? []).length === 0,
    levels: actions.count(granted),
  };
}

function permissionsOfGrant(
  grant: Grant,
  possible: ReadonlyMap<string, Possibility>,
  actions: Actions,
): Permission[] {
  const { resources, conditions, reason, capability, required, sid } = grant;
  return actions
    .expand(grant.actions)
    .filter((action) => possible.has(action))
    .map((action) => ({
      action,
      accessLevel: actions.levelOf(action),
      resources,
      conditions,
      reason,
      capability,
      required,
      sid,
    }));
}

function permissionOfManagedPolicy(arn: string): Permission {
  const sid = nameOf(arn);
  return {
    action: '*',
    accessLevel: 'All',
    resources: ['*'],
    conditions: {},
    ...MANAGED,
    required: false,
    sid,
  };
}

function ceilingOf(
  { name, boundary }: InstalledRole,
  possible: ReadonlyMap<string, Possibility>,
  ever: ReadonlyMap<string, Possibility>,
  actions: Actions,
): Ceiling {
  if (!boundary) throw new Error(`${name}: Alphaus may write into it, but it has no permissions boundary`);
  return {
    boundary: boundary.arn,
    levels: actions.count(ever.keys()),
    beyond: [...ever]
      .filter(([action]) => !possible.has(action))
      .map(([action, { resources, conditions }]) => ({
        action,
        accessLevel: actions.levelOf(action),
        resources,
        conditions: conditionsText(conditions),
      })),
  };
}

/** The Denies of all documents. A Deny that several documents contain verbatim is listed once. */
function denialsOf({ managed, inline, boundary }: RolePlan): Denial[] {
  const denials = new Map<string, Denial>();
  for (const policy of [...managed, ...inline, ...(boundary ? [boundary] : [])]) {
    for (const { statement, clause } of statementsWithClauses(policy)) {
      if (statement.effect !== 'Deny') continue;
      const key = JSON.stringify(statement);
      const { documents = [], reason = clause.reason ?? '' } = denials.get(key) ?? {};
      denials.set(key, denialOf(statement, [...documents, policy.name], reason));
    }
  }
  return [...denials.values()];
}

function denialOf(statement: Statement, documents: readonly string[], reason: string): Denial {
  const { effect: _effect, principals: _principals, conditions, ...rest } = statement;
  return { ...rest, documents, conditions: conditionBlock(conditions), reason };
}

function trustStatement({ sid, effect, principals = {}, conditions }: Statement): TrustStatement {
  return { sid, effect, principals, conditions: conditionBlock(conditions) };
}

function conditionBlock(conditions: readonly Condition[]): ConditionBlock {
  const block: Record<string, Record<string, readonly string[]>> = {};
  for (const { operator, key, values } of conditions) {
    block[operator] = { ...block[operator], [key]: values };
  }
  return block;
}

function assumedBy({ kind }: TrustSpec, configuration: Configuration): AssumedBy {
  switch (kind) {
    case 'vendor':
      return {
        who: `Alphaus, account ${configuration.principal}`,
        how: `sts:AssumeRole with your external id, ${configuration.externalId}`,
      };
    case 'automation':
      return {
        who: 'SSM Automation of your account',
        how: configuration.changeExecutorSourceArnCheck
          ? 'only for an automation execution of your account (aws:SourceAccount, aws:SourceArn)'
          : 'for anything that SSM does for your account (aws:SourceAccount)',
      };
    case 'account':
      return {
        who: 'Principals of your account',
        how: 'whose own policies allow sts:AssumeRole on it; never the roles that Alphaus assumes, or OctoChangeExecutorRole',
      };
  }
}
