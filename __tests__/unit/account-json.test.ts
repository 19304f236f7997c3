import { describe, expect, test } from '@jest/globals';
import { readAccountJson } from '../../src/fleet/account-json';
import { errorOf } from '../support/fleet-file';

const ARN = 'arn:aws:organizations::111111111111:account/o-a1b2c3d4e5';

const problems = (text: string): string[] =>
  errorOf(text, 'accounts.json', readAccountJson).message.split('\n').slice(1);

describe('a list of accounts in JSON', () => {
  test('is read as the AWS CLI prints it, in JSON and in YAML', () => {
    const accounts = [
      {
        Id: '111111111111',
        Arn: `${ARN}/111111111111`,
        Email: 'a@example.com',
        Name: 'root',
        Status: 'ACTIVE',
      },
      { Id: '012345678901', Arn: `${ARN}/012345678901`, Name: null, State: 'CLOSED', Status: 'SUSPENDED' },
    ];
    const read = {
      managementAccountId: '111111111111',
      accounts: [
        { id: '111111111111', name: 'root', state: 'ACTIVE' },
        { id: '012345678901', state: 'CLOSED' },
      ],
    };
    expect(readAccountJson(JSON.stringify({ Accounts: accounts }, null, 4), 'x')).toEqual(read);
    expect(readAccountJson(JSON.stringify({ Accounts: accounts, NextToken: null }), 'x')).toEqual(read);
    const yaml = `Accounts:
- Arn: ${ARN}/111111111111
  Id: '111111111111'
  Name: root
  Status: ACTIVE
- Arn: ${ARN}/012345678901
  Id: '012345678901'
  Name: null
  State: CLOSED
`;
    expect(readAccountJson(yaml, 'x')).toEqual(read);
  });

  test('is read as PowerShell prints it: constants as objects, one account without a list', () => {
    const account = {
      Arn: `${ARN}/222222222222`,
      Id: '222222222222',
      Name: 'x',
      Status: { Value: 'ACTIVE' },
    };
    const read = {
      managementAccountId: '111111111111',
      accounts: [{ id: '222222222222', name: 'x', state: 'ACTIVE' }],
    };
    expect(readAccountJson(JSON.stringify([account]), 'x')).toEqual(read);
    expect(readAccountJson(JSON.stringify(account), 'x')).toEqual(read);
    expect(readAccountJson(JSON.stringify({ value: [account], Count: 1 }), 'x')).toEqual(read);
  });

  test('may be ids alone, and a number keeps its zeros', () => {
    expect(readAccountJson('["222222222222", "0123-4567-8901"]', 'x').accounts).toEqual([
      { id: '222222222222' },
      { id: '012345678901' },
    ]);
    expect(readAccountJson('- 012345678901\n- 222222222222\n', 'x').accounts).toEqual([
      { id: '012345678901' },
      { id: '222222222222' },
    ]);
  });

  test('fails where it names no account, as a mistyped query does', () => {
    expect(problems('{ "Accounts": [] }')).toEqual(['accounts.json: names no account: list at least one']);
  });

  test('fails on all that is wrong, naming the place of each', () => {
    const text = `{
  "Accounts": [
    { "Id": "222222222222", "Status": "GONE" },
    { "Id": null },
    { "Id": "222222222222" },
    { "Id": 12345678901 },
    { "Id": { "x": 1 } },
    ["333333333333", "name"],
    null
  ],
  "NextToken": "abc"
}`;
    const id = 'id must be the 12 digits of an AWS account id, got';
    expect(problems(text)).toEqual([
      'accounts.json:3:5: Accounts[0]: status must be one of ACTIVE, SUSPENDED, PENDING_CLOSURE, CLOSED, PENDING_ACTIVATION, PENDING, or empty, got "GONE"',
      `accounts.json:4:5: Accounts[1]: ${id} ""`,
      'accounts.json:5:5: Accounts[2]: id 222222222222 is already in Accounts[0]; keep one',
      expect.stringContaining(`accounts.json:6:5: Accounts[3]: ${id} "12345678901"; a spreadsheet`),
      'accounts.json:7:13: Accounts[4].Id must be text, got {"x":1}',
      'accounts.json:8:5: Accounts[5] must be an account with an Id, or an id, got ["333333333333","name"]',
      'accounts.json:9:5: Accounts[6] must be an account with an Id, or an id, got null',
      'accounts.json:11:16: NextToken says that the list goes on: list the accounts again without --max-items and --no-paginate',
    ]);
  });

  test.each([
    ['what is no list', '{ "Id2": 1 }', /^accounts\.json:1:1: the file must hold a list of accounts, got/],
    [
      'no list under Accounts',
      '{ "Accounts": {} }',
      /^accounts\.json:1:15: Accounts must hold a list of accounts/,
    ],
    ['what is cut off', '{ "Accounts": [{ "Id": "2222', /^accounts\.json:1:\d+: /],
    [
      'a key twice',
      '[{ "Id": "222222222222", "Id": "222222222223" }]',
      /^accounts\.json:1:26: \[0\]\.Id is given twice/,
    ],
    [
      'a section that would get lost',
      '{ "accounts": [], "exclude": [{ "id": "222222222222" }] }',
      /^accounts\.json:1:30: exclude is a section of a fleet file: this is no list to read/,
    ],
  ])('fails on %s', (_, text, expected) => {
    expect(problems(text)[0]).toMatch(expected);
  });
});
