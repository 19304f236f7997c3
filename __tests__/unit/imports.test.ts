import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { importCommands } from '../../src/deploy/imports';

const SITE = {
  folder: join(process.cwd(), 'a fleet', 'cdktf.out', 'stacks', 'octo-111122223333'),
  program: 'terraform',
  accountId: '111122223333',
  partition: 'aws-us-gov',
};

test('a role or policy that is there already is taken over by its name or ARN, in the folder of its stack', () => {
  const exists = 'StatusCode: 409, RequestID: 1, EntityAlreadyExists: it already exists.';
  const errors = [
    { address: 'aws_iam_role.ssm_updater', text: `creating IAM Role (OctoSSMUpdaterRole): ${exists}` },
    { address: 'aws_iam_policy.x[0]', text: `creating IAM Policy (AlphausAcctAccessBoundary): ${exists}` },
    { address: 'aws_iam_role.acct_access', text: 'creating IAM Role (AlphausAcctAccessRole): AccessDenied' },
    { address: 'aws_iam_role.other', text: `reading: ${exists}` },
  ].map((error) => ({ ...error, isTainted: false }));

  expect(importCommands(errors, SITE)).toEqual([
    "terraform -chdir='a fleet/cdktf.out/stacks/octo-111122223333' import aws_iam_role.ssm_updater OctoSSMUpdaterRole",
    "terraform -chdir='a fleet/cdktf.out/stacks/octo-111122223333' import 'aws_iam_policy.x[0]' arn:aws-us-gov:iam::111122223333:policy/AlphausAcctAccessBoundary",
  ]);
});

test('a policy that is in the state, but tainted, is kept instead: it cannot be imported, nor made again', () => {
  const text = 'creating IAM Policy (OctoChangeExecutor1): EntityAlreadyExists: it already exists.';

  expect(
    importCommands(
      [{ address: 'aws_iam_policy.change_executor_baseline_1[0]', text, isTainted: true }],
      SITE,
    ),
  ).toEqual([
    "terraform -chdir='a fleet/cdktf.out/stacks/octo-111122223333' untaint 'aws_iam_policy.change_executor_baseline_1[0]'",
  ]);
});
