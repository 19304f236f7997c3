import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { App } from 'cdktf';
import { fleetOf } from '../fleet/find-fleet';
import { stackNames, type Fleet } from '../fleet/fleet';
import { refuseWorkspaces } from '../stacks/earlier-states';
import { synthesizeFleet } from '../stacks/fleet-stacks';
import { IMPORTS_FILE } from './import-blocks';
import type { FleetRunOptions } from './run-fleet';
import { selectTargets } from './targets';

/** The stacks of a fleet file that are meant. */
export interface FleetTargets extends Pick<FleetRunOptions, 'targets'> {
  /** Absolute path of the fleet file; states and cdktf.out are beside it. */
  readonly file: string;
  readonly fleet: Fleet;
}

/** The same, ready for `runFleet()`. */
export interface PreparedFleet extends Pick<FleetRunOptions, 'folder' | 'out' | 'backend' | 'targets'> {
  readonly fleet: Fleet;
}

/**
 * Reads a fleet file.
 *
 * @param file absolute path
 * @param accounts ids or names of accounts; empty for all
 * @param migrating whether the states are to be moved to where the file says
 * @throws UsageError if the accounts are wrong; FleetFileError or FleetRunError if the file is
 */
export function fleetTargets(file: string, accounts: readonly string[], migrating = false): FleetTargets {
  const fleet = fleetOf(file, migrating);
  return { file, fleet, targets: selectTargets(fleet, accounts) };
}

/** Synthesizes the stacks of all accounts of a fleet. */
export function synthesized({ file, fleet, targets }: FleetTargets): PreparedFleet {
  const folder = dirname(file);
  const out = join(folder, 'cdktf.out');
  // The environment's workspace is not used, but one that was selected by hand has a state.
  refuseWorkspaces(folder, fleet.backend.type, stackNames(fleet), '');
  const app = new App({ outdir: out });
  synthesizeFleet(app, fleet);
  // An adoption that was killed leaves them, and Terraform fails on blocks of roles that are gone.
  for (const { stack } of targets) rmSync(join(out, 'stacks', stack, IMPORTS_FILE), { force: true });
  return { folder, out, backend: fleet.backend.type, targets, fleet };
}

/**
 * Reads a fleet file and synthesizes its stacks.
 *
 * @param file absolute path
 * @param accounts ids or names of accounts; empty for all
 * @throws UsageError, FleetFileError or FleetRunError, before anything is written, if the file or the accounts are wrong
 */
export function prepareFleet(file: string, accounts: readonly string[]): PreparedFleet {
  return synthesized(fleetTargets(file, accounts));
}
