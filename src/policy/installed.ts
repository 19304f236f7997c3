import { ROLES } from '../catalogue/roles';
import type { RoleSpec } from '../catalogue/role-spec';
import type { Configuration } from '../inputs/table';
import type { RoleName } from '../names/role-names';
import type { PolicyDocument } from './clauses';
import { boundaryDocument, permissionPolicies, trustDocument, type NamedPolicy } from './render';
import { literalScope, policyArn, type Account, type Scope } from './scope';

/** A policy of a role; an inline policy has no ARN. */
export interface InstalledPolicy extends NamedPolicy {
  readonly arn?: string;
}

/** A role as one installation has it: every document whole, nothing left open. */
export interface InstalledRole {
  readonly name: RoleName;
  readonly arn: string;
  readonly trust: PolicyDocument;
  /** Inline and customer managed policies. */
  readonly policies: readonly InstalledPolicy[];
  /** ARNs of attached managed policies whose documents are not ours: AWS's own or the customer's. */
  readonly foreignPolicyArns: readonly string[];
  /** The permissions boundary; without a document where it is not ours. */
  readonly boundary?: { readonly arn: string; readonly document?: PolicyDocument };
}

/**
 * The roles of one installation. What `OctoRole` and the template hand to Terraform and CloudFormation as
 * expressions stands here in plain values; tests compare it with what either installs.
 */
export function installedRoles(account: Account, configuration: Configuration): InstalledRole[] {
  const scope = literalScope(account, configuration);
  return Object.values(ROLES)
    .filter(({ name }) => configuration.roles.includes(name))
    .map((role) => installed(role, scope, configuration));
}

function installed(role: RoleSpec, scope: Scope, configuration: Configuration): InstalledRole {
  const { partition, accountId } = scope.values;
  const own = configuration.permissionsBoundaryArn;
  const boundary = own === null ? builtInBoundary(role, scope) : { arn: own };
  return {
    name: role.name,
    arn: `arn:${partition}:iam::${accountId}:role/${role.name}`,
    trust: trustDocument(role, scope),
    policies: [
      ...permissionPolicies(role, scope).map((policy) =>
        role.storage.kind === 'inline' ? policy : managed(policy, scope),
      ),
      ...(own === null || !role.ceiling ? [] : [ceilingPolicy(role.ceiling, role, scope)]),
    ],
    foreignPolicyArns: role.takesPolicyArns ? foreignPolicies(partition, configuration) : [],
    ...(boundary && { boundary }),
  };
}

/** What the customer chose in place of the role's own policies; none where it has these. */
function foreignPolicies(
  partition: string,
  { changeExecutorAccess, changeExecutorPolicyArns }: Configuration,
): readonly string[] {
  if (changeExecutorPolicyArns) return changeExecutorPolicyArns;
  return changeExecutorAccess === 'administrator'
    ? [`arn:${partition}:iam::aws:policy/AdministratorAccess`]
    : [];
}

function builtInBoundary(role: RoleSpec, scope: Scope): InstalledRole['boundary'] {
  return role.ceiling && ceilingPolicy(role.ceiling, role, scope);
}

/** The boundary, or, beside a boundary of the customer's own, the Denies that are attached in its place. */
function ceilingPolicy(
  { policyName }: NonNullable<RoleSpec['ceiling']>,
  role: RoleSpec,
  scope: Scope,
): Required<InstalledPolicy> {
  return managed({ name: policyName, document: boundaryDocument(role, scope) }, scope);
}

function managed(policy: NamedPolicy, scope: Scope): Required<InstalledPolicy> {
  const { partition, accountId } = scope.values;
  return { ...policy, arn: policyArn(partition, accountId, policy.name) };
}
