import type { Command } from 'commander';
import { printWritten } from './print-written';

/** `octo-access cloudformation`. */
export function addCloudFormation(program: Command, project: string): void {
  program
    .command('cloudformation')
    .description(
      'write the CloudFormation template, to read and to send inline, and example parameters to cloudformation/',
    )
    .option('--json', 'print the result as JSON')
    .action(async (options: { readonly json?: boolean }) => {
      const { writeCloudFormation } = await import('../generate/write-generated');
      printWritten(await writeCloudFormation(project), options);
    });
}
