import { describe, expect, test } from '@jest/globals';
import { inShard, selectTargets } from '../../src/deploy/targets';
import type { Fleet } from '../../src/fleet/fleet';
import { parseFleet } from '../../src/fleet/parse-fleet';
import { THREE_ACCOUNTS } from '../support/fleet-file';

const ORGANIZATION = 'organization: { organizational_units: [ou-abcd-11112222] }\n';

const fleet = (text = THREE_ACCOUNTS): Fleet => parseFleet(text, 'octo.yaml');
const ids = (of: Fleet, ...words: string[]): string[] => selectTargets(of, words).map(({ id }) => id);

describe('the accounts of a run', () => {
  test('are all with the StackSet last, or the named ones, in the order of the file', () => {
    const all = ['111111111111', '222222222222', '333333333333'];
    expect(ids(fleet())).toEqual(all);
    expect(ids(fleet(THREE_ACCOUNTS + ORGANIZATION))).toEqual([...all, 'organization']);
    expect(ids(fleet(), '222222222222', 'production', '111111111111')).toEqual([
      '111111111111',
      '222222222222',
    ]);
    expect(ids(fleet(THREE_ACCOUNTS + ORGANIZATION), 'organization')).toEqual(['organization']);
  });

  test('fails for every word that matches no account, with a suggestion, or why the account is excluded', () => {
    expect(() => ids(fleet(), 'prodution', '222222222223', 'x', '444444444444', '111111111111')).toThrow(
      [
        'there is no account "prodution" in the fleet file; did you mean production?',
        'there is no account "222222222223" in the fleet file; did you mean 222222222222?',
        'there is no account "x" in the fleet file; give an id or a name that it lists',
        'account 444444444444 is excluded: being closed',
      ].join('\n'),
    );
  });

  test('fails if one state holds them all', () => {
    expect(() => ids(fleet(`layout: provider-aliases\n${THREE_ACCOUNTS}`))).toThrow(
      /^layout is "provider-aliases", which has one state for all accounts: write its root module with octo-access root/,
    );
  });
});

describe('the shards of a fleet', () => {
  const targets = ['5', '3', 'organization', '1', '4', '2'].map((id) => ({ id }));
  const shards = (of: number, all = targets): string[][] =>
    Array.from({ length: of }, (_, index) => inShard(all, { index: index + 1, of }).map(({ id }) => id));

  test('hold each account once, in the order of the file, and differ by one account at most', () => {
    expect(shards(4)).toEqual([['5', '1'], ['organization', '2'], ['3'], ['4']]);
    for (const of of [1, 2, 3, 5, 6, 7, 20]) {
      const all = shards(of);
      expect(all.flat().sort()).toEqual(targets.map(({ id }) => id).sort());
      const sizes = all.map(({ length }) => length);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    }
  });

  test('are the same in whatever order the file lists the accounts', () => {
    const sorted = (all: string[][]): string[][] => all.map((ids) => [...ids].sort());
    expect(sorted(shards(3, [...targets].reverse()))).toEqual(sorted(shards(3)));
  });

  test('are everything where none is asked for', () => {
    expect(inShard(targets, undefined)).toEqual(targets);
  });
});
