import { expect, test } from '@jest/globals';
import { planAdoption, type Findings } from '../../../../src/account/adopt/plan-adoption';
import type { ObservedRole } from '../../../../src/account/observed';
import { defaults, type Configuration } from '../../../../src/inputs/inputs';
import { allow, inRole } from '../../../support/account-changes';
import { ROLE_NAMES } from '../../../../src/names/role-names';
import { EXAMPLE } from '../../../support/example';
import { freshAccount, stackAccount } from '../../../support/observed-account';

const { principal, externalId, accountId } = EXAMPLE;
const INPUTS: Configuration = { ...defaults(), principal, externalId };
const FRESH = freshAccount(INPUTS);
const STACK = {
  name: 'S',
  id: 'arn',
  region: 'us-east-1',
  roles: [],
  others: [],
  strange: [],
  retained: false,
  problems: [],
} as const;
const COMPANYS = {
  ...STACK,
  strange: ['Vpc (AWS::EC2::VPC)', ...Array<string>(9).fill('Net (AWS::EC2::Subnet)')],
};

function plan(change: Partial<ObservedRole>, rest: Partial<Findings> = {}): ReturnType<typeof planAdoption> {
  return planAdoption({
    observed: inRole('AlphausAcctAccessRole', () => change)(FRESH),
    documents: {},
    inputs: INPUTS,
    stacks: [],
    named: [],
    released: false,
    ...rest,
  });
}

test('roles as they should be lose nothing, get nothing and are not refused', () => {
  const { roles, refusals, leftInline } = plan({});
  expect([refusals, leftInline]).toEqual([[], []]);
  for (const { takes, limits, adds, widens, lifts, removes } of roles)
    expect([takes, limits, adds, widens, lifts, removes]).toEqual([[], [], [], [], [], []]);
});

test('an inline policy within the boundary is kept, and one beyond it is told and goes last', () => {
  const { roles, leftInline, comparison } = plan({
    inline: { theirs: allow('ec2:DescribeReservedInstances'), root: allow('iam:*') },
  });
  const role = roles.find((one) => one.role === 'AlphausAcctAccessRole');
  expect(role?.removes).toEqual(['root']);
  expect(comparison.selfUpdates).toMatchObject([{ role: 'AlphausAcctAccessRole', policy: 'theirs' }]);
  expect(role?.takes).toEqual([expect.stringMatching(/^iam: \* \(left: /)]);
  expect(leftInline).toEqual([{ role: 'AlphausAcctAccessRole', policy: 'root' }]);
});

test('a stack of this project is taken over by a deployment, and its inline form of a managed policy goes last', () => {
  const parameters = { Principal: principal, ExternalId: externalId, AllowStackUpdate: 'false' };
  const { comparison, leftInline, refusals } = plan({}, { observed: stackAccount(parameters) });
  expect(comparison.differences.map(({ kind, subject }) => [kind, subject])).toEqual(
    expect.arrayContaining([['policy_missing', 'AlphausAcctAccess1']]),
  );
  expect(leftInline).toContainEqual({ role: 'AlphausAcctAccessRole', policy: 'AlphausAcctAccess1' });
  expect([comparison.selfUpdates, refusals]).toEqual([[], []]);
});

test('the trust policy and the sessions are told as they were and as they become', () => {
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: principal } }],
  };
  const { roles } = plan({ trust, maxSessionDuration: 3_600 });
  expect(roles.find((one) => one.role === 'AlphausAcctAccessRole')?.changes).toEqual([
    'its trust policy changes at once, from one whole document to the other',
    `its trust policy no longer has Allow sts:AssumeRole {"Principal":{"AWS":"${principal}"}}`,
    expect.stringMatching(/^its trust policy now has Allow sts:AssumeRole .*ExternalId/),
    'sessions last at most 43200 seconds, 3600 before',
    expect.stringMatching(/^keeps the permissions boundary/),
  ]);
});

test('tags that go, come and change are told, but for those of AWS', () => {
  const tags = { team: 'finance', stage: 'test', 'aws:cloudformation:stack-name': 'S' };
  const inputs = {
    ...INPUTS,
    tags: { stage: 'prod' },
    roleTags: { AlphausAcctAccessRole: { owner: 'ops' } },
  };
  const changes = plan({ tags }, { inputs }).roles.find(
    (one) => one.role === 'AlphausAcctAccessRole',
  )?.changes;
  expect(changes?.filter((change) => change.includes('tag '))).toEqual([
    'loses the tag team, which is "finance"',
    'its tag stage becomes "prod", "test" before',
    'gets the tag owner = "ops"',
  ]);
});

