import { describe, expect, test } from '@jest/globals';
import { compareAccount } from '../../../src/account/compare-account';
import { KINDS } from '../../../src/account/difference';
import type { Configuration } from '../../../src/inputs/inputs';
import { ROLE_NAMES } from '../../../src/names/role-names';
import { freshAccount } from '../../support/observed-account';
import { INPUTS, addsInline, allow, inRole, own, tagged } from '../../support/account-changes';
import { ACCT, SEARCHER, UPDATER } from '../../support/roles-in-short';
import { CASES } from '../../support/seeded-changes';

describe('a difference in an account', () => {
  test('is seeded at least forty times, in every kind', () => {
    expect(CASES.length).toBeGreaterThanOrEqual(40);
    expect(new Set(CASES.map(([, , { kind }]) => kind))).toEqual(
      new Set(Object.keys(KINDS).filter((kind) => kind !== 'role_left' && !kind.startsWith('approval_'))),
    );
  });

  test.each(CASES)('is named, and nothing else: %s', (_name, change, expected) => {
    const { differences } = compareAccount(change(freshAccount(INPUTS)), INPUTS);
    expect(differences).toEqual([expect.objectContaining(expected)]);
    expect(differences[0]?.message).toMatch(/^(is|has|must) .+[^.]$/);
  });
});

test('a role that is not to be installed, but is there, is a difference', () => {
  const roles = ROLE_NAMES.filter((role) => role !== UPDATER);
  expect(compareAccount(freshAccount(INPUTS), { ...INPUTS, roles }).differences).toEqual([
    { role: UPDATER, kind: 'role_left', message: 'is there, but is not to be installed' },
  ]);
});

test('a document of the boundary that was not read is no document that is as it should be', () => {
  const account = freshAccount(INPUTS);
  const boundary = own('AlphausAcctAccessBoundary');
  const policies = Object.fromEntries(Object.entries(account.policies).filter(([arn]) => arn !== boundary));
  expect(compareAccount({ ...account, policies }, INPUTS).differences).toMatchObject([
    { role: ACCT, kind: 'boundary_document' },
  ]);
});

test('a policy that is only inline is one of a stack, and missing where Terraform made the roles or a managed one has its name', () => {
  const beside = inRole(ACCT, ({ attached, inline }) => ({
    attached: attached.filter((arn) => arn !== own('AlphausAcctAccess1')),
    inline: { ...inline, AlphausAcctAccess1: freshAccount(INPUTS).policies[own('AlphausAcctAccess1')] ?? {} },
  }))(freshAccount(INPUTS));
  const policies = Object.fromEntries(
    Object.entries(beside.policies).filter(([arn]) => arn !== own('AlphausAcctAccess1')),
  );
  const alone = { ...beside, policies };
  const one: Configuration = { ...INPUTS, roles: ['AlphausAcctAccessRole'] };
  const only = { ...alone, roles: alone.roles.filter(({ name }) => name === ACCT) };
  const ofOne = Object.entries(policies).filter(([arn]) => arn in freshAccount(one).policies);
  const stack = { ...only, policies: Object.fromEntries(ofOne) };
  expect(compareAccount(stack, one).differences.map(({ kind }) => kind)).not.toContain('policy_missing');
  const missing = expect.objectContaining({
    role: ACCT,
    kind: 'policy_missing',
    subject: 'AlphausAcctAccess1',
  }) as unknown;
  expect(compareAccount(alone, INPUTS, 'terraform').differences).toContainEqual(missing);
  expect(compareAccount(stack, one, 'terraform').differences).toContainEqual(missing);
  expect(compareAccount(beside, INPUTS).differences).toContainEqual(missing);
  // Another role has its managed policies, so no stack made these.
  expect(compareAccount(alone, INPUTS).differences).toContainEqual(missing);
});

test('the first of two managed policies is nowhere inline, so that an inline one is a self-update beside the missing one', () => {
  const account = inRole(SEARCHER, ({ attached }) => ({
    attached: attached.filter((arn) => arn !== own('OctoRecommendationSearcher1')),
    inline: { OctoRecommendationSearcher1: allow('ec2:DescribeInstances') },
  }))(freshAccount(INPUTS));
  const { differences, selfUpdates } = compareAccount(account, INPUTS);
  expect(differences).toMatchObject([{ kind: 'policy_missing', subject: 'OctoRecommendationSearcher1' }]);
  expect(selfUpdates).toMatchObject([{ policy: 'OctoRecommendationSearcher1' }]);
});

test('tags of a role take the place of shared ones, whatever the case of their keys', () => {
  const inputs = { ...INPUTS, tags: { Owner: 'a' }, roleTags: { [ACCT]: { owner: 'b' } } };
  const account = tagged(ACCT, { owner: 'b' })(freshAccount(inputs));
  expect(compareAccount(account, inputs).differences).toEqual([]);
});

test('a policy that somebody wrote into the searcher is foreign where Alphaus has no role to write it with', () => {
  const inputs: Configuration = { ...INPUTS, roles: [SEARCHER] };
  const account = addsInline(SEARCHER, 'x', allow('ec2:DescribeInstances'))(freshAccount(inputs));
  expect(compareAccount(account, inputs).differences).toMatchObject([{ kind: 'foreign_inline' }]);
});

test('names and texts of an account are shown without what controls a terminal or begins a line', () => {
  const account = addsInline(
    UPDATER,
    'x',
    allow('s3:Get*', { Resource: 'a\n::stop::x\u001b[2K' }),
  )(freshAccount(INPUTS));
  const shown = JSON.parse(JSON.stringify(compareAccount(account, INPUTS))) as object;
  expect(JSON.stringify(shown)).toContain('a\\\\u000a::stop::x\\\\u001b[2K');
});

describe('a self-update within the boundary', () => {
  test.each([
    ['allows what the boundary allows', SEARCHER, allow(['ec2:DescribeInstances', 's3:ListAllMyBuckets'])],
    ['denies something', ACCT, { Statement: { Effect: 'Deny', Action: 's3:*', Resource: '*' } }],
    [
      'uses a condition',
      SEARCHER,
      allow('ec2:DescribeInstances', { Condition: { Bool: { 'aws:SecureTransport': 'true' } } }),
    ],
  ] as const)('is no difference, and told with its name and statements: it %s', (_name, role, document) => {
    const { differences, selfUpdates } = compareAccount(
      addsInline(role, 'octo-update', document)(freshAccount(INPUTS)),
      INPUTS,
    );
    expect(differences).toEqual([]);
    expect(selfUpdates).toEqual([
      { role, policy: 'octo-update', grants: expect.arrayContaining([expect.any(String)]) as unknown },
    ]);
  });

  test.each([
    ['OctoRecommendationSearcher1', SEARCHER],
    ['OctoRecommendationSearcher2', SEARCHER],
    ['AlphausAcctAccess1', ACCT],
  ] as const)('is no difference where it says what the role has anyway: %s', (name, role) => {
    const account = freshAccount(INPUTS);
    const document = account.policies[own(name)] ?? {};
    const { differences, selfUpdates } = compareAccount(addsInline(role, 'again', document)(account), INPUTS);
    expect([differences, selfUpdates.map(({ policy }) => policy)]).toEqual([[], ['again']]);
  });

  test('is a foreign policy where self-update is off', () => {
    const inputs = { ...INPUTS, allowSelfUpdate: false };
    const account = addsInline(SEARCHER, 'octo-update', allow('ec2:DescribeInstances'))(freshAccount(inputs));
    expect(compareAccount(account, inputs).differences).toMatchObject([{ kind: 'foreign_inline' }]);
  });
});
