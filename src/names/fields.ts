/** A setting whose value is a text. */
export interface Field {
  readonly pattern: RegExp;
  /** What the pattern allows, after "must be". */
  readonly allowed: string;
  readonly optional?: boolean;
}

/** What is wrong with the value of an option, a sentence; none if it was not given. */
export function optionProblems(
  option: string,
  { pattern, allowed }: Field,
  value: string | undefined,
): string[] {
  return value === undefined || pattern.test(value)
    ? []
    : [`${option} must be ${allowed}, got ${JSON.stringify(value)}`];
}

/** Id of an AWS account. */
export const ACCOUNT_ID = /^[0-9]{12}$/;

export const REGION: Field = {
  pattern: /^[a-z]{2,4}(-[a-z]+)*-(central|(north|south)?(east|west)|north|south)-[0-9]$/,
  allowed: 'an AWS region like us-east-1',
};
export const BUCKET: Field = {
  pattern: /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
  allowed: 'the name of an S3 bucket',
};
/** Names in HCP Terraform. */
export const CLOUD_NAME: Field = { pattern: /^[A-Za-z0-9_-]+$/, allowed: 'letters, digits, - and _' };
export const HOSTNAME: Field = {
  pattern:
    /^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*(:[0-9]{1,5})?$/,
  allowed: 'a host name, with a port if need be, like tfe.example.com:8443 (no https://, no path)',
};
export const KMS_KEY: Field = {
  pattern:
    /^(arn:aws(-[a-z]+)*:kms:[a-z0-9-]+:[0-9]{12}:key\/)?(mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/,
  allowed: 'the ARN or the id of a KMS key',
};
export const TABLE: Field = {
  pattern: /^[A-Za-z0-9_.-]{3,255}$/,
  allowed: 'the name of a DynamoDB table with the key LockID',
};
export const PROFILE: Field = {
  pattern: /^[^\s\p{C}{]([^\p{C}{]*[^\s\p{C}{])?$/u,
  allowed: 'the name of a profile of the AWS CLI',
};
export const ROLE_ARN: Field = {
  pattern: /^arn:aws(-[a-z]+)*:iam::[0-9]{12}:role\/[\w+=,.@/-]+$/,
  allowed: 'the ARN of a role',
};
export const ROLE_EXTERNAL_ID: Field = {
  pattern: /^[\w+=,.@:/-]{2,1224}$/,
  allowed: 'the external id that the role asks for: 2 to 1,224 letters, digits and _+=,.@:/-',
};
export const SESSION_NAME: Field = {
  pattern: /^[\w+=,.@-]{2,64}$/,
  allowed: 'a name of 2 to 64 letters, digits and _+=,.@-',
};

export const STACK: Field = {
  pattern:
    /^(arn:aws(-[a-z]+)*:cloudformation:[a-z0-9-]+:[0-9]{12}:stack\/[A-Za-z][A-Za-z0-9-]{0,127}\/[A-Za-z0-9-]+|[A-Za-z][A-Za-z0-9-]{0,127})$/,
  allowed: 'the name or the ARN of a CloudFormation stack',
};

const ROOT = 'r-[0-9a-z]{4,32}';
const ORGANIZATIONAL_UNIT = 'ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}';
export const UNIT: Field = {
  pattern: new RegExp(`^(${ROOT}|${ORGANIZATIONAL_UNIT})$`),
  allowed: 'the id of an organizational unit, like ou-abcd-11112222, or of the root, like r-abcd',
};
/** Units as one text. The root has all of them below it. */
export const UNITS: Field = {
  pattern: new RegExp(`^(${ROOT}|${ORGANIZATIONAL_UNIT}(,${ORGANIZATIONAL_UNIT})*)$`),
  allowed:
    'the id of the root, like r-abcd, or ids of organizational units, like ou-abcd-11112222, separated by commas without spaces',
};
