import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stackName, type Fleet } from './fleet';
import { FleetFileError } from './fleet-file-error';

/** Local state files of stacks beside the fleet file, including the state of a single account without a fleet file. */
const STATE = /^terraform\.(octo-(\d{12}|organization|access))\.tfstate$/;

/**
 * Refuses a fleet file that leaves a state orphaned: its stack is gone from the file, but the state, a file beside it,
 * still holds resources, which nothing would ever remove. States elsewhere are not checked.
 *
 * @param folder folder of the fleet file
 * @param fileName name of the file in errors
 * @throws FleetFileError naming every such stack
 */
export function refuseOrphanedStates(folder: string, fleet: Fleet, fileName: string): void {
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
      return found === undefined ? [] : [{ message: orphanProblem(owner, `${file} ${found}`, perAccount) }];
    });
  if (problems.length > 0) throw new FleetFileError(fileName, problems);
}

function orphanProblem(owner: string, found: string, perAccount: boolean): string {
  if (owner === 'access') {
    return `the stack octo-access is not part of a fleet, but ${found} of one account, which would be installed twice; move this file away, run npx cdktf destroy octo-access, then put the file back`;
  }
  if (owner === 'organization') {
    return `the section organization is missing, but ${found} of its StackSet; put the section back, run npx cdktf destroy octo-organization, then remove the section`;
  }
  if (!perAccount) {
    return `the layout has one state for all accounts, but ${found} of account ${owner}, which would be installed twice; keep layout "stack-per-account", or first remove the account with it (state: removing, deploy)`;
  }
  return `accounts does not list ${owner}, but ${found} of it; put its entry back with "state: removing", deploy, then remove the entry`;
}

/** What a state holds, in words; undefined if it is empty. */
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
    // An unreadable file may hold anything.
    return 'cannot be read as a state and may hold resources';
  }
}
