import { DeleteRolePolicyCommand, DetachRolePolicyCommand, type IAMClient } from '@aws-sdk/client-iam';
import { unlessMissing } from './unless-missing';

// Where an answer is lost, the AWS SDK repeats the call, and the policy is gone then.

/** Deletes an inline policy of a role; one that is gone is no error. */
export async function deleteInline(iam: IAMClient, RoleName: string, PolicyName: string): Promise<void> {
  await unlessMissing(iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName })));
}

/** Detaches a managed policy, by its ARN, from a role; one that is detached is no error. */
export async function detach(iam: IAMClient, RoleName: string, PolicyArn: string): Promise<void> {
  await unlessMissing(iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn })));
}
