import { join } from 'node:path';
import { stateContents, stateFile } from '../fleet/local-states';
import { VERIFY_PARALLELISM } from './actions';
import type { PreparedFleet } from './prepare-fleet';
import { plural } from './summary';
import type { Target } from './targets';
import { accountsToVerify, verifyAccounts } from './verify-accounts';

/** The stacks of a run, divided by what their accounts need. */
export interface Drift {
  /** New accounts, those that differ or cannot be read, those that are being removed, and the StackSet. */
  readonly work: readonly Target[];
  /** Their roles are as they should be. */
  readonly same: readonly Target[];
}

/** Looks which accounts a deployment would change; reads only. */
export async function divideByDrift(
  { fleet, folder, targets }: Pick<PreparedFleet, 'fleet' | 'folder' | 'targets'>,
  signal: AbortSignal,
  tell: (line: string) => void,
): Promise<Drift> {
  // Where Terraform has no state of an account, its roles are somebody else's.
  const isKnown = ({ stack }: Target): boolean =>
    fleet.backend.type !== 'local' || stateContents(join(folder, stateFile(stack))) !== undefined;
  const chosen = new Set(targets.filter((one) => !one.removing && isKnown(one)).map(({ id }) => id));
  const accounts = accountsToVerify(fleet)
    .filter(({ id }) => chosen.has(id))
    .map((account) => ({ ...account, form: 'terraform' as const }));
  if (accounts.length > 0) tell(`looking for differences in ${plural(accounts.length)}`);
  const report = await verifyAccounts(accounts, { parallelism: VERIFY_PARALLELISM, signal });
  for (const { name, status, reason = '' } of report.accounts)
    if (status === 'unknown') tell(`${name} could not be read, so Terraform looks itself: ${reason}`);
  const same = new Set(report.accounts.filter(({ status }) => status === 'same').map(({ id }) => id));
  return {
    work: targets.filter(({ id }) => !same.has(id)),
    same: targets.filter(({ id }) => same.has(id)),
  };
}
