import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  PutRolePolicyCommand,
  type IAMClient,
} from '@aws-sdk/client-iam';
import type { ObservedAccount } from '../../src/account/observed';

/** Makes the roles of an account as they are described, without Terraform: policies first, since roles name them. */
export async function installRoles(iam: IAMClient, { roles, policies }: ObservedAccount): Promise<void> {
  for (const [arn, document] of Object.entries(policies))
    await iam.send(
      new CreatePolicyCommand({
        PolicyName: arn.split('/').at(-1),
        PolicyDocument: JSON.stringify(document),
      }),
    );
  for (const { name: RoleName, path, trust, maxSessionDuration, tags, inline, attached, boundary } of roles) {
    await iam.send(
      new CreateRoleCommand({
        RoleName,
        Path: path,
        AssumeRolePolicyDocument: JSON.stringify(trust),
        MaxSessionDuration: maxSessionDuration,
        Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
        PermissionsBoundary: boundary,
      }),
    );
    for (const [PolicyName, document] of Object.entries(inline))
      await iam.send(
        new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: JSON.stringify(document) }),
      );
    for (const PolicyArn of attached) await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
  }
}
