import { describe, expect, test } from '@jest/globals';
import { DEFAULTS, parse } from '../support/fleet-file';

describe('a fleet file', () => {
  test.each([
    ['us-gov-west-1', 'aws-us-gov'],
    ['cn-north-1', 'aws-cn'],
    ['us-isob-east-1', 'aws-iso-b'],
    ['eusc-de-east-1', 'aws-eusc'],
    ['ap-northeast-1', 'aws'],
  ])('takes the partition from the region: %s is in %s', (region, partition) => {
    const [account] = parse(
      DEFAULTS,
      `accounts: [{ id: "222222222222", role: octo/Installer, region: ${region} }]`,
    ).accounts;
    expect(account?.roleArn).toBe(`arn:${partition}:iam::222222222222:role/octo/Installer`);
  });
});
