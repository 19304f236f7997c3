import { resolve } from 'node:path';
import { z } from 'zod';
import { chosenFleetFile, fleetOf } from '../fleet/find-fleet';
import type { Fleet } from '../fleet/fleet';
import { OctoClient } from '../octo/octo-client';
import { label } from './summary';

const account = z.strictObject({
  id: z.string().meta({ description: '12 digits.' }),
  name: z.string().optional().meta({ description: 'As the fleet file has it.' }),
  reason: z.string().optional().meta({ description: 'Why the fleet file excludes it.' }),
});
const accounts = z.array(account.readonly()).readonly();

/** What `octo-access accounts --octo --json` prints. */
export const registrationsShape = z.strictObject({
  ok: z.boolean().meta({ description: 'Whether Octo and the fleet file name the same accounts.' }),
  seconds: z.number(),
  both: accounts.meta({ description: 'In the fleet file, and known to Octo.' }),
  not_registered: accounts.meta({ description: 'In the fleet file, but not known to Octo.' }),
  not_listed: accounts.meta({ description: 'Known to Octo, but not in the fleet file.' }),
  excluded_but_registered: accounts.meta({
    description: 'Known to Octo, although the fleet file excludes it.',
  }),
  neither: accounts.meta({
    description: 'In the organization, as Octo sees it, but neither known to Octo nor in the fleet file.',
  }),
});
export type Registrations = Readonly<z.infer<typeof registrationsShape>>;

/** Compares the accounts of a fleet file with those that Octo knows; reads only. */
export async function registrations(file: string | undefined): Promise<Registrations> {
  const started = Date.now();
  const fleet = fleetOf(chosenFleetFile(resolve('.'), file));
  const client = OctoClient.fromEnvironment();
  const known = await client.knownAccounts();
  const unregistered = await client.unregistered();
  const found = compared(fleet, new Set(known), new Set(unregistered.map(({ id }) => id)));
  return { ...found, seconds: (Date.now() - started) / 1_000 };
}

/** Every account once, in the order of the file, then of Octo. */
export function compared(
  { accounts: listed, exclude }: Pick<Fleet, 'accounts' | 'exclude'>,
  known: ReadonlySet<string>,
  unregistered: ReadonlySet<string>,
): Omit<Registrations, 'seconds'> {
  const named = listed.map(({ id, name }) => ({ id, ...(name !== id && { name }) }));
  const inFile = new Set([...listed, ...exclude].map(({ id }) => id));
  const outside = (ids: ReadonlySet<string>): { id: string }[] =>
    [...ids].filter((id) => !inFile.has(id)).map((id) => ({ id }));
  const result = {
    both: named.filter(({ id }) => known.has(id)),
    not_registered: named.filter(({ id }) => !known.has(id)),
    not_listed: outside(known),
    excluded_but_registered: exclude.filter(({ id }) => known.has(id)),
    neither: outside(new Set([...unregistered].filter((id) => !known.has(id)))),
  };
  const { both: _both, ...mismatches } = result;
  return { ok: Object.values(mismatches).every((some) => some.length === 0), ...result };
}

const TITLES = {
  not_registered: 'in the fleet file, but not known to Octo (npx octo-access confirm registers them):',
  not_listed: 'known to Octo, but not in the fleet file:',
  excluded_but_registered: 'known to Octo, although the fleet file excludes them:',
  neither: 'in the organization, but neither known to Octo nor in the fleet file:',
} as const;

/** The comparison for people. */
export function registrationsSummary(found: Registrations): string {
  const lines = (Object.keys(TITLES) as (keyof typeof TITLES)[]).flatMap((kind) =>
    found[kind].length === 0
      ? []
      : [
          TITLES[kind],
          ...found[kind].map(
            ({ id, name = id, reason }) =>
              `  ${label({ id, name })}${reason === undefined ? '' : `: ${reason}`}`,
          ),
        ],
  );
  return [...lines, `${found.both.length} in the fleet file and known to Octo`].join('\n');
}
