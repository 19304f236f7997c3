import type { Command } from 'commander';
import { tellProgress } from './print-result';
import { printWritten } from './print-written';

/** `octo-access generate`. */
export function addGenerate(program: Command, project: string): void {
  program
    .command('generate')
    .description(
      'write all generated files that are committed: properties, module, template, schemas, report, help, docs/command.md',
    )
    .option('--json', 'print the result as JSON')
    .action(async (options: { readonly json?: boolean }) => {
      const { writeEverything } = await import('../generate/write-generated');
      printWritten(await writeEverything(project, program, tellProgress), options);
    });
}
