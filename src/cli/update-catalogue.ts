import type { Command } from 'commander';
import { EXIT_STATUSES } from '../names/exit-status';
import { printResult, tellProgress } from './command-end';

interface Options {
  readonly from?: string;
  readonly json?: boolean;
}

/** `octo-access catalogue-update`. */
export function addCatalogueUpdate(program: Command, project: string): void {
  program
    .command('catalogue-update')
    .description("fetch AWS's latest actions, print what they change for each role, and install them")
    .option(
      '--from <source>',
      'a version of the package, or a tarball or folder of it; the latest if not given',
    )
    .option('--json', 'print the difference as JSON')
    .action(async ({ from, ...options }: Options) => {
      const { updateCatalogue } = await import('../aws-reference/catalogue-update.js');
      const { describeCatalogueUpdate } = await import('../aws-reference/describe-catalogue-update.js');
      const update = await updateCatalogue(project, from, tellProgress);
      printResult(update, options, describeCatalogueUpdate);
      if (update.findings.length > 0) process.exitCode = EXIT_STATUSES.problem.status;
    });
}
