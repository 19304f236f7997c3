import type { Permission, RoleReport } from '../../src/report/shape/role-shape';
import type { RoleChange } from '../../src/report/shape/change-shape';
import { rightsChanges } from '../../src/report/diff/rights-change';

/** The role of the tests of changed rights. */
export const NAME = 'OctoSSMUpdaterRole';
/** What it works on. */
export const DOCUMENTS = 'arn:{partition}:ssm:*:{accountId}:document/*';

/** A grant, with what a test says otherwise. */
export const permission = (action: string, rest: Partial<Permission> = {}): Permission => ({
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

/** What a report says of the role, with what a test says otherwise. */
export const role = (rest: Partial<RoleReport> = {}): RoleReport => ({
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
      notActions: [],
      resources: ['*'],
      notResources: [],
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

/** The placeholders of a report. */
export const MEANINGS = { accountId: 'your account', externalId: 'your external id', stackArn: 'a stack' };

/** The changes from one report of the role to another. */
export const changed = (after: Partial<RoleReport>, before: Partial<RoleReport> = {}): RoleChange[] =>
  rightsChanges([role(before)], [role(after)]);

/** The one Deny of the role, with what a test says otherwise. */
export const denial = (rest: object): Pick<RoleReport, 'denials'> => ({
  denials: [{ ...role().denials[0], ...rest } as RoleReport['denials'][number]],
});
