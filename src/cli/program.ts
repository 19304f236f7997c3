import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { packageVersion } from '../process/package-version';
import { commandStatusText, exitStatusText } from '../usage/command-pages';
import { addAccounts } from './accounts';
import { addAdopt } from './adopt';
import { addCompletion } from './completion';
import { addLaunchUrl } from './launch';
import { addFleet } from './work-on-fleet';
import { addVerify } from './verify';
import { addOcto } from './octo';
import { addRemove } from './remove';
import { addRoot } from './root';

// Each command loads its modules when it is called: loading takes most of a command's start.

/** Folder of the package, or of the checkout. */
const PROJECT = resolve(__dirname, '../..');

/** Further commands of a checkout, which write committed files; they need packages that users do not install. */
const OF_CHECKOUT = join(__dirname, 'of-checkout.ts');

/** The command that the package installs, with all of its commands. */
export function octoAccess(): Command {
  const program = new Command('octo-access')
    .description('Installs the roles of Alphaus Octo in many accounts')
    .version(packageVersion(PROJECT), '--version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .showHelpAfterError('(see --help)')
    .exitOverride();
  addFleet(program);
  addAccounts(program);
  addVerify(program, PROJECT);
  addAdopt(program, PROJECT);
  addOcto(program);
  addRemove(program);
  addRoot(program, PROJECT);
  addLaunchUrl(program);
  addCompletion(program);
  if (existsSync(OF_CHECKOUT)) {
    const { addCommandsOfCheckout } = createRequire(__filename)(OF_CHECKOUT) as {
      addCommandsOfCheckout: (program: Command, project: string) => void;
    };
    addCommandsOfCheckout(program.commandsGroup('In a checkout of this project:'), PROJECT);
  }
  for (const command of program.commands)
    command.addHelpText('after', () => commandStatusText(command.name()));
  return program.addHelpText('after', exitStatusText());
}
