import type { Command } from 'commander';
import type { AccountSource } from '../fleet/list-accounts';
import { UsageError } from '../names/error-in-words';
import { EXIT_STATUSES } from '../names/exit-status';
import { orNothingBegun, printResult, tellProgress } from './command-end';

interface Options extends AccountSource {
  readonly octo?: boolean;
  readonly file?: string;
  readonly json?: boolean;
}

/** `octo-access accounts`. */
export function addAccounts(program: Command): void {
  program
    .command('accounts')
    .description('print candidate accounts as sections of octo.yaml; reads only')
    .option(
      '--csv, --list <file>',
      'from a file: JSON or YAML of aws organizations list-accounts, PowerShell (ConvertTo-Json, Export-Csv), the export of AWS Organizations, CSV with the column id and optionally name, status and cur, or ids alone',
    )
    .option('--organizations', 'from AWS Organizations, with the credentials at hand')
    .option('--organizational-unit <ids...>', 'only the accounts below these units, like ou-abcd-11112222')
    .option('--octo', 'compare the accounts of the fleet file with those that Octo knows, in place of a list')
    .option('--file <file>', 'the fleet file, beside --octo; octo.yaml, octo.yml or octo.json if not given')
    .option('--json', 'print them as JSON')
    .action(async ({ json, octo, file, ...source }: Options) => {
      const others = [
        ...(source.list === undefined ? [] : ['--list']),
        ...(source.organizations ? ['--organizations'] : []),
        ...(source.organizationalUnit ? ['--organizational-unit'] : []),
      ].join(', ');
      if (octo && others !== '')
        throw new UsageError(
          `--octo compares the fleet file with Octo, in place of a list: leave ${others} out`,
        );
      if (!octo && file !== undefined)
        throw new UsageError('--file is the fleet file beside --octo: add --octo, or give --list FILE');
      if (octo) {
        await orNothingBegun(compareWithOcto)(file, { json });
        return;
      }
      const { listAccounts } = await import('../fleet/list-accounts.js');
      const { candidates, candidatesYaml } = await import('../fleet/candidates.js');
      const list = await listAccounts(source);
      if (list.notRead !== undefined) tellProgress(`not read: ${list.notRead.join(', ')}`);
      printResult(candidates(list), { json }, () => candidatesYaml(list).trimEnd());
    });
}

async function compareWithOcto(file: string | undefined, { json }: Pick<Options, 'json'>): Promise<void> {
  const { registrations, registrationsSummary } = await import('../deploy/registrations.js');
  const found = await registrations(file);
  printResult(found, { json }, registrationsSummary);
  if (!found.ok) process.exitCode = EXIT_STATUSES.problem.status;
}
