import { resolve } from 'node:path';
import { chosenFleetFile } from '../fleet/find-fleet';
import type { Fleet } from '../fleet/fleet';
import { AttentionError, ErrorInWords } from '../names/error-in-words';
import type { Shard } from './actions';
import { chosenWithoutStackSet, inShard } from './targets';
import { accountsToVerify, type ConfiguredAccount } from './verify-accounts';

/** It could not be looked at anything, in words for the user. */
export class VerifyError extends AttentionError {}

/**
 * The fleet file to read.
 *
 * @param hint what the command takes in place of a fleet file, a sentence
 * @throws VerifyError with the hint, if there is none
 */
export function fleetFile(named: string | undefined, hint: string): string {
  try {
    return chosenFleetFile(resolve('.'), named);
  } catch (error) {
    if (named !== undefined || !(error instanceof ErrorInWords)) throw error;
    throw new VerifyError(`${error.message}\n${hint}`, { cause: error });
  }
}

/**
 * The accounts of a fleet that are meant.
 *
 * @throws UsageError for a word that matches none; VerifyError if the file lists none
 */
export function listedAccounts(
  fleet: Fleet,
  { accounts: words, shard }: { readonly accounts: readonly string[]; readonly shard?: Shard },
): (ConfiguredAccount & { readonly id: string })[] {
  const chosen = new Set(inShard(chosenWithoutStackSet(fleet, words), shard).map(({ id }) => id));
  const accounts = accountsToVerify(fleet).filter(({ id }) => chosen.has(id));
  if (accounts.length > 0 || shard) return accounts;
  throw new VerifyError(
    'the fleet file lists no account to look at: list those of the StackSet under accounts in a fleet file of their own',
  );
}
