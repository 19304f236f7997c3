import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { ErrorInWords } from '../names/error-in-words';
import type { Fleet } from './fleet';
import { FleetFileError } from './fleet-file-error';
import { refuseOrphanedStates } from './orphaned-states';
import { parseFleet } from './parse-fleet';
import { readText } from './read-text';

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
  const [name, second] = FLEET_FILES.filter((file) => existsSync(join(folder, file)));
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
    super(`there is no ${FLEET_FILES.join(', ')} in ${folder}: write one, or name another with --file`);
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

/**
 * The fleet of a file.
 *
 * @throws FleetFileError if the file cannot be used, or leaves a state orphaned
 */
export function fleetOf(file: string): Fleet {
  const name = basename(file);
  const fleet = parseFleet(readText(file, name), name);
  refuseOrphanedStates(dirname(file), fleet, name);
  return fleet;
}
