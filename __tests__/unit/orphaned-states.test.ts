import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { findFleet, fleetOf } from '../../src/fleet/find-fleet';
import type { Fleet } from '../../src/fleet/fleet';
import { shownPath } from '../../src/text/shown-path';
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
  const option = (): string => ` --file ${shownPath(join(folder, 'octo.yaml'))}`;
  const remedy = (id: string): string => {
    const file = shownPath(join(folder, `terraform.octo-${id}.tfstate`));
    return `to keep its roles, put its entry back; to remove them, put it back with "state: removing", deploy, then remove the entry; if the account is closed for good, give it up: mv -n ${file} ${file}.given-up`;
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
        `octo.yaml: accounts does not list 444444444444, nor does another fleet file here, but terraform.octo-444444444444.tfstate still holds 1 resource of it; ${remedy('444444444444')}`,
        `octo.yaml: accounts does not list 999999999999, nor does another fleet file here, but terraform.octo-999999999999.tfstate cannot be read as a state and may hold resources of it; ${remedy('999999999999')}`,
        'octo.yaml: the stack octo-access is not part of a fleet, but terraform.octo-access.tfstate still holds 1 resource of one account; move this file to another folder, or the state to the account of the fleet that it belongs to: mv -n terraform.octo-access.tfstate terraform.octo-ACCOUNT.tfstate',
        `octo.yaml: the section organization is missing, but terraform.octo-organization.tfstate still holds 1 resource of its StackSet; put the section back; to remove the StackSet, then run npx octo-access fleet destroy organization${option()} and remove the section`,
      ].join('\n'),
    );
  });

  test('fails if it changes to one state for all while accounts have their own states', () => {
    expect(() => beside(`layout: opentofu\n${THREE_ACCOUNTS}`, { 'octo-111111111111': installed })).toThrow(
      /the layout has one state for all accounts, but terraform\.octo-111111111111\.tfstate still holds 1 resource of account 111111111111, which would be installed twice/,
    );
  });

  test('is accepted beside the states of another fleet file, however it is called', () => {
    writeFileSync(join(folder, 'prod.yml'), THREE_ACCOUNTS.replace('111111111111', '666666666666'));
    // A mistake in it does not make the account nobody's.
    writeFileSync(join(folder, 'dev.json'), '{ "account": [{ "id": "777777777777" }] }');
    const states = { 'octo-666666666666': installed, 'octo-777777777777': installed };
    expect(beside(THREE_ACCOUNTS, states)?.accounts).toHaveLength(3);
  });

  const S3 = 'backend: { type: s3, bucket: acme-states, region: us-east-1 }\n';

  test('fails if it keeps states elsewhere now, with the command that moves them', () => {
    expect(beside(S3 + THREE_ACCOUNTS, { 'octo-111111111111': empty })?.accounts).toHaveLength(3);
    expect(() => beside(S3 + THREE_ACCOUNTS, { 'octo-111111111111': installed })).toThrow(
      `octo.yaml: backend keeps states in S3, but terraform.octo-111111111111.tfstate still holds 1 resource of account 111111111111, which would be installed twice; npx octo-access fleet migrate${option()} moves it there; if it was moved already: mv -n terraform.octo-111111111111.tfstate terraform.octo-111111111111.tfstate.moved`,
    );
    expect(fleetOf(join(folder, 'octo.yaml'), true).accounts).toHaveLength(3);
  });

  test('fails beside the state of the account stack, with the command that takes it over', () => {
    const outputs = (id: string): object => ({
      octo_onboarding: { value: { account_id: id, role_arns: {} }, type: 'string' },
    });
    const mine = { ...installed, outputs: outputs('111111111111') };
    expect(() => beside(THREE_ACCOUNTS, { 'octo-access': mine })).toThrow(
      'the stack octo-access is not part of a fleet, but terraform.octo-access.tfstate still holds 1 resource of account 111111111111, which would be installed twice; the fleet takes it over with its state: mv -n terraform.octo-access.tfstate terraform.octo-111111111111.tfstate',
    );
    const other = { ...installed, outputs: outputs('555555555555') };
    expect(() => beside(THREE_ACCOUNTS, { 'octo-access': other })).toThrow(
      /of account 555555555555; move this file to another folder, or list that account and let the fleet take it over: mv -n terraform\.octo-access\.tfstate terraform\.octo-555555555555\.tfstate/,
    );
  });
});
