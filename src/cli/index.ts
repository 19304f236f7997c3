import { join, relative, resolve } from 'node:path';
import { Command } from 'commander';
import { writeModule } from './module';
import { packModule } from './module-pack';

const PROJECT = resolve(__dirname, '../..');

const program = new Command('octo-access')
  .description('Generates what is committed beside the constructs')
  .showHelpAfterError();

program
  .command('module')
  .description('write the Terraform module to modules/octo-access, and the input table of README.md')
  .option('--json', 'print the result as JSON')
  .action((options: { json?: boolean }) => {
    const changed = writeModule(PROJECT);
    if (options.json) console.log(JSON.stringify({ changed }));
    else console.log(changed.length > 0 ? `written: ${changed.join(', ')}` : 'up to date');
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

void program.parseAsync();
