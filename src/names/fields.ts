/** A setting whose value is a text. */
export interface Field {
  readonly pattern: RegExp;
  /** What the pattern allows, after "must be". */
  readonly allowed: string;
  readonly optional?: boolean;
}

export const REGION: Field = {
  pattern: /^[a-z]{2,4}(-[a-z]+)+-[0-9]$/,
  allowed: 'an AWS region like us-east-1',
};
export const BUCKET: Field = {
  pattern: /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
  allowed: 'the name of an S3 bucket',
};
/** Names in HCP Terraform. */
export const CLOUD_NAME: Field = { pattern: /^[A-Za-z0-9_-]+$/, allowed: 'letters, digits, - and _' };
export const HOSTNAME: Field = { pattern: /^[a-z0-9.-]+$/, allowed: 'a host name' };
