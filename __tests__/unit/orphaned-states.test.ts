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
    folder = mkdtempSync(join(tmpdir(), 'octo-orphaned-'));
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

  test('is accepted if the states of stacks that it does not have are empty', () => {
    const states = {
      'octo-111111111111': installed,
      'octo-888888888888': empty,
      'octo-999999999999': '',
      'octo-access': empty,
    };
    expect(beside(THREE_ACCOUNTS, states)?.accounts).toHaveLength(3);
  });

  test('fails for every orphaned state: an account, or the StackSet, that it does not have but whose state holds resources', () => {
    const states = {
      'octo-444444444444': installed,
      'octo-999999999999': '{ cut',
      'octo-organization': installed,
      'octo-access': installed,
    };
    expect(() => beside(THREE_ACCOUNTS, states)).toThrow(
      [
        'octo.yaml cannot be used, 4 problems:',
        'octo.yaml: accounts does not list 444444444444, but terraform.octo-444444444444.tfstate still holds 1 resource of it; put its entry back with "state: removing", deploy, then remove the entry',
        'octo.yaml: accounts does not list 999999999999, but terraform.octo-999999999999.tfstate cannot be read as a state and may hold resources of it; put its entry back with "state: removing", deploy, then remove the entry',
        'octo.yaml: the stack octo-access is not part of a fleet, but terraform.octo-access.tfstate still holds 1 resource of one account, which would be installed twice; move this file away, run npx cdktf destroy octo-access, then put the file back',
        'octo.yaml: the section organization is missing, but terraform.octo-organization.tfstate still holds 1 resource of its StackSet; put the section back, run npx cdktf destroy octo-organization, then remove the section',
      ].join('\n'),
    );
  });

  test('fails if it changes to one state for all while accounts have their own states', () => {
    expect(() => beside(`layout: opentofu\n${THREE_ACCOUNTS}`, { 'octo-111111111111': installed })).toThrow(
      /the layout has one state for all accounts, but terraform\.octo-111111111111\.tfstate still holds 1 resource of account 111111111111, which would be installed twice/,
    );
  });

  test('is accepted if its states are kept elsewhere', () => {
    const backend = 'backend: { type: s3, bucket: acme-states, region: us-east-1 }\n';
    expect(beside(backend + THREE_ACCOUNTS, { 'octo-999999999999': installed })?.accounts).toHaveLength(3);
  });
});
