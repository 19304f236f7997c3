import { Argument, InvalidArgumentError, type Command } from 'commander';
import { ACTIONS, type Action } from '../deploy/actions';
import { printResult } from './print-result';

interface Options {
  readonly file?: string;
  readonly parallelism: number;
  readonly all?: boolean;
  readonly json?: boolean;
}

/** `octo-access fleet`. */
export function addFleet(program: Command): void {
  program
    .command('fleet')
    .description('deploy, plan or destroy the accounts of the fleet file, each with a state of its own')
    .addArgument(new Argument('<action>', 'what to do').choices(ACTIONS))
    .argument('[accounts...]', 'ids or names; all if none is given')
    .option('--parallelism <n>', 'accounts to work on at the same time', asParallelism, 4)
    .option('--file <file>', 'the fleet file; octo.yaml, octo.yml or octo.json if not given')
    .option('--all', 'destroy all accounts')
    .option('--json', 'print the result as JSON')
    .action(async (action: Action, accounts: string[], { json, ...options }: Options) => {
      const { fleetSession } = await import('../deploy/fleet-session');
      const progress = json ? process.stderr : process.stdout;
      const { report, summary, exitStatus } = await fleetSession({ action, accounts, ...options, progress });
      printResult(report, { json }, () => `\n${summary}`);
      process.exitCode = exitStatus;
    });
}

function asParallelism(text: string): number {
  if (/^[1-9][0-9]?$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a number from 1 to 99.');
}
