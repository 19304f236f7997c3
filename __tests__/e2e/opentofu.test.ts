import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { ROLE_NAMES, type RoleName } from '../../src';
import { REQUIRED } from '../../src/names/versions';
import { startEmulator, type Emulator } from '../../dev/emulator/emulator';
import { toolchainOrSkip, USUAL_TOOLS } from '../../dev/toolchain/toolchain';
import { arns, onboarding, ownNames, roleArns } from '../support/accounts';
import { NO_CHANGES, type Configuration } from '../support/configuration';
import { CHECKOUT, MODULE, Workbench } from '../support/workbench';

jest.setTimeout(480_000);

const EXAMPLE = 'examples/opentofu-for-each';
const ALL: readonly RoleName[] = ROLE_NAMES;
const READ_ONLY: readonly RoleName[] = ['OctoRecommendationSearcherRole', 'AlphausAcctAccessRole'];

const PRODUCTION = { id: '111122223333', roles: READ_ONLY };
const STAGING = { id: '222233334444' };
const SANDBOX = { id: '333344445555' };
const IDS = [PRODUCTION.id, STAGING.id, SANDBOX.id];

const suite = toolchainOrSkip([...USUAL_TOOLS, 'tofu']);

suite.describe('with OpenTofu', () => {
  let emulator: Emulator;
  let bench: Workbench;

  beforeAll(async () => {
    const { tofu, mirror } = suite.toolchain();
    bench = new Workbench({ terraform: tofu, mirror });
    emulator = await startEmulator();
  });

  afterAll(async () => {
    await emulator.stop();
    bench.remove();
  });

  it('the module passes its own tests', async () => {
    const module = await bench.configuration(MODULE).init('-backend=false');

    expect(await module.test()).toMatch(/Success! [1-9]\d* passed, 0 failed\./);
  });

  it('the example asks for the provider that the module asks for, and is formatted', async () => {
    const versions = readFileSync(join(CHECKOUT, EXAMPLE, 'versions.tofu'), 'utf8');
    const { status, output } = await bench
      .configuration(EXAMPLE)
      .terraform(['fmt', '-check', '-diff', '-no-color']);

    expect(versions).toContain(`"${REQUIRED.aws}"`);
    expect({ status, output }).toEqual({ status: 0, output: '' });
  });

  it('the example installs each account, settles, removes one in two steps, and leaves nothing when destroyed', async () => {
    const example = await bench.configuration(EXAMPLE, {}, { endpoint: emulator.url }).init();
    await example.apply();

    expect(await roleArns(emulator, PRODUCTION.id)).toEqual(arns(PRODUCTION.id, READ_ONLY));
    expect(await roleArns(emulator, STAGING.id)).toEqual(arns(STAGING.id, ALL));
    expect(await roleArns(emulator, SANDBOX.id)).toEqual(arns(SANDBOX.id, ALL));
    expect(await example.output()).toEqual({
      octo_onboarding: {
        production: onboarding(PRODUCTION.id, READ_ONLY),
        staging: onboarding(STAGING.id, ALL),
        sandbox: onboarding(SANDBOX.id, ALL),
      },
    });
    expect((await example.plan()).status).toBe(NO_CHANGES);

    await withAccounts({ production: PRODUCTION, staging: STAGING, sandbox: leaving(SANDBOX) }).apply();

    expect(await ownNames(emulator, [SANDBOX.id])).toEqual([]);
    expect(await roleArns(emulator, STAGING.id)).toEqual(arns(STAGING.id, ALL));

    const without = withAccounts({ production: PRODUCTION, staging: STAGING });

    expect((await without.plan()).status).toBe(NO_CHANGES);

    await without.destroy();

    expect(await ownNames(emulator, IDS)).toEqual([]);
  });

  it('the example fails to remove an account at once, as its README says, and changes nothing', async () => {
    const installed = await withAccounts({ production: PRODUCTION, staging: STAGING }).init();
    await installed.apply();
    const { status, output } = await withAccounts({ production: PRODUCTION }).terraform([
      'apply',
      '-auto-approve',
      '-input=false',
      '-no-color',
    ]);
    const error = /fail with `(.+)`/.exec(readFileSync(join(CHECKOUT, EXAMPLE, 'README.md'), 'utf8'))?.[1];

    expect(status).toBe(1);
    expect(error).toBeDefined();
    expect(output).toContain(error);
    expect(await roleArns(emulator, STAGING.id)).toEqual(arns(STAGING.id, ALL));

    await withAccounts({ production: leaving(PRODUCTION), staging: leaving(STAGING) }).apply();

    expect(await ownNames(emulator, IDS)).toEqual([]);
  });

  function withAccounts(accounts: Readonly<Record<string, unknown>>): Configuration {
    return bench.configuration(EXAMPLE, {}, { endpoint: emulator.url, variables: { accounts } });
  }
});

function leaving(account: object): object {
  return { ...account, state: 'removing' };
}
