import type { Command } from 'commander';
import { tellProgress } from './command-end';
import { printWritten } from './print-written';

interface Options {
  readonly diff?: string;
  readonly json?: boolean;
}

/** `octo-access report`. */
export function addReport(program: Command, project: string): void {
  program
    .command('report')
    .description(
      'write the permission report to report/, its JSON Schema to schema/, and the permission section of CHANGELOG.md',
    )
    .option('--diff <release>', 'print the changes in rights since a release, like v1.2.3, instead')
    .option('--json', 'print the report, or the changes, as JSON instead')
    .action(async ({ diff, json }: Options) => {
      const { currentReport, writeReport } = await import('../generate/generated-report.js');
      const { rightsSince, rolesOfRelease } = await import('../report/diff/rights-since.js');
      const { jsonReport } = await import('../report/print/json-report.js');
      if (diff !== undefined) {
        // First, because making the report takes seconds.
        const before = rolesOfRelease(project, diff);
        const { report, actions } = await currentReport(project, tellProgress);
        console.log(rightsSince(diff, before, report, { json, actions }));
      } else if (json) process.stdout.write(jsonReport((await currentReport(project, tellProgress)).report));
      else printWritten(await writeReport(project, tellProgress), {});
    });
}
