import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { givenAccount, type Given } from '../../src/deploy/given-account';
import { defaults } from '../../src/inputs/inputs';
import { ROLE_NAMES } from '../../src/names/role-names';
import { EXAMPLE } from '../support/example';
import { freshAccount } from '../support/observed-account';

const { accountId, principal, externalId } = EXAMPLE;
const OTHER = '222233334444';
const INPUTS = { ...defaults(), principal, externalId };
const ALONE = { ...INPUTS, roles: ROLE_NAMES.slice(0, 1) };

const onboarding = (id: string, roles: readonly string[] = ROLE_NAMES): object => ({
  account_id: id,
  external_id: externalId,
  partition: 'aws',
  role_arns: Object.fromEntries(roles.map((role) => [role, `arn:aws:iam::${id}:role/${role}`])),
});
const roles = (id: string): object[] =>
  freshAccount(INPUTS, id).roles.map(({ name, trust }) => ({
    name,
    arn: `arn:aws:iam::${id}:role/${name}`,
    assume_role_policy: JSON.stringify(trust),
  }));

const STATE = {
  version: 4,
  outputs: { octo_onboarding: { value: onboarding(accountId), type: 'dynamic' } },
  resources: roles(accountId).map((attributes) => ({ type: 'aws_iam_role', instances: [{ attributes }] })),
};
const SHOWN = {
  format_version: '1.0',
  values: {
    outputs: {
      octo_onboarding: { value: { production: onboarding(accountId), staging: onboarding(OTHER) } },
    },
    root_module: {
      child_modules: [accountId, OTHER].map((id) => ({
        resources: roles(id).map((values) => ({ type: 'aws_iam_role', values })),
      })),
    },
  },
};
const OUTPUTS = { octo_onboarding: { sensitive: false, value: onboarding(accountId, ALONE.roles) } };

describe('the account of a command line', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'octo-given-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  const given = (state: unknown, more: Partial<Given> = {}): ReturnType<typeof givenAccount> => {
    const file = join(folder, 'one.tfstate');
    writeFileSync(file, typeof state === 'string' ? state : JSON.stringify(state));
    return givenAccount({ accounts: [], inputs: {}, state: file, ...more });
  };

  test('is none without inputs, stack and state, so that the fleet file counts', () => {
    expect(givenAccount({ accounts: [accountId], inputs: {} })).toBeUndefined();
  });

  test('takes no other role of the state for one of ours, whatever external id it asks for', () => {
    const [ours] = roles(accountId) as { assume_role_policy: string }[];
    const another = {
      name: 'Vendor',
      arn: `arn:aws:iam::${accountId}:role/Vendor`,
      assume_role_policy: ours?.assume_role_policy.replaceAll(INPUTS.principal, '464622532012'),
    };
    const instances = [...roles(accountId), another].map((attributes) => ({ attributes }));
    const state = { outputs: OUTPUTS, resources: [{ type: 'aws_iam_role', instances }] };
    expect(given(state)?.inputs).toMatchObject({ principal: INPUTS.principal });
  });

  test('fails where roles of ours trust several accounts', () => {
    const [one, ...others] = roles(accountId) as { assume_role_policy: string }[];
    const trust = one?.assume_role_policy.replaceAll(INPUTS.principal, '464622532012');
    const instances = [{ ...one, assume_role_policy: trust }, ...others].map((attributes) => ({
      attributes,
    }));
    const state = { outputs: OUTPUTS, resources: [{ type: 'aws_iam_role', instances }] };
    expect(() => given(state)).toThrow(/trust several accounts: \d{12}, \d{12}; deploy again/);
  });

  test('is what a state file says, with the principal of its roles', () => {
    expect(given(STATE)).toEqual({ id: accountId, inputs: INPUTS, form: 'terraform' });
  });

  test('is the one of several in what terraform show prints that is named', () => {
    expect(given(SHOWN, { accounts: [OTHER] })).toEqual({ id: OTHER, inputs: INPUTS, form: 'terraform' });
  });

  test('is what outputs say, with inputs beside them', () => {
    expect(given(OUTPUTS, { inputs: { principal, cost_explorer_access: 'read-only' } })).toEqual({
      id: accountId,
      inputs: { ...ALONE, costExplorerAccess: 'read-only' },
      form: 'terraform',
    });
  });

  test.each<[string, unknown, Partial<Given>, number, RegExp]>([
    [
      'a state is cut off',
      JSON.stringify(STATE).slice(0, 900),
      {},
      2,
      /"one\.tfstate", which is no JSON: it may have been cut off$/,
    ],
    ['a state is empty', '', {}, 2, /which is no JSON/],
    [
      'a state does not name the account',
      { version: 4, outputs: {}, resources: STATE.resources },
      {},
      2,
      /^"one\.tfstate" has no output octo_onboarding, .*or give --principal/,
    ],
    [
      'a state has several accounts and none is named',
      SHOWN,
      {},
      64,
      /several accounts, so name one of them: 111122223333, 222233334444$/,
    ],
    [
      'a state is of another account than the one named',
      STATE,
      { accounts: [OTHER] },
      64,
      /does not have account 222233334444, but 111122223333$/,
    ],
    ['a state is not there', STATE, { state: '/nowhere/x' }, 2, /there is no such file/],
    ['outputs alone have no principal', OUTPUTS, {}, 64, /^--principal is required/],
    [
      'two of the ways are given',
      STATE,
      { stack: 'octo-access' },
      64,
      /^--stack takes .*, --state takes what a state says: give one of them$/,
    ],
    ['a name is given', STATE, { accounts: ['production'] }, 64, /must be 12 digits, got "production"/],
  ])('fails in one sentence where %s', (_, state, more, exitStatus, words) => {
    const expected = expect.objectContaining({ exitStatus, message: expect.stringMatching(words) });
    expect(() => given(state, more)).toThrow(expected);
  });
});
