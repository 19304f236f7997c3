import { join, resolve } from 'node:path';
import { Option, type Command } from 'commander';
import type { PackedModule } from '../module/packed-module';
import { shownPath } from '../text/shown-path';
import { printResult } from './command-end';
import { AS_JSON } from './options';

/** `octo-access module-pack`. */
export function addModulePack(program: Command, project: string): void {
  const out = new Option('--out <folder>', 'where to write octo-access-X.Y.Z.tar.gz');
  program
    .command('module-pack')
    .description('pack the Terraform module for a private registry, the same bytes on every machine')
    .addOption(out.default(join(project, '.cache'), '.cache of the checkout'))
    .option(...AS_JSON)
    .action(async (options: { readonly out: string; readonly json?: boolean }) => {
      const { packModule } = await import('../module/pack-module.js');
      printResult(await packModule(project, resolve(options.out)), options, describe);
    });
}

function describe({ file, bytes, sha256 }: PackedModule): string {
  return `written: ${shownPath(file)} (${bytes} bytes, sha256 ${sha256})`;
}
