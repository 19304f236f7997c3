import { resolve } from 'node:path';
import { Command } from 'commander';
import { writeModule } from './module';

const program = new Command('octo-access')
  .description('Generates what is committed beside the constructs')
  .showHelpAfterError();

program
  .command('module')
  .description('write the Terraform module to modules/octo-access, and the input table of README.md')
  .option('--json', 'print the result as JSON')
  .action((options: { json?: boolean }) => {
    const changed = writeModule(resolve(__dirname, '../..'));
    if (options.json) console.log(JSON.stringify({ changed }));
    else console.log(changed.length > 0 ? `written: ${changed.join(', ')}` : 'up to date');
  });

program.parse();
