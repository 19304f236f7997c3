import { describe, expect, test } from '@jest/globals';
import { readAccountCsv } from '../../src/fleet/account-csv';
import { candidates, candidatesYaml, type AccountList } from '../../src/fleet/candidates';
import { FleetFileError } from '../../src/fleet/fleet-file-error';
import { parseFleet } from '../../src/fleet/parse-fleet';

const DEFAULTS = 'defaults: { inputs: { principal: "444455556666", external_id: octo-ext-7f3c2a1b9d } }\n';

function problems(text: string): string[] {
  try {
    readAccountCsv(text, 'accounts.csv');
  } catch (error) {
    if (error instanceof FleetFileError) return error.message.split('\n').slice(1);
    throw error;
  }
  throw new Error(`nothing is wrong with\n${text}`);
}

describe('a list of accounts in CSV', () => {
  test('is read with its columns in any order, and other columns are ignored', () => {
    const text = [
      'Owner,CUR enabled,Status,Name,ID',
      'x,yes,ACTIVE,"Production, EU",012345678901',
      '',
      'y,No,Pending closure,old,222222222222',
      'z,,,,333333333333',
    ].join('\r\n');
    expect(readAccountCsv(text, 'accounts.csv')).toEqual({
      accounts: [
        { id: '012345678901', name: 'Production, EU', state: 'ACTIVE', hasReport: true },
        { id: '222222222222', name: 'old', state: 'PENDING_CLOSURE', hasReport: false },
        { id: '333333333333' },
      ],
    });
  });

  test('may be the export of AWS Organizations, whose ARNs name the management account', () => {
    const arn = (id: string): string => `arn:aws:organizations::111111111111:account/o-o1gb0d1234/${id}`;
    const text = [
      'Account ID,ARN,Email,Name,Status,State,Joined method,Joined timestamp',
      `111111111111,${arn('111111111111')},a@example.com,root,,ACTIVE,INVITED,2020-01-01T00:00:00Z`,
      `222222222222,${arn('222222222222')},b@example.com,gone,SUSPENDED,CLOSED,CREATED,2020-01-01T00:00:00Z`,
    ].join('\n');
    expect(readAccountCsv(text, 'accounts.csv')).toEqual({
      managementAccountId: '111111111111',
      accounts: [
        { id: '111111111111', name: 'root', state: 'ACTIVE' },
        { id: '222222222222', name: 'gone', state: 'CLOSED' },
      ],
    });
  });

  test.each([
    ['semicolons, after a byte order mark', '\ufeffid;name\n222222222222;"a;b, c"\n'],
    ['tabs', 'id\tname\n222222222222\ta;b, c\n'],
  ])('may have %s', (_, text) => {
    expect(readAccountCsv(text, 'accounts.csv').accounts).toEqual([{ id: '222222222222', name: 'a;b, c' }]);
  });

  test('may contain only ids', () => {
    expect(readAccountCsv('account_id\n222222222222\n333333333333', 'x').accounts).toHaveLength(2);
  });

  test('fails on ids that a spreadsheet changed and on every other error, naming the lines', () => {
    const text = [
      'id,name,status,cur',
      '12345678901,lost a zero,,',
      '1.23457E+11,shortened,,',
      '"222222222222",right,,',
      '',
      '222222222222,again,,',
      '="033333333333",formula,GONE,maybe',
      ',no id,,',
    ].join('\n');
    const shortened =
      '; a spreadsheet shortened it as if it were a number: format the column as text, fill it again from the source and export again';
    expect(problems(text)).toEqual([
      `accounts.csv:2: id must be the 12 digits of an AWS account id, got "12345678901"${shortened}`,
      `accounts.csv:3: id must be the 12 digits of an AWS account id, got "1.23457E+11"${shortened}`,
      'accounts.csv:6: id 222222222222 is already in line 4; keep one',
      String.raw`accounts.csv:7: id must be the 12 digits of an AWS account id, got "=\"033333333333\""`,
      'accounts.csv:7: status must be one of ACTIVE, SUSPENDED, PENDING_CLOSURE, CLOSED, PENDING_ACTIVATION, PENDING, or empty, got "GONE"',
      'accounts.csv:7: cur must be yes, no or empty, got "maybe"',
      'accounts.csv:8: id must be the 12 digits of an AWS account id, got ""',
    ]);
  });

  test.each([
    [
      '',
      'accounts.csv:1: must name the columns in its first line: id, and optionally name, status and cur; got []',
    ],
    [
      '222222222222,production',
      'accounts.csv:1: must name the columns in its first line: id, and optionally name, status and cur; got ["222222222222","production"]',
    ],
  ])('fails without a line that names the columns: %j', (text, expected) => {
    expect(problems(text)).toEqual([expected]);
  });

  test('fails on an unclosed quote', () => {
    expect(problems('id,name\n222222222222,"x')).toEqual([
      expect.stringMatching(/^accounts\.csv: is not valid CSV: .*quote.* line 2/i),
    ]);
  });
});

const LIST: AccountList = {
  managementAccountId: '111111111111',
  accounts: [
    { id: '111111111111', name: 'root', state: 'ACTIVE', hasReport: true },
    { id: '012345678901', name: 'Sandbox', state: 'ACTIVE' },
    { id: '222222222222', name: 'sandbox' },
    { id: '333333333333' },
    { id: '333333333334', name: ' 12e4\n- x: y # z ' },
    { id: '555555555555', name: 'old', state: 'SUSPENDED', hasReport: false },
    { id: '666666666666', name: 'older', state: 'PENDING_CLOSURE' },
    { id: '777777777777', name: 'oldest', state: 'CLOSED' },
    { id: '888888888888', name: 'new', state: 'PENDING_ACTIVATION' },
    { id: '999999999999', name: 'x'.repeat(200), hasReport: false },
  ],
};

describe('candidate accounts', () => {
  test('are the active ones with a report; the others are excluded with the reason', () => {
    expect(candidates(LIST)).toEqual({
      management_account: '111111111111',
      accounts: [
        { id: '111111111111', name: 'root' },
        { id: '012345678901', name: 'Sandbox (012345678901)' },
        { id: '222222222222', name: 'sandbox (222222222222)' },
        { id: '333333333333' },
        { id: '333333333334', name: '12e4- x: y # z' },
      ],
      exclude: [
        { id: '555555555555', reason: 'suspended' },
        { id: '666666666666', reason: 'being closed' },
        { id: '777777777777', reason: 'closed' },
        { id: '888888888888', reason: 'not activated yet' },
        { id: '999999999999', reason: 'no Cost and Usage Report' },
      ],
    });
  });

  test('are printed for octo.yaml with ids in quotes and with comments', () => {
    const text = candidatesYaml({
      ...LIST,
      accounts: [...LIST.accounts.slice(0, 2), ...LIST.accounts.slice(5, 6)],
    });
    expect(text).toBe(`management_account: "111111111111"
accounts:
  - id: "111111111111" # the management account
    name: root
  - id: "012345678901"
    name: Sandbox
exclude:
  - id: "555555555555" # old
    reason: suspended
`);
  });

  test('are accepted by a fleet file, whatever their names', () => {
    const { accounts, ...rest } = candidates(LIST);
    expect(parseFleet(DEFAULTS + candidatesYaml(LIST), 'octo.yaml')).toMatchObject({
      managementAccountId: rest.management_account,
      accounts: accounts.map(({ id, name = id }) => ({ id, name })),
      exclude: rest.exclude,
    });
  });

  test('may be an empty list', () => {
    expect(candidatesYaml({ accounts: [] })).toBe('accounts: []\nexclude: []\n');
  });
});
