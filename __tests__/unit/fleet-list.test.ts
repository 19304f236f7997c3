import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { asShard } from '../../src/cli/options';
import { fleetListInWords, listFleet, type FleetList } from '../../src/deploy/fleet-list';

const FLEET = `layout: provider-aliases
defaults:
  role: Installer
  inputs: { principal: "444455556666", external_id: octo-ext-7f3c2a1b9d }
accounts:
  - { id: "333344445555", name: production }
  - { id: "111122223333", state: removing, region: eu-west-1 }
organization: { organizational_units: [ou-abcd-11112222] }
`;

describe('the list of a fleet', () => {
  let folder = '';
  const list = (shard?: string): FleetList =>
    listFleet({
      accounts: [],
      file: join(folder, 'octo.yaml'),
      ...(shard !== undefined && { shard: asShard(shard) }),
    });

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'octo-list-'));
    writeFileSync(join(folder, 'octo.yaml'), FLEET);
  });

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  test('holds all accounts of any layout and the StackSet, in the order of the file', () => {
    expect(list()).toEqual({
      accounts: [
        { id: '333344445555', name: 'production', region: 'us-east-1', state: 'active' },
        { id: '111122223333', name: '111122223333', region: 'eu-west-1', state: 'removing' },
        { id: 'organization', name: 'the StackSet', region: 'us-east-1', state: 'active' },
      ],
    });
    expect(fleetListInWords(list())).toBe(
      [
        '333344445555 production, us-east-1',
        '111122223333, eu-west-1, is being removed',
        'organization the StackSet, us-east-1',
      ].join('\n'),
    );
  });

  test('holds the accounts of one shard, and says so where it has none', () => {
    expect(list('1/2').accounts.map(({ id }) => id)).toEqual(['111122223333', 'organization']);
    expect(list('2/2')).toMatchObject({ shard: { index: 2, of: 2 }, accounts: [{ id: '333344445555' }] });
    expect(fleetListInWords(list('4/4'))).toBe(
      'no account is in shard 4/4: there are fewer accounts than shards',
    );
  });
});

test.each(['0/4', '5/4', '1', '1/', '/4', '1/1000', '-1/4', '1.5/4', 'one/four', '1/4/4', ' 1/4'])(
  'fails on the shard %j, and says what is allowed',
  (text) => {
    expect(() => asShard(text)).toThrow('It must be I/N, like 2/4: I from 1 to N, and N at most 999.');
  },
);
