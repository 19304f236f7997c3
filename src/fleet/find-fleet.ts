import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Fleet } from './fleet';
import { FleetFileError } from './fleet-file-error';
import { parseFleet } from './parse-fleet';
import { readText } from './read-text';

/** Names that the fleet file may have. */
export const FLEET_FILES = ['octo.yaml', 'octo.yml', 'octo.json'] as const;

/**
 * The fleet that a folder has a file of; undefined where it has none.
 *
 * @throws FleetFileError where the file cannot be used, or there are two
 */
export function findFleet(folder: string): Fleet | undefined {
  const [name, second] = FLEET_FILES.filter((file) => existsSync(join(folder, file)));
  if (!name) return undefined;
  if (second) {
    throw new FleetFileError(name, [
      { message: `stands beside ${second}, and one file describes the fleet; keep one of the two` },
    ]);
  }
  return parseFleet(readText(join(folder, name), name), name);
}
