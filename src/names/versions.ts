/** Versions that the generated configurations ask for, and why not less. */
export const REQUIRED = {
  /** The youngest feature in use is `terraform_data` (1.4). */
  terraform: '>= 1.5.0',
  /** Where the state lies in S3: native locking came with Terraform and OpenTofu 1.10. */
  terraformWithS3: '>= 1.10.0',
  /** Where a workspace is to be made in a project of HCP Terraform. */
  terraformWithProject: '>= 1.6.0',
  /** `for_each` over providers in JSON syntax. */
  openTofuForEach: '>= 1.11.0',
  /** aws_iam_role_policy_attachments_exclusive came with 5.72.0. */
  aws: '>= 5.72.0, < 7.0.0',
} as const;
