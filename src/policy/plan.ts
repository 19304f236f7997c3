import type { AwsPolicy, RoleSpec, Toggle } from '../catalogue/role-spec';
import { boundaryClauses, OWN_BOUNDARY } from './boundary-clauses';
import { clauseOf, renderClauses, type Clause, type PolicyDocument } from './clauses';
import { denyOthers } from './deny-others';
import { pack } from './pack';
import type { Scope } from './scope';
import { trustClauses } from './trust-clauses';

/** A policy document of a role, and the origin of its statements. */
export interface PlannedDocument {
  readonly document: PolicyDocument;
  /** One for each statement, in order, without those that certainly do not apply in the scope. */
  readonly clauses: readonly Clause[];
}

/** A policy of a role. */
export interface PlannedPolicy extends PlannedDocument {
  readonly name: string;
  /** Of a managed policy; inline policies have none in IAM. It can never change: that would replace the policy. */
  readonly description: string;
}

/** A managed policy to attach: ours by name, AWS's by an ARN with `{partition}`. */
export type AttachedPolicy = AwsPolicy | (Pick<AwsPolicy, 'when'> & { readonly name: string });

/**
 * One complete role. Terraform, CloudFormation, the analysis and the report render this plan, each in its own format; none
 * of them decides what a role consists of.
 */
export interface RolePlan {
  readonly role: RoleSpec;
  readonly trust: PlannedDocument;
  /** The role's customer managed policies; empty if they certainly do not exist in the scope. */
  readonly managed: readonly PlannedPolicy[];
  /** Conditions on inputs for `managed`. */
  readonly managedWhen: readonly Toggle[];
  readonly inline: readonly PlannedPolicy[];
  /**
   * The built-in permissions boundary. If the customer sets their own boundary, it replaces this one, and this becomes an
   * attached deny policy.
   */
  readonly boundary?: PlannedPolicy;
  readonly attached: {
    readonly policies: readonly AttachedPolicy[];
    /** The input whose ARNs replace all of these if it is set. */
    readonly replacedBy?: NonNullable<RoleSpec['awsPolicies']>['replacedBy'];
  };
}

/** Assembles a role for one scope. Throws on an unknown placeholder, and on a row that fits into no policy. */
export function rolePlan(role: RoleSpec, scope: Scope): RolePlan {
  const { name, storage, boundary, awsPolicies } = role;
  const managedWhen = storage.kind === 'managed' && storage.when ? [storage.when] : [];
  const planned = (clauses: readonly Clause[], where: string = name): PlannedDocument => ({
    document: renderClauses(clauses, scope, where),
    clauses: clauses.filter(({ when = [] }) => scope.holds(when) !== false),
  });
  const permissions = `Permissions of ${name}.`;
  const packed = storage.kind === 'managed' && scope.holds(managedWhen) !== false ? pack(role) : [];
  const managed = packed.map((rows, index) => ({
    name: `${storage.policyName}${index + 1}`,
    description: permissions,
    ...planned(rows.map(clauseOf)),
  }));
  return {
    role,
    trust: planned(role.trust.flatMap(trustClauses), `${name} trust`),
    managed,
    managedWhen,
    inline:
      storage.kind === 'inline'
        ? [{ name: storage.policyName, description: permissions, ...planned(inlineClauses(role)) }]
        : [],
    ...(boundary && {
      boundary: {
        name: boundary.policyName,
        description: `The most that ${name} can ever do.`,
        ...planned(boundaryClauses(boundary), `${name} boundary`),
      },
    }),
    attached: {
      policies: [
        // Denies are attached before Allows.
        ...(boundary ? [{ name: boundary.policyName, when: [OWN_BOUNDARY] }] : []),
        ...managed.map((policy) => ({ name: policy.name, when: managedWhen })),
        ...(awsPolicies?.policies ?? []),
      ],
      ...(awsPolicies && { replacedBy: awsPolicies.replacedBy }),
    },
  };
}

/** The statements of a role's inline policy. */
export function inlineClauses({ statements, deniesOthers }: RoleSpec): Clause[] {
  const rows = statements.map(clauseOf);
  return deniesOthers === undefined ? rows : [...rows, denyOthers(statements, deniesOthers)];
}
