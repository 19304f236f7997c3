import { expect, test } from '@jest/globals';
import { untaintInterrupted } from '../../src/deploy/untaint';

async function untainted(stdout: string): Promise<string[]> {
  const calls: string[] = [];
  await untaintInterrupted((args) => {
    calls.push(args.join(' '));
    return Promise.resolve({ status: 0, stdout: args[0] === 'state' ? stdout : '' });
  });
  return calls;
}

const resource = (type: string, name: string, status?: string): object => ({
  mode: 'managed',
  type,
  name,
  instances: [{ ...(status && { status }), attributes: { name: 'x' } }],
});

test('a role or policy whose creation was interrupted is gone on with; others stay as they are', async () => {
  const resources = [
    resource('aws_iam_policy', 'acct_access_baseline_1', 'tainted'),
    resource('aws_iam_policy', 'acct_access_boundary'),
    resource('aws_iam_role', 'ssm_updater', 'tainted'),
    resource('terraform_data', 'acct_access', 'tainted'),
    { mode: 'data', type: 'aws_partition', name: 'current', instances: [{}] },
  ];
  expect(await untainted(JSON.stringify({ version: 4, resources }))).toEqual([
    'state pull',
    'untaint aws_iam_policy.acct_access_baseline_1',
    'untaint aws_iam_role.ssm_updater',
  ]);
});

test.each(['', '{', '{"version":4}'])(
  'a state that says nothing, like "%s", changes nothing',
  async (stdout) => {
    expect(await untainted(stdout)).toEqual(['state pull']);
  },
);
