import { NEVER_IN_CUSTOMER_ROLES } from '../catalogue/roles';
import type { RoleSpec, Toggle, TrustSpec } from '../catalogue/role-spec';
import { clauseOf, renderClauses, type Clause, type PolicyDocument } from './clauses';
import { denyOthers } from './deny-others';
import { isSelfUpdate, onlySo } from './only-so';
import { pack } from './pack';
import type { Scope } from './scope';

/** A named policy of a role. */
export interface NamedPolicy {
  readonly name: string;
  readonly document: PolicyDocument;
}

/** The trust policy of a role. */
export function trustDocument(role: RoleSpec, scope: Scope): PolicyDocument {
  return renderClauses(role.trust.flatMap(trustClauses), scope, `${role.name} trust`);
}

/**
 * The permission policies of a role, packed under IAM's limits, in stable order. Where `policiesHold` is an expression,
 * so is whether they are there.
 */
export function permissionPolicies(role: RoleSpec, scope: Scope): NamedPolicy[] {
  const { storage } = role;
  if (policiesHold(role, scope) === false) return [];
  const bins =
    storage.kind === 'inline' ? [inlineClauses(role)] : pack(role).map((rows) => rows.map(clauseOf));
  return bins.map((clauses, index) => ({
    name: storage.kind === 'inline' ? storage.policyName : `${storage.policyName}${index + 1}`,
    document: renderClauses(clauses, scope, role.name),
  }));
}

/** Whether a role has its permission policies: known now, or an expression. */
export function policiesHold({ storage }: RoleSpec, scope: Scope): ReturnType<Scope['holds']> {
  return scope.holds(storage.kind === 'managed' && storage.when ? [storage.when] : []);
}

/** What stands in the one inline policy of a role. */
export function inlineClauses({ statements, deniesOthers }: RoleSpec): Clause[] {
  const rows = statements.map(clauseOf);
  return deniesOthers === undefined ? rows : [...rows, denyOthers(statements)];
}

/**
 * The ceiling of a self-updatable role, the most that it can ever do. As a permissions boundary it says what may be
 * allowed, and denies the rest expressly. Beside a boundary of the customer's own it is a policy to attach, of the
 * Denies alone: no Allow that stands elsewhere can pass a Deny.
 */
export function boundaryDocument(role: RoleSpec, scope: Scope): PolicyDocument {
  return renderClauses(ceilingClauses(role), scope, `${role.name} boundary`);
}

/** The statements of a ceiling; none where the role has none. */
export function ceilingClauses({ ceiling }: RoleSpec): Clause[] {
  if (!ceiling) return [];
  const { statements, allowsAllBut } = ceiling;
  const rows = statements.filter(({ effect }) => effect !== 'Deny').map(clauseOf);
  const all: Clause = { sid: 'Within', effect: 'Allow', notActions: allowsAllBut ?? [], resources: ['*'] };
  return [
    ...(allowsAllBut ? [all] : rows).map(onlyBuiltIn),
    denyOthers(statements),
    ...onlySo(statements),
    ...statements.filter(({ effect }) => effect === 'Deny').map(clauseOf),
  ];
}

/** Where the built-in boundary is in force. */
const BUILT_IN_BOUNDARY: Toggle = { input: 'permissions_boundary_arn', is: 'unset' };

function onlyBuiltIn(clause: Clause): Clause {
  return isSelfUpdate(clause) ? clause : { ...clause, when: [...(clause.when ?? []), BUILT_IN_BOUNDARY] };
}

function trustClauses(trust: TrustSpec): Clause[] {
  const assume = { effect: 'Allow' as const, actions: ['sts:AssumeRole'] };
  switch (trust.kind) {
    case 'vendor':
      return [
        {
          ...assume,
          sid: 'AlphausWithExternalId',
          principal: { AWS: 'arn:{partition}:iam::{principal}:root' },
          conditions: { StringEquals: { 'sts:ExternalId': '{externalId}' } },
        },
      ];
    case 'automation': {
      const ofThisAccount = { StringEquals: { 'aws:SourceAccount': '{accountId}' } };
      const ofAnExecution = {
        ArnLike: { 'aws:SourceArn': 'arn:{partition}:ssm:*:{accountId}:automation-execution/*' },
      };
      const service = {
        ...assume,
        sid: 'SsmAutomationOfThisAccount',
        principal: { Service: 'ssm.amazonaws.com' },
      };
      const check = (is: boolean): Toggle[] => [{ input: 'change_executor_source_arn_check', is }];
      return [
        { ...service, conditions: { ...ofThisAccount, ...ofAnExecution }, when: check(true) },
        { ...service, conditions: ofThisAccount, when: check(false) },
      ];
    }
    case 'account':
      return [
        { ...assume, sid: 'CustomerAccount', principal: { AWS: 'arn:{partition}:iam::{accountId}:root' } },
        {
          sid: 'NeverAlphaus',
          effect: 'Deny',
          principal: { AWS: '*' },
          actions: ['sts:AssumeRole'],
          conditions: {
            ArnEquals: {
              'aws:PrincipalArn': NEVER_IN_CUSTOMER_ROLES.map(
                (name) => `arn:{partition}:iam::{accountId}:role/${name}`,
              ),
            },
          },
        },
      ];
  }
}
