import { VENDOR_ASSUMED_ROLES } from '../catalogue';
import type { RoleSpec, StatementSpec, Toggle, TrustSpec } from '../catalogue/types';
import { clauseOf, renderClauses, type Clause, type PolicyDocument } from './clauses';
import { guardClauses } from './guard';
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

/** The permission policies of a role, packed under IAM's limits, in stable order. */
export function permissionPolicies(role: RoleSpec, scope: Scope): NamedPolicy[] {
  const { storage } = role;
  if (storage.kind === 'none') return [];
  const bins = storage.kind === 'inline' ? [role.statements] : pack(role);
  const onlyWithin = rowsOnlyWithin(role);
  const clauses = (rows: readonly StatementSpec[]): Clause[] =>
    rows.map((row) => (onlyWithin.includes(row) ? withToggle(row, BUILT_IN_BOUNDARY) : clauseOf(row)));
  return bins.map((rows, index) => ({
    name: storage.kind === 'inline' ? storage.policyName : `${storage.policyName}${index + 1}`,
    document: renderClauses(clauses(rows), scope, role.name),
  }));
}

/** The ceiling of a self-updatable role as a permissions boundary: the most that it can ever do. */
export function boundaryDocument(role: RoleSpec, scope: Scope): PolicyDocument {
  return renderClauses(ceilingOf(role).map(clauseOf), scope, `${role.name} boundary`);
}

/**
 * The same ceiling as a policy to attach, made of Denies alone: it holds where the customer's own
 * boundary takes the built-in one's place, however wide that is. No Allow that is written into
 * the role can pass a Deny. What lets Alphaus write there is granted by it too, and by nothing else:
 * without the guard there are no such writes.
 */
export function guardDocument(role: RoleSpec, scope: Scope): PolicyDocument {
  return renderClauses(guardClauses(ceilingOf(role), rowsOnlyWithin(role)), scope, `${role.name} guard`);
}

/**
 * A policy to attach where the customer's own boundary takes the built-in one's place and Alphaus is to
 * write nothing into the roles: then of the ceiling only what holds against resource policies is needed.
 */
export function noSelfUpdateDocument(role: RoleSpec, scope: Scope): PolicyDocument {
  const writes: Clause = {
    sid: 'NoSelfUpdate',
    effect: 'Deny',
    actions: [
      'iam:DeleteRolePolicy',
      'iam:PutRolePolicy',
      // As the ceiling has it: a resource policy of the customer's that names a session passes a boundary by.
      'kms:Decrypt',
      's3:*Object*',
      'secretsmanager:*SecretValue',
      'ssm:GetParameter*',
      'sts:Assume*',
    ],
    resources: ['*'],
  };
  return renderClauses([writes], scope, `${role.name} without self-update`);
}

/** Where the built-in boundary is in force; elsewhere the guard holds the ceiling. */
const BUILT_IN_BOUNDARY: Toggle = { input: 'permissions_boundary_arn', is: 'unset' };

function rowsOnlyWithin(role: RoleSpec): readonly StatementSpec[] {
  return role.statements.filter((row) => role.ceiling?.onlyWithin?.includes(row.sid));
}

function withToggle(row: StatementSpec, toggle: Toggle): Clause {
  return { ...clauseOf(row), when: [...(row.when ?? []), toggle] };
}

function ceilingOf(role: RoleSpec): readonly StatementSpec[] {
  if (!role.ceiling) throw new Error(`${role.name} has no ceiling`);
  return role.ceiling.statements;
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
              'aws:PrincipalArn': VENDOR_ASSUMED_ROLES.map(
                (name) => `arn:{partition}:iam::{accountId}:role/${name}`,
              ),
            },
          },
        },
      ];
  }
}
