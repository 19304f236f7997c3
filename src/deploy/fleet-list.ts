import { resolve } from 'node:path';
import { z } from 'zod';
import { chosenFleetFile, fleetOf } from '../fleet/find-fleet';
import type { Shard } from './actions';
import { label } from './summary';
import { chosenTargets, inShard } from './targets';

const accountShape = z.strictObject({
  id: z.string().meta({ description: '12 digits, or organization for the StackSet.' }),
  name: z.string().meta({ description: 'The id, if the fleet file gives no name.' }),
  region: z.string().meta({ description: 'Region whose endpoints are called.' }),
  state: z
    .enum(['active', 'removing'])
    .meta({ description: 'removing: the next deployment removes its roles.' }),
});

/** What `octo-access fleet list --json` prints. */
export const fleetListShape = z.strictObject({
  shard: z
    .strictObject({ index: z.int().min(1), of: z.int().min(1) })
    .readonly()
    .optional()
    .meta({ description: 'The part that was asked for, from 1 on.' }),
  accounts: z.array(accountShape.readonly()).readonly().meta({ description: 'In the order of the file.' }),
});
export type FleetList = Readonly<z.infer<typeof fleetListShape>>;

/** What to list. */
export interface ListRequest {
  /** Ids or names; empty for all. */
  readonly accounts: readonly string[];
  /** The fleet file, relative to the current folder. @default - the one in the current folder */
  readonly file?: string;
  readonly shard?: Shard;
}

/**
 * The accounts of a fleet file of any layout, and its StackSet. Needs neither AWS nor Terraform.
 *
 * @throws FleetFileError, NoFleetFile, or UsageError for a word that matches no account
 */
export function listFleet({ accounts, file, shard }: ListRequest): FleetList {
  const fleet = fleetOf(chosenFleetFile(resolve('.'), file));
  const regions = new Map(fleet.accounts.map(({ id, region }) => [id, region]));
  return {
    ...(shard && { shard }),
    accounts: inShard(chosenTargets(fleet, accounts), shard).map(({ id, name, removing }) => ({
      id,
      name,
      region: regions.get(id) ?? fleet.organization?.region ?? '',
      state: removing ? 'removing' : 'active',
    })),
  };
}

/** The list for people. */
export function fleetListInWords({ shard, accounts }: FleetList): string {
  if (accounts.length === 0 && shard) return noAccountsIn(shard);
  return accounts
    .map(({ region, state, ...account }) =>
      [label(account), region, ...(state === 'removing' ? ['is being removed'] : [])].join(', '),
    )
    .join('\n');
}

/** That there is nothing to do for a shard. */
export function noAccountsIn({ index, of }: Shard): string {
  return `no account is in shard ${index}/${of}: there are fewer accounts than shards`;
}
