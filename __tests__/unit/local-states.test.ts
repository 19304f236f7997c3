import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  contentsOf,
  managedArns,
  localStates,
  ownersElsewhere,
  stateContents,
  stateFile,
} from '../../src/fleet/local-states';
import { THREE_ACCOUNTS } from '../support/fleet-file';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'octo-states-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function write(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

test('state files of ours are found by their names, and nothing else', () => {
  for (const name of [
    stateFile('octo-222222222222'),
    stateFile('octo-organization'),
    stateFile('octo-access'),
    `${stateFile('octo-111111111111')}.moved`,
    'terraform.octo-1234.tfstate',
    'terraform.tfstate',
  ]) {
    write(name, '');
  }
  expect(localStates(folder).map(({ stack, owner }) => [stack, owner])).toEqual([
    ['octo-222222222222', '222222222222'],
    ['octo-access', 'access'],
    ['octo-organization', 'organization'],
  ]);
});

describe('a state file', () => {
  const managed = { mode: 'managed', instances: [{}] };

  test('holds the resources that exist, and may name its account', () => {
    const state = {
      resources: [managed, managed, { mode: 'data', instances: [{}] }, { mode: 'managed', instances: [] }],
      outputs: { octo_onboarding: { value: { account_id: '111111111111' } } },
    };
    expect(stateContents(write('x', JSON.stringify(state)))).toEqual({
      holds: 'still holds 2 resources',
      accountId: '111111111111',
    });
    // An output of another form says nothing of the account.
    const other = { resources: [managed], outputs: { octo_onboarding: 3 } };
    expect(stateContents(write('x', JSON.stringify(other)))).toEqual({ holds: 'still holds 1 resource' });
  });

  test('is empty if it is not there, or lists nothing that exists', () => {
    expect(stateContents(join(folder, 'gone'))).toBeUndefined();
    expect(stateContents(write('x', ' \n'))).toBeUndefined();
    expect(stateContents(write('x', '{"resources":[]}'))).toBeUndefined();
  });

  test.each(['{ cut', '{"encrypted_data":"x"}', '[]'])(
    'may hold anything if it cannot be read: %s',
    (text) => {
      expect(stateContents(write('x', text))).toEqual({
        holds: 'cannot be read as a state and may hold resources',
      });
      expect(managedArns(write('x', text))).toEqual([]);
    },
  );

  test('names what it manages', () => {
    const [instances, others] = ['arn:one', 'arn:two'].map((arn) => [{ attributes: { arn } }]);
    const without = [{ attributes: {} }, { attributes: { arn: 3 } }, { attributes: null }, {}];
    const resources = [
      { mode: 'managed', instances },
      { mode: 'managed', instances: without },
      { mode: 'data', instances: others },
    ];
    expect(managedArns(write('x', JSON.stringify({ resources })))).toEqual(['arn:one']);
    expect(managedArns(join(folder, 'gone'))).toEqual([]);
  });
});

describe('the owner of a state', () => {
  test('is listed by another fleet file of the folder, unless that keeps its states elsewhere', () => {
    write('octo.yaml', THREE_ACCOUNTS);
    write('prod.yaml', THREE_ACCOUNTS.replace('111111111111', '555555555555'));
    write('s3.json', `backend: { type: s3, bucket: b1b, region: us-east-1 }\n${THREE_ACCOUNTS}`);
    write('shared.yml', `layout: opentofu\n${THREE_ACCOUNTS}`);
    mkdirSync(join(folder, 'folder.yaml'));
    const isElsewhere = ownersElsewhere(folder, 'octo.yaml');
    expect(['555555555555', '222222222222', '111111111111', 'organization'].map(isElsewhere)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  test('counts as listed where the file that names it has a mistake', () => {
    write('prod.yaml', 'acounts: [{ id: "777777777777" }]');
    expect(ownersElsewhere(folder)('777777777777')).toBe(true);
  });
});

test.each([
  [JSON.stringify({ resources: [{ mode: 'managed', instances: [{}] }] }), true],
  [JSON.stringify({ resources: [{ mode: 'managed', instances: [] }] }), false],
  [JSON.stringify({ resources: [{ mode: 'data', instances: [{}] }] }), false],
  ['', false],
  // It may hold anything.
  ['{ cut', true],
])('a state holds resources or not: %s', (state, expected) => {
  expect(contentsOf(state) !== undefined).toBe(expected);
});
