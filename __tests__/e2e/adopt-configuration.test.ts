import { copyFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { IAMClient } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { ROLE_NAMES } from '../../src';
import type { AdoptReport } from '../../src/account/adopt/adopt-report';
import { run } from '../../src/process/run';
import { startEmulator, type ClientConfig, type Emulator } from '../../dev/emulator/emulator';
import { openSandbox, type Sandbox } from '../../dev/sandbox/sandbox';
import { toolchainOrSkip } from '../../dev/toolchain/toolchain';
import { NO_CHANGES, type Configuration } from '../support/configuration';
import { installByHand, installByStack, STACK_NAME } from '../../dev/emulator/earlier-installation';
import { roleIds, rolesThere, WatchedRoles } from '../support/watched-roles';
import { CHECKOUT, EXTERNAL_ID, MODULE, PRINCIPAL, Workbench } from '../support/workbench';

jest.setTimeout(300_000);

const IMPORTS = 'adopt.tf';
const suite = toolchainOrSkip();

suite.describe('octo-access adopt, for a configuration without a fleet file', () => {
  let emulator: Emulator;
  let watched: WatchedRoles;
  let bench: Workbench;
  let sandbox: Sandbox;

  beforeAll(async () => {
    emulator = await startEmulator();
    watched = await WatchedRoles.before(emulator.url);
    bench = new Workbench(suite.toolchain());
    sandbox = openSandbox(suite.toolchain(), watched.url);
  });

  afterAll(async () => {
    await watched.stop();
    await emulator.stop();
    sandbox.remove();
    bench.remove();
  });

  /** Of the last `adopt()`. */
  let exitStatus: number | null = null;

  async function adopt(config: ClientConfig, ...args: string[]): Promise<AdoptReport> {
    const program = join(CHECKOUT, 'src/cli/octo-access.mjs');
    const inputs = ['--principal', PRINCIPAL, '--external-id', EXTERNAL_ID];
    const { stdout, output, status } = await run(
      process.execPath,
      [program, 'adopt', ...inputs, ...args, '--json'],
      {
        cwd: sandbox.folder,
        env: sandbox.env({ credentials: config.credentials }),
      },
    );
    if (!stdout.startsWith('{')) throw new Error(output);
    exitStatus = status;
    return JSON.parse(stdout) as AdoptReport;
  }

  const statuses = ({ accounts }: AdoptReport): unknown[] =>
    accounts.map(({ status, reason }) => [status, ...(reason === undefined ? [] : [reason])]);

  /** Takes the roles of an account over into a configuration, as docs/adopting.md says. */
  async function takeOver(
    account: string,
    configuration: Configuration,
    install: (config: ClientConfig, iam: IAMClient) => Promise<unknown>,
    options: readonly string[],
    write: readonly string[],
  ): Promise<void> {
    const config = emulator.clientConfig(await emulator.credentialsFor(account));
    const iam = new IAMClient(config);
    await install(config, iam);
    const [before, ids] = [await rolesThere(iam), await roleIds(iam, ROLE_NAMES)];
    watched.calls.length = 0;

    const early = await adopt(config, ...options, '--apply');
    expect([exitStatus, early.ok, statuses(early)]).toEqual([
      2,
      false,
      [['refused', expect.stringMatching(/still to be deployed: first run this with --write FILE --apply/)]],
    ]);
    expect(watched.calls).toEqual([]);
    const first = await adopt(config, ...options, '--write', IMPORTS, ...write, '--apply');
    expect([exitStatus, statuses(first)]).toEqual([0, [['deploy_next']]]);
    copyFileSync(join(sandbox.folder, IMPORTS), join(configuration.folder, IMPORTS));
    const { stdout } = await configuration.plan();
    expect(stdout).toMatch(/Plan: 5 to import, \d+ to add, 5 to change, 0 to destroy/);
    await configuration.apply();
    expect(statuses(await adopt(config, ...options, '--apply'))).toEqual([['adopted']]);

    expect(await watched.gaps(before)).toEqual([]);
    expect(await roleIds(iam, ROLE_NAMES)).toEqual(ids);
    expect((await configuration.plan()).status).toBe(NO_CHANGES);
    expect(statuses(await adopt(config, ...options))).toEqual([
      ['nothing_to_do', 'the roles are as they should be, and nothing else holds them'],
    ]);
    iam.destroy();
  }

  it('takes the roles of a stack over into the account stack', async () => {
    const account = '111111111111';
    const configuration = await bench.accountStack({
      endpoint: watched.url,
      credentials: await emulator.credentialsFor(account),
    });
    await configuration.init();
    const install = (config: ClientConfig, iam: IAMClient): Promise<unknown> =>
      installByStack(config, iam, account);
    await takeOver(account, configuration, install, ['--stack', STACK_NAME], []);
    expect(watched.calls.at(-1)).toMatchObject({ Action: 'DeleteStack' });
  });

  it('takes roles that were made by hand over into a caller of the module', async () => {
    const account = '222222222222';
    const caller = {
      provider: { aws: {} },
      module: {
        octo: {
          source: `../${MODULE}`,
          for_each: '${toset(["production"])}',
          principal: PRINCIPAL,
          external_id: EXTERNAL_ID,
        },
      },
    };
    const configuration = bench.configuration(
      'caller',
      { 'main.tf.json': caller },
      { endpoint: watched.url, credentials: await emulator.credentialsFor(account) },
    );
    await configuration.init();
    const install = (_: ClientConfig, iam: IAMClient): Promise<unknown> => installByHand(iam, account);
    await takeOver(account, configuration, install, [], ['--module', 'module.octo["production"]']);
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
