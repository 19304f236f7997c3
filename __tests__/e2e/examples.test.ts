import { afterAll, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import { ROLE_NAMES, type RoleName } from '../../src';
import { DEFAULT_ACCOUNT, startEmulator, type Emulator } from '../../dev/emulator/emulator';
import { toolchainOrSkip } from '../../dev/toolchain/toolchain';
import { arns, inAccount, onboarding, ownNames, roleArns } from '../support/accounts';
import { observeRole, type ObservedRole } from '../support/observe';
import { NO_CHANGES, type Configuration } from '../support/configuration';
import { Workbench } from '../support/workbench';

jest.setTimeout(240_000);

const ALL: readonly RoleName[] = ROLE_NAMES;
const READ_ONLY: readonly RoleName[] = ['OctoRecommendationSearcherRole', 'AlphausAcctAccessRole'];

const suite = toolchainOrSkip();

suite.describe('an example, applied, planned again and destroyed in emulated AWS accounts', () => {
  let emulator: Emulator;
  let bench: Workbench;

  beforeAll(async () => {
    bench = new Workbench(suite.toolchain());
    emulator = await startEmulator();
  });

  beforeEach(() => emulator.reset());

  afterAll(async () => {
    await emulator.stop();
    bench.remove();
  });

  it('terraform-single installs all roles in the account of the credentials', async () => {
    const example = bench.configuration('examples/terraform-single', {}, { endpoint: emulator.url });
    await example.init();
    await example.apply();

    expect(await roleArns(emulator, DEFAULT_ACCOUNT)).toEqual(arns(DEFAULT_ACCOUNT, ALL));
    expect(await example.output()).toEqual({ octo_onboarding: onboarding(DEFAULT_ACCOUNT, ALL) });

    await isSettledAndGoes(example, [DEFAULT_ACCOUNT]);
  });

  it('account-factory installs all roles in the account that the factory makes, with its provider', async () => {
    const provider = { provider: { aws: { region: 'us-east-1' } } };
    const example = bench.configuration(
      'examples/account-factory/terraform',
      { 'aft-providers.tf.json': provider },
      { endpoint: emulator.url },
    );
    await example.init();
    await example.apply();

    expect(await example.output()).toEqual({ octo_onboarding: onboarding(DEFAULT_ACCOUNT, ALL) });

    await isSettledAndGoes(example, [DEFAULT_ACCOUNT]);
  });

  it('terraform-providers-map installs each account through its own role, and keeps the accounts apart', async () => {
    const example = bench.configuration('examples/terraform-providers-map', {}, { endpoint: emulator.url });
    const accounts = { production: '111122223333', staging: '222233334444', sandbox: '333344445555' };
    await example.init();
    await example.apply();

    expect(await roleArns(emulator, accounts.production)).toEqual(arns(accounts.production, READ_ONLY));
    expect(await roleArns(emulator, accounts.staging)).toEqual(arns(accounts.staging, ALL));
    expect(await roleArns(emulator, accounts.sandbox)).toEqual(arns(accounts.sandbox, ALL));
    expect(await roleArns(emulator, DEFAULT_ACCOUNT)).toEqual([]);
    expect(await example.output()).toEqual({
      octo_onboarding: {
        production: onboarding(accounts.production, READ_ONLY),
        staging: onboarding(accounts.staging, ALL),
        sandbox: onboarding(accounts.sandbox, ALL),
      },
    });

    await isSettledAndGoes(example, Object.values(accounts));
  });

  it("cdktf-constructs installs two accounts beside the stack's own resources, one under a boundary of its own", async () => {
    const example = await bench.constructsExample({ endpoint: emulator.url });
    const [production, sandbox] = ['111122223333', '222233334444'];
    await example.init();
    await example.apply();

    expect(await roleArns(emulator, production)).toEqual(arns(production, READ_ONLY));
    expect(await roleArns(emulator, sandbox)).toEqual(arns(sandbox, ALL));
    expect(await roleArns(emulator, DEFAULT_ACCOUNT)).toEqual([]);
    for (const role of await observed(production, READ_ONLY)) {
      expect(role.tags).toEqual({ Owner: 'platform', Purpose: 'finops' });
      expect(role.boundary?.arn).toMatch(/^arn:aws:iam::111122223333:policy\/(Octo|Alphaus)\w+Boundary$/);
    }
    for (const role of await observed(sandbox, ALL)) {
      expect(role.boundary?.arn).toBe('arn:aws:iam::222233334444:policy/PlatformBoundary');
    }

    await isSettledAndGoes(example, [production, sandbox]);
  });

  async function isSettledAndGoes(example: Configuration, accounts: readonly string[]): Promise<void> {
    expect((await example.plan()).status).toBe(NO_CHANGES);
    await example.destroy();
    expect(await ownNames(emulator, accounts)).toEqual([]);
  }

  async function observed(account: string, names: readonly RoleName[]): Promise<ObservedRole[]> {
    return inAccount(emulator, account, (iam) => Promise.all(names.map((name) => observeRole(iam, name))));
  }
});
