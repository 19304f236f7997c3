import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  paginateListEntitiesForPolicy,
  type IAMClient,
} from '@aws-sdk/client-iam';
import { ROLE_NAMES } from '../../names/role-names';
import { printable } from '../../text/printable';
import { parsed } from '../observe-account';
import type { Document } from '../observed';
import { unlessMissing } from '../unless-missing';

/** The ARNs among some that name a policy that is there. */
export async function presentPolicies(iam: IAMClient, arns: readonly string[]): Promise<string[]> {
  const versions = await Promise.all(arns.map((arn) => versionOf(iam, arn)));
  return arns.filter((_, index) => versions[index] !== undefined);
}

/** Why policies may be somebody else's although they have the names of ours: who else has them, or is limited by them. */
export async function otherUsers(client: IAMClient, arns: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const PolicyArn of arns) {
    const users: string[] = [];
    for await (const page of paginateListEntitiesForPolicy({ client }, { PolicyArn })) {
      const { PolicyRoles: roles = [], PolicyUsers: people = [], PolicyGroups: groups = [] } = page;
      users.push(
        ...roles.flatMap(({ RoleName: name = '' }) =>
          ROLE_NAMES.some((one) => one === name) ? [] : [`the role ${name}`],
        ),
        ...people.map(({ UserName: name = '' }) => `the user ${name}`),
        ...groups.map(({ GroupName: name = '' }) => `the group ${name}`),
      );
    }
    if (users.length === 0) continue;
    found.push(
      printable(
        `the policy ${PolicyArn} has the name of one of ours, but ${[...new Set(users)].join(', ')} ${users.length === 1 ? 'uses' : 'use'} it, as a policy or a permissions boundary: its content would change for them. Give them a policy of another name first`,
      ),
    );
  }
  return found;
}

/** The documents in force of managed policies, by ARN; without those that are not there. */
export async function policyDocuments(
  iam: IAMClient,
  arns: readonly string[],
): Promise<Record<string, Document>> {
  const found: Record<string, Document> = {};
  for (const PolicyArn of arns) {
    const VersionId = await versionOf(iam, PolicyArn);
    if (VersionId === undefined) continue;
    const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId }));
    found[PolicyArn] = parsed(PolicyVersion?.Document ?? '{}');
  }
  return found;
}

async function versionOf(iam: IAMClient, PolicyArn: string): Promise<string | undefined> {
  const found = await unlessMissing(iam.send(new GetPolicyCommand({ PolicyArn })));
  return found?.Policy?.DefaultVersionId;
}
