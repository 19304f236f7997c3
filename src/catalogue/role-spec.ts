import type { InputToggle, ListInput } from '../inputs/table';
import type { RoleName } from '../names/role-names';

/**
 * Values that are known only when a role is deployed. In texts of the catalogue they stand in braces
 * without a dollar: `arn:{partition}:iam::{accountId}:role/…`.
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
 * What a row depends on. A row stands in a document where all of its toggles hold. `allow_self_update` is asked for
 * what is in force: it is off beside a boundary of the customer's own.
 */
export type Toggle = InputToggle | { readonly role: RoleName };

/** An ARN with placeholders, or one ARN for each element of a list input, `{item}` standing for it. */
export type ResourceText = string | { readonly each: ListInput; readonly arn: string };

/** IAM condition block: operator -> key -> value or values, with placeholders. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/**
 * One row: what is granted (or denied), where, when, and why. A row is one statement of a document,
 * and its Sid is how reports and reviews name it.
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
  /** What Octo can do with it, in the words of its specification; rows of one capability share it. */
  readonly capability: string;
  /** Why Octo needs it, or why it is denied: one sentence for the customer's security reviewer. */
  readonly reason: string;
  /** AWS's page that the row is written after, by name. */
  readonly source?: string;
}

/**
 * Who may assume a role. Condition keys are spelt once, by the renderer.
 *
 * - `vendor`: Alphaus's account, only with the external id.
 * - `automation`: SSM Automation of this account.
 * - `account`: this account's principals whose own policies allow it, never the roles that Alphaus assumes, nor the
 *   one that carries changes out.
 */
export type TrustSpec =
  { readonly kind: 'vendor' } | { readonly kind: 'automation' } | { readonly kind: 'account' };

/** One of the five roles, whole. */
export interface RoleSpec {
  readonly name: RoleName;
  /** Construct id and Terraform resource name, `recommendation_searcher`. Public: it is part of addresses. */
  readonly id: string;
  /** `Description` of the IAM role. */
  readonly description: string;
  /** What the role is for, for people. */
  readonly purpose: string;
  readonly trust: readonly TrustSpec[];
  /** Longest session in seconds, or the input that says it. */
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
        /** Where the policies are there at all. @default - always */
        readonly when?: Toggle;
      }
    | { readonly kind: 'inline'; readonly policyName: string };
  /**
   * Whether the customer chooses the managed policies: those of the input `change_executor_policy_arns`, the role's own,
   * or AWS's AdministratorAccess.
   */
  readonly takesPolicyArns?: boolean;
  /**
   * On self-updatable roles: the most that the role can ever do, as a permissions boundary. What none of its Allows
   * names is denied expressly. Beside a boundary of the customer's own the Denies alone stand in it, to be attached.
   */
  readonly boundary?: {
    readonly policyName: string;
    readonly statements: readonly StatementSpec[];
    /**
     * Actions that the boundary's one Allow leaves out, where its Allows would not fit twice: then the Denies
     * alone say what stays. @default - the Allows stand in the boundary as they are
     */
    readonly allowsAllBut?: readonly string[];
  };
  /** Why everything that no row allows is denied expressly. @default - it is not: a boundary does so, or the customer's policies decide */
  readonly deniesOthers?: string;
  /** What a reviewer should know that the role can read or do and may not expect. */
  readonly accepted: readonly string[];
}
