import { expect, test } from '@jest/globals';
import { rightsOfRole } from '../../../../src/account/adopt/rights';

const allow = (Action: string | string[], rest: object = { Resource: '*' }): object => ({
  Statement: [{ Effect: 'Allow', Action, ...rest }],
});

test('what is taken away is told by service, as the present policies write it, with what is left of a wildcard', () => {
  const before = [allow(['ec2:TerminateInstances', 'ec2:Describe*', 's3:List*', 'ssm:*'])];
  const after = [allow(['ec2:DescribeVolumes', 'ec2:DescribeImages', 's3:*'])];
  expect(rightsOfRole(before, after)).toEqual({
    takes: ['ec2: Describe* (left: DescribeVolumes, DescribeImages), TerminateInstances', 'ssm: *'],
    limits: [],
    adds: ['s3: *'],
  });
});

test('an action that stays on fewer resources or under a condition is limited, whatever its case', () => {
  const before = [allow(['SSM:createdocument', 'ssm:GetDocument'])];
  const after = [
    allow('ssm:CreateDocument', { Resource: 'arn:aws:ssm:*:*:document/Octo*' }),
    allow('ssm:GetDocument', { Resource: '*', Condition: { Bool: { 'aws:SecureTransport': 'true' } } }),
    allow('ssm:GetDocument'),
  ];
  expect(rightsOfRole(before, after)).toEqual({ takes: [], limits: ['SSM: createdocument'], adds: [] });
});

test('a role with all rights gets none more, and loses them where ours has fewer', () => {
  expect(rightsOfRole([allow('*')], [allow('ec2:StopInstances')])).toEqual({
    takes: ['* (left: ec2:StopInstances)'],
    limits: [],
    adds: [],
  });
  expect(rightsOfRole([allow('*')], [allow('*')])).toEqual({ takes: [], limits: [], adds: [] });
});

test('a NotAction counts as a whole, and a Deny as no right', () => {
  const all = { Statement: [{ Effect: 'Allow', NotAction: ['iam:*'], Resource: '*' }] };
  const deny = { Statement: [{ Effect: 'Deny', Action: 's3:*', Resource: '*' }] };
  expect(rightsOfRole([all, deny], [allow('ec2:StopInstances')])).toEqual({
    takes: ['all but iam:*'],
    limits: [],
    adds: ['ec2: StopInstances'],
  });
});
