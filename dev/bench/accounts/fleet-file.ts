import { stringify } from 'yaml';
import type { Layout } from '../../../src/fleet/fleet';

/** An `octo.yaml` of so many accounts; the emulator lets every role be assumed. */
export function fleetFile(layout: Layout, accounts: number): string {
  return stringify({
    layout,
    defaults: {
      role: 'OctoInstaller',
      inputs: { principal: '444455556666', external_id: 'octo-ext-7f3c2a1b9d' },
    },
    accounts: Array.from({ length: accounts }, (_, index) => ({
      id: `${100_000_000_001 + index}`,
      name: `account-${index + 1}`,
    })),
  });
}
