import { stringify } from 'yaml';
import type { Layout } from '../../../src/fleet/fleet';
import { EXAMPLE_INPUTS } from '../../example-inputs';

/** An `octo.yaml` of so many accounts; the emulator lets every role be assumed. */
export function fleetFile(layout: Layout, accounts: number): string {
  return stringify({
    layout,
    defaults: {
      role: 'OctoInstaller',
      inputs: EXAMPLE_INPUTS,
    },
    accounts: Array.from({ length: accounts }, (_, index) => ({
      id: `${100_000_000_001 + index}`,
      name: `account-${index + 1}`,
    })),
  });
}
