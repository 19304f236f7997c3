import type { Resources } from '../module/written-resources';
import type { RoleName } from '../names/role-names';

/** Roles and policies that are in an account already. */
export interface Present {
  /** 12 digits. */
  readonly accountId: string;
  readonly roles: readonly RoleName[];
  /** ARNs. */
  readonly policies: readonly string[];
}

/** How the ARN of a role of ours ends, in every account. */
export function roleEnd(role: RoleName): string {
  return `:role/${role}`;
}

/** How the ARNs of what is there end. */
export function arnEnds({ roles, policies }: Present): string[] {
  return [...roles.map(roleEnd), ...policies];
}

/** The first line of every such file. A file without it is somebody else's. */
export const IMPORTS_HEADER =
  '# Written by octo-access adopt; delete it after the deployment that imports these.';

/** The second line, which says whose they are. */
const ACCOUNT_LINE = /^# Account (\d{12})\.$/m;

/** The account that a file of import blocks is for; undefined if it names none. */
export function accountOfBlocks(text: string): string | undefined {
  return ACCOUNT_LINE.exec(text)?.[1];
}

/** Where they stand in the folder of a fleet's stack while it is deployed. */
export const IMPORTS_FILE = 'octo-adopt.tf';

/**
 * Import blocks for what is there, by the addresses of a configuration of ours. Terraform passes over a block whose resource is in the
 * state already.
 *
 * @param resources of the configuration
 * @param module address of the module that holds it, like `module.octo`; empty for a root module
 */
export function importBlocks(
  resources: Resources,
  { accountId, roles, policies }: Present,
  module = '',
): string {
  const blocksOf = (type: string, ids: ReadonlyMap<string, string>): string[] =>
    Object.entries(resources[type] ?? {}).flatMap(([address, { name = '', count }]) => {
      const id = ids.get(name);
      if (id === undefined) return [];
      const to = [module, type, `${address}${count === undefined ? '' : '[0]'}`].filter(Boolean).join('.');
      return [`import {\n  to = ${to}\n  id = ${JSON.stringify(id)}\n}\n`];
    });
  return [
    `${IMPORTS_HEADER}\n# Account ${accountId}.\n`,
    ...blocksOf('aws_iam_role', new Map(roles.map((role) => [role, role]))),
    ...blocksOf('aws_iam_policy', new Map(policies.map((arn) => [arn.slice(arn.lastIndexOf('/') + 1), arn]))),
  ].join('\n');
}
