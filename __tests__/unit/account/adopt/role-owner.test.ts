import { expect, test } from '@jest/globals';
import { foreignOwner } from '../../../../src/account/adopt/role-owner';
import { defaults, type Configuration } from '../../../../src/inputs/inputs';
import type { RoleName } from '../../../../src/names/role-names';
import { installedRoles } from '../../../../src/policy/installed';
import { EXAMPLE } from '../../../support/example';

const { principal, externalId, accountId } = EXAMPLE;
const INPUTS: Configuration = { ...defaults(), principal, externalId };
const OTHER = '999999999999';

const owner = (role: RoleName, ...statements: object[]): string | undefined =>
  foreignOwner(
    role,
    { Statement: statements.map((one) => ({ Effect: 'Allow', Action: 'sts:AssumeRole', ...one })) },
    INPUTS,
    accountId,
  );
const id = (value: string): object => ({ Condition: { StringEquals: { 'sts:ExternalId': value } } });

test.each(installedRoles({ partition: 'aws', accountId }, INPUTS))(
  'our own trust of $name is ours',
  ({ name, trust }) => {
    expect(foreignOwner(name, trust, INPUTS, accountId)).toBeUndefined();
  },
);

test.each([
  [principal, id(externalId)],
  [`arn:aws:iam::${principal}:root`, id(externalId)],
  [`arn:aws:iam::${principal}:role/octo`, id(externalId)],
  [principal, {}],
])('a role that lets %s in, with the external id or without one, is ours', (AWS, condition) => {
  expect(owner('OctoSSMUpdaterRole', { Principal: { AWS }, ...condition })).toBeUndefined();
});

test.each([
  [
    'another account',
    'OctoSSMUpdaterRole',
    [{ Principal: { AWS: `arn:aws:iam::${OTHER}:root` } }],
    /^trusts arn/,
  ],
  ['everybody', 'AlphausAcctAccessRole', [{ Principal: '*' }], /^trusts \*$/],
  [
    'another account, too',
    'AlphausAcctAccessRole',
    [{ Principal: { AWS: [principal, OTHER] } }],
    /^trusts 9+$/,
  ],
  [
    'another external id',
    'AlphausAcctAccessRole',
    [{ Principal: { AWS: principal }, ...id('other') }],
    /does not let 4+5+6+ assume it with the external id octo/,
  ],
  [
    'Alphaus with every external id but ours',
    'AlphausAcctAccessRole',
    [{ Principal: { AWS: principal }, Condition: { StringNotEquals: { 'sts:ExternalId': externalId } } }],
    /does not let/,
  ],
  [
    'Alphaus only without an external id',
    'AlphausAcctAccessRole',
    [{ Principal: { AWS: principal }, Condition: { Null: { 'sts:ExternalId': 'true' } } }],
    /does not let/,
  ],
  [
    'Alphaus with tags of a session alone',
    'OctoSSMUpdaterRole',
    [{ Principal: { AWS: principal }, Action: 'sts:TagSession', ...id(externalId) }],
    /does not let/,
  ],
  [
    'Alphaus, and denies it again',
    'OctoSSMUpdaterRole',
    [
      { Principal: { AWS: principal }, ...id(externalId) },
      { Effect: 'Deny', Principal: '*' },
    ],
    /does not let/,
  ],
  [
    'its own account with tags of a session alone',
    'OctoChangeTemplateApproverRole',
    [{ Principal: { AWS: accountId }, Action: 'sts:TagSession' }],
    /does not let 1+2+3+ assume it$/,
  ],
  ['nobody', 'OctoSSMUpdaterRole', [], /^trusts nobody$/],
  [
    'Alphaus, of a role that is not meant for it',
    'OctoChangeExecutorRole',
    [{ Principal: { AWS: principal } }],
    /^trusts/,
  ],
  [
    'a service of its own',
    'OctoChangeTemplateApproverRole',
    [{ Principal: { Service: 'ec2.amazonaws.com' } }],
    /^trusts ec2/,
  ],
  ['no automation', 'OctoChangeExecutorRole', [{ Principal: { AWS: accountId } }], /does not trust ssm/],
  ['whoever is left', 'OctoSSMUpdaterRole', [{ NotPrincipal: { AWS: OTHER } }], /cannot read/],
  [
    'an identity provider',
    'OctoSSMUpdaterRole',
    [{ Principal: { Federated: 'accounts.google.com' } }],
    /^trusts accounts/,
  ],
] as const)("a role that trusts %s may be somebody else's", (_, role, statements, words) => {
  expect(owner(role, ...statements)).toMatch(words);
});
