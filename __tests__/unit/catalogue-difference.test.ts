import { describe, expect, test } from '@jest/globals';
import { catalogueDifference } from '../../src/analysis/catalogue-difference';
import type { CatalogueUpdate } from '../../src/aws-reference/catalogue-update-shape';
import { describeCatalogueUpdate } from '../../src/aws-reference/describe-catalogue-update';
import type { RoleSpec, StatementSpec } from '../../src/catalogue/role-spec';
import { ROLES } from '../../src/catalogue/roles';
import { analysisOf } from '../support/reference';
import { SEARCHER } from '../support/roles-in-short';

describe('the difference between two editions', () => {
  const row: StatementSpec = {
    sid: 'Things',
    actions: ['things:Describe*', 'things:List*'],
    capability: 'Things',
    reason: 'Because there are things.',
  };
  const never: StatementSpec = { ...row, sid: 'Never', effect: 'Deny', actions: ['things:DescribeInner*'] };
  const role: RoleSpec = { ...ROLES[SEARCHER], statements: [row, never], boundary: undefined };
  const before = analysisOf({
    'other:Get': 'Read',
    'things:DescribeThing': 'Read',
    'things:DescribeInnerThing': 'Read',
    'things:ListOld': 'List',
    'things:ListThings': 'List',
  });
  const after = analysisOf({
    'things:DescribeInnerParts': 'Read',
    'things:DescribeInnerThing': 'Read',
    'things:DescribeThing': 'Read',
    'things:ListNew': 'List',
    'things:ListThings': 'Write',
    'things:Put': 'Write',
  });
  const roles = [role];
  const allows = { list: 'permissions', sid: 'Things', effect: 'Allow' } as const;

  test('says per role what patterns newly stand for, no longer stand for, and what changed its access level', () => {
    expect(catalogueDifference(before, after, roles)).toEqual({
      added: 3,
      removed: 2,
      roles: [
        {
          role: SEARCHER,
          gained: [
            {
              action: 'things:DescribeInnerParts',
              accessLevel: 'Read',
              patterns: [
                { ...allows, pattern: 'things:Describe*' },
                { list: 'permissions', sid: 'Never', effect: 'Deny', pattern: 'things:DescribeInner*' },
              ],
            },
            {
              action: 'things:ListNew',
              accessLevel: 'List',
              patterns: [{ ...allows, pattern: 'things:List*' }],
            },
          ],
          lost: [
            {
              action: 'things:ListOld',
              accessLevel: 'List',
              patterns: [{ ...allows, pattern: 'things:List*' }],
            },
          ],
          relevelled: [
            {
              action: 'things:ListThings',
              accessLevel: 'Write',
              before: 'List',
              patterns: [{ ...allows, pattern: 'things:List*' }],
            },
          ],
        },
      ],
    });
  });

  test('is nothing between an edition and itself', () => {
    expect(catalogueDifference(before, before, roles)).toEqual({
      added: 0,
      removed: 0,
      roles: [],
    });
  });

  test('is told in words', () => {
    const update: CatalogueUpdate = {
      before: '1.0.0',
      after: '1.1.0',
      difference: catalogueDifference(before, after, roles),
      findings: [`${SEARCHER}: unscoped-write[things:ListThings] is not acknowledged.`],
    };
    expect(describeCatalogueUpdate(update)).toBe(
      `
AWS's actions: 1.0.0 -> 1.1.0, installed: 3 actions added, 2 removed

${SEARCHER}
  newly things:DescribeInnerParts (Read): by things:Describe* in Things; denied by things:DescribeInner* in Never
  newly things:ListNew (List): by things:List* in Things
  no longer things:ListOld (List): by things:List* in Things
  access level things:ListThings (List -> Write): by things:List* in Things

Findings with this edition, which stays installed: 1. Correct the rows, or accept each with a reason
  ${SEARCHER}: unscoped-write[things:ListThings] is not acknowledged.

to do: run npx octo-access generate, since the committed files are from the earlier edition; then npm test -- proof
`.trim(),
    );
  });

  test('is told in words where there is none', () => {
    const difference = catalogueDifference(before, before, roles);
    expect(describeCatalogueUpdate({ before: '1.0.0', after: '1.0.0', difference, findings: [] })).toBe(
      "AWS's actions: 1.0.0 is installed already",
    );
    expect(describeCatalogueUpdate({ before: '1.0.0', after: '1.1.0', difference, findings: [] })).toBe(
      "AWS's actions: 1.0.0 -> 1.1.0, installed: 0 actions added, 0 removed\nEvery pattern of the roles matches the same actions as before.\n\nto do: run npx octo-access generate, since the committed files are from the earlier edition; then npm test -- proof",
    );
  });
});
