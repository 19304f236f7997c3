import { UsageError } from '../names/error-in-words';
import type { Action } from './actions';

/** Words and options of `octo-access fleet` that do not go with every action. */
export interface FleetWords {
  readonly action: Action | 'list';
  /** Ids or names; empty for all. */
  readonly accounts: readonly string[];
  readonly all?: boolean;
  readonly drifted?: boolean;
  readonly confirm?: boolean;
}

/** @throws UsageError naming all that does not go together */
export function refuseWrongWords({ action, accounts, all, drifted, confirm }: FleetWords): void {
  const problems = [
    ...(action === 'destroy' && accounts.length === 0 && !all
      ? ['destroy removes the roles: name the accounts, or give --all']
      : []),
    ...(all && accounts.length > 0 ? [ALL_AND_SOME] : []),
    ...(all && action !== 'destroy' && action !== 'migrate'
      ? [`--all is for destroy and migrate, got ${action}: without accounts it takes them all`]
      : []),
    ...(drifted && action !== 'deploy'
      ? [`--drifted is for deploy, got ${action}: to see what differs run npx octo-access verify`]
      : []),
    ...(confirm && action !== 'deploy'
      ? [`--confirm is for deploy, got ${action}: to ask Octo run npx octo-access confirm`]
      : []),
  ];
  if (problems.length > 0) throw new UsageError(...problems);
}

/** What is wrong with `--all` beside accounts. */
export const ALL_AND_SOME = '--all means every account: give it, or name accounts, not both';
