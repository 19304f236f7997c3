import type { Command } from 'commander';
import { printWritten } from './print-written';

/** `octo-access schema`. */
export function addSchema(program: Command, project: string): void {
  program
    .command('schema')
    .description('write the JSON Schemas of the files that people write and of all --json output to schema/')
    .option('--json', 'print the result as JSON')
    .action(async (options: { readonly json?: boolean }) => {
      const { writeSchemas } = await import('../generate/write-generated');
      printWritten(writeSchemas(project), options);
    });
}
