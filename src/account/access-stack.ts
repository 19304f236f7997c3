import type { CloudFormationClient, Stack, StackResourceSummary } from '@aws-sdk/client-cloudformation';
import { paginateListRolePolicies, type IAMClient } from '@aws-sdk/client-iam';
import { ROLES } from '../catalogue/roles';
import { cloudFormationTemplate } from '../cloudformation/template';
import { parameterName } from '../inputs/to-cloudformation';
import { ROLE_NAMES, type RoleName } from '../names/role-names';
import { describeStack, templateOf } from './stack/describe-stack';
import { retained, UnknownTemplate } from './stack/retained-template';
import { shortList } from '../text/short-list';
import { stackProblems, stackSetOf } from './stack/stack-problems';
import { isStrange, resourceInWords, roleOf, stackResources } from './stack/stack-resources';

/** A CloudFormation stack that has roles of ours. */
export interface AccessStack {
  readonly arn: string;
  readonly name: string;
  /** Names of its parameters. */
  readonly parameters: readonly string[];
  /** Those of the five that are its resources. */
  readonly roles: readonly RoleName[];
  /** Why it may not be deleted as it is: a sentence each, with what to do. */
  readonly problems: readonly string[];
}

/** The parameter that lets Alphaus write inline policies. */
export const SELF_UPDATE = parameterName('allow_self_update');

/**
 * Reads a stack by its name or ARN.
 *
 * @returns undefined if it is not there, or deleted
 */
export async function readStack(
  client: CloudFormationClient,
  stackName: string,
): Promise<AccessStack | undefined> {
  const stack = await describeStack(client, stackName);
  if (stack?.StackId === undefined) return undefined;
  const resources = await stackResources(client, stack.StackId);
  const template = await templateOf(client, stack.StackId);
  return {
    arn: stack.StackId,
    name: stack.StackName ?? stackName,
    parameters: (stack.Parameters ?? []).map(({ ParameterKey = '' }) => ParameterKey),
    roles: ROLE_NAMES.filter((role) => resources.some((one) => roleOf(one) === role)),
    problems: problemsOf(stack, resources, template),
  };
}

/** The most resources of a stack that a message names. */
const NAMED = 8;

function problemsOf(
  described: Stack,
  resources: readonly StackResourceSummary[],
  template: string,
): string[] {
  const { StackName: name = '', Parameters: parameters = [] } = described;
  const stack = `the stack ${name}`;
  const isOurs = parameters.some(({ ParameterKey }) => ParameterKey === SELF_UPDATE);
  const general = [
    ...(stackSetOf(described) === undefined
      ? []
      : [
          `${stack} is one of a StackSet: take the account out of the StackSet, or delete its stack instance, which needs what Alphaus wrote deleted first (docs/removing.md)`,
        ]),
    ...stackProblems(described),
  ];
  if (!isOurs) return general.length > 0 ? general : [notOurs(stack, resources)];
  return [...general, ...contentProblems(stack, resources, template)];
}

function notOurs(stack: string, resources: readonly StackResourceSummary[]): string {
  const others = resources.filter(isStrange).map(resourceInWords);
  const too =
    others.length === 0
      ? ''
      : `, with all that it holds beside the roles and their policies (${shortList(others, NAMED)})`;
  return `${stack} was not made from a template of this project, since it has no parameter ${SELF_UPDATE}, so this command does not delete it: delete it in CloudFormation${too}, then run the same command again`;
}

/** Remedies would contradict each other, so only the first is told. */
function contentProblems(
  stack: string,
  resources: readonly StackResourceSummary[],
  template: string,
): string[] {
  const known = ownResources();
  const stackSet = resources.find(({ ResourceType }) => ResourceType === 'AWS::CloudFormation::StackSet');
  if (stackSet)
    return [
      `${stack} has the StackSet ${stackSet.PhysicalResourceId ?? ''}, whose accounts would lose their roles, too: remove it as docs/cloudformation.md says for an organization`,
    ];
  const others = resources.filter((one) => known[one.LogicalResourceId ?? '']?.Type !== one.ResourceType);
  if (others.length > 0)
    return [
      `${stack} holds more than the roles and their policies: ${others.map(resourceInWords).join(', ')}; take the roles out of its template and update it`,
    ];
  return leftBehind(stack, resources, template);
}

function leftBehind(stack: string, resources: readonly StackResourceSummary[], template: string): string[] {
  const first = 'update it from a file of this project first (docs/cloudformation.md)';
  try {
    const left = retained(template).filter((id) => resources.some((one) => one.LogicalResourceId === id));
    return left.length === 0
      ? []
      : [
          `${stack} would leave ${left.join(', ')} behind, since its template gives them a DeletionPolicy of Retain: ${first}`,
        ];
  } catch (error) {
    if (!(error instanceof UnknownTemplate)) throw error;
    return [
      `${stack} has a template that this command cannot read (${error.message}), so it may leave resources behind: ${first}`,
    ];
  }
}

/** The resources of our template, by logical id. */
function ownResources(): Readonly<Record<string, { readonly Type: string }>> {
  return cloudFormationTemplate()['Resources'] as Readonly<Record<string, { readonly Type: string }>>;
}

/** An inline policy of a role. */
export interface InlinePolicy {
  readonly role: RoleName;
  readonly policy: string;
}

/** Inline policies that the roles of a stack have beside the stack's own; roles that are not there have none. */
export async function foreignInlinePolicies(
  iam: IAMClient,
  roles: readonly RoleName[],
): Promise<InlinePolicy[]> {
  const template = ownResources();
  const found: InlinePolicy[] = [];
  for (const role of roles) {
    const { storage } = ROLES[role];
    // The stack writes them by resources of the same names.
    const isOwn = (policy: string): boolean =>
      storage.kind === 'inline'
        ? policy === storage.policyName
        : policy.startsWith(storage.policyName) && template[policy]?.Type === 'AWS::IAM::Policy';
    for await (const page of paginateListRolePolicies({ client: iam }, { RoleName: role }))
      for (const policy of page.PolicyNames ?? []) if (!isOwn(policy)) found.push({ role, policy });
  }
  return found;
}

/** Whether Alphaus may write inline policies into a role while self-update is on. */
export function isSelfUpdatable(role: RoleName): boolean {
  return ROLES[role].boundary !== undefined;
}
