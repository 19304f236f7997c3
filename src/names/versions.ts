/** Versions that the generated configurations require, and why they need at least these. */
export const REQUIRED = {
  /** The newest feature in use is `terraform_data` (1.4). */
  terraform: '>= 1.5.0',
  /** For state in S3: native locking came with Terraform and OpenTofu 1.10. */
  terraformWithS3: '>= 1.10.0',
  /** For state in S3 that a role reaches, without native locking. */
  terraformWithRoleToS3: '>= 1.6.0',
  /** For a workspace in a project of HCP Terraform. */
  terraformWithProject: '>= 1.6.0',
  /** `for_each` over providers in JSON syntax. */
  openTofuForEach: '>= 1.11.0',
  /** aws_iam_role_policy_attachments_exclusive came with 5.72.0. */
  aws: '>= 5.72.0, < 7.0.0',
} as const;
