import { randomUUID } from 'node:crypto';
import {
  DeleteStackCommand,
  DescribeStackEventsCommand,
  UpdateStackCommand,
  type CloudFormationClient,
} from '@aws-sdk/client-cloudformation';
import type { IAMClient } from '@aws-sdk/client-iam';
import { AwsError } from '../aws/aws-error';
import {
  foreignInlinePolicies,
  isSelfUpdatable,
  SELF_UPDATE,
  type AccessStack,
  type InlinePolicy,
} from './access-stack';
import { rolesThere } from './roles-there';
import { settled, type Waiting } from './stack/describe-stack';
import { deleteInline } from './take-off-policies';

/** How a stack is removed. */
export interface RemoveStackOptions extends Waiting {
  readonly iam: IAMClient;
  readonly cloudFormation: CloudFormationClient;
  /** Is told of each step. */
  readonly tell: (line: string) => void;
}

/** A role that lost its right to write may use it for some seconds yet: IAM spreads changes by and by. */
const ATTEMPTS = 3;

const GONE = 'DELETE_COMPLETE';

/** States from which CloudFormation takes no update. Whoever is in one goes on with the deletion. */
const NO_UPDATE = /^(CREATE_FAILED|ROLLBACK_|DELETE_|UPDATE_ROLLBACK_FAILED)/;

/**
 * Deletes a stack and what Alphaus wrote into its roles, and waits until it is gone: first Alphaus loses the right to write, then its
 * policies are deleted, then the stack is, which keeps the roles' limits until the roles are gone. May be run again wherever
 * an earlier run was cut off.
 *
 * @returns the policies that were deleted
 * @throws AwsError with CloudFormation's own reasons, if it fails
 */
export async function removeStack(stack: AccessStack, options: RemoveStackOptions): Promise<InlinePolicy[]> {
  const { iam, cloudFormation: client, tell } = options;
  const deleted: InlinePolicy[] = [];
  const before = await stateOf(stack, options);
  if (before.status === GONE) return deleted;
  if (!NO_UPDATE.test(before.status) && before.selfUpdate !== 'false') {
    tell(`updating the stack ${stack.name} with ${SELF_UPDATE}=false`);
    const token = await withoutSelfUpdate(stack, client);
    const { status, selfUpdate } = await stateOf(stack, options);
    if (token !== undefined && selfUpdate !== 'false') throw await failure(stack, client, status, token);
  }
  for (let attempt = 1; ; attempt += 1) {
    for (const one of await writtenByAlphaus(iam)) {
      tell(`deleting ${one.policy}, which Alphaus wrote into ${one.role}`);
      await deleteInline(iam, one.role, one.policy);
      deleted.push(one);
    }
    tell(`deleting the stack ${stack.name}`);
    const token = randomUUID();
    await client.send(new DeleteStackCommand({ StackName: stack.arn, ClientRequestToken: token }));
    const { status } = await stateOf(stack, options);
    if (status === GONE) return deleted;
    const mayHelp = attempt < ATTEMPTS && (await writtenByAlphaus(iam)).length > 0;
    if (!mayHelp) throw await failure(stack, client, status, token);
  }
}

/** The stack's state and its parameter for self-update, once CloudFormation is not at work on it. */
async function stateOf(
  { arn }: AccessStack,
  { cloudFormation, ...waiting }: RemoveStackOptions,
): Promise<{ readonly status: string; readonly selfUpdate?: string | undefined }> {
  const { StackStatus: status = GONE, Parameters = [] } = (await settled(cloudFormation, arn, waiting)) ?? {};
  const selfUpdate = Parameters.find(({ ParameterKey }) => ParameterKey === SELF_UPDATE)?.ParameterValue;
  return { status, selfUpdate };
}

async function writtenByAlphaus(iam: IAMClient): Promise<InlinePolicy[]> {
  return foreignInlinePolicies(iam, (await rolesThere(iam)).filter(isSelfUpdatable));
}

/**
 * Returns the token of the update; undefined if it changes nothing, as without the roles that update themselves. All else stays as it is, but for triggers that would roll the update back: an update by Alphaus may have left some.
 */
async function withoutSelfUpdate(
  { arn, parameters }: AccessStack,
  client: CloudFormationClient,
): Promise<string | undefined> {
  const token = randomUUID();
  try {
    await client.send(
      new UpdateStackCommand({
        StackName: arn,
        UsePreviousTemplate: true,
        Parameters: parameters.map((ParameterKey) =>
          ParameterKey === SELF_UPDATE
            ? { ParameterKey, ParameterValue: 'false' }
            : { ParameterKey, UsePreviousValue: true },
        ),
        Capabilities: ['CAPABILITY_NAMED_IAM'],
        RollbackConfiguration: { RollbackTriggers: [], MonitoringTimeInMinutes: 0 },
        ClientRequestToken: token,
      }),
    );
    return token;
  } catch (error) {
    if ((error as Error).message.includes('No updates are to be performed')) return undefined;
    throw error;
  }
}

async function failure(
  { arn, name }: AccessStack,
  client: CloudFormationClient,
  status: string,
  token: string,
): Promise<AwsError> {
  const { StackEvents = [] } = await client.send(new DescribeStackEventsCommand({ StackName: arn }));
  const reasons = StackEvents.filter(
    ({ ResourceStatus = '', ClientRequestToken }) =>
      ResourceStatus.endsWith('_FAILED') && ClientRequestToken === token,
  ).map(
    ({ LogicalResourceId, ResourceStatusReason = '' }) => `${LogicalResourceId}: ${ResourceStatusReason}`,
  );
  return new AwsError(
    `CloudFormation could not finish, the stack ${name} is ${status}: ${reasons.join('; ') || 'it gives no reason'}; mend that, then run the same command again`,
  );
}
