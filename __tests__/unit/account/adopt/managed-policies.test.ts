import { IAMClient } from '@aws-sdk/client-iam';
import { expect, test } from '@jest/globals';
import { otherUsers } from '../../../../src/account/adopt/managed-policies';

/** IAM with pages of entities, whatever the policy. */
function iam(...pages: object[]): IAMClient {
  const client = new IAMClient({ region: 'us-east-1' });
  const send = (): Promise<object> => {
    const page = pages.shift() ?? {};
    return Promise.resolve(pages.length > 0 ? { ...page, IsTruncated: true, Marker: 'next' } : page);
  };
  return Object.assign(client, { send });
}

test('a policy of our name that our roles alone use is ours', async () => {
  expect(await otherUsers(iam({ PolicyRoles: [{ RoleName: 'OctoSSMUpdaterRole' }] }), ['arn:p'])).toEqual([]);
});

test("a policy of our name is somebody else's where others use it, in words who", async () => {
  const client = iam(
    { PolicyRoles: [{ RoleName: 'OctoSSMUpdaterRole' }, { RoleName: 'deployer' }] },
    { PolicyUsers: [{ UserName: 'bob' }], PolicyGroups: [{ GroupName: 'admins' }] },
  );
  expect(await otherUsers(client, ['arn:p'])).toEqual([
    expect.stringMatching(/^the policy arn:p .* the role deployer, the user bob, the group admins use it/),
  ]);
});
