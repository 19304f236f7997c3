import { setTimeout as sleep } from 'node:timers/promises';
import {
  DescribeStacksCommand,
  GetTemplateCommand,
  type CloudFormationClient,
  type Stack,
} from '@aws-sdk/client-cloudformation';
import { AwsError } from '../../aws/aws-error';

/** CloudFormation has no error of its own for a stack that is not there. */
export function isNotThere(error: unknown): boolean {
  const { name, message = '' } = (error ?? {}) as Partial<Error>;
  return name === 'ValidationError' && message.includes('does not exist');
}

/** A stack as CloudFormation describes it, by name or ARN; undefined if there is none, or it is deleted. */
export async function describeStack(
  client: CloudFormationClient,
  StackName: string,
): Promise<Stack | undefined> {
  try {
    const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({ StackName }));
    // By its ARN, a deleted stack is described for 90 days.
    return stack?.StackStatus === 'DELETE_COMPLETE' ? undefined : stack;
  } catch (error) {
    if (isNotThere(error)) return undefined;
    throw error;
  }
}

/**
 * The template of a stack.
 *
 * @param TemplateStage as it was given, or as its macros have made it
 */
export async function templateOf(
  client: CloudFormationClient,
  StackName: string,
  TemplateStage: 'Original' | 'Processed' = 'Original',
): Promise<string> {
  const { TemplateBody: body = '' } = await client.send(new GetTemplateCommand({ StackName, TemplateStage }));
  return body;
}

/** How to wait for a stack. */
export interface Waiting {
  /** Stops the waiting, not what CloudFormation does. */
  readonly signal: AbortSignal;
  /** Between two looks at the stack. @default 5000 */
  readonly pauseMilliseconds?: number | undefined;
  /** Is told, once, of a stack that is waited for. */
  readonly waits?: (stack: Stack) => void;
}

/**
 * A stack as soon as CloudFormation is not at work on it; undefined if there is none, or it is deleted.
 *
 * @param name or ARN
 * @throws AwsError once it is interrupted
 */
export async function settled(
  client: CloudFormationClient,
  name: string,
  { signal, pauseMilliseconds = 5_000, waits }: Waiting,
): Promise<Stack | undefined> {
  for (let looks = 1; !signal.aborted; looks += 1) {
    const stack = await describeStack(client, name);
    const status = stack?.StackStatus ?? '';
    // A stack in review has a change set that nobody has run; it may stay so for good.
    if (stack === undefined || !status.endsWith('_IN_PROGRESS') || status === 'REVIEW_IN_PROGRESS')
      return stack;
    if (looks === 1) waits?.(stack);
    await sleep(pauseMilliseconds, undefined, { signal }).catch(() => undefined);
  }
  throw new AwsError(
    `interrupted before CloudFormation was done with the stack ${name}: it goes on by itself; run the same command again`,
  );
}
