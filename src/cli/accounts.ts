import type { Command } from 'commander';
import type { AccountSource } from '../fleet/list-accounts';
import { printResult } from './print-result';

/** `octo-access accounts`. */
export function addAccounts(program: Command): void {
  program
    .command('accounts')
    .description('print candidate accounts as sections of octo.yaml; reads only')
    .option('--csv <file>', 'from a CSV file with the column id and optionally name, status and cur')
    .option('--organizations', 'from AWS Organizations, with the credentials at hand')
    .option('--organizational-unit <ids...>', 'only the accounts below these units, like ou-abcd-11112222')
    .option('--json', 'print them as JSON')
    .action(async ({ json, ...source }: AccountSource & { readonly json?: boolean }) => {
      const { listAccounts } = await import('../fleet/list-accounts');
      const { candidates, candidatesYaml } = await import('../fleet/candidates');
      const list = await listAccounts(source);
      printResult(candidates(list), { json }, () => candidatesYaml(list).trimEnd());
    });
}