test('policies of AWS count with what they allow, before and after', () => {
  const arn = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
  const { roles } = plan({ attached: [arn] }, { documents: { [arn]: allow('s3:GetObject') } });
  expect(roles.find((one) => one.role === 'AlphausAcctAccessRole')).toMatchObject({
    takes: ['s3: GetObject'],
    removes: [arn],
    adds: expect.arrayContaining([expect.stringMatching(/^ce: /)]) as unknown,
  });
});

test('a role that does not let Alphaus in yet loses the policies of its owner before its trust policy changes', () => {
  const role = FRESH.roles.find(({ name }) => name === 'AlphausAcctAccessRole');
  const [ours = ''] = role?.attached ?? [];
  const admin = 'arn:aws:iam::aws:policy/AdministratorAccess';
  const change = {
    trust: allow('sts:AssumeRole'),
    inline: { ...role?.inline, deploy: allow('ce:GetTags') },
    attached: [...(role?.attached ?? []), admin],
  };
  const named = ['AlphausAcctAccessRole'] as const;
  const { firstOff, roles } = plan(change, { named });
  expect(firstOff).toEqual([{ role: 'AlphausAcctAccessRole', inline: ['deploy'], attached: [admin] }]);
  expect(roles.find((one) => one.role === 'AlphausAcctAccessRole')?.changes[0]).toBe(
    `does not surely let in everybody yet whom our trust policy lets in: before that changes, its owner's policies are taken off: deploy, ${admin}`,
  );
  const forged = { ...FRESH.policies, [ours]: allow('iam:*') };
  const observed = { ...FRESH, roles: [{ ...role, ...change } as ObservedRole], policies: forged };
  expect(plan({}, { observed, named }).firstOff[0]?.attached).toEqual([ours, admin]);
  expect(plan({ ...change, trust: role?.trust ?? {} }).firstOff).toEqual([]);
});

const alphaus = (rest: object = {}, AWS: string = principal): object => ({
  Effect: 'Allow',
  Action: 'sts:AssumeRole',
  Principal: { AWS },
  Condition: { StringEquals: { 'sts:ExternalId': externalId } },
  ...rest,
});
const under = (condition: object): object =>
  alphaus({ Condition: { StringEquals: { 'sts:ExternalId': externalId }, ...condition } });
const deny = (Condition: object): object => ({
  Effect: 'Deny',
  Action: 'sts:AssumeRole',
  Principal: '*',
  Condition,
});

test.each<[string, object[], boolean]>([
  ['lets Alphaus in', [alphaus()], false],
  ['lets its root in', [alphaus({}, `arn:aws:iam::${principal}:root`)], false],
  ['asks for no external id', [alphaus({ Condition: {} })], false],
  [
    'lets it in, beside a Deny for another external id',
    [alphaus(), deny({ StringNotEquals: { 'sts:ExternalId': externalId } })],
    false,
  ],
  ['names one user', [alphaus({}, `arn:aws:iam::${principal}:user/retired`)], true],
  ['has ended', [under({ DateLessThan: { 'aws:CurrentTime': '2020-01-01T00:00:00Z' } })], true],
  ['takes other addresses', [under({ IpAddress: { 'aws:SourceIp': '192.0.2.1/32' } })], true],
  ['asks for MFA', [under({ Bool: { 'aws:MultiFactorAuthPresent': 'true' } })], true],
  [
    'was revoked',
    [alphaus(), deny({ DateGreaterThan: { 'aws:CurrentTime': '2021-01-01T00:00:00Z' } })],
    true,
  ],
  ['leaves one principal', [alphaus(), deny({ StringNotEquals: { 'aws:PrincipalArn': 'x' } })], true],
])('the policies of an owner go first, or not, where the trust policy %s', (_title, Statement, first) => {
  const inline = { deploy: allow('ec2:RunInstances') };
  const { firstOff, refusals } = plan({ trust: { Version: '2012-10-17', Statement }, inline });
  expect([refusals, firstOff]).toEqual([
    [],
    first ? [{ role: 'AlphausAcctAccessRole', inline: ['deploy'], attached: [] }] : [],
  ]);
});

test.each(ROLE_NAMES)('%s keeps what is not its own, within our trust policy', (name) => {
  const inline = { deploy: allow('ec2:RunInstances') };
  const observed = inRole(name, (role) => ({ inline: { ...role.inline, ...inline } }))(FRESH);
  expect(plan({}, { observed }).firstOff).toEqual([]);
});

