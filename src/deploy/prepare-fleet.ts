import { dirname, join } from 'node:path';
import { App } from 'cdktf';
import { fleetOf } from '../fleet/find-fleet';
import { synthesizeFleet } from '../stacks/fleet-stacks';
import type { FleetRunOptions } from './run-fleet';
import { selectTargets } from './targets';

/** The stacks of a fleet file, ready for `runFleet()`. */
export type PreparedFleet = Pick<FleetRunOptions, 'folder' | 'out' | 'remote' | 'targets'>;

/**
 * Synthesizes the stacks of a fleet file.
 *
 * @param file absolute path; states and cdktf.out are beside it
 * @param accounts ids or names of accounts; empty for all
 * @throws FleetFileError or FleetRunError, before anything is written, if the file or the accounts are wrong
 */
export function prepareFleet(file: string, accounts: readonly string[]): PreparedFleet {
  const folder = dirname(file);
  const out = join(folder, 'cdktf.out');
  const fleet = fleetOf(file);
  const targets = selectTargets(fleet, accounts);
  const app = new App({ outdir: out });
  synthesizeFleet(app, fleet);
  return { folder, out, remote: fleet.backend.type === 'cloud', targets };
}
