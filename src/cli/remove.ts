import type { Command } from 'commander';
import { DEFAULT_PARALLELISM } from '../deploy/actions';
import { orNothingBegun, printResult, tellProgress } from './command-end';
import { AS_JSON, asParallelism, FLEET_FILE } from './options';

interface Options {
  readonly all?: boolean;
  readonly stack?: string;
  readonly file?: string;
  readonly octo?: boolean;
  readonly plan?: boolean;
  readonly parallelism: number;
  readonly json?: boolean;
}

/** `octo-access remove`. */
export function addRemove(program: Command): void {
  program
    .command('remove')
    .description('remove the roles from accounts, see that Octo no longer gets in, and let Octo forget them')
    .argument('[accounts...]', 'ids or names of the fleet file, or the id of the account of the credentials')
    .option('--all', 'every account of the fleet file')
    .option(
      '--stack <name>',
      'name or ARN of the CloudFormation stack that has the roles; found by the roles if no fleet file lists the account',
    )
    .option(...FLEET_FILE)
    .option(
      '--octo',
      'refuse to begin without Octo; without this, Octo is asked if ALPHAUS_CLIENT_ID or ALPHAUS_CLIENT_SECRET is set',
    )
    .option('--plan', 'only look, and say what would be done')
    .option('--parallelism <n>', 'accounts to work on at the same time', asParallelism, DEFAULT_PARALLELISM)
    .option(...AS_JSON)
    .action(orNothingBegun(remove));
}

async function remove(accounts: string[], { json, all = false, ...options }: Options): Promise<void> {
  const { removeSession } = await import('../deploy/remove-session.js');
  const { removeSummary } = await import('../deploy/remove-report.js');
  const { loadFleetBuild } = await import('./fleet-build.js');
  const { report, exitStatus } = await removeSession({
    ...options,
    accounts,
    all,
    tell: tellProgress,
    progress: process.stderr,
    fleetBuild: loadFleetBuild,
  });
  printResult(report, { json }, removeSummary);
  process.exitCode = exitStatus;
}
