import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Fleet } from './fleet';
import { FleetFileError } from './fleet-file-error';
import { refuseForgotten } from './forgotten';
import { parseFleet } from './parse-fleet';
import { readText } from './read-text';

/** Names that the fleet file may have. */
export const FLEET_FILES = ['octo.yaml', 'octo.yml', 'octo.json'] as const;

/**
 * The fleet that a folder has a file of; undefined where it has none.
 *
 * @throws FleetFileError where the file cannot be used, there are two, or it forgets what is installed
 */
export function findFleet(folder: string): Fleet | undefined {
  const file = findFleetFile(folder);
  return file === undefined ? undefined : fleetOf(file);
}

/**
 * Path of a folder's fleet file; undefined where it has none.
 *
 * @throws FleetFileError where there are two
 */
export function findFleetFile(folder: string): string | undefined {
  const [name, second] = FLEET_FILES.filter((file) => existsSync(join(folder, file)));
  if (!name) return undefined;
  if (second) {
    throw new FleetFileError(name, [
      { message: `stands beside ${second}, and one file describes the fleet; keep one of the two` },
    ]);
  }
  return join(folder, name);
}

/**
 * The fleet of a file.
 *
 * @throws FleetFileError where the file cannot be used, or forgets what is installed
 */
export function fleetOf(file: string): Fleet {
  const name = basename(file);
  const fleet = parseFleet(readText(file, name), name);
  refuseForgotten(dirname(file), fleet, name);
  return fleet;
}
