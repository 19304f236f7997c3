import { describe, expect, test } from '@jest/globals';
import { orderViolations } from '../support/call-order';
import { afterCall, EMPTY_ACCOUNT, type IamCall } from '../support/replayed-account';
import { analysisOf } from '../support/reference';
import {
  allow,
  attach,
  call,
  clean,
  createPolicy,
  createRole,
  deletePolicy,
  deleteRole,
  deny,
  denyAllBut,
  detach,
  dropBoundary,
  policy,
  setBoundary,
  updatePolicy,
  write,
  writeInto,
} from '../support/iam-calls';
import { ACCT, SEARCHER, UPDATER } from '../support/roles-in-short';

const ACCOUNT = { partition: 'aws', accountId: '111122223333' };
const OWN_BOUNDARY = policy('TheirBoundary');

const ACTIONS = [
  'ce:GetCostAndUsage',
  'iam:CreateUser',
  'iam:PutRolePolicy',
  'rds:DescribeDBInstances',
  's3:GetObject',
];
const analysis = analysisOf(Object.fromEntries(ACTIONS.map((action) => [action, 'Read'])));

/** Ids of what is found, in calls that follow others. */
const found = (before: readonly IamCall[], calls: readonly IamCall[]): string[] =>
  orderViolations(calls, { analysis, account: ACCOUNT, start: before.reduce(afterCall, EMPTY_ACCOUNT) }).map(
    ({ id }) => id,
  );

const READ = allow('ce:GetCostAndUsage');
const SELF_UPDATE = [READ, writeInto(ACCT, SEARCHER)];
const BOUNDED = [allow('*'), denyAllBut('ce:GetCostAndUsage', 'iam:PutRolePolicy')];
const CLOSED = [allow('*'), denyAllBut('ce:GetCostAndUsage')];

/** Both roles within the built-in boundaries, each with an inline policy of Alphaus that allows everything. */
const BUILT_IN = [
  createPolicy('AlphausAcctAccess1', ...SELF_UPDATE),
  createPolicy('AlphausAcctAccessBoundary', ...BOUNDED),
  createPolicy('OctoRecommendationSearcherBoundary', ...CLOSED),
  createRole(ACCT, policy('AlphausAcctAccessBoundary')),
  createRole(SEARCHER, policy('OctoRecommendationSearcherBoundary')),
  attach(ACCT, 'AlphausAcctAccess1'),
  write(ACCT),
  write(SEARCHER),
];

/** A role beside a boundary of the customer's, the Denies attached, with an inline policy that allows everything. */
const GUARDED = [
  createPolicy('AlphausAcctAccess1', READ),
  createPolicy('AlphausAcctAccessBoundary', denyAllBut('ce:GetCostAndUsage')),
  createRole(ACCT, OWN_BOUNDARY),
  attach(ACCT, 'AlphausAcctAccess1'),
  attach(ACCT, 'AlphausAcctAccessBoundary'),
  write(ACCT),
];

