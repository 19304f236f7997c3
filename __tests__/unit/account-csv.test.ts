import { describe, expect, test } from '@jest/globals';
import { readAccountCsv } from '../../src/fleet/account-csv';
import { errorOf } from '../support/fleet-file';

const problems = (text: string): string[] =>
  errorOf(text, 'accounts.csv', readAccountCsv).message.split('\n').slice(1);

describe('a list of accounts in CSV', () => {
  test('is read with its columns in any order, and other columns are named', () => {
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
      notRead: ['"Owner"'],
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

  test('may contain only ids, with and without a name of the column', () => {
    const accounts = [{ id: '222222222222' }, { id: '033333333333' }];
    expect(readAccountCsv('account_id\n222222222222\n033333333333', 'x')).toEqual({ accounts });
    expect(readAccountCsv('222222222222\r\n033333333333\r\n', 'x')).toEqual({ accounts });
    // aws organizations list-accounts --query 'Accounts[].Id' --output text
    expect(readAccountCsv('222222222222\t033333333333\n', 'x')).toEqual({ accounts });
  });

  test.each([
    ['as a formula of text', '="012345678901"'],
    ['as a formula of text in quotes', '"=""012345678901"""'],
    ['after an apostrophe', "'012345678901"],
    ['in apostrophes', "'012345678901'"],
    ['as the console shows it', '0123-4567-8901'],
    ['between invisible characters', '\u00a0012345678901\u200b'],
  ])('may write an id %s', (_, id) => {
    expect(readAccountCsv(`name,id\nx,${id}\n`, 'x').accounts).toEqual([{ id: '012345678901', name: 'x' }]);
  });

  test('is read as PowerShell and Excel write it, and a problem keeps its line', () => {
    const shell = [
      '#TYPE Amazon.Organizations.Model.Account',
      '"Arn","Email","Id","JoinedMethod","JoinedTimestamp","Name","Status"',
      '"arn:aws:organizations::111111111111:account/o-a1b2c3d4e5/012345678901","a@example.com","012345678901","CREATED","1/2/2024","first","ACTIVE"',
    ].join('\r\n');
    expect(readAccountCsv(shell, 'x')).toEqual({
      managementAccountId: '111111111111',
      accounts: [{ id: '012345678901', name: 'first', state: 'ACTIVE' }],
    });
    expect(readAccountCsv('sep=;\r\nid;name\r\n012345678901;a, b\r\n', 'x').accounts).toEqual([
      { id: '012345678901', name: 'a, b' },
    ]);
    expect(problems('#TYPE Selected.Account\nid,name\n1234,x\n')).toEqual([
      expect.stringMatching(/^accounts\.csv:3: id must be .*got "1234"/),
    ]);
  });

  test('takes the words for no value as none', () => {
    const text = 'id,name,status,cur\n222222222222,None,NULL,n/a\n333333333333,-,,null\n';
    expect(readAccountCsv(text, 'x').accounts).toEqual([{ id: '222222222222' }, { id: '333333333333' }]);
  });

  test('fails on a name with a comma without quotes, and on fields that contradict each other', () => {
    expect(problems('id,name\n222222222222,Acme, Inc')).toEqual([
      'accounts.csv:2: has 3 fields, but the first line names 2 columns, got ["222222222222","Acme","Inc"]; put a name with a comma in quotes',
    ]);
    expect(problems('id,state,status\n222222222222,ACTIVE,SUSPENDED')).toEqual([
      'accounts.csv:2: state and status contradict each other, got ["ACTIVE","SUSPENDED"]; correct the one that is wrong',
    ]);
    expect(problems('id,Account ID\n222222222222,333333333333')).toEqual([
      'accounts.csv:2: the ids of one account differ, got ["222222222222","333333333333"]; keep one column of ids',
    ]);
  });

  test('takes the status where the state is empty', () => {
    expect(readAccountCsv('Account ID,State,Status\n222222222222,,SUSPENDED', 'x').accounts).toEqual([
      { id: '222222222222', state: 'SUSPENDED' },
    ]);
  });

  test('fails where an id and its ARN name two accounts', () => {
    const arn = 'arn:aws:organizations::111111111111:account/o-a1b2c3d4e5/222222222222';
    expect(problems(`id,arn\n222222222223,${arn}`)).toEqual([
      `accounts.csv:2: id 222222222223 is not the account of its ARN, got "${arn}"; correct the one that is wrong`,
    ]);
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
      'accounts.csv:7: status must be one of ACTIVE, SUSPENDED, PENDING_CLOSURE, CLOSED, PENDING_ACTIVATION, PENDING, or empty, got "GONE"',
      'accounts.csv:7: cur must be yes, no or empty, got "maybe"',
      'accounts.csv:8: id must be the 12 digits of an AWS account id, got ""',
    ]);
  });

  test.each([
    [
      '',
      'accounts.csv:1: must name the columns in its first line: id, and optionally name, status and cur; got []. The JSON of aws organizations list-accounts (--output json) will do as well, and so will ids alone, 12 digits each',
    ],
    [
      '222222222222,production',
      'accounts.csv:1: must name the columns in its first line: id, and optionally name, status and cur; got ["222222222222","production"]. The JSON of aws organizations list-accounts (--output json) will do as well, and so will ids alone, 12 digits each',
    ],
  ])('fails without a line that names the columns: %j', (text, expected) => {
    expect(problems(text)).toEqual([expected]);
  });

  test('fails on an unclosed quote', () => {
    expect(problems('id,name\n222222222222,"x')).toEqual([
      'accounts.csv:2: is not valid CSV: a quote is opened in this line, or further down, and never closed',
    ]);
  });
});
