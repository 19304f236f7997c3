import { randomUUID } from 'node:crypto';
import {
  DeleteStackCommand,
  UpdateStackCommand,
  type CloudFormationClient,
  type Stack,
} from '@aws-sdk/client-cloudformation';
import type { RoleName } from '../../names/role-names';
import { describeStack, settled, templateOf, type Waiting } from '../stack/describe-stack';
import { retainedTemplate, unretained, UnknownTemplate, workedOutAnew } from '../stack/retained-template';
import { stackAddress } from '../stack/stack-address';
import { stackProblems, stackSetOf } from '../stack/stack-problems';
import { isStrange, resourceInWords, roleOf, stackOfRole, stackResources } from '../stack/stack-resources';
import { AdoptError } from './earlier-state';

/** A CloudFormation stack that holds roles of Octo's. */
export interface StackOfRoles {
  readonly name: string;
  /** ARN. */
  readonly id: string;
  readonly region: string;
  readonly roles: readonly RoleName[];
  /** Its other resources: logical ids. They stay, and belong to no stack afterwards. */
  readonly others: readonly string[];
  /** Those that are no policies either, like `Topic (AWS::SNS::Topic)`. */
  readonly strange: readonly string[];
  /** Name of the StackSet that it is an instance of. */
  readonly stackSet?: string;
  /** Whether it is there as a whole: all of its resources stay when it is deleted. */
  readonly retained: boolean;
  /** Why this command does not touch it: a sentence each, with what to do. */
  readonly problems: readonly string[];
}

/** The most that a request may hold. Source: CloudFormation quotas, "Template body size in a request". */
const LARGEST_TEMPLATE = 51_200;

/**
 * The stack that a role belongs to, in the region of a client, once CloudFormation is not at work on it; undefined if it belongs to
 * none there.
 */
export async function stackOf(
  client: CloudFormationClient,
  wanted: { readonly role: RoleName } | { readonly stack: string },
  waiting: Waiting,
): Promise<StackOfRoles | undefined> {
  const wantedStack = 'role' in wanted ? await stackOfRole(client, wanted.role) : wanted.stack;
  const stack = wantedStack === undefined ? undefined : await settled(client, wantedStack, waiting);
  if (stack?.StackId === undefined) return undefined;
  const { StackId: id, StackName: name = '' } = stack;
  const resources = await stackResources(client, id);
  const stackSet = stackSetOf(stack);
  const template = await templateOf(client, id);
  const isRetained = inWords(name, () => unretained(template)).length === 0;
  const anew = isRetained ? undefined : inWords(name, () => workedOutAnew(template));
  return {
    name,
    id,
    region: stackAddress(id).region ?? '',
    roles: resources.flatMap((one) => roleOf(one) ?? []),
    others: resources
      .filter((one) => roleOf(one) === undefined)
      .map(({ LogicalResourceId = '' }) => LogicalResourceId),
    strange: resources.filter(isStrange).map(resourceInWords),
    ...(stackSet !== undefined && { stackSet }),
    retained: isRetained,
    problems: [
      ...problemsOf(stack),
      ...(anew === undefined
        ? []
        : [
            `the stack ${name} cannot be made to keep its roles without the risk of another change, since of its template CloudFormation works something out anew in each update: ${anew}. Give every resource DeletionPolicy and UpdateReplacePolicy: Retain and something new in its Metadata yourself, make a change set, execute it if it changes nothing else, then run this again`,
          ]),
    ],
  };
}

function problemsOf(stack: Stack): string[] {
  const { StackName: name = '', StackStatus: status = '' } = stack;
  const isReady = /^(CREATE|UPDATE|UPDATE_ROLLBACK|IMPORT|IMPORT_ROLLBACK)_COMPLETE$|^DELETE_FAILED$/.test(
    status,
  );
  return [
    ...stackProblems(stack),
    ...(isReady
      ? []
      : [
          `the stack ${name} is in the state ${status}, in which CloudFormation takes no update: mend it first`,
        ]),
  ];
}

/**
 * Makes CloudFormation keep every resource of a stack when the stack is deleted. It changes no resource.
 *
 * @throws AdoptError if CloudFormation refuses it, or does not say so afterwards
 */
export async function retain(
  client: CloudFormationClient,
  { id, name }: StackOfRoles,
  waiting: Waiting,
): Promise<void> {
  const before = await templateOf(client, id);
  const TemplateBody = inWords(name, () => retainedTemplate(before));
  const bytes = Buffer.byteLength(TemplateBody);
  if (bytes > LARGEST_TEMPLATE) {
    throw new AdoptError(
      `the template of the stack ${name} has ${bytes} bytes with the attributes that keep its resources, and CloudFormation takes ${LARGEST_TEMPLATE} in a request: update the stack from a file in S3 with DeletionPolicy and UpdateReplacePolicy: Retain on every resource, then run this again`,
    );
  }
  const { Parameters: parameters = [], Capabilities: capabilities = [] } =
    (await describeStack(client, id)) ?? {};
  await client.send(
    new UpdateStackCommand({
      StackName: id,
      TemplateBody,
      Parameters: parameters.map(({ ParameterKey }) => ({ ParameterKey, UsePreviousValue: true })),
      Capabilities: [...new Set([...capabilities, 'CAPABILITY_NAMED_IAM' as const])],
      // Where the answer is lost, the AWS SDK repeats the call: CloudFormation knows it again by this, and does not refuse it.
      ClientRequestToken: randomUUID(),
    }),
  );
  const after = await settled(client, id, waiting);
  if (!(after?.StackStatus ?? '').startsWith('UPDATE_COMPLETE')) {
    throw new AdoptError(
      `CloudFormation did not make the stack ${name} keep its resources (${after?.StackStatus}: ${after?.StackStatusReason ?? 'no reason given'}): no role was changed`,
    );
  }
  await refuseUnretained(client, { id, name });
}

/**
 * Deletes a stack whose resources all stay.
 *
 * @throws AdoptError if one would not stay, or the stack is not gone afterwards
 */
export async function release(
  client: CloudFormationClient,
  { id, name }: StackOfRoles,
  waiting: Waiting,
): Promise<void> {
  await refuseUnretained(client, { id, name });
  await client.send(new DeleteStackCommand({ StackName: id }));
  const after = await settled(client, id, waiting);
  if (after === undefined) return;
  throw new AdoptError(
    `the stack ${name} was not deleted (${after.StackStatus}: ${after.StackStatusReason ?? 'no reason given'}); its roles are taken over: delete it in the console and keep its resources`,
  );
}

/** What a macro makes of the template counts, not what it is made of. */
async function refuseUnretained(
  client: CloudFormationClient,
  { id, name }: Pick<StackOfRoles, 'id' | 'name'>,
): Promise<void> {
  const template = await templateOf(client, id, 'Processed');
  const lost = inWords(name, () => unretained(template));
  if (lost.length === 0) return;
  throw new AdoptError(
    `the stack ${name} would delete ${lost.join(', ')} together with itself, so it stays as it is: give them DeletionPolicy: Retain in its template, then run this again`,
  );
}

function inWords<T>(name: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof UnknownTemplate)) throw error;
    throw new AdoptError(
      `the template of the stack ${name} cannot be rewritten (${error.message}): give every resource DeletionPolicy and UpdateReplacePolicy: Retain yourself, update the stack, delete it, then run this again`,
      { cause: error },
    );
  }
}
