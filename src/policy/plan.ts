import type { RoleSpec, Toggle } from '../catalogue/role-spec';
import { boundaryClauses, OWN_BOUNDARY } from './boundary-clauses';
import { clauseOf, renderClauses, type Clause, type PolicyDocument } from './clauses';
import { denyOthers } from './deny-others';
import { pack } from './pack';
import type { Scope } from './scope';
import { trustClauses } from './trust-clauses';

/** A policy document of a role, and what its statements come from. */
export interface PlannedDocument {
  readonly document: PolicyDocument;
  /** One for each statement, in their order, without those that the scope knows not to hold. */
  readonly clauses: readonly Clause[];
}

/** A policy of a role. */
export interface PlannedPolicy extends PlannedDocument {
  readonly name: string;
}

/** A managed policy to attach: one of ours, by its name, or one of AWS's, by an ARN with `{partition}`. */
export type AttachedPolicy = ({ readonly name: string } | { readonly arn: string }) & {
  /** Attached where all of them hold. */
  readonly when: readonly Toggle[];
};

/**
 * One role, assembled. Terraform, CloudFormation, the analysis and the report print what stands here, each in its own
 * terms; none of them decides what a role consists of.
 */
export interface RolePlan {
  readonly role: RoleSpec;
  readonly trust: PlannedDocument;
  /** Customer managed policies of its own; empty where the scope knows that they are not there. */
  readonly managed: readonly PlannedPolicy[];
  /** What `managed` depends on. */
  readonly managedWhen: readonly Toggle[];
  readonly inline: readonly PlannedPolicy[];
  /**
   * The built-in permissions boundary. Where the customer sets a boundary, theirs takes its place, on every role, and
   * this is a policy of Denies, attached.
   */
  readonly boundary?: PlannedPolicy;
  readonly attached: {
    readonly policies: readonly AttachedPolicy[];
    /** The input whose ARNs take the place of all of these where it is set. */
    readonly replacedBy?: 'change_executor_policy_arns';
  };
}

/** Assembles a role for one scope. Throws on an unknown placeholder and on a row that fits in no policy. */
export function rolePlan(role: RoleSpec, scope: Scope): RolePlan {
  const { name, storage, boundary } = role;
  const managedWhen = storage.kind === 'managed' && storage.when ? [storage.when] : [];
  const planned = (clauses: readonly Clause[], where: string = name): PlannedDocument => ({
    document: renderClauses(clauses, scope, where),
    clauses: clauses.filter(({ when = [] }) => scope.holds(when) !== false),
  });
  const packed = storage.kind === 'managed' && scope.holds(managedWhen) !== false ? pack(role) : [];
  const managed = packed.map((rows, index) => ({
    name: `${storage.policyName}${index + 1}`,
    ...planned(rows.map(clauseOf)),
  }));
  return {
    role,
    trust: planned(role.trust.flatMap(trustClauses), `${name} trust`),
    managed,
    managedWhen,
    inline: storage.kind === 'inline' ? [{ name: storage.policyName, ...planned(inlineClauses(role)) }] : [],
    ...(boundary && {
      boundary: { name: boundary.policyName, ...planned(boundaryClauses(boundary), `${name} boundary`) },
    }),
    attached: {
      policies: [
        // What is denied before what is allowed.
        ...(boundary ? [{ name: boundary.policyName, when: [OWN_BOUNDARY] }] : []),
        ...managed.map((policy) => ({ name: policy.name, when: managedWhen })),
        ...(role.takesPolicyArns ? [ADMINISTRATOR_ACCESS] : []),
      ],
      ...(role.takesPolicyArns && { replacedBy: 'change_executor_policy_arns' }),
    },
  };
}

const ADMINISTRATOR_ACCESS: AttachedPolicy = {
  arn: 'arn:{partition}:iam::aws:policy/AdministratorAccess',
  when: [{ input: 'change_executor_access', is: 'administrator' }],
};

/** What stands in the one inline policy of a role. */
export function inlineClauses({ statements, deniesOthers }: RoleSpec): Clause[] {
  const rows = statements.map(clauseOf);
  return deniesOthers === undefined ? rows : [...rows, denyOthers(statements, deniesOthers)];
}
