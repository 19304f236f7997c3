import { expect } from '@jest/globals';
import type { Difference } from '../../src/account/difference';
import { ROLE_NAMES, type RoleName } from '../../src/names/role-names';
import { EXAMPLE } from './example';
import {
  addsInline,
  ADMINISTRATOR,
  allow,
  attaches,
  detaches,
  first,
  grant,
  inInline,
  inManaged,
  inRole,
  inTrust,
  own,
  tagged,
  unconditional,
  wildPrincipal,
  without,
  withoutBoundary,
  withoutDenies,
  type Change,
  type Statements,
} from './account-changes';
import { ACCT, APPROVER, EXECUTOR, SEARCHER, UPDATER } from './roles-in-short';

/** What was changed in an account, and the one difference that this has to be: title, change, difference. */
export const CASES: [string, Change, Partial<Difference>][] = [
  ...ROLE_NAMES.map((role): [string, Change, Partial<Difference>] => [
    `${role} deleted`,
    without(role),
    { role, kind: 'role_missing' },
  ]),
  ['a role under a path', inRole(ACCT, () => ({ path: '/octo/' })), { role: ACCT, kind: 'path' }],
  ['trust for everybody', inTrust(SEARCHER, wildPrincipal), { role: SEARCHER, kind: 'trust' }],
  ['trust without the external id', inTrust(ACCT, unconditional), { role: ACCT, kind: 'trust' }],
  [
    'trust with another external id',
    inTrust(
      UPDATER,
      first((one) => ({ ...one, Condition: { StringEquals: { 'sts:ExternalId': 'x' } } })),
    ),
    {
      role: UPDATER,
      kind: 'trust',
      more: [expect.stringContaining('"sts:ExternalId":"x"')] as unknown as string[],
    },
  ],
  [
    'trust with a wildcard for the external id',
    inTrust(
      UPDATER,
      first((one) => ({ ...one, Condition: { StringLike: { 'sts:ExternalId': '*' } } })),
    ),
    { role: UPDATER, kind: 'trust' },
  ],
  [
    'trust with the external id in other letters',
    inTrust(
      UPDATER,
      first((one) => ({
        ...one,
        Condition: { StringEquals: { 'sts:ExternalId': EXAMPLE.externalId.toUpperCase() } },
      })),
    ),
    { role: UPDATER, kind: 'trust' },
  ],
  [
    'a policy of the older version, which fills in no variables',
    inRole(UPDATER, ({ inline }) => ({
      inline: { 'octo-ssm-updater': { ...inline['octo-ssm-updater'], Version: '2008-10-17' } },
    })),
    { role: UPDATER, kind: 'policy_document', more: ['Version 2008-10-17'], fewer: ['Version 2012-10-17'] },
  ],
  [
    'trust for another service',
    inTrust(
      EXECUTOR,
      first((one) => ({ ...one, Principal: { Service: ['ssm.amazonaws.com', 'ec2.amazonaws.com'] } })),
    ),
    { role: EXECUTOR, kind: 'trust' },
  ],
  [
    'trust of the executor without its conditions',
    inTrust(EXECUTOR, unconditional),
    { role: EXECUTOR, kind: 'trust' },
  ],
  [
    'trust that lets sessions be tagged',
    inTrust(
      ACCT,
      first((one) => ({ ...one, Action: ['sts:AssumeRole', 'sts:TagSession'] })),
    ),
    { role: ACCT, kind: 'trust' },
  ],
  [
    'trust of the approver without its Denies',
    inTrust(APPROVER, withoutDenies),
    { role: APPROVER, kind: 'trust' },
  ],
  [
    'trust with a second statement',
    inTrust(SEARCHER, (all) => [
      ...all,
      { Effect: 'Allow', Principal: { AWS: EXAMPLE.accountId }, Action: 'sts:AssumeRole' },
    ]),
    { role: SEARCHER, kind: 'trust' },
  ],
  [
    'longer sessions',
    inRole(EXECUTOR, () => ({ maxSessionDuration: 43_200 })),
    { role: EXECUTOR, kind: 'session' },
  ],
  [
    'shorter sessions',
    inRole(SEARCHER, () => ({ maxSessionDuration: 3_600 })),
    { role: SEARCHER, kind: 'session' },
  ],
  ['a tag removed', tagged(ACCT, {}), { role: ACCT, kind: 'tags', subject: 'team' }],
  [
    'a tag with another value',
    tagged(SEARCHER, { team: 'x' }),
    { role: SEARCHER, kind: 'tags', subject: 'team' },
  ],
  [
    'the tag of a data perimeter removed',
    tagged(UPDATER, { team: 'finops' }),
    { role: UPDATER, kind: 'tags', subject: 'dp:exclude:identity' },
  ],
  ['no boundary', withoutBoundary(SEARCHER), { role: SEARCHER, kind: 'boundary_missing' }],
  [
    'another boundary',
    inRole(ACCT, () => ({ boundary: ADMINISTRATOR })),
    { role: ACCT, kind: 'boundary_other' },
  ],
  [
    'the boundary of the other role',
    inRole(ACCT, () => ({ boundary: own('OctoRecommendationSearcherBoundary') })),
    { role: ACCT, kind: 'boundary_other' },
  ],
  [
    'a boundary where none belongs',
    inRole(EXECUTOR, () => ({ boundary: own('Theirs') })),
    { role: EXECUTOR, kind: 'boundary_other' },
  ],
  [
    'a wider boundary',
    inManaged('AlphausAcctAccessBoundary', grant('s3:GetObject')),
    { role: ACCT, kind: 'boundary_document', more: ['Allow s3:GetObject'] },
  ],
  [
    'a boundary without its Denies',
    inManaged('OctoRecommendationSearcherBoundary', withoutDenies),
    { role: SEARCHER, kind: 'boundary_document' },
  ],
  [
    'a boundary that allows all',
    inManaged('AlphausAcctAccessBoundary', () => allow('*').Statement as Statements),
    { role: ACCT, kind: 'boundary_document' },
  ],
  [
    'a policy detached',
    detaches(SEARCHER, own('OctoRecommendationSearcher2')),
    { role: SEARCHER, kind: 'policy_missing', subject: 'OctoRecommendationSearcher2' },
  ],
  [
    'AdministratorAccess detached',
    detaches(EXECUTOR, ADMINISTRATOR),
    { role: EXECUTOR, kind: 'policy_missing', subject: ADMINISTRATOR },
  ],
  [
    'an inline policy deleted',
    inRole(UPDATER, () => ({ inline: {} })),
    { role: UPDATER, kind: 'policy_missing', subject: 'octo-ssm-updater' },
  ],
  [
    "the approver's policy deleted",
    inRole(APPROVER, () => ({ inline: {} })),
    { role: APPROVER, kind: 'policy_missing', subject: 'octo-change-template-approver' },
  ],
  [
    'a managed policy that grants more',
    inManaged('AlphausAcctAccess1', grant('iam:CreateUser')),
    { role: ACCT, kind: 'policy_document', subject: 'AlphausAcctAccess1', more: ['Allow iam:CreateUser'] },
  ],
  [
    'a managed policy that grants less',
    inManaged('OctoRecommendationSearcher1', (all) => all.slice(1)),
    { role: SEARCHER, kind: 'policy_document', subject: 'OctoRecommendationSearcher1' },
  ],
  [
    'an inline policy that grants more',
    inInline(UPDATER, 'octo-ssm-updater', grant('ssm:SendCommand')),
    { role: UPDATER, kind: 'policy_document', more: ['Allow ssm:SendCommand'] },
  ],
  [
    'an inline policy without its Denies',
    inInline(UPDATER, 'octo-ssm-updater', withoutDenies),
    { role: UPDATER, kind: 'policy_document' },
  ],
  [
    'a condition removed',
    inInline(UPDATER, 'octo-ssm-updater', unconditional),
    { role: UPDATER, kind: 'policy_document' },
  ],
  [
    'a resource widened',
    inInline(
      UPDATER,
      'octo-ssm-updater',
      first((one) => ({ ...one, Resource: '*' })),
    ),
    { role: UPDATER, kind: 'policy_document' },
  ],
  [
    'an Allow turned into NotAction',
    inInline(
      APPROVER,
      'octo-change-template-approver',
      first(({ Action, ...one }) => ({ ...one, NotAction: Action })),
    ),
    { role: APPROVER, kind: 'policy_document' },
  ],
  [
    'a Deny turned into an Allow',
    inInline(UPDATER, 'octo-ssm-updater', (all) => all.map((one) => ({ ...one, Effect: 'Allow' }))),
    { role: UPDATER, kind: 'policy_document' },
  ],
  ...[SEARCHER, UPDATER, APPROVER, ACCT].map((role): [string, Change, Partial<Difference>] => [
    `AdministratorAccess attached to ${role}`,
    attaches(role as RoleName, ADMINISTRATOR),
    { role: role as RoleName, kind: 'foreign_attached', subject: ADMINISTRATOR },
  ]),
  [
    'a policy of the account attached',
    attaches(EXECUTOR, own('Theirs')),
    { role: EXECUTOR, kind: 'foreign_attached', subject: own('Theirs') },
  ],
  ...[UPDATER, APPROVER, EXECUTOR].map((role): [string, Change, Partial<Difference>] => [
    `an inline policy in ${role}`,
    addsInline(role as RoleName, 'theirs', allow('s3:*')),
    { role: role as RoleName, kind: 'foreign_inline', subject: 'theirs', more: ['Allow s3:*'] },
  ]),
  [
    'a self-update beyond the boundary',
    addsInline(SEARCHER, 'octo-more', allow(['ec2:DescribeInstances', 'iam:CreateUser'])),
    { role: SEARCHER, kind: 'update_beyond', subject: 'octo-more', more: ['Allow iam:CreateUser'] },
  ],
  [
    'a self-update that allows all',
    addsInline(ACCT, 'octo-all', allow('*')),
    { role: ACCT, kind: 'update_beyond', more: ['Allow *'] },
  ],
  [
    'a self-update whose wildcard reaches further',
    addsInline(SEARCHER, 'octo-wild', allow('s3:Get*')),
    { role: SEARCHER, kind: 'update_beyond', more: ['Allow s3:Get*'] },
  ],
  [
    'a self-update of a service in other letters',
    addsInline(ACCT, 'octo-case', allow('IAM:createuser')),
    { role: ACCT, kind: 'update_beyond', more: ['Allow IAM:createuser'] },
  ],
  [
    'a self-update on more resources',
    addsInline(ACCT, 'octo-all-roles', allow('iam:PutRolePolicy')),
    { role: ACCT, kind: 'update_beyond', more: ['Allow iam:PutRolePolicy'] },
  ],
  [
    'a self-update that allows all but some',
    addsInline(ACCT, 'octo-not', { Statement: { Effect: 'Allow', NotAction: 's3:*', Resource: '*' } }),
    { role: ACCT, kind: 'update_beyond', more: ['Allow all but s3:*'] },
  ],
];
