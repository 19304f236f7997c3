import { join, relative, resolve } from 'node:path';
import { Command } from 'commander';
import { FleetFileError } from '../fleet/fleet-file-error';
import { AccountsError, listAccounts, type AccountsOptions } from './accounts';
import { writeCloudFormation } from './cloudformation';
import { writeModule } from './module';
import { packModule } from './module-pack';
import { writeSchema } from './schema';

const PROJECT = resolve(__dirname, '../..');

const program = new Command('octo-access')
  .description('Generates what is committed beside the constructs')
  .showHelpAfterError();

program
  .command('module')
  .description('write the Terraform module to modules/octo-access, and the input table of README.md')
  .option('--json', 'print the result as JSON')
  .action((options: { json?: boolean }) => {
    reportChanged(writeModule(PROJECT), options);
  });

program
  .command('cloudformation')
  .description('write the CloudFormation template to cloudformation/octo-access.yaml')
  .option('--json', 'print the result as JSON')
  .action((options: { json?: boolean }) => {
    reportChanged(writeCloudFormation(PROJECT), options);
  });

program
  .command('module-pack')
  .description('pack the Terraform module for a private registry, the same bytes on every machine')
  .option('--out <folder>', 'where to write octo-access-X.Y.Z.tar.gz', join(PROJECT, '.cache'))
  .option('--json', 'print the result as JSON')
  .action(async (options: { out: string; json?: boolean }) => {
    const packed = await packModule(PROJECT, resolve(options.out));
    if (options.json) console.log(JSON.stringify(packed));
    else
      console.log(`written: ${relative('.', packed.file)} (${packed.bytes} bytes, sha256 ${packed.sha256})`);
  });

program
  .command('schema')
  .description('write the JSON Schema of the fleet file to schema/octo.schema.json')
  .option('--json', 'print the result as JSON')
  .action((options: { json?: boolean }) => {
    reportChanged(writeSchema(PROJECT), options);
  });

program
  .command('accounts')
  .description('print candidate accounts as sections of octo.yaml; reads only')
  .option('--csv <file>', 'from a CSV file with the columns id and, where known, name, status and cur')
  .option('--organizations', 'from AWS Organizations, with the credentials at hand')
  .option('--organizational-unit <ids...>', 'only the accounts below these units, like ou-abcd-11112222')
  .option('--json', 'print them as JSON')
  .action(async (options: AccountsOptions) => {
    try {
      console.log(await listAccounts(options));
    } catch (error) {
      if (!(error instanceof FleetFileError || error instanceof AccountsError)) throw error;
      console.error(error.message);
      process.exitCode = 1;
    }
  });

void program.parseAsync();

function reportChanged(changed: readonly string[], { json }: { json?: boolean }): void {
  if (json) console.log(JSON.stringify({ changed }));
  else console.log(changed.length > 0 ? `written: ${changed.join(', ')}` : 'up to date');
}
