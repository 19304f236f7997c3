import { describe, expect, test } from '@jest/globals';
import {
  accountsOf,
  indexesOfField,
  isAccountId,
  refuseNoAccount,
  unknownNames,
} from '../../src/fleet/account-rows';

describe('the fields of a list', () => {
  test('are known by several names, the one that counts first in front', () => {
    expect(indexesOfField(['Status', 'x', 'Account State', 'STATE'], 'state')).toEqual([3, 0, 2]);
    expect(indexesOfField(['__proto__', 'constructor'], 'id')).toEqual([]);
  });

  test('leave names over that are not read, with the one that was meant', () => {
    expect(unknownNames(['Id', 'E-mail', 'Joined Method', 'Stat', 'owner', 'owner', ''])).toEqual([
      '"Stat" (did you mean state?)',
      '"owner"',
    ]);
  });
});

test.each([
  ['012345678901', true],
  ['0123-4567-8901', true],
  ['="012345678901"', true],
  ['12345678901', false],
  ['0123 4567 8901', false],
])('%s is an account id or not', (text, expected) => {
  expect(isAccountId(text)).toBe(expected);
});

test('an account is read from the first value that is one, and problems are told with their row', () => {
  const told: string[] = [];
  const rows = [
    { where: 'line 2', fields: { id: ['', '111111111111'], name: ['n/a', 'x'], cur: ['On'] } },
    { where: 'line 3', fields: { id: ['1111-1111-1111'] } },
  ];
  const { accounts } = accountsOf(rows, ({ where }, message) => told.push(`${where}: ${message}`));
  expect(accounts[0]).toEqual({ id: '111111111111', name: 'x', hasReport: true });
  expect(told).toEqual(['line 3: id 111111111111 is already in line 2; keep one']);
});

test('a list without accounts is refused', () => {
  expect(() => {
    refuseNoAccount({ accounts: [] }, 'x.csv');
  }).toThrow('x.csv: names no account: list at least one');
});
