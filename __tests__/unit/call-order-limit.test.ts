import { describe, expect, test } from '@jest/globals';
import { orderViolations } from '../support/call-order';
import {
  allow,
  attach,
  createPolicy,
  createRole,
  denyAllBut,
  detach,
  dropBoundary,
  policy,
  setBoundary,
  write,
} from '../support/iam-calls';
import { analysisOf } from '../support/reference';
import { afterCall, EMPTY_ACCOUNT, type IamCall } from '../support/replayed-account';
import { ACCT, UPDATER } from '../support/roles-in-short';

const OWN_BOUNDARY = policy('TheirBoundary');
const READ = allow('ce:GetCostAndUsage');
const analysis = analysisOf({ 'ce:GetCostAndUsage': 'Read', 's3:GetObject': 'Read' });

const [PERMISSIONS, LIMIT] = [
  attach(ACCT, 'AlphausAcctAccess1'),
  attach(ACCT, 'AlphausAcctAccessBoundary'),
] as const;
const POLICIES = [
  createPolicy('AlphausAcctAccess1', READ),
  createPolicy('AlphausAcctAccessBoundary', allow('*'), denyAllBut('ce:GetCostAndUsage')),
];
const BUILT_IN = [...POLICIES, createRole(ACCT, policy('AlphausAcctAccessBoundary')), PERMISSIONS];
const BESIDE_THEIRS = [...POLICIES, createRole(ACCT, OWN_BOUNDARY), LIMIT, PERMISSIONS];

const found = (before: readonly IamCall[], calls: readonly IamCall[]): string[] =>
  orderViolations(calls, {
    analysis,
    account: { partition: 'aws', accountId: '111122223333' },
    start: before.reduce(afterCall, EMPTY_ACCOUNT),
  }).map(({ id }) => id);

describe('a self-updatable role with policies and without a limit', () => {
  test.each<[string, readonly IamCall[], readonly IamCall[]]>([
    ['the boundary is taken off', BUILT_IN, [dropBoundary(ACCT), setBoundary(ACCT, OWN_BOUNDARY)]],
    ['the role is created without a boundary', POLICIES, [createRole(ACCT), PERMISSIONS, LIMIT]],
    [
      'the Denies go, then the boundary of the customer',
      BESIDE_THEIRS,
      [detach(ACCT, 'AlphausAcctAccessBoundary'), dropBoundary(ACCT)],
    ],
    [
      'a policy is written when all limits are gone',
      [...POLICIES, createRole(ACCT, OWN_BOUNDARY)],
      [dropBoundary(ACCT), write(ACCT)],
    ],
  ])('is found where %s', (_, before, calls) => {
    expect(found(before, calls)).toContain(`right-without-limit[${ACCT}]`);
  });

  test.each<[string, readonly IamCall[], readonly IamCall[]]>([
    ['one boundary takes the place of the other', BUILT_IN, [setBoundary(ACCT, OWN_BOUNDARY), LIMIT]],
    ['the Denies stay', BESIDE_THEIRS, [dropBoundary(ACCT)]],
    ['the role has no limit of its own', [], [createRole(UPDATER), write(UPDATER, 'octo-ssm-updater', READ)]],
    [
      'the policies are detached before the boundary is taken off',
      BUILT_IN,
      [detach(ACCT, 'AlphausAcctAccess1'), dropBoundary(ACCT)],
    ],
  ])('is none where %s', (_, before, calls) => {
    expect(found(before, calls)).not.toContain(`right-without-limit[${ACCT}]`);
    expect(found(before, calls)).not.toContain(`right-without-limit[${UPDATER}]`);
  });
});
