/** Partitions other than `aws`, by the prefix of their regions. */
const PARTITIONS: readonly (readonly [string, string])[] = [
  ['cn-', 'aws-cn'],
  ['us-gov-', 'aws-us-gov'],
  ['us-iso-', 'aws-iso'],
  ['us-isob-', 'aws-iso-b'],
  ['eu-isoe-', 'aws-iso-e'],
  ['us-isof-', 'aws-iso-f'],
  ['eusc-', 'aws-eusc'],
];

/** Partition of a region: `aws-us-gov` of us-gov-west-1. */
export function partitionOf(region: string): string {
  return PARTITIONS.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'aws';
}

/** ARN of a role that is given by name or ARN. */
export function roleArn(role: string, accountId: string, region: string): string {
  return role.startsWith('arn:') ? role : `arn:${partitionOf(region)}:iam::${accountId}:role/${role}`;
}

/** Partition and account of an ARN; account `aws` for AWS's own policies. */
export function ownerOf(arn: string): { readonly partition: string; readonly account: string } | undefined {
  const [prefix, partition, , , account] = arn.split(':');
  return prefix === 'arn' && partition && account ? { partition, account } : undefined;
}
