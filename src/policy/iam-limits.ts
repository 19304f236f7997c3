/**
 * IAM's size limits in characters, without white space.
 * Source: IAM User Guide, "IAM and AWS STS quotas".
 */

/** One customer managed policy. */
export const MANAGED_POLICY_LIMIT = 6144;
/** All inline policies of one role together. */
export const INLINE_POLICIES_LIMIT = 10240;
/** One role trust policy. */
export const TRUST_POLICY_LIMIT = 2048;
/** Managed policies attached to one role (the default quota). */
export const MANAGED_POLICIES_PER_ROLE_LIMIT = 10;

/** Space that a managed policy keeps free for the next permission, as a share of the limit. */
export const MARGIN = 0.04;

/** The same for a permissions boundary, which names each action twice and cannot be split. */
export const BOUNDARY_MARGIN = 0.02;

/** Size of a document in characters, as IAM counts them. */
export function documentSize(document: unknown): number {
  return JSON.stringify(document).replace(/\s/g, '').length;
}
