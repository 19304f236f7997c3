import { Argument, type Command } from 'commander';
import { ACTIONS, DEFAULT_PARALLELISM, type Action, type Shard } from '../deploy/actions';
import { AS_JSON, asParallelism, asShard, FLEET_FILE } from './options';
import { printResult } from './command-end';

interface Options {
  readonly file?: string;
  readonly parallelism: number;
  readonly shard?: Shard;
  readonly all?: boolean;
  readonly drifted?: boolean;
  readonly confirm?: boolean;
  readonly json?: boolean;
}

/** `octo-access fleet`. */
export function addFleet(program: Command): void {
  program
    .command('fleet')
    .description(
      'deploy, plan or destroy the accounts of the fleet file, each with a state of its own, migrate the states, or list the accounts',
    )
    .addArgument(new Argument('<action>', 'what to do').choices([...ACTIONS, 'list']))
    .argument('[accounts...]', 'ids or names; all if none is given')
    .option('--parallelism <n>', 'accounts to work on at the same time', asParallelism, DEFAULT_PARALLELISM)
    .option(...FLEET_FILE)
    .option(
      '--shard <i/n>',
      'only this part of the accounts, like 2/4 on the second of four machines',
      asShard,
    )
    .option('--all', 'every account: for destroy, which does not take it for granted, and migrate')
    .option('--drifted', 'deploy only accounts that are new or differ, as octo-access verify finds them')
    .option('--confirm', 'after deploy, let Octo confirm the accounts, as octo-access confirm does')
    .option(...AS_JSON)
    .action(async (action: Action | 'list', accounts: string[], { json, ...options }: Options) => {
      if (action === 'list') {
        const { fleetListInWords, listFleet } = await import('../deploy/fleet-list.js');
        const { refuseWrongWords } = await import('../deploy/fleet-words.js');
        refuseWrongWords({ action, accounts, ...options });
        printResult(listFleet({ accounts, ...options }), { json }, fleetListInWords);
        return;
      }
      const { loadFleetBuild } = await import('./fleet-build.js');
      const { fleetSession } = await loadFleetBuild();
      const progress = json ? process.stderr : process.stdout;
      const { report, summary, exitStatus } = await fleetSession({ action, accounts, ...options, progress });
      printResult(report, { json }, () => `\n${summary}`);
      process.exitCode = exitStatus;
    });
}