describe('a limit that goes while an inline policy stands that is not ours', () => {
  const id = `limit-before-inline[${ACCT}]`;

  test.each<[string, readonly IamCall[], readonly IamCall[]]>([
    [
      'the Denies are detached, as by a deletion of the role',
      GUARDED,
      [
        detach(ACCT, 'AlphausAcctAccess1'),
        detach(ACCT, 'AlphausAcctAccessBoundary'),
        clean(ACCT),
        deleteRole(ACCT),
      ],
    ],
    ['the boundary is taken off', BUILT_IN, [dropBoundary(ACCT), clean(ACCT)]],
    [
      "the boundary is replaced by the customer's",
      BUILT_IN,
      [setBoundary(ACCT, OWN_BOUNDARY), clean(ACCT), attach(ACCT, 'AlphausAcctAccessBoundary')],
    ],
    [
      "one boundary of the customer's is replaced by another",
      GUARDED,
      [setBoundary(ACCT, policy('AnotherOfTheirs')), clean(ACCT)],
    ],
    ['the boundary is deleted', BUILT_IN, [deletePolicy('AlphausAcctAccessBoundary'), clean(ACCT)]],
    [
      'the Denies lose one',
      GUARDED,
      [updatePolicy('AlphausAcctAccessBoundary', denyAllBut('ce:*', 's3:GetObject')), clean(ACCT)],
    ],
    [
      'the boundary becomes wider',
      BUILT_IN,
      [updatePolicy('AlphausAcctAccessBoundary', allow('*')), clean(ACCT)],
    ],
  ])('is found where %s', (_, before, calls) => {
    expect(found(before, calls)).toContain(id);
  });

  test('is said with the call, the policy and what is open', () => {
    const [violation] = orderViolations(
      [...GUARDED, detach(ACCT, 'AlphausAcctAccessBoundary'), clean(ACCT)],
      {
        analysis,
        account: ACCOUNT,
      },
    );
    expect(violation?.means).toBe(
      `call 7, DetachRolePolicy ${ACCT} ${policy('AlphausAcctAccessBoundary')}, widens the limits of the role ` +
        'while it still has hostile, to iam:CreateUser and 3 more',
    );
  });

  test.each<[string, readonly IamCall[], readonly IamCall[]]>([
    [
      'the policy goes first',
      GUARDED,
      [
        clean(ACCT),
        detach(ACCT, 'AlphausAcctAccess1'),
        detach(ACCT, 'AlphausAcctAccessBoundary'),
        deleteRole(ACCT),
      ],
    ],
    [
      'the role goes with its boundary, and the boundary after it',
      BUILT_IN,
      [
        detach(ACCT, 'AlphausAcctAccess1'),
        clean(ACCT),
        deleteRole(ACCT),
        deletePolicy('AlphausAcctAccessBoundary'),
      ],
    ],
    [
      'the limit becomes narrower',
      BUILT_IN,
      [updatePolicy('AlphausAcctAccessBoundary', deny('*')), clean(ACCT)],
    ],
    [
      'a boundary becomes wider for inline policies that may stay',
      BUILT_IN,
      [updatePolicy('AlphausAcctAccessBoundary', ...BOUNDED, allow('*'))],
    ],
    [
      'the policy is written only after the limit went',
      [...GUARDED, clean(ACCT)],
      [detach(ACCT, 'AlphausAcctAccessBoundary'), write(ACCT)],
    ],
    [
      'the inline policy is one of ours',
      [createRole(UPDATER, OWN_BOUNDARY), write(UPDATER, 'octo-ssm-updater', READ)],
      [dropBoundary(UPDATER)],
    ],
  ])('is none where %s', (_, before, calls) => {
    expect(found(before, calls)).toEqual([]);
  });
});

