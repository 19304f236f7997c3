import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { findFleet } from '../../src/fleet/find-fleet';
import type { Fleet } from '../../src/fleet/fleet';
import { THREE_ACCOUNTS } from '../support/fleet-file';

describe('a fleet file beside the states of its stacks', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'octo-forgotten-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const beside = (text: string, states: Readonly<Record<string, unknown>>): Fleet | undefined => {
    writeFileSync(join(folder, 'octo.yaml'), text);
    for (const [stack, state] of Object.entries(states)) {
      const content = typeof state === 'string' ? state : JSON.stringify(state);
      writeFileSync(join(folder, `terraform.${stack}.tfstate`), content);
    }
    return findFleet(folder);
  };
  const installed = {
    resources: [
      { mode: 'managed', instances: [{}] },
      { mode: 'managed', instances: [] },
      { mode: 'data', instances: [{}] },
    ],
  };
  const empty = { resources: [{ mode: 'data', instances: [{}] }] };

  test('is taken where the stacks that it has not hold nothing', () => {
    const states = {
      'octo-111111111111': installed,
      'octo-888888888888': empty,
      'octo-999999999999': '',
      'octo-access': empty,
    };
    expect(beside(THREE_ACCOUNTS, states)?.accounts).toHaveLength(3);
  });

  test('fails for every account, and the StackSet, that it has not and whose state holds resources', () => {
    const states = {
      'octo-444444444444': installed,
      'octo-999999999999': '{ cut',
      'octo-organization': installed,
      'octo-access': installed,
    };
    expect(() => beside(THREE_ACCOUNTS, states)).toThrow(
      [
        'octo.yaml cannot be used, 4 problems:',
        'octo.yaml: accounts does not list 444444444444, and terraform.octo-444444444444.tfstate still holds 1 resource of it; put its entry back with "state: removing", deploy, then take it out',
        'octo.yaml: accounts does not list 999999999999, and terraform.octo-999999999999.tfstate is not a state that can be read, but may hold resources of it; put its entry back with "state: removing", deploy, then take it out',
        'octo.yaml: octo-access is no stack of a fleet, and terraform.octo-access.tfstate still holds 1 resource of one account, which would be installed twice; move this file away, npx cdktf destroy octo-access, then put it back',
        'octo.yaml: organization is not there, and terraform.octo-organization.tfstate still holds 1 resource of its StackSet; put the section back, npx cdktf destroy octo-organization, then take it out',
      ].join('\n'),
    );
  });

  test('fails where it turns to one state for all while accounts have their own', () => {
    expect(() => beside(`layout: opentofu\n${THREE_ACCOUNTS}`, { 'octo-111111111111': installed })).toThrow(
      /layout has one state for all accounts, and terraform\.octo-111111111111\.tfstate still holds 1 resource of account 111111111111, which would be installed twice/,
    );
  });

  test('is taken where its states lie elsewhere', () => {
    const backend = 'backend: { type: s3, bucket: acme-states, region: us-east-1 }\n';
    expect(beside(backend + THREE_ACCOUNTS, { 'octo-999999999999': installed })?.accounts).toHaveLength(3);
  });
});
