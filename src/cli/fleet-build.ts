import { createRequire } from 'node:module';
import { ErrorInWords } from '../names/error-in-words';

type FleetBuild = typeof import('../deploy/fleet-session.js');
type AdoptBuild = typeof import('../deploy/adopt-fleet.js');

/** As built for CDK Terrain; only in the package, by `npm run build`. */
const FOR_CDKTN = '../cdktn/deploy';

/** No framework that synthesizes the fleet's stacks is installed. */
export class NoFramework extends ErrorInWords {
  constructor() {
    super(
      'the stacks of a fleet are written by CDK Terrain or by CDKTF, and neither is installed beside octo-access. ' +
        'For CDK Terrain run npm install cdktn@0.24 @cdktn/provider-aws@25; for CDKTF run npm install cdktf@0.21 @cdktf/provider-aws@21',
    );
    this.name = 'NoFramework';
  }
}

/**
 * Loads what works on a fleet, for the framework that is installed; for CDKTF if both are. Their stacks are the same.
 *
 * @throws NoFramework
 */
export async function loadFleetBuild(): Promise<FleetBuild> {
  if (isForCdktf()) return import('../deploy/fleet-session.js');
  return (await import(`${FOR_CDKTN}/fleet-session.js`)) as FleetBuild;
}

/** As `loadFleetBuild()`, for what takes over roles in a fleet. */
export async function loadAdoptBuild(): Promise<AdoptBuild> {
  if (isForCdktf()) return import('../deploy/adopt-fleet.js');
  return (await import(`${FOR_CDKTN}/adopt-fleet.js`)) as AdoptBuild;
}

function isForCdktf(): boolean {
  if (isInstalled('cdktf', '@cdktf/provider-aws')) return true;
  if (isInstalled('cdktn', '@cdktn/provider-aws')) return false;
  throw new NoFramework();
}

function isInstalled(framework: string, bindings: string): boolean {
  const { resolve } = createRequire(__filename);
  try {
    return [framework, `${bindings}/lib/provider`].every((name) => resolve(name));
  } catch {
    return false;
  }
}