describe('a right that is there before the Deny that goes with it', () => {
  const created = [
    createPolicy('OctoRecommendationSearcher1', allow('s3:*')),
    createPolicy('OctoRecommendationSearcher2', allow('rds:Describe*')),
    createPolicy('OctoRecommendationSearcherBoundary', deny('s3:GetObject')),
    createRole(SEARCHER, OWN_BOUNDARY),
  ];
  const [first, second, denies] = ['1', '2', 'Boundary'].map((end) =>
    attach(SEARCHER, `OctoRecommendationSearcher${end}`),
  ) as [IamCall, IamCall, IamCall];

  test.each<[string, readonly IamCall[], readonly IamCall[]]>([
    ['the Denies are attached last, a content read open meanwhile', [], [...created, first, second, denies]],
    [
      'the Denies are detached first',
      [...created, denies, first, second],
      [detach(SEARCHER, 'OctoRecommendationSearcherBoundary'), first, denies],
    ],
    [
      'a role is made anew, though it allowed that once',
      [...created, first],
      [
        detach(SEARCHER, 'OctoRecommendationSearcher1'),
        deleteRole(SEARCHER),
        createRole(SEARCHER, OWN_BOUNDARY),
        first,
        denies,
      ],
    ],
  ])('is found where %s', (_, before, calls) => {
    expect(found(before, calls)).toEqual([`right-before-deny[${SEARCHER}]`]);
  });

  test('is found where an inline policy of ours is first written wider', () => {
    const wider = write(UPDATER, 'octo-ssm-updater', allow('*'));
    const calls = [createRole(UPDATER), wider, write(UPDATER, 'octo-ssm-updater', READ)];
    expect(found([], calls)).toEqual([`right-before-deny[${UPDATER}]`]);
  });

  test.each<[string, readonly IamCall[], readonly IamCall[]]>([
    ['the Denies are attached first', [], [...created, denies, first, second]],
    [
      'a boundary holds the same Deny',
      [],
      [
        createPolicy('OctoRecommendationSearcher1', allow('s3:*')),
        createPolicy('OctoRecommendationSearcherBoundary', allow('*'), deny('s3:GetObject')),
        createRole(SEARCHER, policy('OctoRecommendationSearcherBoundary')),
        first,
      ],
    ],
    [
      'a right is there only at first',
      [createRole(UPDATER), write(UPDATER, 'octo-ssm-updater', allow('*'))],
      [write(UPDATER, 'octo-ssm-updater', READ)],
    ],
    [
      'somebody else wrote it',
      [...created, denies],
      [write(SEARCHER, 'theirs', allow('s3:*')), clean(SEARCHER, 'theirs')],
    ],
  ])('is none where %s', (_, before, calls) => {
    expect(found(before, calls)).toEqual([]);
  });
});

describe('an inline policy that can be written again after it was removed', () => {
  const takeRight = [
    updatePolicy('AlphausAcctAccess1', READ),
    updatePolicy('AlphausAcctAccessBoundary', ...CLOSED),
  ];

  test.each<[string, string, readonly IamCall[]]>([
    ['the searcher is cleaned first', SEARCHER, [clean(SEARCHER), ...takeRight, clean(ACCT)]],
    [
      'an inline policy of the writer still gives the right',
      SEARCHER,
      [...takeRight.slice(0, 1), clean(SEARCHER), ...takeRight.slice(1), clean(ACCT)],
    ],
    [
      'the role writes into itself',
      ACCT,
      [...takeRight.slice(0, 1), clean(ACCT), ...takeRight.slice(1), clean(SEARCHER)],
    ],
    [
      'the writer goes only then',
      SEARCHER,
      [clean(SEARCHER), detach(ACCT, 'AlphausAcctAccess1'), clean(ACCT), deleteRole(ACCT)],
    ],
  ])('is found where %s', (_, role, calls) => {
    expect(found(BUILT_IN, calls)).toEqual([`writable-after-cleaning[${role}]`]);
  });

  test.each<[string, readonly IamCall[]]>([
    ['the right goes first', [...takeRight, clean(SEARCHER), clean(ACCT)]],
    ['the right stays: Alphaus takes back what it wrote', [clean(SEARCHER), clean(ACCT)]],
    ['the role itself goes', [clean(SEARCHER), deleteRole(SEARCHER), ...takeRight, clean(ACCT)]],
  ])('is none where %s', (_, calls) => {
    expect(found(BUILT_IN, calls)).toEqual([]);
  });
});

test('calls that change no right are passed over, and one that is not understood is an error', () => {
  const harmless = [
    'GetRole',
    'ListRolePolicies',
    'TagRole',
    'UpdateAssumeRolePolicy',
    'DeletePolicyVersion',
  ];
  expect(
    found(
      BUILT_IN,
      harmless.map((action) => call(action, { RoleName: ACCT })),
    ),
  ).toEqual([]);
  expect(() => found([], [call('SetDefaultPolicyVersion', {})])).toThrow(
    'cannot replay the call SetDefaultPolicyVersion',
  );
});
