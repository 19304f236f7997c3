import { expect, test } from '@jest/globals';
import { listAccounts } from '../../src/fleet/list-accounts';

test.each([
  [
    {},
    'the list of accounts is missing: give --list FILE or --organizations, or --octo to compare octo.yaml with Octo',
  ],
  [{ list: 'x.csv', organizations: true }, '--list cannot be combined with --organizations'],
  [{ list: 'x.csv', organizationalUnit: ['ou-abcd-11112222'] }, '--list cannot be combined with'],
])('fails without one place to list accounts from: %j', async (source, expected) => {
  await expect(listAccounts(source)).rejects.toThrow(expected);
});
