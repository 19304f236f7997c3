import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stackName, type Fleet } from './fleet';
import { FleetFileError } from './fleet-file-error';

/** Local states of stacks, as the stacks place them beside the fleet file; that of one account without a fleet file, too. */
const STATE = /^terraform\.(octo-(\d{12}|organization|access))\.tfstate$/;

/**
 * Refuses a fleet file that no longer has a stack whose state, a file beside it, still holds resources: without its
 * stack nothing would ever remove them. States elsewhere are not looked at.
 *
 * @param folder of the fleet file
 * @param fileName how errors call the file
 * @throws FleetFileError naming every such stack
 */
export function refuseForgotten(folder: string, fleet: Fleet, fileName: string): void {
  if (fleet.backend.type !== 'local') return;
  const perAccount = fleet.layout === 'stack-per-account';
  const stacks = new Set(perAccount ? fleet.accounts.map(({ id }) => stackName(id)) : []);
  if (fleet.organization) stacks.add(stackName('organization'));
  const problems = readdirSync(folder)
    .sort()
    .flatMap((file) => {
      const [, stack, owner] = STATE.exec(file) ?? [];
      if (stack === undefined || owner === undefined || stacks.has(stack)) return [];
      const found = resourcesIn(join(folder, file));
      return found === undefined ? [] : [{ message: forgotten(owner, `${file} ${found}`, perAccount) }];
    });
  if (problems.length > 0) throw new FleetFileError(fileName, problems);
}

function forgotten(owner: string, found: string, perAccount: boolean): string {
  if (owner === 'access') {
    return `octo-access is no stack of a fleet, and ${found} of one account, which would be installed twice; move this file away, npx cdktf destroy octo-access, then put it back`;
  }
  if (owner === 'organization') {
    return `organization is not there, and ${found} of its StackSet; put the section back, npx cdktf destroy octo-organization, then take it out`;
  }
  if (!perAccount) {
    return `layout has one state for all accounts, and ${found} of account ${owner}, which would be installed twice; keep layout "stack-per-account", or remove the account with it first (state: removing, deploy)`;
  }
  return `accounts does not list ${owner}, and ${found} of it; put its entry back with "state: removing", deploy, then take it out`;
}

/** What a state holds, in words; undefined where it holds nothing. */
function resourcesIn(file: string): string | undefined {
  const text = readFileSync(file, 'utf8');
  if (text.trim() === '') return undefined;
  try {
    const { resources = [] } = JSON.parse(text) as {
      resources?: readonly { readonly mode: string; readonly instances: readonly unknown[] }[];
    };
    const count = resources.filter(
      ({ mode, instances }) => mode === 'managed' && instances.length > 0,
    ).length;
    return count === 0 ? undefined : `still holds ${count} ${count === 1 ? 'resource' : 'resources'}`;
  } catch {
    // What cannot be read may hold anything.
    return 'is not a state that can be read, but may hold resources';
  }
}
