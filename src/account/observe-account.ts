import {
  GetAccountSummaryCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  NoSuchEntityException,
  paginateGetAccountAuthorizationDetails,
  paginateListAttachedRolePolicies,
  paginateListRolePolicies,
  paginateListRoles,
  type IAMClient,
  type Role,
  type RoleDetail,
  type Tag,
} from '@aws-sdk/client-iam';
import { ROLE_NAMES } from '../names/role-names';
import type { Document, ObservedAccount, ObservedRole } from './observed';

/** Identity of the credentials in use. */
export type CallerIdentity = Pick<ObservedAccount, 'id' | 'partition'>;

/**
 * With more roles and policies than this, pages of the whole account cost more calls than single reads of ours, which are
 * about 40.
 */
const MOST_FOR_WHOLE_ACCOUNT = 3_000;

const OURS: ReadonlySet<string> = new Set(ROLE_NAMES);

/**
 * Reads our roles in an account with as few calls as IAM allows: the whole account at once, which is three calls where there is little
 * else, or else role by role.
 */
export async function observeAccount(iam: IAMClient, caller: CallerIdentity): Promise<ObservedAccount> {
  const { SummaryMap: { Roles = 0, Policies = 0 } = {} } = await iam.send(new GetAccountSummaryCommand({}));
  const observe = Roles + Policies > MOST_FOR_WHOLE_ACCOUNT ? oneByOne : atOnce;
  return { ...caller, ...(await observe(iam)) };
}

type Observed = Pick<ObservedAccount, 'roles' | 'policies'>;

async function atOnce(client: IAMClient): Promise<Observed> {
  const details: RoleDetail[] = [];
  const policies: Record<string, Document> = {};
  for await (const page of paginateGetAccountAuthorizationDetails(
    { client },
    { Filter: ['Role', 'LocalManagedPolicy'], MaxItems: 1_000 },
  )) {
    details.push(...(page.RoleDetailList ?? []).filter(({ RoleName: name = '' }) => OURS.has(name)));
    for (const { Arn: arn = '', PolicyVersionList: versions = [] } of page.Policies ?? []) {
      const inForce = versions.find(({ IsDefaultVersion: isDefault }) => isDefault);
      if (inForce?.Document !== undefined) policies[arn] = parsed(inForce.Document);
    }
  }
  // The details lack how long sessions last.
  const sessions = new Map<string | undefined, number | undefined>();
  if (details.length > 0) {
    for await (const page of paginateListRoles({ client }, { MaxItems: 1_000 }))
      for (const { RoleName, MaxSessionDuration } of page.Roles ?? [])
        sessions.set(RoleName, MaxSessionDuration);
  }
  const roles = details.map((detail) => ({
    ...roleOf({ ...detail, MaxSessionDuration: sessions.get(detail.RoleName) }),
    inline: Object.fromEntries(
      (detail.RolePolicyList ?? []).map(({ PolicyName = '', PolicyDocument }) => [
        PolicyName,
        parsed(PolicyDocument),
      ]),
    ),
    attached: (detail.AttachedManagedPolicies ?? []).map(({ PolicyArn = '' }) => PolicyArn),
  }));
  const used = new Set(roles.flatMap(({ attached, boundary }) => [...attached, boundary]));
  return { roles, policies: Object.fromEntries(Object.entries(policies).filter(([arn]) => used.has(arn))) };
}

async function oneByOne(client: IAMClient): Promise<Observed> {
  const roles: ObservedRole[] = [];
  for (const RoleName of ROLE_NAMES) {
    const role = await roleNamed(client, RoleName);
    if (role === undefined) continue;
    const inline: [string, Document][] = [];
    for await (const page of paginateListRolePolicies({ client }, { RoleName })) {
      for (const PolicyName of page.PolicyNames ?? []) {
        const { PolicyDocument } = await client.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
        inline.push([PolicyName, parsed(PolicyDocument)]);
      }
    }
    const attached: string[] = [];
    for await (const page of paginateListAttachedRolePolicies({ client }, { RoleName }))
      attached.push(...(page.AttachedPolicies ?? []).map(({ PolicyArn = '' }) => PolicyArn));
    roles.push({ ...roleOf(role), inline: Object.fromEntries(inline), attached });
  }
  const used = new Set(roles.flatMap(({ attached, boundary = '' }) => [...attached, boundary]));
  const policies: Record<string, Document> = {};
  for (const PolicyArn of [...used].filter((arn) => arn !== '' && !arn.includes(':iam::aws:policy/'))) {
    const { Policy } = await client.send(new GetPolicyCommand({ PolicyArn }));
    const VersionId = Policy?.DefaultVersionId;
    const { PolicyVersion } = await client.send(new GetPolicyVersionCommand({ PolicyArn, VersionId }));
    policies[PolicyArn] = parsed(PolicyVersion?.Document);
  }
  return { roles, policies };
}

/** A role by its name; undefined if it is not there. */
export async function roleNamed(client: IAMClient, RoleName: string): Promise<Role | undefined> {
  try {
    return (await client.send(new GetRoleCommand({ RoleName }))).Role;
  } catch (error) {
    if (error instanceof NoSuchEntityException) return undefined;
    throw error;
  }
}

function roleOf({
  RoleName: name = '',
  RoleId: roleId,
  Path: path = '',
  AssumeRolePolicyDocument: trust,
  MaxSessionDuration: maxSessionDuration,
  Tags: tags = [],
  PermissionsBoundary: boundary,
}: Partial<Role & RoleDetail>): Omit<ObservedRole, 'inline' | 'attached'> {
  return {
    name,
    ...(roleId !== undefined && { roleId }),
    path,
    trust: parsed(trust),
    ...(maxSessionDuration !== undefined && { maxSessionDuration }),
    tags: Object.fromEntries(tags.map(({ Key = '', Value = '' }: Partial<Tag>) => [Key, Value])),
    ...(boundary?.PermissionsBoundaryArn !== undefined && { boundary: boundary.PermissionsBoundaryArn }),
  };
}

/** A document as IAM returns it, URL-encoded. */
export function parsed(document: string | undefined): Document {
  return JSON.parse(decodeURIComponent(document ?? '')) as Document;
}
