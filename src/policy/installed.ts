import { ROLES } from '../catalogue/roles';
import { ofAccount } from '../inputs/account-placeholder';
import { inputProperty, type Configuration } from '../inputs/inputs';
import type { RoleName } from '../names/role-names';
import type { PolicyDocument } from './clauses';
import { rolePlan, type RolePlan } from './plan';
import { fill, literalScope, policyArn, type Account, type Scope } from './scope';

/** A policy of a role; an inline policy has no ARN. */
export interface InstalledPolicy {
  readonly name: string;
  readonly document: PolicyDocument;
  readonly arn?: string;
}

/** A role of one installation, with complete documents. */
export interface InstalledRole {
  readonly name: RoleName;
  readonly arn: string;
  readonly trust: PolicyDocument;
  /** Inline and customer managed policies. */
  readonly policies: readonly InstalledPolicy[];
  /** ARNs of attached managed policies that are not ours but AWS's or the customer's. */
  readonly foreignPolicyArns: readonly string[];
  /** The permissions boundary; without a document if it is not ours. */
  readonly boundary?: { readonly arn: string; readonly document?: PolicyDocument };
}

/** The roles of one installation in plain values; tests compare them with what Terraform and CloudFormation install. */
export function installedRoles(account: Account, configuration: Configuration): InstalledRole[] {
  return plannedRoles(account, configuration).map(({ installed }) => installed);
}

/** The same roles, each with its plan, whose statements keep their origin. */
export function plannedRoles(
  account: Account,
  configuration: Configuration,
): { readonly plan: RolePlan; readonly installed: InstalledRole }[] {
  const scope = literalScope(account, configuration);
  return Object.values(ROLES)
    .filter(({ name }) => configuration.roles.includes(name))
    .map((role) => {
      const plan = rolePlan(role, scope);
      return { plan, installed: installedRole(plan, scope, configuration) };
    });
}

function installedRole(plan: RolePlan, scope: Scope, configuration: Configuration): InstalledRole {
  const { role, trust, managed, inline, boundary, attached } = plan;
  const { partition, accountId } = scope.values;
  const arnOf = (name: string): string => policyArn(partition, accountId, name);
  const own = ofAccount(configuration.permissionsBoundaryArn, accountId);
  const inForce = attached.policies.filter(({ when }) => scope.holds(when));
  const chosen =
    attached.replacedBy && ofAccount(configuration[inputProperty(attached.replacedBy)], accountId);
  const documents = [...managed, ...(boundary ? [boundary] : [])];
  return {
    name: role.name,
    arn: `arn:${partition}:iam::${accountId}:role/${role.name}`,
    trust: trust.document,
    policies: [
      ...inline.map(({ name, document }) => ({ name, document })),
      ...documents
        .filter((policy) => inForce.some((one) => 'name' in one && one.name === policy.name))
        .map(({ name, document }) => ({ name, document, arn: arnOf(name) })),
    ],
    foreignPolicyArns:
      chosen ?? inForce.flatMap((one) => ('arn' in one ? [fill(one.arn, scope.values, role.name)] : [])),
    ...(own !== null
      ? { boundary: { arn: own } }
      : boundary && { boundary: { arn: arnOf(boundary.name), document: boundary.document } }),
  };
}
