import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  paginateGetAccountAuthorizationDetails,
  paginateListAttachedRolePolicies,
  paginateListRolePolicies,
  paginateListRoles,
  type IAMClient,
  type ManagedPolicyDetail,
  type Role,
  type RoleDetail,
  type Tag,
} from '@aws-sdk/client-iam';
import { ROLE_NAMES } from '../names/role-names';
import type { Document, ObservedAccount, ObservedRole } from './observed';
import { unlessMissing } from './unless-missing';

/** Identity of the credentials in use. */
export type CallerIdentity = Pick<ObservedAccount, 'id' | 'partition'>;

/**
 * An account that takes more pages than this, of up to 1,000 roles and policies each, costs more than single reads of ours,
 * which are about 40.
 */
const MOST_PAGES = 4;

const OURS: ReadonlySet<string> = new Set(ROLE_NAMES);

/**
 * Reads our roles in an account with as few calls as IAM allows: the whole account at once, which is two calls where there is little
 * else, or else role by role.
 */
export async function observeAccount(iam: IAMClient, caller: CallerIdentity): Promise<ObservedAccount> {
  return { ...caller, ...((await atOnce(iam, caller)) ?? (await oneByOne(iam, caller))) };
}

type Observed = Pick<ObservedAccount, 'roles' | 'policies'>;

/** Undefined if the account takes too many pages. */
async function atOnce(client: IAMClient, caller: CallerIdentity): Promise<Observed | undefined> {
  const paging = { client, pageSize: 1_000 };
  const [pages, lists] = await Promise.all([
    firstPages(
      paginateGetAccountAuthorizationDetails(paging, { Filter: ['Role', 'LocalManagedPolicy'] }),
      ({ RoleDetailList = [], Policies = [] }) => ({
        details: RoleDetailList.filter(({ RoleName: name = '' }) => OURS.has(name)),
        policies: Policies.flatMap(inForce),
      }),
    ),
    // The details lack how long sessions last.
    firstPages(paginateListRoles(paging, {}), ({ Roles = [] }) =>
      Roles.filter(({ RoleName: name = '' }) => OURS.has(name)),
    ),
  ]);
  if (pages === undefined || lists === undefined) return undefined;
  const sessions = new Map(lists.flat().map((role) => [role.RoleName, role.MaxSessionDuration]));
  const roles = pages
    .flatMap(({ details }) => details)
    .map((detail) => ({
      ...roleOf({ ...detail, MaxSessionDuration: sessions.get(detail.RoleName) }),
      inline: Object.fromEntries(
        (detail.RolePolicyList ?? []).map(({ PolicyName = '', PolicyDocument }) => [
          PolicyName,
          parsed(PolicyDocument),
        ]),
      ),
      attached: (detail.AttachedManagedPolicies ?? []).map(({ PolicyArn = '' }) => PolicyArn),
    }));
  const used = new Set(roles.flatMap((role) => [...usedBy(role), ...besideInline(role, caller)]));
  const policies = pages.flatMap((page) => page.policies).filter(([arn]) => used.has(arn));
  return {
    roles,
    policies: Object.fromEntries(policies.map(([arn, document]) => [arn, parsed(document)])),
  };
}

/** What is wanted of each page; undefined where there are too many. */
async function firstPages<Page, Wanted>(
  pages: AsyncIterable<Page>,
  wanted: (page: Page) => Wanted,
): Promise<Wanted[] | undefined> {
  const found: Wanted[] = [];
  for await (const page of pages) {
    if (found.length === MOST_PAGES) return undefined;
    found.push(wanted(page));
  }
  return found;
}

/** ARN and text of the version in force. */
function inForce({
  Arn: arn = '',
  PolicyVersionList: versions = [],
}: ManagedPolicyDetail): [string, string][] {
  const { Document: document } = versions.find(({ IsDefaultVersion: isDefault }) => isDefault) ?? {};
  return document === undefined ? [] : [[arn, document]];
}

async function oneByOne(client: IAMClient, caller: CallerIdentity): Promise<Observed> {
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
  const used = new Set(roles.flatMap(usedBy));
  const beside = roles.flatMap((role) => besideInline(role, caller)).filter((arn) => !used.has(arn));
  const read = async (PolicyArn: string): Promise<[string, Document]> => {
    const { Policy } = await client.send(new GetPolicyCommand({ PolicyArn }));
    const VersionId = Policy?.DefaultVersionId;
    const { PolicyVersion } = await client.send(new GetPolicyVersionCommand({ PolicyArn, VersionId }));
    return [PolicyArn, parsed(PolicyVersion?.Document)];
  };
  const policies: [string, Document][] = [];
  for (const arn of used) if (!arn.includes(':iam::aws:policy/')) policies.push(await read(arn));
  for (const arn of new Set(beside)) {
    const found = await unlessMissing(read(arn));
    if (found !== undefined) policies.push(found);
  }
  return { roles, policies: Object.fromEntries(policies) };
}

/** ARNs of the managed policies that a role has, as its boundary, too. */
function usedBy({ attached, boundary }: ObservedRole): string[] {
  return [...attached, ...(boundary === undefined ? [] : [boundary])];
}

/**
 * ARNs that managed policies with the names of a role's inline policies would have. Where there is one, the inline policy is none that
 * a stack has in its place.
 */
function besideInline({ inline }: ObservedRole, { partition, id }: CallerIdentity): string[] {
  return Object.keys(inline).map((name) => `arn:${partition}:iam::${id}:policy/${name}`);
}

/** A role by its name; undefined if it is not there. */
export async function roleNamed(client: IAMClient, RoleName: string): Promise<Role | undefined> {
  return (await unlessMissing(client.send(new GetRoleCommand({ RoleName }))))?.Role;
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
