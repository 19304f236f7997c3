import { describe, expect, test } from '@jest/globals';
import { candidates, candidatesYaml, type AccountList } from '../../src/fleet/candidates';
import { parseFleet } from '../../src/fleet/parse-fleet';

const DEFAULTS = 'defaults: { inputs: { principal: "444455556666", external_id: octo-ext-7f3c2a1b9d } }\n';

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
