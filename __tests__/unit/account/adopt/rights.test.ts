import { expect, test } from '@jest/globals';
import { rightsOfRole } from '../../../../src/account/adopt/rights';

const allow = (Action: string | string[], rest: object = { Resource: '*' }): object => ({
  Statement: [{ Effect: 'Allow', Action, ...rest }],
});

const NO_MORE = { widens: [], lifts: [] };

test('what is taken away is told by service, as the present policies write it, with what is left of a wildcard', () => {
  const before = [allow(['ec2:TerminateInstances', 'ec2:Describe*', 's3:List*', 'ssm:*'])];
  const after = [allow(['ec2:DescribeVolumes', 'ec2:DescribeImages', 's3:*'])];
  expect(rightsOfRole(before, after)).toEqual({
    takes: ['ec2: Describe* (left: DescribeVolumes, DescribeImages), TerminateInstances', 'ssm: *'],
    limits: [],
    adds: ['s3: *'],
    ...NO_MORE,
  });
});

test('an action that stays on fewer resources or under a condition is limited, whatever its case', () => {
  const before = [allow(['SSM:createdocument', 'ssm:GetDocument'])];
  const after = [
    allow('ssm:CreateDocument', { Resource: 'arn:aws:ssm:*:*:document/Octo*' }),
    allow('ssm:GetDocument', { Resource: '*', Condition: { Bool: { 'aws:SecureTransport': 'true' } } }),
    allow('ssm:GetDocument'),
  ];
  expect(rightsOfRole(before, after)).toEqual({
    takes: [],
    limits: ['SSM: createdocument'],
    adds: [],
    ...NO_MORE,
  });
});

test('a role with all rights gets none more, and loses them where ours has fewer', () => {
  expect(rightsOfRole([allow('*')], [allow('ec2:StopInstances')])).toEqual({
    takes: ['* (left: ec2:StopInstances)'],
    limits: [],
    adds: [],
    ...NO_MORE,
  });
  expect(rightsOfRole([allow('*')], [allow('*')])).toEqual({ takes: [], limits: [], adds: [], ...NO_MORE });
});

test('a NotAction counts as a whole, and a Deny that goes is told', () => {
  const all = { Statement: [{ Effect: 'Allow', NotAction: ['iam:*'], Resource: '*' }] };
  const deny = { Statement: [{ Effect: 'Deny', Action: 's3:*', Resource: '*' }] };
  expect(rightsOfRole([all, deny], [allow('ec2:StopInstances')])).toEqual({
    takes: ['all but iam:*'],
    limits: [],
    adds: ['ec2: StopInstances'],
    widens: [],
    lifts: ['s3: *'],
  });
});

const on = (Resource: string, rest: object = {}): object =>
  allow('ssm:StartAutomationExecution', { Resource, ...rest });
const MFA = { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } };

test.each<[string, object[], object[], object]>([
  [
    'one resource becomes all of a kind',
    [on('arn:document/One')],
    [on('arn:document/*')],
    { limits: false, widens: true },
  ],
  [
    'all of a kind becomes one',
    [on('arn:document/*')],
    [on('arn:document/One')],
    { limits: true, widens: false },
  ],
  [
    'one resource becomes another',
    [on('arn:document/One')],
    [on('arn:document/Two')],
    { limits: true, widens: true },
  ],
  ['one resource becomes any', [on('arn:document/One')], [on('*')], { limits: false, widens: true }],
  ['a condition goes', [on('*', MFA)], [on('*')], { limits: false, widens: true }],
  ['a condition comes', [on('*')], [on('*', MFA)], { limits: true, widens: false }],
  ['another statement has it already', [on('*', MFA), on('*')], [on('*')], { limits: false, widens: false }],
])(
  'an action is told as limited or as wider where %s',
  (_title, before, after, { limits, widens }: { limits?: boolean; widens?: boolean }) => {
    const told = rightsOfRole(before, after);
    expect([told.takes, told.adds, told.limits.length === 1, told.widens.length === 1]).toEqual([
      [],
      [],
      limits,
      widens,
    ]);
  },
);

test('all rights on one resource are not the right to an action on every resource', () => {
  const { adds, widens } = rightsOfRole(
    [allow('*', { Resource: 'arn:aws:s3:::one' })],
    [allow('iam:PassRole')],
  );
  expect([adds, widens]).toEqual([[], ['iam: PassRole']]);
});

test('a Deny that goes is told, unless one of ours reaches as far', () => {
  const deny = (Action: string, rest: object = {}): object => ({
    Statement: [{ Effect: 'Deny', Action, Resource: '*', ...rest }],
  });
  const before = [allow('*'), deny('ec2:TerminateInstances'), deny('s3:DeleteBucket', MFA)];
  expect(rightsOfRole(before, [allow('*'), deny('ec2:*', MFA), deny('s3:*')]).lifts).toEqual([
    'ec2: TerminateInstances',
  ]);
});