test('a Deny for fewer than ours denies keeps nobody out whom ours lets in, as in a role of an earlier release', () => {
  const [name, more] = ['OctoChangeTemplateApproverRole', ':role/OctoChangeExecutorRole'] as const;
  const without = (Statement: readonly object[], one: string): object[] =>
    JSON.parse(JSON.stringify(Statement), (_key, value: unknown) =>
      Array.isArray(value)
        ? value.filter((item) => !(typeof item === 'string' && item.endsWith(one)))
        : value,
    ) as object[];
  const firstOff = (change: (statements: object[]) => object[]): unknown => {
    const observed = inRole(name, ({ trust }) => ({
      trust: { ...trust, Statement: change(trust.Statement as object[]) },
      inline: { theirs: allow('ssm:GetDocument') },
    }))(FRESH);
    return plan({}, { observed }).firstOff;
  };
  expect(firstOff((statements) => without(statements, more))).toEqual([]);
  expect(firstOff((statements) => statements.filter((one) => !JSON.stringify(one).includes('Deny')))).toEqual(
    [],
  );
  const oneMore = (statements: object[]): object[] =>
    JSON.parse(
      JSON.stringify(statements).replace(more, `${more}","arn:aws:iam::1:role/Reviewer`),
    ) as object[];
  expect(firstOff(oneMore)).toEqual([{ role: name, inline: ['theirs'], attached: [] }]);
});

test('the policies of an executor go first where its trust policy leaves out the account or SSM', () => {
  const trust = (Principal: object): object => ({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal }],
  });
  const [ssm, account] = ['ssm.amazonaws.com', `arn:aws:iam::${accountId}:root`];
  const first = (Principal: object): number => {
    const observed = inRole('OctoChangeExecutorRole', () => ({
      trust: trust(Principal),
      inline: { theirs: allow('s3:*') },
    }))(FRESH);
    return plan({}, { observed }).firstOff.length;
  };
  expect([first({ Service: ssm, AWS: account }), first({ Service: ssm }), first({ AWS: account })]).toEqual([
    0, 1, 1,
  ]);
});

test.each<[string, Partial<ObservedRole>, Partial<Findings>, RegExp]>([
  ['has another path', { path: '/team/' }, {}, /has the path \/team\/, .* it would be replaced/],
  [
    'has a boundary of the company',
    { boundary: 'arn:aws:iam::1:policy/Company' },
    {},
    /permissions boundary arn.*set permissions_boundary_arn/,
  ],
  [
    'may be of others',
    { trust: allow('sts:AssumeRole') },
    {},
    /trusts nobody, so it may be somebody else's.*--take AlphausAcctAccessRole/,
  ],
  [
    'is not to be installed',
    {},
    { inputs: { ...INPUTS, roles: ['OctoSSMUpdaterRole', 'OctoChangeExecutorRole'] } },
    /is not to be installed: add it to roles/,
  ],
  [
    'is of an account that is being removed',
    {},
    { inputs: { ...INPUTS, roles: [] } },
    /the account is being removed/,
  ],
  [
    'is of a stack with a problem',
    {},
    { stacks: [{ ...STACK, problems: ['the stack S is busy'] }] },
    /^the stack S is busy$/,
  ],
  [
    'is of a stack with anything else in it',
    {},
    { stacks: [COMPANYS] },
    /^the stack S holds more .*: Vpc \(AWS::EC2::VPC\), .* and 2 more\. .*--stack S$/,
  ],
  [
    'is of an instance of a StackSet',
    {},
    { stacks: [{ ...STACK, stackSet: 'octo' }] },
    new RegExp(
      `--stack-set-name octo --regions us-east-1 --retain-stacks .*Accounts=${accountId}.*--released`,
    ),
  ],
  [
    'is in the state of another account',
    {},
    {
      state: {
        roles: [{ role: 'AlphausAcctAccessRole', address: 'a.b', accountId: '999999999999' }],
        parts: [],
        others: 0,
      },
    },
    /of account 999999999999, not of 111122223333 \(a\.b\)/,
  ],
])('a role that %s is refused', (_, change, rest, words) => {
  expect(plan(change, rest).refusals).toEqual(expect.arrayContaining([expect.stringMatching(words)]));
});

test('what the user says is not refused: a role or a stack that is named, and a stack that the StackSet let go', () => {
  expect(plan({ trust: allow('sts:AssumeRole') }, { named: ['AlphausAcctAccessRole'] }).refusals).toEqual([]);
  for (const stack of ['S', 'arn']) expect(plan({}, { stacks: [COMPANYS], stack }).refusals).toEqual([]);
  expect(plan({}, { stacks: [{ ...STACK, stackSet: 'octo' }], released: true }).refusals).toEqual([]);
});
