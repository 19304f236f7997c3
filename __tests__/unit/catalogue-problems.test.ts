import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Analysis } from '../../src/analysis/analysis';
import { catalogueProblems, requireSoundCatalogue } from '../../src/analysis/catalogue-problems';
import { ROLES } from '../../src/catalogue/roles';
import type { RoleSpec, StatementSpec } from '../../src/catalogue/role-spec';
import { sharedAnalysis } from '../support/reference';

let aws: Analysis;

beforeAll(async () => {
  aws = await sharedAnalysis();
});

const SEARCHER = ROLES.OctoRecommendationSearcherRole;
const UPDATER = ROLES.OctoSSMUpdaterRole;
const ACCT_ACCESS = ROLES.AlphausAcctAccessRole;

const ROW: StatementSpec = {
  sid: 'Broken',
  actions: ['ssm:GetDocument'],
  capability: 'Test',
  reason: 'Something is wrong with this row, and it says what.',
};

function withRow(role: RoleSpec, row: Partial<StatementSpec>): RoleSpec {
  return { ...role, statements: [...role.statements, { ...ROW, ...row }] };
}

const found = (...roles: RoleSpec[]): string[] =>
  catalogueProblems(aws, roles).map(({ role, list, row, rule }) => `${role}, ${row} (${list}), ${rule}`);

/** Actions that AWS has, long enough to fill a policy. */
const ACTIONS = Array.from({ length: 300 }, (_, index) => `ec2:Describe${'*'.repeat(1 + (index % 15))}`);

describe('the catalogue', () => {
  test('has no row that is wrong', () => {
    expect(catalogueProblems(aws)).toEqual([]);
    expect(() => {
      requireSoundCatalogue(aws);
    }).not.toThrow();
  });

  test.each<[title: string, rule: string, row: Partial<StatementSpec>]>([
    ['an unknown placeholder', 'placeholder', { resources: ['arn:{partiton}:ssm:*:{accountId}:document/*'] }],
    [
      'an unknown placeholder of a condition',
      'placeholder',
      { conditions: { StringEquals: { 'aws:RequestedRegion': '{region}' } } },
    ],
    [
      'a placeholder that only lists have',
      'placeholder',
      { resources: ['arn:{partition}:ssm:*::document/{item}'] },
    ],
    ['an unknown action', 'action', { actions: ['ssm:GetDocuments'] }],
    ['an unknown service', 'action', { actions: ['smm:GetDocument'] }],
    ['a wildcard for the service', 'action', { actions: ['s*:GetDocument'] }],
    ['no action', 'shape', { actions: [] }],
    ['no resource', 'shape', { resources: [] }],
    ['an empty reason', 'reason', { reason: ' ' }],
    ['an empty capability', 'capability', { capability: '' }],
    ['a Sid with a hyphen', 'sid', { sid: 'Get-Document' }],
    [
      'a character that IAM refuses',
      'characters',
      { resources: ['arn:{partition}:ssm:*:{accountId}:document/ł'] },
    ],
    [
      'a resource of no type of its actions',
      'resource-type',
      { resources: ['arn:{partition}:ssm:*:{accountId}:parameter/*'] },
    ],
    [
      'a key that no request carries',
      'condition-key',
      { conditions: { StringEquals: { 'ssm:AutoApprove': 'x' } } },
    ],
    [
      'an operator that IAM does not have',
      'condition-operator',
      { conditions: { StringEqual: { 'aws:RequestedRegion': 'x' } } },
    ],
  ])('fails on %s, naming role, row and rule', (_, rule, row) => {
    expect(found(withRow(UPDATER, row))).toContain(
      `OctoSSMUpdaterRole, ${row.sid ?? 'Broken'} (permissions), ${rule}`,
    );
  });

  test('fails on a Sid that stands twice', () => {
    expect(found(withRow(withRow(UPDATER, {}), {}))).toEqual([
      'OctoSSMUpdaterRole, Broken (permissions), sid',
    ]);
  });

  test.each<[title: string, role: RoleSpec, expected: string]>([
    [
      'an inline policy',
      withRow(UPDATER, { actions: ACTIONS }),
      'OctoSSMUpdaterRole, Broken (permissions), size',
    ],
    [
      'a row that fits no managed policy',
      withRow(SEARCHER, { actions: ACTIONS }),
      'OctoRecommendationSearcherRole, Broken (permissions), size',
    ],
    [
      'a boundary',
      {
        ...ACCT_ACCESS,
        boundary: {
          policyName: 'x',
          statements: [...(ACCT_ACCESS.boundary?.statements ?? []), { ...ROW, actions: ACTIONS }],
        },
      },
      'AlphausAcctAccessRole, Broken (boundary), size',
    ],
  ])('fails on %s that is too long, naming the row that no longer fits', (_, role, expected) => {
    expect(found(role)).toEqual([expected]);
  });

  test('fails on more managed policies than a role takes', () => {
    const rows = Array.from({ length: 10 }, (_, index) => ({
      ...ROW,
      sid: `Row${index}`,
      actions: ACTIONS.slice(0, 200),
    }));
    expect(found({ ...SEARCHER, statements: rows })).toEqual([
      'OctoRecommendationSearcherRole, Row9 (permissions), policies',
    ]);
  });

  test('fails with all problems of all roles in one error', () => {
    const roles = [
      withRow(withRow(UPDATER, { reason: '' }), { sid: 'Typo', actions: ['ssm:GetDocuments'] }),
      withRow(SEARCHER, { resources: ['{nowhere}'] }),
    ];
    expect(() => {
      requireSoundCatalogue(aws, roles);
    }).toThrow(
      [
        'The catalogue has problems, nothing was written:',
        '- OctoSSMUpdaterRole, Broken (permissions), reason: is empty',
        '- OctoSSMUpdaterRole, Typo (permissions), action: "ssm:GetDocuments" matches no AWS action',
        '- OctoRecommendationSearcherRole, Broken (permissions), placeholder: {nowhere} in "{nowhere}" is unknown',
      ].join('\n'),
    );
  });
});
