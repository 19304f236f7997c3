import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { prepareFleet } from '../../src/deploy/prepare-fleet';
import { THREE_ACCOUNTS } from '../support/fleet-file';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'octo-prepare-'));
  file = join(folder, 'octo.yaml');
  writeFileSync(file, THREE_ACCOUNTS);
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

test('all stacks are written beside the fleet file, also where one account is worked on', () => {
  const { out, backend, targets } = prepareFleet(file, ['production']);
  expect([out, backend, targets.map(({ id }) => id)]).toEqual([
    join(folder, 'cdktf.out'),
    'local',
    ['111111111111'],
  ]);
  expect(readdirSync(join(out, 'stacks')).sort()).toEqual([
    'octo-111111111111',
    'octo-222222222222',
    'octo-333333333333',
  ]);
});

test('fails before anything is written, on an unknown account and on a wrong file', () => {
  expect(() => prepareFleet(file, ['nobody'])).toThrow('there is no account "nobody" in the fleet file');
  writeFileSync(file, 'accounts: 3');
  expect(() => prepareFleet(file, [])).toThrow('octo.yaml:1:11: accounts must be a list of accounts, got 3');
  expect(readdirSync(folder)).toEqual(['octo.yaml']);
});
