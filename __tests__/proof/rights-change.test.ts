import { describe, expect, test } from '@jest/globals';
import type { Permission, PermissionReport, RoleReport } from '../../src/outputs/report/model';
import { rightsChanges, type ChangeKind } from '../../src/outputs/report/rights-change';
import { NO_CHANGE, rightsChangeText } from '../../src/outputs/report/rights-change-text';

const NAME = 'OctoSSMUpdaterRole';
const DOCUMENTS = 'arn:{partition}:ssm:*:{accountId}:document/*';

const permission = (action: string, rest: Partial<Permission> = {}): Permission => ({
  action,
  accessLevel: 'Write',
  resources: [DOCUMENTS],
  conditions: { StringEquals: { 'ssm:DocumentType': ['Automation'] } },
  reason: 'Octo keeps its runbooks.',
  capability: 'Documents',
  required: true,
  sid: 'Manage',
  ...rest,
});

const role = (rest: Partial<RoleReport> = {}): RoleReport => ({
  name: NAME,
  purpose: 'It requests changes.',
  assumedBy: [],
  trust: [
    {
      sid: 'Vendor',
      effect: 'Allow',
      principals: { AWS: ['arn:{partition}:iam::{principal}:root'] },
      conditions: { StringEquals: { 'sts:ExternalId': ['{externalId}'] } },
    },
  ],
  session: { seconds: 3600, input: null },
  managedPolicies: [],
  boundary: null,
  levels: { List: 0, Read: 0, Tagging: 0, Write: 1, 'Permissions management': 0 },
  grants: [],
  permissions: [permission('ssm:CreateDocument')],
  denials: [
    {
      sid: 'Never',
      documents: ['octo'],
      actions: ['ssm:PutResourcePolicy'],
      resources: ['*'],
      conditions: {},
      reason: 'Sharing belongs to the customer.',
    },
  ],
  ceiling: null,
  never: [],
  accepted: [],
  sizes: [],
  ...rest,
});

const report = (...roles: RoleReport[]): PermissionReport => ({ roles }) as unknown as PermissionReport;

const changed = (after: Partial<RoleReport>, before: Partial<RoleReport> = {}) =>
  rightsChanges(report(role(before)), report(role(after)));

const kinds = (after: Partial<RoleReport>, before: Partial<RoleReport> = {}): ChangeKind[] =>
  changed(after, before).flatMap(({ changes }) => changes.map(({ kind }) => kind));

describe('what changed in rights', () => {
  test('is nothing where reports say the same, in other words too', () => {
    expect(changed({})).toEqual([]);
    expect(
      kinds({ permissions: [permission('ssm:CreateDocument', { reason: 'Another.', sid: 'Other' })] }),
    ).toEqual([]);
    expect(rightsChangeText([])).toBe(NO_CHANGE);
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
    ['changed', 'other resources', { resources: ['arn:{partition}:ssm:*:{accountId}:parameter/*'] }],
    [
      'changed',
      'a condition that cannot be compared',
      { conditions: { StringNotEquals: { 'ssm:DocumentType': ['Command'] } } },
    ],
  ])('is %s by %s', (kind, _, rest) => {
    expect(kinds({ permissions: [permission('ssm:CreateDocument', rest)] })).toEqual([kind]);
  });

  test('sees through a second grant that covers the first', () => {
    const wide = permission('ssm:CreateDocument', { sid: 'Wide', resources: ['*'], conditions: {} });
    expect(kinds({ permissions: [permission('ssm:CreateDocument'), wide] })).toEqual(['widened']);
    expect(kinds({ permissions: [wide] }, { permissions: [permission('ssm:CreateDocument'), wide] })).toEqual(
      [],
    );
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
      { trust: [...role().trust, { ...role().trust[0], sid: 'More' } as never] },
      {},
    ],
    [
      'widened',
      'a Deny less of who may assume it',
      {},
      { trust: [...role().trust, { ...role().trust[0], sid: 'No', effect: 'Deny' } as never] },
    ],
    [
      'changed',
      'another condition on who may assume it',
      { trust: [{ ...role().trust[0], conditions: {} } as never] },
      {},
    ],
    [
      'widened',
      'a higher ceiling',
      { ceiling: { boundary: 'b', levels: role().levels, beyond: [{ action: 's3:ListBucket' } as never] } },
      { ceiling: { boundary: 'b', levels: role().levels, beyond: [] } },
    ],
  ])('is %s by %s', (kind, _, after, before) => {
    expect(kinds(after, before)).toEqual([kind]);
  });

  test('is told action by action together where the rest is the same, with limits and reason', () => {
    const two = ['ssm:DeleteDocument', 'ssm:UpdateDocument'].map((action) => permission(action));
    expect(rightsChangeText(changed({ permissions: [...role().permissions, ...two] }))).toBe(
      [
        `- ${NAME}`,
        `  - adds \`ssm:DeleteDocument\`, \`ssm:UpdateDocument\`; on \`${DOCUMENTS}\` if ` +
          '`StringEquals ssm:DocumentType = Automation`. Octo keeps its runbooks.',
      ].join('\n'),
    );
  });

  test('tells a role that comes or goes as one, with how much it may do', () => {
    expect(rightsChangeText(rightsChanges(undefined, report(role())))).toBe(
      `- ${NAME}\n  - new role: 1 Write. It requests changes.`,
    );
    expect(rightsChangeText(rightsChanges(report(role()), report()))).toBe(
      `- ${NAME}\n  - no longer installed. The role is no longer installed.`,
    );
  });

  test('says what held before', () => {
    const wide = { permissions: [permission('ssm:CreateDocument', { resources: ['*'], conditions: {} })] };
    expect(rightsChangeText(changed(wide))).toContain(
      `widens \`ssm:CreateDocument\`; now without a limit; before on \`${DOCUMENTS}\` if ` +
        '`StringEquals ssm:DocumentType = Automation`. ',
    );
  });
});
