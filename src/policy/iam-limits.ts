/**
 * IAM's size limits in characters, white space not counted.
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

/** Room that a rendered baseline leaves for the next permission, as a share of the limit. */
export const MARGIN = 0.04;

/** The same of a permissions boundary, which has each action once more and cannot be split. */
export const BOUNDARY_MARGIN = 0.02;

/** Characters of a document as IAM counts them. */
export function documentSize(document: unknown): number {
  return JSON.stringify(document).replace(/\s/g, '').length;
}
