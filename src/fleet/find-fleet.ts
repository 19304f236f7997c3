import { existsSync, lstatSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { ErrorInWords } from '../names/error-in-words';
import type { Fleet } from './fleet';
import { FleetFileError } from './fleet-file-error';
import { refuseOrphanedStates } from './orphaned-states';
import { parseFleet } from './parse-fleet';
import { readText } from './read-text';
import { parsedJson } from '../text/parsed-json';
import { shellWord } from '../text/shell-quote';
import { shownPath } from '../text/shown-path';

/** Names that the fleet file may have. */
export const FLEET_FILES = ['octo.yaml', 'octo.yml', 'octo.json'] as const;

/**
 * The fleet of a folder's fleet file; undefined if the folder has none.
 *
 * @throws FleetFileError if the file cannot be used, there are two, or it leaves a state orphaned
 */
export function findFleet(folder: string): Fleet | undefined {
  const file = findFleetFile(folder);
  return file === undefined ? undefined : fleetOf(file);
}

/**
 * Path of a folder's fleet file; undefined if it has none.
 *
 * @throws FleetFileError if there are two
 */
export function findFleetFile(folder: string): string | undefined {
  // A link that leads nowhere is a mistake, and no folder without a fleet.
  const [name, second] = FLEET_FILES.filter((file) =>
    lstatSync(join(folder, file), { throwIfNoEntry: false }),
  );
  if (!name) return undefined;
  if (second) {
    throw new FleetFileError(name, [
      { message: `is beside ${second}, but only one file may describe the fleet; keep one of the two` },
    ]);
  }
  return join(folder, name);
}

/** A command needs a fleet file, and there is none. */
export class NoFleetFile extends ErrorInWords {
  constructor(folder: string) {
    super(
      `there is no ${FLEET_FILES.slice(0, -1).join(', ')} or ${FLEET_FILES.at(-1)} in ${folder}: write one, or name another with --file`,
    );
    this.name = 'NoFleetFile';
  }
}

/**
 * Absolute path of the fleet file that a command works with: the named one, else the folder's.
 *
 * @throws NoFleetFile if none is named and the folder has none; FleetFileError if it has two
 */
export function chosenFleetFile(folder: string, named?: string): string {
  const file = named === undefined ? findFleetFile(folder) : resolve(folder, named);
  if (file === undefined) throw new NoFleetFile(folder);
  return file;
}

/** Where settings of the account stack belong in a fleet file. */
const PLACES: Readonly<Record<string, string>> = {
  region: 'defaults.region',
  backend: 'backend, where prefix or project stands for its key or workspace',
};

const settingsShape = z.looseObject({
  context: z.looseObject({ octo: z.record(z.string(), z.unknown()) }),
});

/**
 * Settings of the account stack in `cdktf.json` would be passed over beside a fleet file. One of another name may be there
 * as well as the account stack.
 */
function refuseSettings(folder: string, name: string): void {
  const file = join(folder, 'cdktf.json');
  if (!FLEET_FILES.some((usual) => usual === name) || !existsSync(file)) return;
  const { data } = settingsShape.safeParse(parsedJson(readText(file, 'cdktf.json')));
  const keys = Object.keys(data?.context.octo ?? {});
  if (keys.length === 0) return;
  const places = keys.map((key) => (PLACES[key] ? `${key} as ${PLACES[key]}` : key));
  throw new FleetFileError(name, [
    {
      message: `cdktf.json has settings under context.octo, which are for the stack of one account: ${keys.join(', ')}; take them out of cdktf.json, and give here what is for the fleet: ${places.join(', ')}`,
    },
  ]);
}

/**
 * The fleet of a file.
 *
 * @param migrating whether states are about to be moved to where the file says
 * @throws FleetFileError if the file cannot be used, or leaves a state orphaned
 */
export function fleetOf(file: string, migrating = false): Fleet {
  const name = basename(file);
  const fleet = parseFleet(readText(file, name), name);
  refuseSettings(dirname(file), name);
  const isUsual = FLEET_FILES.some((usual) => usual === name) && dirname(file) === resolve('.');
  const option = isUsual ? '' : ` --file ${shellWord(shownPath(file))}`;
  refuseOrphanedStates({ folder: dirname(file), name, option }, fleet, migrating);
  return fleet;
}
