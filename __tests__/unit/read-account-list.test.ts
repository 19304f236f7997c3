import { expect, test } from '@jest/globals';
import { readAccountList } from '../../src/fleet/read-account-list';

test.each([
  ['CSV', 'id,name\n222222222222,x\n'],
  ['CSV after a byte order mark', '\ufeffid,name\n222222222222,x\n'],
  ['JSON', '{ "Accounts": [{ "Id": "222222222222", "Name": "x" }] }'],
  ['JSON after a byte order mark', '\ufeff\n[{ "Id": "222222222222", "Name": "x" }]'],
  ['YAML', 'Accounts:\n- Id: "222222222222"\n  Name: x\n'],
  ['a list in YAML', '---\n- Id: "222222222222"\n  Name: x\n'],
])('a list of accounts may be %s', (_, text) => {
  expect(readAccountList(text, 'x')).toEqual({ accounts: [{ id: '222222222222', name: 'x' }] });
});

test('a table for people is no list, and the error says what is', () => {
  const table = '-----------------\n|  ListAccounts |\n+---------------+\n';
  expect(() => readAccountList(table, 'table.txt')).toThrow(
    /table\.txt:1: must name the columns in its first line: id, .*JSON of aws organizations list-accounts/,
  );
});
