import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { packageVersion } from '../process/package-version';
import { exitStatusText } from '../usage/command-pages';
import { addAccounts } from './accounts';
import { addCompletion } from './completion';
import { addFleet } from './work-on-fleet';
import { addRoot } from './root';

// Each command loads what it needs when it is called: most of the time that a command takes to start is loading.

/** Folder of the package, or of the checkout. */
const PROJECT = resolve(__dirname, '../..');

/** What a checkout has besides, which writes what is committed; it needs packages that no user has to install. */
const OF_CHECKOUT = join(__dirname, 'of-checkout.ts');

/** The command that the package installs, with all of its commands. */
export function octoAccess(): Command {
  const program = new Command('octo-access')
    .description('Installs the roles of Alphaus Octo in many accounts')
    .version(packageVersion(PROJECT), '--version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .showHelpAfterError('(--help says what is possible)')
    .exitOverride();
  addFleet(program);
  addAccounts(program);
  addRoot(program, PROJECT);
  addCompletion(program);
  if (existsSync(OF_CHECKOUT)) {
    const { addCommandsOfCheckout } = createRequire(__filename)(OF_CHECKOUT) as {
      addCommandsOfCheckout: (program: Command, project: string) => void;
    };
    addCommandsOfCheckout(program.commandsGroup('In a checkout of this project:'), PROJECT);
  }
  return program.addHelpText('after', exitStatusText());
}
