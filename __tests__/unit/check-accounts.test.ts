import { describe, expect, test } from '@jest/globals';
import { ACCOUNT, DEFAULTS, parse, problems } from '../support/fleet-file';

describe('a fleet file fails by its accounts', () => {
  const BAD_ID = 'must be the 12 digits of an AWS account id, in quotes';
  test.each<[string, string[], string[]]>([
    [
      'none',
      ['layout: opentofu'],
      ['1:1 the file names no account: list them under accounts, or give an organization'],
    ],
    [
      'an empty list',
      [DEFAULTS, 'accounts: []'],
      ['1:1 the file names no account: list them under accounts, or give an organization'],
    ],
    ['no list', ['accounts: {}'], ['1:11 accounts must be a list of accounts, got {}']],
    [
      'nothing after the key',
      ['accounts:', 'exclude:'],
      [
        '1:10 accounts must be a list of accounts, got nothing',
        '2:9 exclude must be a list of accounts, each with id and reason, got nothing',
      ],
    ],
    [
      'an account that is no section',
      ['accounts: ["222222222222"]'],
      [
        '1:12 accounts[0] must be a section with id, name, region, role, profile, role_external_id, session_name, state, inputs, got "222222222222"',
      ],
    ],
    [
      'an account without id',
      [DEFAULTS, 'accounts:', '  - name: x'],
      [`3:5 accounts[0].id is missing: it ${BAD_ID}`],
    ],
    [
      'an id with nothing after it',
      [DEFAULTS, 'accounts:', '  - id:'],
      [`3:8 accounts[0].id ${BAD_ID}, got nothing`],
    ],
    [
      'an id without quotes',
      [DEFAULTS, 'accounts:', '  - id: 012345678901'],
      [
        `3:9 accounts[0].id ${BAD_ID}, got 012345678901; without quotes it is a number, and its leading zeros get lost: write "012345678901"`,
      ],
    ],
    [
      'an id that lost zeros',
      [DEFAULTS, 'accounts:', '  - id: 345678901'],
      [`3:9 accounts[0].id ${BAD_ID}, got 345678901; if leading zeros got lost, write "000345678901"`],
    ],
    [
      'an id that lost zeros, in quotes',
      [DEFAULTS, 'accounts:', '  - id: "345678901"'],
      [`3:9 accounts[0].id ${BAD_ID}, got "345678901"; if leading zeros got lost, write "000345678901"`],
    ],
    [
      'a number that is no id',
      [DEFAULTS, 'accounts:', '  - id: 111'],
      [`3:9 accounts[0].id ${BAD_ID}, got 111`],
    ],
    [
      'an id as a spreadsheet shows it',
      [DEFAULTS, 'accounts:', '  - id: 1.23457E+11'],
      [`3:9 accounts[0].id ${BAD_ID}, got 1.23457E+11; write 1.23457E+11 in quotes: "1.23457E+11"`],
    ],
    [
      'an id with hyphens',
      [DEFAULTS, 'accounts:', '  - id: 1234-5678-9012'],
      [`3:9 accounts[0].id ${BAD_ID}, got "1234-5678-9012"`],
    ],
    [
      'an id of 13 digits',
      [DEFAULTS, 'accounts:', '  - id: "1234567890123"'],
      [`3:9 accounts[0].id ${BAD_ID}, got "1234567890123"`],
    ],
    [
      'an id three times',
      [DEFAULTS, 'accounts:', '  - id: "222222222222"', '  - id: "222222222222"', '  - id: "222222222222"'],
      [
        '4:9 accounts[1].id is listed twice, got "222222222222", first in line 3, column 9; keep one',
        '5:9 accounts[2].id is listed twice, got "222222222222", first in line 3, column 9; keep one',
      ],
    ],
    [
      'an excluded id twice',
      [
        DEFAULTS,
        ACCOUNT,
        'exclude:',
        '  - { id: "333333333333", reason: a }',
        '  - { id: "333333333333", reason: b }',
      ],
      ['5:11 exclude[1].id is listed twice, got "333333333333", first in line 4, column 11; keep one'],
    ],
    [
      'an excluded account without reason',
      [DEFAULTS, ACCOUNT, 'exclude: [{ id: "333333333333" }, { id: "555555555555", reason: " " }]'],
      [
        '3:11 exclude[0].reason is missing: it must be the reason, in words',
        '3:65 exclude[1].reason must be the reason, in words, got " "',
      ],
    ],
    [
      'a name that is a number',
      [DEFAULTS, 'accounts: [{ id: "222222222222", name: 2024 }]'],
      [
        '2:40 accounts[0].name must be a name of 1 to 128 characters, without spaces around it or control characters in it, got 2024; write 2024 in quotes: "2024"',
      ],
    ],
    [
      'a name with a line break',
      [DEFAULTS, 'accounts: [{ id: "222222222222", name: "a\\nb" }]'],
      [
        '2:40 accounts[0].name must be a name of 1 to 128 characters, without spaces around it or control characters in it, got "a\\nb"',
      ],
    ],
    [
      'a state that is none',
      [DEFAULTS, 'accounts: [{ id: "222222222222", state: removed }]'],
      ['2:41 accounts[0].state must be "active" or "removing", got "removed"'],
    ],
    [
      'regions',
      [DEFAULTS, 'accounts: [{ id: "222222222222", regions: [us-east-1, us-west-2] }]'],
      ['2:34 accounts[0].regions is not a known key here; did you mean region?'],
    ],
    [
      'a region that is none',
      [DEFAULTS, 'accounts: [{ id: "222222222222", region: virginia }]'],
      ['2:42 accounts[0].region must be one AWS region, like us-east-1, got "virginia"'],
    ],
    [
      'a role that is none',
      [DEFAULTS, 'accounts: [{ id: "222222222222", role: "my role" }]'],
      [
        '2:40 accounts[0].role must be the name or the ARN of a role, or null for the credentials at hand, got "my role"',
      ],
    ],
    [
      'a role of another account',
      [DEFAULTS, 'accounts: [{ id: "222222222222", role: "arn:aws:iam::333333333333:role/R" }]'],
      [
        '2:40 accounts[0].role must be a role of account 222222222222, got "arn:aws:iam::333333333333:role/R"; its name alone is enough',
      ],
    ],
    [
      'a role of another partition',
      [
        DEFAULTS,
        'accounts: [{ id: "222222222222", region: cn-north-1, role: "arn:aws:iam::222222222222:role/R" }]',
      ],
      [
        '2:60 accounts[0].role must be in partition aws-cn, like region cn-north-1, got "arn:aws:iam::222222222222:role/R"',
      ],
    ],
    [
      'an ARN as role of all',
      [
        'defaults: { role: "arn:aws:iam::222222222222:role/R", inputs: { principal: "444455556666", external_id: ab } }',
        ACCOUNT,
      ],
      [
        '1:19 defaults.role must be the name of a role that all accounts have, like OctoInstaller (an ARN belongs to one account), got "arn:aws:iam::222222222222:role/R"',
      ],
    ],
  ])('%s', (_, lines, expected) => {
    expect(problems(...lines)).toEqual(expected);
  });
});

