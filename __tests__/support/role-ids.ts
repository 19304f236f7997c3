import { paginateListRoles, type IAMClient } from '@aws-sdk/client-iam';
import { ROLE_NAMES, type RoleName } from '../../src';

/** IAM's own ids of our roles: a role that is created again under its name has another one. */
export async function roleIds(client: IAMClient): Promise<Partial<Record<RoleName, string>>> {
  const ids = new Map<string | undefined, string>();
  for await (const page of paginateListRoles({ client }, {}))
    for (const { RoleName, RoleId = '' } of page.Roles ?? []) ids.set(RoleName, RoleId);
  return Object.fromEntries(ROLE_NAMES.flatMap((name) => (ids.has(name) ? [[name, ids.get(name)]] : [])));
}
