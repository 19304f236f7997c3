import type { Command } from 'commander';
import { printWritten } from './print-written';

/** `octo-access module`. */
export function addModule(program: Command, project: string): void {
  program
    .command('module')
    .description('write the Terraform module to modules/octo-access, and the input table of docs/inputs.md')
    .option('--json', 'print the result as JSON')
    .action(async (options: { readonly json?: boolean }) => {
      const { writeModule } = await import('../generate/write-generated');
      printWritten(await writeModule(project), options);
    });
}
