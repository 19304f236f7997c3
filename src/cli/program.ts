import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { Argument, Command, InvalidArgumentError } from 'commander';
import { ACTIONS, type Action } from '../deploy/run-fleet';
import { ROOT_FILE } from '../module/fleet-root';
import type { AccountsOptions } from './accounts-command';
import type { FleetOptions } from './fleet-command';
import type { FleetRoot, RootOptions } from './root-command';
import { ErrorInWords } from '../names/error-in-words';

// Each command loads what it needs when it is called: most of the time that a command takes to start is loading.

/** Folder of the package, or of the checkout. */
const PROJECT = resolve(__dirname, '../..');
/** What a checkout has besides, which writes what is committed; it needs packages that no user has to install. */
const OF_CHECKOUT = join(__dirname, 'checkout-commands.ts');

async function main(): Promise<void> {
  const program = new Command('octo-access')
    .description('Installs the roles of Alphaus Octo in many accounts')
    .showHelpAfterError();
  program
    .command('fleet')
    .description('deploy, plan or destroy the accounts of the fleet file, each with a state of its own')
    .addArgument(new Argument('<action>', 'what to do').choices(ACTIONS))
    .argument('[accounts...]', 'ids or names; all if none is given')
    .option('--parallelism <n>', 'accounts at the same time', asParallelism, 4)
    .option('--file <file>', 'the fleet file; octo.yaml, octo.yml or octo.json if not given')
    .option('--all', 'destroy all accounts')
    .option('--json', 'print the result as JSON')
    .action(async (action: Action, accounts: string[], options: FleetOptions) => {
      const { fleetCommand } = await import('./fleet-command');
      await fleetCommand(action, accounts, options);
    });
  program
    .command('accounts')
    .description('print candidate accounts as sections of octo.yaml; reads only')
    .option('--csv <file>', 'from a CSV file with the columns id and, where known, name, status and cur')
    .option('--organizations', 'from AWS Organizations, with the credentials at hand')
    .option('--organizational-unit <ids...>', 'only the accounts below these units, like ou-abcd-11112222')
    .option('--json', 'print them as JSON')
    .action(async (options: AccountsOptions) => {
      const { listAccounts } = await import('./accounts-command');
      console.log(await listAccounts(options));
    });
  program
    .command('root')
    .description(
      'write the root for layout provider-aliases or opentofu, with all accounts of the fleet file',
    )
    .requiredOption('--out <folder>', `where to write ${ROOT_FILE}, and where an earlier one is`)
    .option('--file <file>', 'the fleet file; octo.yaml, octo.yml or octo.json if not given')
    .option('--source <source>', 'of the module; if not given, by path within this project, else by release')
    .option('--json', 'print the result as JSON')
    .action(async (options: RootOptions) => {
      const { readFleet, writeRoot } = await import('./root-command');
      const fleet = readFleet(resolve('.'), options.file);
      const root = writeRoot(PROJECT, fleet, resolve(options.out), options.source);
      console.log(options.json ? JSON.stringify(root) : describeRoot(root));
    });
  if (existsSync(OF_CHECKOUT)) {
    const { addCheckoutCommands } = createRequire(__filename)(OF_CHECKOUT) as {
      addCheckoutCommands: (program: Command, project: string) => void;
    };
    addCheckoutCommands(program, PROJECT);
  }
  await program.parseAsync();
}

// Whoever reads the output, as in `| head`, may have read enough.
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
  if (code === 'EPIPE') process.exit(0);
});

main().catch((error: unknown) => {
  // Any other error is a fault of ours and shows where.
  if (!(error instanceof ErrorInWords)) throw error;
  console.error(error.message);
  process.exitCode = 1;
});

function asParallelism(text: string): number {
  if (/^[1-9][0-9]?$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a number from 1 to 99.');
}

function describeRoot({ layout, file, changed, active, removing }: FleetRoot): string {
  const folder = relative('.', dirname(file)) || '.';
  const program = layout === 'opentofu' ? 'tofu' : 'terraform';
  return [
    `${changed ? 'written' : 'up to date'}: ${relative('.', file)} (active: ${active.length}, removing: ${removing.length})`,
    `to deploy: ${program} -chdir=${folder} init && ${program} -chdir=${folder} apply`,
  ].join('\n');
}