describe('a fleet file fails by its layout', () => {
  const many = (count: number): string =>
    `accounts: [${Array.from({ length: count }, (_, index) => `{ id: "${200000000000 + index}", role: R }`).join(', ')}]`;

  test('with too many aliases for a machine, naming the reason and the alternatives', () => {
    expect(parse(DEFAULTS, 'layout: provider-aliases', many(25)).accounts).toHaveLength(25);
    expect(problems(DEFAULTS, 'layout: provider-aliases', many(26))).toEqual([
      `2:9 layout may be "provider-aliases" for at most 25 accounts, got 26: each alias is a process of the provider, which takes about 90 MB; use "stack-per-account", or install them with an organization's StackSet`,
    ]);
    expect(parse(DEFAULTS, 'layout: opentofu', many(26)).accounts).toHaveLength(26);
  });

  test('with two accounts of the same credentials in one state', () => {
    const accounts =
      'accounts: [{ id: "222222222222" }, { id: "333333333333", role: R }, { id: "555555555555" }]';
    expect(problems(DEFAULTS, 'layout: opentofu', accounts)).toEqual([
      '3:69 accounts[2].role is missing, as in line 3, column 12: layout "opentofu" deploys all accounts with the same credentials, which belong to one account; name the role to assume in each of the others',
    ]);
    expect(parse(DEFAULTS, accounts).accounts).toHaveLength(3);
  });
});
