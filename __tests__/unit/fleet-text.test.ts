import { describe, expect, test } from '@jest/globals';
import { DEFAULTS, INPUTS, parse, problems } from '../support/fleet-file';

describe('a fleet file', () => {
  test('may use anchors, aliases and merge keys, also for hundreds of accounts', () => {
    const accounts = Array.from(
      { length: 400 },
      (_, index) => `  - { <<: *common, id: "${200000000000 + index}" }`,
    );
    const fleet = parse(
      DEFAULTS,
      'accounts:',
      '  - &common',
      '    id: "222222222222"',
      '    region: eu-west-1',
      '    inputs: &inputs { roles: [AlphausAcctAccessRole] }',
      '  - id: "333333333333"',
      '    inputs: { <<: [*inputs], max_session_duration: 3600 }',
      ...accounts,
    );
    expect(fleet.accounts).toHaveLength(402);
    expect(fleet.accounts[1]?.inputs).toEqual({
      ...INPUTS,
      roles: ['AlphausAcctAccessRole'],
      maxSessionDuration: 3600,
    });
    expect(fleet.accounts[401]).toMatchObject({
      id: '200000000399',
      region: 'eu-west-1',
      inputs: { roles: ['AlphausAcctAccessRole'] },
    });
  });
});

describe('a fleet file fails by its text', () => {
  test.each<[string, string, string[]]>([
    [
      'nothing in it',
      '',
      [
        '1:1 the file must be a section with layout, backend, management_account, defaults, accounts, exclude, organization, got nothing',
      ],
    ],
    [
      'only comments',
      '# octo\n',
      [
        '1:1 the file must be a section with layout, backend, management_account, defaults, accounts, exclude, organization, got nothing',
      ],
    ],
    [
      'a list',
      '- a',
      [
        '1:1 the file must be a section with layout, backend, management_account, defaults, accounts, exclude, organization, got ["a"]',
      ],
    ],
    [
      'a tab',
      'accounts:\n\t- id: x',
      ['2:1 a tab is where spaces must be: YAML does not allow tabs for indentation'],
    ],
    [
      'two documents',
      'accounts: []\n---\naccounts: []',
      ['2:1 a second document begins here; keep one document, without the line "---"'],
    ],
    [
      'an open bracket',
      '{"accounts": [',
      [
        '1:15 is not valid YAML here: Flow sequence in block collection must be sufficiently indented and end with a ]; the file ends here: it may be cut off',
        '1:15 is not valid YAML here: Flow map must end with a }; the file ends here: it may be cut off',
      ],
    ],
    [
      'an unknown alias',
      'accounts: [*one]',
      ['1:12 *one refers to no anchor; write &one before a value further up'],
    ],
    [
      'an alias of what it is in',
      'accounts: &all [*all]',
      ['1:17 *all refers to a value that contains it; remove it'],
    ],
    ['an unknown tag', 'accounts: !all []', ['1:11 cannot be read: Unresolved tag: !all; leave it out']],
    [
      'a placeholder without quotes',
      'accounts: {{ accounts }}',
      ['1:12 a key must be a word, got a list or a section; a value with { or [ may lack quotes'],
    ],
    [
      'a merge of nothing to merge',
      'accounts: &a []\ndefaults: { <<: 3 }\n',
      ['2:13 << must be followed by an alias of a section, or a list of such aliases'],
    ],
    [
      'a merge of a list of no sections',
      'defaults:\n  <<: [{ region: x }, 3]\n',
      ['2:3 << must be followed by an alias of a section, or a list of such aliases'],
    ],
  ])('%s', (_, text, expected) => {
    expect(problems(text)).toEqual(expected);
  });

  test('aliases that multiply', () => {
    const levels = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name, index, all) => {
      const items = Array<string>(10).fill(index === 0 ? 'x' : `*${all[index - 1]}`);
      return `${name}: &${name} [${items.join(', ')}]`;
    });
    expect(problems(...levels)).toEqual([
      '1:1 the file uses its anchors more than 100000 times, counting anchors within anchors; use fewer anchors',
    ]);
  });
});
