import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { FleetRun, Result } from '../../src/deploy/run-fleet';
import { asJson, outcome, summarize } from '../../src/deploy/summary';

describe('failures that are not about one account', () => {
  const failed = (id: string, reason: string): Result => ({
    id,
    name: id,
    stack: `octo-${id}`,
    removing: false,
    partition: 'aws',
    status: 'failed',
    seconds: 1,
    reason,
    log: join(process.cwd(), `cdktf.out/logs/octo-${id}.log`),
  });
  const NONE =
    'No valid credential sources found: failed to refresh cached credentials, no EC2 IMDS role found, operation error ec2imds: GetMetadata, access disabled to EC2 IMDS via client option, or "AWS_EC2_METADATA_DISABLED" environment variable';
  const run: FleetRun = {
    action: 'plan',
    seconds: 3,
    results: [
      failed('111111111111', NONE),
      failed('222222222222', 'creating IAM Role: EntityAlreadyExists'),
      failed('333333333333', NONE),
    ],
  };
  const TO_DO =
    "set AWS_PROFILE, or log in (aws sso login), with credentials that may assume the fleet file's role in each account";

  test('are reported once, with what to do, one reason and one log', () => {
    expect(summarize(run, { file: 'octo.yaml' }).split('\n')).toEqual([
      '0 of 3 accounts planned in 3.0 s',
      'failed because Terraform found no AWS credentials: 111111111111, 333333333333',
      `  to do: ${TO_DO}`,
      `  111111111111: ${NONE}`,
      '    log: cdktf.out/logs/octo-111111111111.log',
      'failed:',
      '  222222222222: creating IAM Role: EntityAlreadyExists',
      '    log: cdktf.out/logs/octo-222222222222.log',
      'for the rest: npx octo-access fleet plan 111111111111 222222222222 333333333333',
    ]);
    expect(outcome(failed('111111111111', NONE))).toBe('failed: Terraform found no AWS credentials');
  });

  test('are one entry in to_do for programs, which find the reason with each account', () => {
    const report = asJson(run, { file: 'octo.yaml' });
    expect(report.to_do).toEqual([TO_DO]);
    expect(report.accounts.map(({ reason }) => reason)).toEqual([NONE, expect.any(String), NONE]);
  });

  test('are distinguished from failures of one account', () => {
    const expired =
      'Retrieving AWS account details: validating provider credentials: retrieving caller identity from STS: ExpiredToken: The security token included in the request is expired';
    expect(outcome(failed('1', expired))).toBe('failed: the AWS credentials have expired');
    const mfa =
      'No valid credential sources found: operation error STS: AssumeRole, assume role with MFA enabled, but AssumeRoleTokenProvider session option not set.';
    expect(outcome(failed('1', mfa))).toBe(
      'failed: the profile needs a code of an MFA device, which Terraform cannot ask for',
    );
    const moved = 'Backend configuration changed: A change in the backend configuration has been detected';
    expect(outcome(failed('1', moved))).toBe(
      'failed: its state was in another place before, as Terraform remembers',
    );
    const refused = 'Cannot assume IAM Role: AccessDenied: not authorized';
    expect(outcome(failed('1', refused))).toBe(`failed: ${refused}`);
  });
});
