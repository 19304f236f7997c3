import { ErrorInWords } from '../names/error-in-words';
import { existsSync, readFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { findFleet, fleetOf, FLEET_FILES } from '../fleet/find-fleet';
import type { Fleet } from '../fleet/fleet';
import {
  aliasesRoot,
  openTofuRoot,
  readRoot,
  refuseDirectRemoval,
  ROOT_FILE,
  type RootLayout,
} from '../module/fleet-root';
import { MODULE_FOLDER, moduleSource } from '../module/module-files';
import { writeFiles } from '../process/write-files';

/** Options of the command. */
export interface RootOptions {
  readonly out: string;
  readonly file?: string;
  readonly source?: string;
  readonly json?: boolean;
}

/** What `octo-access root` tells about the root that it wrote. */
export interface FleetRoot {
  readonly layout: RootLayout;
  /** Absolute path. */
  readonly file: string;
  /** Whether the file was not there yet or said something else. */
  readonly changed: boolean;
  /** Account ids. */
  readonly active: readonly string[];
  readonly removing: readonly string[];
}

/** A root that cannot be written as asked. */
export class RootError extends ErrorInWords {
  /** @param message what is wrong and what to do */
  constructor(message: string) {
    super(message);
    this.name = 'RootError';
  }
}

/**
 * The fleet of a file; of the folder's own where none is named.
 *
 * @throws FleetFileError where the file cannot be used; RootError where there is none
 */
export function readFleet(folder: string, file?: string): Fleet {
  if (file !== undefined) return fleetOf(resolve(folder, file));
  const fleet = findFleet(folder);
  if (fleet === undefined) {
    throw new RootError(
      `there is no ${FLEET_FILES.join(', ')} in ${folder}: write one, or name another with --file`,
    );
  }
  return fleet;
}

/**
 * Writes the one root of a fleet, for Terraform or OpenTofu to be run in.
 *
 * @param project folder of the project
 * @param folder where the root is written
 * @param source of the module; undefined for the project's own, by path or, from outside, by release
 * @throws RootError where the layout has no such root or a file is in the way; DirectRemovalError where accounts would be
 *   removed in one step
 */
export function writeRoot(
  project: string,
  fleet: Fleet,
  folder: string,
  source = ownSource(project, folder),
): FleetRoot {
  const { layout, accounts } = fleet;
  if (layout === 'stack-per-account') {
    throw new RootError(
      `layout is "${layout}", which has a state for each account and no root of all: deploy it with ` +
        'octo-access fleet deploy, or set layout to provider-aliases (Terraform) or opentofu',
    );
  }
  if (/[$%]\{/.test(source)) {
    throw new RootError(`the source of the module may not hold \${ or %{, got ${JSON.stringify(source)}`);
  }
  const file = join(folder, ROOT_FILE);
  const before = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  if (before !== undefined) checkAgainst(before, fleet, file);
  if (accounts.length === 0) {
    throw new RootError(
      'the fleet lists no account, so there is no root to write; a StackSet is deployed with cdktf',
    );
  }
  const files = layout === 'opentofu' ? openTofuRoot(fleet, source) : aliasesRoot(fleet, source);
  const changed = before !== files.get(ROOT_FILE);
  if (changed) writeFiles(folder, files);
  const idsOf = (wanted: 'active' | 'removing'): string[] =>
    accounts.filter(({ state }) => state === wanted).map(({ id }) => id);
  return { layout, file, changed, active: idsOf('active'), removing: idsOf('removing') };
}

function checkAgainst(before: string, fleet: Fleet, file: string): void {
  const previous = readRoot(before);
  if (previous === undefined) {
    throw new RootError(`${file} was not written by this command and stays as it is: choose another folder`);
  }
  if (previous.layout !== fleet.layout) {
    throw new RootError(
      `${file} is a root of the layout ${previous.layout}, and layout is now ${fleet.layout}: its resources would ` +
        'have other addresses, and no provider. Keep the layout; or remove the accounts with it (state: removing, ' +
        'write, apply) and write the new root to another folder',
    );
  }
  refuseDirectRemoval(previous, fleet);
}

function ownSource(project: string, folder: string): string {
  const isOutside = relative(project, folder).split(sep)[0] === '..';
  if (isOutside) {
    const { version } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as {
      version: string;
    };
    return moduleSource(version);
  }
  const path = relative(folder, join(project, MODULE_FOLDER)).split(sep).join('/');
  // Without it Terraform would take the path for a registry's address.
  return path.startsWith('..') ? path : `./${path}`;
}
