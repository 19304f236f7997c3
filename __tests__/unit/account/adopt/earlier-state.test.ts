import { expect, test } from '@jest/globals';
import { AdoptError, earlierState } from '../../../../src/account/adopt/earlier-state';

const role = (name: string, rest: object = {}): object => ({
  mode: 'managed',
  type: 'aws_iam_role',
  name: 'any',
  instances: [{ attributes: { name, arn: `arn:aws:iam::111122223333:role/${name}` } }],
  ...rest,
});
const state = (...resources: object[]): string => JSON.stringify({ version: 4, resources });

test('roles are found by their names, whatever their addresses are', () => {
  const text = state(
    role('OctoSSMUpdaterRole', { module: 'module.octo["eu"]' }),
    role('AlphausAcctAccessRole', {
      instances: [
        {
          index_key: 0,
          attributes: { name: 'AlphausAcctAccessRole', arn: 'arn:aws:iam::111122223333:role/x' },
        },
        { index_key: 'b', attributes: { name: 'Other' } },
      ],
    }),
    role('Somebody'),
    role('OctoSSMUpdaterRole', { mode: 'data' }),
    { mode: 'managed', type: 'aws_s3_bucket', name: 'b', instances: [{ attributes: null }] },
  );
  expect(earlierState(text, 'f')).toEqual({
    roles: [
      {
        role: 'OctoSSMUpdaterRole',
        address: 'module.octo["eu"].aws_iam_role.any',
        accountId: '111122223333',
      },
      { role: 'AlphausAcctAccessRole', address: 'aws_iam_role.any[0]', accountId: '111122223333' },
    ],
    parts: [],
    others: 3,
  });
});

test('what is in and on the roles of Octo goes with them, and the same of other roles stays', () => {
  const part = (type: string, ...instances: object[]): object => ({
    mode: 'managed',
    module: 'module.octo',
    type: `aws_iam_${type}`,
    name: 'x',
    instances: instances.map((attributes, index_key) => ({ index_key, attributes })),
  });
  const text = state(
    role('OctoSSMUpdaterRole'),
    part('role_policy', { role: 'OctoSSMUpdaterRole' }, { role: 'Somebody' }),
    part('role_policies_exclusive', { role_name: 'OctoSSMUpdaterRole' }, { role_name: 'Somebody' }),
    part('role_policy_attachment', { role: 'Somebody' }, { role: 'AlphausAcctAccessRole' }),
    part('role_policy_attachments_exclusive', { role_name: 'AlphausAcctAccessRole' }),
    part('policy_attachment', { roles: ['Somebody'] }, { roles: ['Somebody', 'OctoSSMUpdaterRole'] }),
    part('policy', { name: 'OctoSSMUpdaterRole' }, { name: 'AlphausAcctAccessBoundary' }),
    part('policy', { name: 'AlphausAcctAccess1' }, { name: 'AlphausAcctAccess' }),
  );
  expect(earlierState(text, 'f')).toMatchObject({
    parts: [
      'module.octo.aws_iam_role_policy.x[0]',
      'module.octo.aws_iam_role_policies_exclusive.x[0]',
      'module.octo.aws_iam_role_policy_attachment.x[1]',
      'module.octo.aws_iam_role_policy_attachments_exclusive.x[0]',
      'module.octo.aws_iam_policy_attachment.x[1]',
      'module.octo.aws_iam_policy.x[1]',
      'module.octo.aws_iam_policy.x[0]',
    ],
    others: 6,
  });
});

test.each([
  ['cut off', state(role('OctoSSMUpdaterRole')).slice(0, -20), 'it is not JSON, or it is cut off'],
  ['empty', '', 'it is not JSON, or it is cut off'],
  ['of Terraform 0.11', JSON.stringify({ version: 3, modules: [] }), 'version 4'],
  ['a plan', JSON.stringify({ format_version: '1.2' }), 'it is something else'],
  ['without a role of Octo', state(role('Somebody')), 'holds none of OctoRecommendationSearcherRole'],
])('fails for a state that is %s', (_, text, message) => {
  expect(() => earlierState(text, 'f')).toThrow(AdoptError);
  expect(() => earlierState(text, 'f')).toThrow(message);
});
