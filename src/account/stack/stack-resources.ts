import {
  DescribeStackResourcesCommand,
  paginateListStackResources,
  type CloudFormationClient,
  type StackResourceSummary,
} from '@aws-sdk/client-cloudformation';
import { ROLE_NAMES, type RoleName } from '../../names/role-names';
import { isNotThere } from './describe-stack';

/** What was deleted, or retained, is named with its stack for 90 days. The role may have been made again by something else. */
const GONE = /^DELETE_(COMPLETE|SKIPPED)$/;

/** ARN of the CloudFormation stack that a role belongs to; undefined if none of the client's Region has it. */
export async function stackOfRole(client: CloudFormationClient, role: string): Promise<string | undefined> {
  try {
    const { StackResources = [] } = await client.send(
      new DescribeStackResourcesCommand({ PhysicalResourceId: role }),
    );
    return StackResources.find(
      ({ PhysicalResourceId, ResourceType, ResourceStatus = '' }) =>
        PhysicalResourceId === role && ResourceType === 'AWS::IAM::Role' && !GONE.test(ResourceStatus),
    )?.StackId;
  } catch (error) {
    if (isNotThere(error)) return undefined;
    throw error;
  }
}

/** The resources that a stack holds. */
export async function stackResources(
  client: CloudFormationClient,
  StackName: string,
): Promise<StackResourceSummary[]> {
  const resources: StackResourceSummary[] = [];
  for await (const page of paginateListStackResources({ client }, { StackName }))
    resources.push(...(page.StackResourceSummaries ?? []));
  return resources.filter(({ ResourceStatus = '' }) => !GONE.test(ResourceStatus));
}

/** A resource of a stack in words, like `Topic (AWS::SNS::Topic)`. */
export function resourceInWords({
  LogicalResourceId: id = '',
  ResourceType: type = '',
}: StackResourceSummary): string {
  return `${id} (${type})`;
}

/** Which of the five a resource of a stack is. */
export function roleOf({
  ResourceType: type,
  PhysicalResourceId: physical,
}: StackResourceSummary): RoleName | undefined {
  return type === 'AWS::IAM::Role' ? ROLE_NAMES.find((name) => name === physical) : undefined;
}

const POLICY_TYPES = ['AWS::IAM::Policy', 'AWS::IAM::RolePolicy', 'AWS::IAM::ManagedPolicy'];

/** Whether a resource is neither one of the five roles nor a policy. */
export function isStrange(resource: StackResourceSummary): boolean {
  return roleOf(resource) === undefined && !POLICY_TYPES.includes(resource.ResourceType ?? '');
}
