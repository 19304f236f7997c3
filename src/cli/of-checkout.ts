import type { Command } from 'commander';
import { addCatalogueUpdate } from './update-catalogue';
import { addModulePack } from './module-pack';
import { tellProgress } from './command-end';
import { printWritten } from './print-written';
import { addReport } from './report';
import { AS_JSON } from './options';

/** The commands that write committed files in a checkout of this project. */
export function addCommandsOfCheckout(program: Command, project: string): void {
  addWriter(
    program,
    'generate',
    'write all generated files that are committed: properties, module, template, schemas, report, help, docs/command.md',
    ({ writeEverything }) => writeEverything(project, program, tellProgress),
  );
  addWriter(
    program,
    'module',
    'write the Terraform module to modules/octo-access, and the input table of docs/inputs.md',
    ({ writeModule }) => writeModule(project),
  );
  addWriter(
    program,
    'cloudformation',
    'write the CloudFormation template, to read and to send inline, and example parameters to cloudformation/',
    ({ writeCloudFormation }) => writeCloudFormation(project),
  );
  addModulePack(program, project);
  addWriter(
    program,
    'schema',
    'write the JSON Schemas of the files that people write and of all --json output to schema/',
    ({ writeSchemas }) => writeSchemas(project),
  );
  addReport(program, project);
  addCatalogueUpdate(program, project);
}

/** A command that writes generated files and prints which of them changed. */
function addWriter(
  program: Command,
  name: string,
  description: string,
  write: (writers: typeof import('../generate/write-generated.js')) => string[] | Promise<string[]>,
): void {
  program
    .command(name)
    .description(description)
    .option(...AS_JSON)
    .action(async (options: { readonly json?: boolean }) => {
      printWritten(await write(await import('../generate/write-generated.js')), options);
    });
}
