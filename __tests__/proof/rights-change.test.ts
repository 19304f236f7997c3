import { describe, expect, test } from '@jest/globals';
import { coversPattern } from '../../src/report/build/reported-limits';
import type { ChangeKind } from '../../src/report/shape/change-shape';
import type { Permission, RoleReport } from '../../src/report/shape/role-shape';
import { rightsChanges } from '../../src/report/diff/rights-change';
import { NO_CHANGE, rightsChangeText } from '../../src/report/diff/rights-change-text';
import { changed, denial, MEANINGS, NAME, permission, role } from '../support/role-reports';

const kinds = (after: Partial<RoleReport>, before: Partial<RoleReport> = {}): ChangeKind[] =>
  changed(after, before).flatMap(({ changes }) => changes.map(({ kind }) => kind));

describe('what changed in rights', () => {
  test('is nothing if the reports mean the same, even in other words', () => {
    expect(changed({})).toEqual([]);
    expect(
      kinds({ permissions: [permission('ssm:CreateDocument', { reason: 'Another.', sid: 'Other' })] }),
    ).toEqual([]);
    expect(rightsChangeText([], MEANINGS)).toBe(NO_CHANGE);
  });

  test.each<[ChangeKind, string, Partial<Permission>]>([
    ['widened', 'more resources', { resources: ['*'] }],
    ['widened', 'no condition', { conditions: {} }],
    [
      'widened',
      'another value that will do',
      { conditions: { StringEquals: { 'ssm:DocumentType': ['Automation', 'Command'] } } },
    ],
    ['narrowed', 'fewer resources', { resources: ['arn:{partition}:ssm:*:{accountId}:document/octo-*'] }],
    [
      'narrowed',
      'one condition more',
      {
        conditions: {
          StringEquals: { 'ssm:DocumentType': ['Automation'], 'aws:RequestedRegion': ['us-east-1'] },
        },
      },
    ],
    [
      'changed',
      'resources of which some are as they were',
      { resources: ['arn:{partition}:ssm:*:{accountId}:document/octo-*', 'arn:x'] },
    ],
    ['changed', 'other resources', { resources: ['arn:{partition}:ssm:*:{accountId}:parameter/*'] }],
    [
      'changed',
      'a condition that cannot be compared',
      { conditions: { StringNotEquals: { 'ssm:DocumentType': ['Command'] } } },
    ],
  ])('is %s by %s', (kind, _, rest) => {
    expect(kinds({ permissions: [permission('ssm:CreateDocument', rest)] })).toEqual([kind]);
  });

  test('ignores a grant that another one covers', () => {
    const wide = permission('ssm:CreateDocument', { sid: 'Wide', resources: ['*'], conditions: {} });
    expect(kinds({ permissions: [permission('ssm:CreateDocument'), wide] })).toEqual(['widened']);
    expect(kinds({ permissions: [wide] }, { permissions: [permission('ssm:CreateDocument'), wide] })).toEqual(
      [],
    );
  });

  test('is nothing if one grant is split into several', () => {
    const resources = ['arn:a', 'arn:b/*', 'arn:c'];
    const [whole] = [permission('ssm:CreateDocument', { resources })];
    const split = resources.map((resource) => permission('ssm:CreateDocument', { resources: [resource] }));
    expect(kinds({ permissions: split }, { permissions: [whole] as Permission[] })).toEqual([]);
    expect(kinds({ permissions: [whole] as Permission[] }, { permissions: split })).toEqual([]);
    expect(kinds({ permissions: split.slice(1) }, { permissions: [whole] as Permission[] })).toEqual([
      'narrowed',
    ]);
  });

  test('names only the differing resources of a right', () => {
    const before = [permission('ssm:CreateDocument', { resources: ['arn:a', 'arn:b'] })];
    const after = [permission('ssm:CreateDocument', { resources: ['arn:a', 'arn:b', 'arn:c'] })];
    const [change] = changed({ permissions: after }, { permissions: before })[0]?.changes ?? [];
    expect(change).toEqual(
      expect.objectContaining({
        kind: 'widened',
        now: [{ resources: ['arn:c'], conditions: permission('x').conditions }],
        before: [],
      }),
    );
    expect(rightsChangeText(changed({ permissions: after }, { permissions: before }), {})).toContain(
      'widens `ssm:CreateDocument`; now also on `arn:c` if `StringEquals ssm:DocumentType = Automation`. ',
    );
  });

  test.each<[string, Partial<RoleReport>]>([
    ['a document that is called otherwise', denial({ documents: ['another'] })],
    ['a Deny that is called otherwise', denial({ sid: 'Another', reason: 'Another.' })],
    ['who may assume it, called otherwise', { trust: [{ ...role().trust[0], sid: 'Another' } as never] }],
  ])('is nothing by %s', (_, after) => {
    expect(kinds(after)).toEqual([]);
  });

  test('is nothing for a Deny that another one covers, whatever its case', () => {
    const wide = denial({ actions: ['ssm:*'] });
    const within = denial({ actions: ['SSM:putresource*', 'ssm:PutResourcePolicy'] });
    expect(kinds({ denials: [...wide.denials, ...within.denials] }, wide)).toEqual([]);
  });

  const ALL_BUT = { actions: [], notActions: ['s3:Get*'] };
  const ELSEWHERE = { resources: [], notResources: ['arn:a'] };

  test('describes a Deny with NotAction and NotResource', () => {
    expect(rightsChangeText(changed(denial({ ...ALL_BUT, ...ELSEWHERE }), { denials: [] }), {})).toBe(
      `- ${NAME}\n  - denies every action but \`s3:Get*\`; on anything but \`arn:a\`. Sharing belongs to the customer.`,
    );
  });

  test.each<[ChangeKind, string, object, object]>([
    ['narrowed', 'more actions', { actions: ['ssm:*'] }, {}],
    ['widened', 'fewer actions', {}, { actions: ['ssm:*'] }],
    ['narrowed', 'more resources', { resources: ['arn:a', 'arn:b'] }, { resources: ['arn:a'] }],
    ['widened', 'one condition more', { conditions: { Bool: { 'aws:ViaAWSService': ['false'] } } }, {}],
    ['changed', 'other resources', { resources: ['arn:a'] }, { resources: ['arn:b'] }],
    ['narrowed', 'all other actions', { actions: [], notActions: ['ec2:*', 's3:Get*'] }, {}],
    ['widened', 'all but more actions', { actions: [], notActions: ['s3:*'] }, ALL_BUT],
    ['narrowed', 'all but fewer actions', { actions: [], notActions: ['s3:GetObject'] }, ALL_BUT],
    ['narrowed', 'all other resources', ELSEWHERE, { resources: ['arn:b'] }],
    ['widened', 'all but more resources', { resources: [], notResources: ['arn:*'] }, ELSEWHERE],
  ])('is %s by a Deny of %s', (kind, _, after, before) => {
    expect(kinds(denial(after), denial(before))).toEqual([kind]);
  });

  test.each<[says: string, after: string[], before: string[]]>([
    ['no longer denies `s3:List*`', ['s3:Get*', 's3:List*'], ['s3:Get*']],
    ['denies `s3:List*`', ['s3:Get*'], ['s3:Get*', 's3:List*']],
  ])('%s, where that is all by which a Deny of all others differs', (says, after, before) => {
    const but = (notActions: string[]): ReturnType<typeof denial> => denial({ actions: [], notActions });
    expect(rightsChangeText(changed(but(after), but(before)), {})).toBe(
      `- ${NAME}\n  - ${says}. Sharing belongs to the customer.`,
    );
  });

  const S3 = ['s3:GetBucketAcl', 's3:GetObject', 's3:ListBucket', 's3:PutObject'];
  const aws = {
    expand: (patterns: readonly string[]): string[] =>
      S3.filter((action) => patterns.some((pattern) => coversPattern(pattern, action))),
  };
  const excepting = (...lists: string[][]): Pick<RoleReport, 'denials'> => ({
    denials: lists.flatMap((notActions) => denial({ actions: [], notActions }).denials),
  });

  test.each<[says: string, after: string[][], before: string[][]]>([
    ['no longer denies `s3:ListBucket`, `s3:PutObject`', [['s3:*']], [['s3:Get*']]],
    ['denies `s3:GetBucketAcl`', [['s3:*Object']], [['s3:*Object', 's3:Get*']]],
    [
      'denies `s3:PutObject`',
      [['s3:*'], ['s3:Get*', 's3:Put*'], ['s3:Get*']],
      [['s3:*'], ['s3:Get*', 's3:Put*']],
    ],
  ])('%s, by the actions that AWS has, where patterns meet in a part', (says, after, before) => {
    const [change] = rightsChanges(
      [{ ...role(), ...excepting(...before) }],
      [{ ...role(), ...excepting(...after) }],
      aws,
    );
    expect(rightsChangeText(change ? [change] : [], {})).toBe(
      `- ${NAME}\n  - ${says}. Sharing belongs to the customer.`,
    );
  });

  test('is nothing where other patterns except the same actions', () => {
    const [before, after] = [excepting(['s3:Get*Acl']), excepting(['s3:GetBucketA*'])];
    expect(rightsChanges([{ ...role(), ...before }], [{ ...role(), ...after }], aws)).toEqual([]);
  });

  test.each([
    [
      'denies in fewer cases `ssm:PutResourcePolicy`; now on `arn:a`; before without limits',
      ['arn:a'],
      ['*'],
    ],
    ['denies in more cases `ssm:PutResourcePolicy`; now without limits; before on `arn:a`', ['*'], ['arn:a']],
  ])('%s, where a Deny still stands', (says, after, before) => {
    expect(rightsChangeText(changed(denial({ resources: after }), denial({ resources: before })), {})).toBe(
      `- ${NAME}\n  - ${says}. Sharing belongs to the customer.`,
    );
  });

  test.each<[boolean, string, string]>([
    [true, 'a*', 'ab*'],
    [true, 'a?*', 'a?b*'],
    [false, 'a?', 'a*'],
    [false, 'a?*', 'a*'],
    [false, 'a?b*', 'a*bb'],
    [false, 'ab', 'a?'],
  ])('knows (%s) whether %s stands for all that %s does', (covers, wide, narrow) => {
    expect(coversPattern(wide, narrow)).toBe(covers);
  });

  test.each<[ChangeKind, string, Partial<RoleReport>, Partial<RoleReport>]>([
    ['narrowed', 'a Deny more', {}, { denials: [] }],
    ['widened', 'a Deny less', { denials: [] }, {}],
    ['widened', 'a longer session', { session: { seconds: 7200, input: null } }, {}],
    ['widened', 'no boundary', { boundary: null }, { boundary: 'arn:x' }],
    ['added', 'a managed policy', { managedPolicies: ['arn:x'] }, {}],
    [
      'widened',
      'somebody else who may assume it',
      {
        trust: [
          ...role().trust,
          { ...role().trust[0], sid: 'More', principals: { AWS: ['arn:y'] } } as never,
        ],
      },
      {},
    ],
    [
      'widened',
      'a Deny less of who may assume it',
      {},
      { trust: [...role().trust, { ...role().trust[0], sid: 'No', effect: 'Deny' } as never] },
    ],
    [
      'widened',
      'no condition on who may assume it',
      { trust: [{ ...role().trust[0], conditions: {} } as never] },
      {},
    ],
    [
      'narrowed',
      'a Deny of more who may assume it',
      { trust: [{ ...role().trust[0], effect: 'Deny', conditions: {} } as never] },
      { trust: [{ ...role().trust[0], effect: 'Deny' } as never] },
    ],
    [
      'changed',
      'somebody else in a statement of who may assume it',
      { trust: [{ ...role().trust[0], principals: { AWS: ['arn:y'] } } as never] },
      {},
    ],
    ['removed', 'a managed policy less', {}, { managedPolicies: ['arn:x'] }],
    ['changed', 'another managed policy', { managedPolicies: ['arn:y'] }, { managedPolicies: ['arn:x'] }],
    ['changed', 'another boundary', { boundary: 'arn:y' }, { boundary: 'arn:x' }],
    [
      'narrowed',
      'no room for what could be added',
      { ceiling: null },
      { ceiling: { boundary: 'b', levels: role().levels, beyond: [{ action: 's3:ListBucket' } as never] } },
    ],
    [
      'widened',
      'a wider permissions boundary',
      { ceiling: { boundary: 'b', levels: role().levels, beyond: [{ action: 's3:ListBucket' } as never] } },
      { ceiling: { boundary: 'b', levels: role().levels, beyond: [] } },
    ],
  ])('is %s by %s', (kind, _, after, before) => {
    expect(kinds(after, before)).toEqual([kind]);
  });
});
