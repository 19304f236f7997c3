import {
  GetRoleCommand,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  paginateListPolicies,
  paginateListRoles,
} from '@aws-sdk/client-iam';
import type { IAMClient, Role } from '@aws-sdk/client-iam';

import { describeTrust, trustsAccount } from './describe-trust';
import type { TrustDocument } from './describe-trust';

/** A role as installed, in the words of the demo's table. */
export interface RoleFacts {
  readonly name: string;
  readonly arn: string;
  readonly assumedBy: string;
  readonly managedPolicies: readonly string[];
  readonly inlinePolicies: readonly string[];
  /** Name of the permissions boundary. @default - there is none */
  readonly boundary?: string;
  readonly sessionHours: number;
}

interface RoleRead {
  readonly role: Role;
  readonly trust: TrustDocument;
  readonly managedPolicies: readonly string[];
  readonly inlinePolicies: readonly string[];
}

/** Reads all roles of the client's account at the same time, ordered by name. */
export async function readRoles(iam: IAMClient, vendorAccount: string): Promise<RoleFacts[]> {
  const names = await listRoleNames(iam);
  const roles = await Promise.all(names.map((name) => readRole(iam, name)));
  const vendorRoleArns = roles
    .filter(({ trust }) => trustsAccount(trust, vendorAccount))
    .map(({ role }) => role.Arn ?? '');
  return roles.map((read) => toFacts(read, vendorAccount, vendorRoleArns));
}

/** Names of all roles, then of the account's own policies: a destroy must leave none behind. */
export async function listOwnNames(iam: IAMClient): Promise<string[]> {
  const policies: string[] = [];
  for await (const page of paginateListPolicies({ client: iam }, { Scope: 'Local' })) {
    policies.push(...(page.Policies ?? []).map(({ PolicyName: name }) => name ?? ''));
  }
  return [...(await listRoleNames(iam)), ...policies];
}

async function listRoleNames(iam: IAMClient): Promise<string[]> {
  const names: string[] = [];
  for await (const page of paginateListRoles({ client: iam }, {})) {
    names.push(...(page.Roles ?? []).map(({ RoleName: name }) => name ?? ''));
  }
  return names.sort();
}

async function readRole(iam: IAMClient, name: string): Promise<RoleRead> {
  const input = { RoleName: name };
  // ListRoles returns neither boundary nor session duration; GetRole does.
  const [{ Role: role }, attached, inline] = await Promise.all([
    iam.send(new GetRoleCommand(input)),
    iam.send(new ListAttachedRolePoliciesCommand(input)),
    iam.send(new ListRolePoliciesCommand(input)),
  ]);
  if (role === undefined) throw new Error(`the role ${name} was listed but could not be read`);
  return {
    role,
    // IAM returns documents URL-encoded.
    trust: JSON.parse(decodeURIComponent(role.AssumeRolePolicyDocument ?? '')) as TrustDocument,
    managedPolicies: (attached.AttachedPolicies ?? []).map(({ PolicyName: policy }) => policy ?? '').sort(),
    inlinePolicies: [...(inline.PolicyNames ?? [])].sort(),
  };
}

function toFacts(
  { role, trust, managedPolicies, inlinePolicies }: RoleRead,
  vendorAccount: string,
  vendorRoleArns: readonly string[],
): RoleFacts {
  const arn = role.Arn ?? '';
  const accountId = arn.split(':')[4] ?? '';
  const boundary = role.PermissionsBoundary?.PermissionsBoundaryArn?.split('/').at(-1);
  return {
    name: role.RoleName ?? '',
    arn,
    assumedBy: describeTrust(trust, { accountId, vendorAccount, vendorRoleArns }),
    managedPolicies,
    inlinePolicies,
    ...(boundary === undefined ? {} : { boundary }),
    sessionHours: (role.MaxSessionDuration ?? 0) / 3_600,
  };
}
