import { resolve } from 'node:path';
import { chosenFleetFile, findFleetFile, fleetOf } from '../fleet/find-fleet';
import type { Fleet } from '../fleet/fleet';
import { statusOf } from '../names/exit-status';
import { UsageError } from '../names/error-in-words';
import { ACCOUNT_ID } from '../names/fields';
import {
  confirmAccounts,
  notAsked,
  type AccountToConfirm,
  type ConfirmedAccount,
  type ConfirmReport,
} from '../octo/confirmation';
import { OctoClient } from '../octo/octo-client';
import { OctoError } from '../octo/octo-error';
import { InterruptedBefore, onInterrupt } from '../process/interrupt';
import { label } from './summary';
import { chosenTargets, chosenWithoutStackSet } from './targets';

/** Accounts to confirm. */
export interface ConfirmSession {
  /** Ids or names; empty for all of the fleet file. Ids need no fleet file; where there is one that lists them, it says their names and inputs. */
  readonly accounts: readonly string[];
  /** The fleet file, relative to the current folder. @default - the one in the current folder */
  readonly file?: string;
  /** Is told of each account. */
  readonly tell: (line: string) => void;
}

/** How a session went. */
export interface ConfirmEnd {
  readonly report: ConfirmReport;
  readonly exitStatus: number;
}

/**
 * Lets Octo confirm accounts. Registers those that it does not know.
 *
 * @throws UsageError for a word that matches no account; OctoError if Octo cannot be asked at all; InterruptedBefore
 */
export async function confirmSession({ accounts, file, tell }: ConfirmSession): Promise<ConfirmEnd> {
  const chosen = chosenAccounts([...new Set(accounts)], file);
  const client = OctoClient.fromEnvironment();
  const interrupt = onInterrupt('accounts that Octo is asked about now are finished, no further one begins');
  try {
    const report = await confirmAccounts(client, chosen, telling(tell), interrupt.signal);
    return { report, exitStatus: interrupt.exitStatus ?? statusOf(report.accounts, 'refused') };
  } catch (error) {
    throw interrupt.exitStatus === undefined ? error : new InterruptedBefore(interrupt.exitStatus);
  } finally {
    interrupt.release();
  }
}

/** Lets Octo confirm accounts that were just deployed. That Octo cannot be asked undoes no deployment: it is told for each. */
export async function confirmDone(
  client: OctoClient,
  accounts: readonly AccountToConfirm[],
  { tell, signal }: Pick<ConfirmSession, 'tell'> & { readonly signal: AbortSignal },
): Promise<ConfirmReport> {
  try {
    return await confirmAccounts(client, accounts, telling(tell), signal);
  } catch (error) {
    if (!(error instanceof OctoError)) throw error;
    const { message } = error;
    return { ok: false, seconds: 0, accounts: accounts.map((account) => notAsked(account, message)) };
  }
}

function chosenAccounts(words: readonly string[], named: string | undefined): AccountToConfirm[] {
  const needsFile =
    named !== undefined || words.length === 0 || !words.every((word) => ACCOUNT_ID.test(word));
  const file = needsFile ? chosenFleetFile(resolve('.'), named) : findFleetFile(resolve('.'));
  if (file === undefined) return words.map((id) => ({ id, name: id }));
  const fleet = fleetOf(file);
  // An id that a file by name does not list is a mistake; the one that lies here need not have it.
  const isBare = (word: string): boolean =>
    named === undefined &&
    ACCOUNT_ID.test(word) &&
    ![...fleet.accounts, ...fleet.exclude].some(({ id }) => id === word);
  const listed = words.filter((word) => !isBare(word));
  return [
    ...(words.length === 0 || listed.length > 0 ? namedAccounts(fleet, listed) : []),
    ...words.filter(isBare).map((id) => ({ id, name: id })),
  ];
}

function namedAccounts(fleet: Fleet, words: readonly string[]): AccountToConfirm[] {
  const leaving = chosenWithoutStackSet(fleet, words).filter(({ removing }) => removing);
  if (words.length > 0 && leaving.length > 0)
    throw new UsageError(
      ...leaving.map(({ id }) => `the fleet file removes the roles of ${id} (state: removing): leave it out`),
    );
  return accountsToConfirm(fleet, words);
}

/** The listed accounts of a fleet, the management account first: Octo wants a payer before its linked accounts. */
export function accountsToConfirm(fleet: Fleet, words: readonly string[]): AccountToConfirm[] {
  const targets = chosenTargets(fleet, words);
  const chosen = new Set(targets.filter(({ removing }) => !removing).map(({ id }) => id));
  const isPayer = ({ id }: { readonly id: string }): number => Number(id === fleet.managementAccountId);
  return fleet.accounts
    .filter(({ id }) => chosen.has(id))
    .map(({ id, name, inputs: { externalId } }) => ({ id, name, externalId }))
    .sort((one, other) => isPayer(other) - isPayer(one));
}

/** The report for people. */
export function confirmSummary({ accounts, seconds }: ConfirmReport): string {
  const refused = accounts.filter(({ status }) => status === 'refused');
  const count = (status: ConfirmedAccount['status']): number =>
    accounts.filter((one) => one.status === status).length;
  const causes = refused[0]?.likely_causes ?? [];
  return [
    ...accounts.map((account) => `${label(account)}: ${confirmationOutcome(account)}`),
    ...(causes.length > 0 ? ['likely causes:', ...causes.map((cause) => `  - ${cause}`)] : []),
    [
      `${count('confirmed')} of ${accounts.length} confirmed by Octo`,
      ...(refused.length > 0 ? [`${refused.length} refused`] : []),
      ...(count('unknown') > 0 ? [`${count('unknown')} could not be asked about`] : []),
      `in ${seconds.toFixed(1)} s`,
    ].join(', '),
  ].join('\n');
}

function telling(tell: (line: string) => void): (account: ConfirmedAccount) => void {
  return (account) => {
    // The report says why.
    tell(`${label(account)}: ${WORDS[account.status]}`);
  };
}

const WORDS = { confirmed: 'confirmed', refused: 'refused', unknown: 'could not be asked about' } as const;

const BADGES = { api_access: 'API', payer: 'PAYER', cur_export: 'CUR', stack_set: 'STACKSET' } as const;

function confirmationOutcome({ status, registered, badges, octo_says: says = '' }: ConfirmedAccount): string {
  const shown = (Object.keys(BADGES) as (keyof typeof BADGES)[]).filter((badge) => badges?.[badge]);
  const words = WORDS[status];
  return [
    says === '' ? words : `${words}: ${says}`,
    ...(shown.length > 0 ? [shown.map((badge) => BADGES[badge]).join(' ')] : []),
    ...(registered ? ['registered now'] : []),
  ].join(', ');
}
