import { expect, test } from '@jest/globals';
import { stackName, stackNames } from '../../src/fleet/fleet';
import { parse, DEFAULTS } from '../support/fleet-file';

test('each account has a stack of its own, and the StackSet has the last one', () => {
  const accounts = 'accounts: [{ id: "222222222222" }, { id: "111111111111" }]';
  const organization = 'organization: { organizational_units: [r-abcd] }';
  expect(stackNames(parse(DEFAULTS, accounts, organization))).toEqual([
    'octo-222222222222',
    'octo-111111111111',
    stackName('organization'),
  ]);
  const shared = accounts.replaceAll('" }', '", role: R }');
  expect(stackNames(parse('layout: opentofu', DEFAULTS, shared))).toEqual([]);
});
