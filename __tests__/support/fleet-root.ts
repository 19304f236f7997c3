import { expect } from '@jest/globals';
import type { Fleet, FleetAccount } from '../../src/fleet/fleet';
import { ROOT_FILE } from '../../src/module/fleet-root';

/** Where the tests' roots have the module. */
export const SOURCE = '../../modules/octo-access';

/** An account that is reached through a role. */
export const account = (id: string, rest: Partial<FleetAccount> = {}): FleetAccount => ({
  id,
  name: `name of ${id}`,
  roleArn: `arn:aws:iam::${id}:role/Installer`,
  region: 'us-east-1',
  state: 'active',
  inputs: { principal: '444455556666', externalId: 'octo-ext-7f3c2a1b9d' },
  ...rest,
});

/** A fleet of these accounts, in one state. */
export const fleet = (accounts: readonly FleetAccount[], rest: Partial<Fleet> = {}): Fleet => ({
  layout: 'provider-aliases',
  backend: { type: 'local' },
  accounts,
  exclude: [],
  ...rest,
});

type Root = Record<'terraform' | 'provider' | 'module' | 'output' | 'locals', Record<string, unknown>>;

/** The one file of a root module. */
export function parsed(files: ReadonlyMap<string, string>): Root {
  expect([...files.keys()]).toEqual([ROOT_FILE]);
  return JSON.parse(files.get(ROOT_FILE) ?? '') as Root;
}
