import { copyFileSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { IAMClient } from '@aws-sdk/client-iam';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import type { AdoptReport } from '../../src/account/adopt/adopt-report';
import { run } from '../../src/process/run';
import { startEmulator, type ClientConfig, type Emulator } from '../../dev/emulator/emulator';
import { openSandbox, type Sandbox } from '../../dev/sandbox/sandbox';
import { toolchainOrSkip } from '../../dev/toolchain/toolchain';
import { NO_CHANGES, type Configuration } from '../support/configuration';
import { installByHand, installByStack, STACK_NAME } from '../../dev/emulator/earlier-installation';
import { addressesToForget, installByModule } from '../support/earlier-configuration';
import { roleIds, rolesThere, WatchedRoles } from '../support/watched-roles';
import { printed } from '../support/printed';
import { CHECKOUT, EXTERNAL_ID, MODULE, PRINCIPAL, Workbench, type Place } from '../support/workbench';

jest.setTimeout(300_000);

const IMPORTS = 'adopt.tf';
const suite = toolchainOrSkip();

/** An account of the emulator. */
interface Account {
  readonly id: string;
  readonly config: ClientConfig;
  readonly iam: IAMClient;
}

suite.describe('octo-access adopt, for a configuration without a fleet file', () => {
  let emulator: Emulator;
  let watched: WatchedRoles;
  let bench: Workbench;
  let sandbox: Sandbox;

  beforeAll(async () => {
    emulator = await startEmulator();
    watched = await WatchedRoles.before(emulator.url);
    sandbox = openSandbox(suite.toolchain(), watched.url);
  });

  // The account stack is always in the same place on a bench.
  beforeEach(() => {
    bench = new Workbench(suite.toolchain());
  });

  afterEach(() => {
    bench.remove();
  });

  afterAll(async () => {
    await watched.stop();
    await emulator.stop();
    sandbox.remove();
  });

  /** Of the last `adopt()`. */
  let exitStatus: number | null = null;

  async function adopt(config: ClientConfig, ...args: string[]): Promise<AdoptReport> {
    const program = join(CHECKOUT, 'src/cli/octo-access.mjs');
    const inputs = ['--principal', PRINCIPAL, '--external-id', EXTERNAL_ID];
    const result = await run(process.execPath, [program, 'adopt', ...inputs, ...args, '--json'], {
      cwd: sandbox.folder,
      env: sandbox.env({ credentials: config.credentials }),
    });
    exitStatus = result.status;
    return printed(result, 'adopt') as AdoptReport;
  }

  const statuses = ({ accounts }: AdoptReport): unknown[] =>
    accounts.map(({ status, reason }) => [status, ...(reason === undefined ? [] : [reason])]);

  /** What has the roles of an account, made by each way; with the options that its adoption needs. */
  const origins = {
    'a stack': async ({ id, config, iam }: Account): Promise<readonly string[]> => {
      await installByStack(config, iam, id);
      return ['--stack', STACK_NAME];
    },
    'another module': async ({ id, config }: Account): Promise<readonly string[]> => {
      const place = { endpoint: emulator.url, credentials: config.credentials };
      const earlier = await installByModule(bench, id, place);
      const { stdout } = await earlier.terraform(['state', 'pull']);
      writeFileSync(join(sandbox.folder, 'earlier.tfstate'), stdout);
      const { accounts } = await adopt(config, '--state', 'earlier.tfstate');
      const addresses = addressesToForget(accounts[0]?.steps ?? []);
      const { status, output } = await earlier.terraform(['state', 'rm', ...addresses]);
      expect([status, output]).toEqual([0, expect.stringContaining('removed 6')]);
      return [];
    },
    'somebody by hand': async ({ id, iam }: Account): Promise<readonly string[]> => {
      await installByHand(iam, id);
      return [];
    },
  };

  /** Where they go, with the options that say so. */
  const targets = {
    'the account stack': async (place: Place): Promise<readonly [Configuration, ...string[]]> => [
      await bench.accountStack(place),
    ],
    'a caller of the module': (place: Place): Promise<readonly [Configuration, ...string[]]> => {
      const source = { source: `../${MODULE}`, for_each: '${toset(["production"])}' };
      const octo = { ...source, principal: PRINCIPAL, external_id: EXTERNAL_ID };
      const caller = { provider: { aws: {} }, module: { octo } };
      const configuration = bench.configuration('caller', { 'main.tf.json': caller }, place);
      return Promise.resolve([configuration, '--module', 'module.octo["production"]']);
    },
  };

  it.each([
    ['a stack', 'the account stack', 5, '111111111111'],
    ['a stack', 'a caller of the module', 5, '222222222222'],
    ['another module', 'the account stack', 4, '444444444444'],
    ['another module', 'a caller of the module', 4, '555555555555'],
    ['somebody by hand', 'the account stack', 5, '666666666666'],
    ['somebody by hand', 'a caller of the module', 5, '777777777777'],
  ] as const)('takes what %s made over into %s: %i roles', async (origin, target, count, id) => {
    const config = emulator.clientConfig(await emulator.credentialsFor(id));
    const iam = new IAMClient(config);
    const options = await origins[origin]({ id, config, iam });
    const place = { endpoint: watched.url, credentials: config.credentials };
    const [configuration, ...module] = await targets[target](place);
    await configuration.init();
    const before = await rolesThere(iam);
    const names = before.map(({ name }) => name);
    const ids = await roleIds(iam, names);
    watched.calls.length = 0;

    const early = await adopt(config, ...options, '--apply');
    expect([exitStatus, early.ok, statuses(early)]).toEqual([
      2,
      false,
      [['refused', expect.stringMatching(/still to be deployed: first run this with --write FILE --apply/)]],
    ]);
    expect(watched.calls).toEqual([]);
    // As docs/adopting.md says.
    rmSync(join(sandbox.folder, IMPORTS), { force: true });
    const first = await adopt(config, ...options, '--write', IMPORTS, ...module, '--apply');
    expect([exitStatus, statuses(first)]).toEqual([0, [['deploy_next']]]);
    copyFileSync(join(sandbox.folder, IMPORTS), join(configuration.folder, IMPORTS));
    const { stdout } = await configuration.plan();
    expect(stdout).toMatch(
      new RegExp(`Plan: ${count} to import, \\d+ to add, ${count} to change, 0 to destroy`),
    );
    await configuration.apply();
    expect(statuses(await adopt(config, ...options, '--apply'))).toEqual([['adopted']]);

    expect(await watched.gaps(before)).toEqual([]);
    expect([names.length, await roleIds(iam, names)]).toEqual([count, ids]);
    expect(watched.calls.at(-1)?.['Action'] === 'DeleteStack').toBe(origin === 'a stack');
    expect((await configuration.plan()).status).toBe(NO_CHANGES);
    expect(statuses(await adopt(config, ...options))).toEqual([
      ['nothing_to_do', 'the roles are as they should be, and nothing else holds them'],
    ]);
    iam.destroy();
  });

  it('fails for the wrong account and without credentials, and writes nothing', async () => {
    const config = emulator.clientConfig(await emulator.credentialsFor('333333333333'));
    watched.calls.length = 0;
    const wrong = await adopt(config, '999999999999', '--write', 'wrong.tf', '--apply');
    expect(statuses(wrong)).toEqual([
      ['unknown', expect.stringContaining('333333333333, not for 999999999999')],
    ]);
    const nobody = { ...config, credentials: { accessKeyId: '', secretAccessKey: '' } };
    const none = await adopt(nobody, '--write', 'wrong.tf', '--apply');
    expect(statuses(none)).toEqual([['unknown', expect.stringContaining('found no AWS credentials')]]);
    expect([watched.calls, existsSync(join(sandbox.folder, 'wrong.tf'))]).toEqual([[], false]);
  });
});
