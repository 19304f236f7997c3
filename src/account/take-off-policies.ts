import {
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  NoSuchEntityException,
  type IAMClient,
} from '@aws-sdk/client-iam';

/** Deletes an inline policy of a role; one that is gone is no error. */
export async function deleteInline(iam: IAMClient, RoleName: string, PolicyName: string): Promise<void> {
  await unlessGone(iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName })));
}

/** Detaches a managed policy, by its ARN, from a role; one that is detached is no error. */
export async function detach(iam: IAMClient, RoleName: string, PolicyArn: string): Promise<void> {
  await unlessGone(iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn })));
}

/** Where an answer is lost, the AWS SDK repeats the call, and the policy is gone then. */
async function unlessGone(call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof NoSuchEntityException)) throw error;
  }
}
