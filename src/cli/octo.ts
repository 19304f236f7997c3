import type { Command } from 'commander';
import { EXIT_STATUSES } from '../names/exit-status';
import { orNothingBegun, printResult, tellProgress } from './command-end';
import { AS_JSON, FLEET_FILE } from './options';

interface Json {
  readonly json?: boolean;
}

/** `octo-access values`, `confirm` and `forget`: what they ask is asked of Octo. */
export function addOcto(program: Command): void {
  program
    .command('values')
    .description("print principal and external id from Octo's API, as environment variables for Terraform")
    .option(...AS_JSON)
    .action(orNothingBegun(values));
  program
    .command('confirm')
    .description('let Octo try its access to accounts; registers those that it does not know')
    .argument('[accounts...]', 'ids or names; all of the fleet file if none is given')
    .option(...FLEET_FILE)
    .option(...AS_JSON)
    .action(orNothingBegun(confirm));
  program
    .command('forget')
    .description('make Octo forget accounts whose roles are gone; changes nothing in AWS')
    .argument('<accounts...>', 'ids, 12 digits each')
    .option(...AS_JSON)
    .action(orNothingBegun(forget));
}

async function values({ json }: Json): Promise<void> {
  const { onboardingValues, valuesInShell } = await import('../octo/values.js');
  printResult(await onboardingValues(), { json }, valuesInShell);
}

async function confirm(
  accounts: string[],
  { json, ...options }: Json & { readonly file?: string },
): Promise<void> {
  const { confirmSession, confirmSummary } = await import('../deploy/confirm-session.js');
  const { report, exitStatus } = await confirmSession({ ...options, accounts, tell: tellProgress });
  printResult(report, { json }, confirmSummary);
  process.exitCode = exitStatus;
}

async function forget(accounts: string[], { json }: Json): Promise<void> {
  const { forgetAccounts, forgottenInWords } = await import('../octo/forget-accounts.js');
  const report = await forgetAccounts(accounts);
  printResult(report, { json }, forgottenInWords);
  process.exitCode = EXIT_STATUSES[report.ok ? 'done' : 'attention'].status;
}
