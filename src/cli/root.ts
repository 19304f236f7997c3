import { resolve } from 'node:path';
import type { Command } from 'commander';
import { printResult } from './command-end';
import { AS_JSON, FLEET_FILE } from './options';

interface Options {
  readonly out: string;
  readonly file?: string;
  readonly source?: string;
  readonly json?: boolean;
}

/** `octo-access root`. */
export function addRoot(program: Command, project: string): void {
  program
    .command('root')
    .description(
      'write the root module for layout provider-aliases or opentofu, with all accounts of the fleet file',
    )
    .requiredOption('--out <folder>', 'where to write main.tf.json, and where an earlier one is')
    .option(...FLEET_FILE)
    .option(
      '--source <source>',
      'source of the module; if not given, the path of the module that came with this command',
    )
    .option(...AS_JSON)
    .action(async ({ out, file, source, json }: Options) => {
      const { chosenFleetFile, fleetOf } = await import('../fleet/find-fleet.js');
      const { describeRoot, writeRoot } = await import('../module/write-root.js');
      const fleet = fleetOf(chosenFleetFile(resolve('.'), file));
      printResult(writeRoot(project, fleet, resolve(out), source), { json }, describeRoot);
    });
}
