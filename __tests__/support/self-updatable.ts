import { ListRolePoliciesCommand, PutRolePolicyCommand, type IAMClient } from '@aws-sdk/client-iam';

/** The roles into which Alphaus may write inline policies. */
export const SELF_UPDATABLE = ['OctoRecommendationSearcherRole', 'AlphausAcctAccessRole'] as const;

/** The text of a policy that allows everything. */
export const ALLOW_ALL = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
});

/** Writes a policy that allows everything into each of them, as Alphaus could. */
export async function writeHostile(iam: IAMClient): Promise<void> {
  for (const RoleName of SELF_UPDATABLE)
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'hostile', PolicyDocument: ALLOW_ALL }));
}

/** The names of the inline policies of each of them. */
export async function inlineNames(iam: IAMClient): Promise<string[]> {
  const lists = await Promise.all(
    SELF_UPDATABLE.map((RoleName) => iam.send(new ListRolePoliciesCommand({ RoleName }))),
  );
  return lists.flatMap(({ PolicyNames = [] }) => PolicyNames);
}
