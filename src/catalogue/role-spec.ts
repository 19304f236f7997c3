import type { InputToggle, ListInput } from '../inputs/inputs';
import type { RoleName } from '../names/role-names';

/**
 * Values that are known only when a role is deployed. The catalogue writes them in braces without a dollar sign:
 * `arn:{partition}:iam::{accountId}:role/…`.
 */
export const PLACEHOLDERS = [
  'partition',
  'accountId',
  'principal',
  'externalId',
  'stackArn',
  'searcherBoundaryArn',
  'acctAccessBoundaryArn',
] as const;

/** Name of a deploy-time value. */
export type Placeholder = (typeof PLACEHOLDERS)[number];

/**
 * A condition on an input. A row is part of a document if all of its conditions on inputs hold. For `allow_self_update`
 * the effective value counts: it is off beside the customer's own boundary.
 */
export type Toggle = InputToggle | { readonly role: RoleName };

/** An ARN with placeholders, or one ARN for each element (`{item}`) of a list input. */
export type ResourceText = string | { readonly each: ListInput; readonly arn: string };

/** IAM condition block: operator -> key -> value or values, with placeholders. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/**
 * One row: what is granted (or denied), where, when, and why. A row is one statement of a document; reports and reviews
 * refer to it by its Sid.
 */
export interface StatementSpec {
  /** `[A-Za-z0-9]+`, unique within the role's documents of one kind. */
  readonly sid: string;
  /** @default 'Allow' */
  readonly effect?: 'Allow' | 'Deny';
  /** `service:Action`, `*` allowed in the action's name; sorted. */
  readonly actions: readonly string[];
  /** @default ['*'] */
  readonly resources?: readonly ResourceText[];
  readonly conditions?: Conditions;
  /** @default - always */
  readonly when?: readonly Toggle[];
  /** What Octo can do with it, in the words of its specification. Several rows may share a capability. */
  readonly capability: string;
  /** Why Octo needs it, or why it is denied: one sentence for the customer's security reviewer. */
  readonly reason: string;
  /** The title of the AWS page that the row follows. */
  readonly source?: string;
}

/**
 * Who may assume a role. Only the renderer spells the condition keys.
 *
 * - `vendor`: Alphaus's account, only with the external id.
 * - `automation`: SSM Automation of this account.
 * - `account`: principals of this account whose own policies allow it, but never the vendor roles or the executor.
 */
export type TrustSpec =
  { readonly kind: 'vendor' } | { readonly kind: 'automation' } | { readonly kind: 'account' };

/** A managed policy of AWS. */
export interface AwsPolicy {
  /** With `{partition}`. */
  readonly arn: string;
  /** Attached if all of them hold. */
  readonly when: readonly Toggle[];
}

/** One of the five roles. */
export interface RoleSpec {
  readonly name: RoleName;
  /** Construct id and Terraform resource name, `recommendation_searcher`. Public: it is part of addresses. */
  readonly id: string;
  /** `Description` of the IAM role. */
  readonly description: string;
  /** What the role is for, for readers. */
  readonly purpose: string;
  readonly trust: readonly TrustSpec[];
  /** Longest session in seconds, or the input that sets it. */
  readonly maxSessionDuration: number | 'max_session_duration';
  readonly statements: readonly StatementSpec[];
  /**
   * Where the statements live. `managed`: customer managed policies `<policyName>1…n`, so that inline
   * policies stay free for Alphaus's own updates; `inline`: one inline policy of that name.
   */
  readonly storage:
    | {
        readonly kind: 'managed';
        readonly policyName: string;
        /** The condition on inputs for the policies. @default - always */
        readonly when?: Toggle;
      }
    | { readonly kind: 'inline'; readonly policyName: string };
  /** Managed policies of AWS that the role has beside its own, if the customer names none in their place. */
  readonly awsPolicies?: {
    readonly policies: readonly AwsPolicy[];
    /** The input whose ARNs replace all managed policies of the role if it is set. */
    readonly replacedBy: 'change_executor_policy_arns';
  };
  /**
   * The permissions boundary of a self-updatable role. It explicitly denies every action that its Allows do not name. Beside
   * the customer's own boundary, only its Denies remain, as an attached deny policy.
   */
  readonly boundary?: {
    readonly policyName: string;
    readonly statements: readonly StatementSpec[];
    /**
     * NotAction list of a single Allow that replaces the Allows, if they would not fit twice: then only the Denies limit the
     * role. @default - the boundary contains the Allows as they are
     */
    readonly allowsAllBut?: readonly string[];
  };
  /**
   * Whether the CloudFormation template merges the rows that grant on resource types, as `withOneGrantByType` does: a test of the
   * role's own proves that this grants no more. @default false
   */
  readonly mergesByType?: boolean;
  /** Why everything that no row allows is denied explicitly. @default - it is not denied: a boundary does so, or the customer's policies decide */
  readonly deniesOthers?: string;
  /** Surprises for a reviewer: what the role can read or do that they may not expect. */
  readonly accepted: readonly string[];
}
