import { join, relative, resolve } from 'node:path';
import type { Command } from 'commander';
import { LATEST, updateCatalogue } from '../aws-reference/catalogue-update';
import { describeCatalogueUpdate } from '../aws-reference/describe-catalogue-update';
import { rightsSince, rolesOfRelease } from '../report/diff/rights-since';
import { jsonReport } from '../report/print/json-report';
import { writeCloudFormation } from './cloudformation-command';
import { writeModule } from './module-command';
import { packModule } from './module-pack-command';
import { currentReport, writeReport } from './report-command';
import { writeSchema } from './schema-command';

const progress = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

/** The commands that write what is committed in a checkout of this project. */
export function addCheckoutCommands(program: Command, project: string): void {
  program
    .command('generate')
    .description('write all that is committed: module, template, schemas and report')
    .option('--json', 'print the result as JSON')
    .action(async (options: { json?: boolean }) => {
      const changed = [
        ...(await writeModule(project)),
        ...(await writeCloudFormation(project)),
        ...writeSchema(project),
        ...(await writeReport(project, progress)),
      ];
      reportChanged(changed, options);
    });

  program
    .command('module')
    .description('write the Terraform module to modules/octo-access, and the input table of docs/inputs.md')
    .option('--json', 'print the result as JSON')
    .action(async (options: { json?: boolean }) => {
      reportChanged(await writeModule(project), options);
    });

  program
    .command('cloudformation')
    .description(
      'write the CloudFormation template, to read and to send inline, and example parameters to cloudformation/',
    )
    .option('--json', 'print the result as JSON')
    .action(async (options: { json?: boolean }) => {
      reportChanged(await writeCloudFormation(project), options);
    });

  program
    .command('module-pack')
    .description('pack the Terraform module for a private registry, the same bytes on every machine')
    .option('--out <folder>', 'where to write octo-access-X.Y.Z.tar.gz', join(project, '.cache'))
    .option('--json', 'print the result as JSON')
    .action(async (options: { out: string; json?: boolean }) => {
      const packed = await packModule(project, resolve(options.out));
      if (options.json) console.log(JSON.stringify(packed));
      else
        console.log(
          `written: ${relative('.', packed.file)} (${packed.bytes} bytes, sha256 ${packed.sha256})`,
        );
    });

  program
    .command('schema')
    .description('write the JSON Schemas of the fleet file and of files of decision cases to schema/')
    .option('--json', 'print the result as JSON')
    .action((options: { json?: boolean }) => {
      reportChanged(writeSchema(project), options);
    });

  program
    .command('report')
    .description(
      'write the permission report to report/, its JSON Schema to schema/, and the permission section of CHANGELOG.md',
    )
    .option('--diff <release>', 'print what changed in rights since a release, like v1.2.3, instead')
    .option('--json', 'print the report, or what changed, as JSON instead')
    .action(async ({ diff, json }: { diff?: string; json?: boolean }) => {
      if (diff !== undefined) {
        // Before the report is made, which takes seconds.
        const before = rolesOfRelease(project, diff);
        const { report, actions } = await currentReport(project, progress);
        console.log(rightsSince(diff, before, report, { json, actions }));
      } else if (json) process.stdout.write(jsonReport((await currentReport(project, progress)).report));
      else reportChanged(await writeReport(project, progress), {});
    });

  program
    .command('catalogue-update')
    .description("fetch AWS's latest actions, print what they change for each role, and install them")
    .option('--from <source>', 'a version of the package, or a tarball or folder of it', LATEST)
    .option('--json', 'print the difference as JSON')
    .action(async ({ from, json }: { from: string; json?: boolean }) => {
      const update = await updateCatalogue(project, from, progress);
      console.log(json ? JSON.stringify(update, null, 2) : describeCatalogueUpdate(update));
      if (update.findings.length > 0) process.exitCode = 1;
    });
}

function reportChanged(changed: readonly string[], { json }: { json?: boolean }): void {
  if (json) console.log(JSON.stringify({ changed }));
  else console.log(changed.length > 0 ? `written: ${changed.join(', ')}` : 'up to date');
}
