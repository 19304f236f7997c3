import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { CreateRoleCommand, DeleteRoleCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { ROLE_NAMES } from '../../src';
import { findCdktf } from '../../dev/toolchain/cdktf';
import { startEmulator, type Emulator } from '../../dev/emulator/emulator';
import { signalGroup, spawnGuarded } from '../../src/process/guarded-spawn';
import { run, type RunResult } from '../../src/process/run';
import { openSandbox, type Sandbox } from '../../dev/sandbox/sandbox';
import { toolchainOrSkip } from '../../dev/toolchain/toolchain';
import { arns, inAccount, onboarding, ownNames, roleArns } from '../support/accounts';
import { printed } from '../support/printed';
import { ProviderPool } from '../../dev/provider/provider-pool';
import { providerProgram } from '../../dev/provider/provider-program';
import { CHECKOUT, EXTERNAL_ID, PRINCIPAL } from '../support/workbench';

jest.setTimeout(300_000);

const ACCOUNTS = ['111111111111', '222222222222', '333333333333', '044444444444'] as const;
const [FIRST, COLLIDING, LEAVING] = ACCOUNTS;
const COLLISION = 'OctoSSMUpdaterRole';

interface Entry {
  readonly id: string;
  readonly name?: string;
  readonly state?: 'removing';
}

interface Printed {
  readonly ok: boolean;
  readonly for_the_rest?: string;
  readonly accounts: readonly {
    readonly id: string;
    readonly status: string;
    readonly reason?: string;
    readonly log?: string;
    readonly onboarding?: unknown;
    readonly differs?: boolean;
    readonly take_out?: boolean;
  }[];
}

const suite = toolchainOrSkip();

// One fleet from its first deployment to its last: the tests build on each other, in this order.
suite.describe('octo-access fleet', () => {
  let emulator: Emulator;
  let sandbox: Sandbox;
  let file = '';
  let pool: ProviderPool;
  /** Environment of Terraform beside that of the sandbox. */
  let running: Readonly<Record<string, string>> = {};

  beforeAll(async () => {
    emulator = await startEmulator();
    sandbox = openSandbox(suite.toolchain(), emulator.url);
    file = join(sandbox.folder, 'octo.json');
    const program = join(sandbox.folder, 'unpacked-provider');
    pool = new ProviderPool(() => providerProgram(suite.toolchain(), program, sandbox.env()), sandbox.env());
    write(ACCOUNTS.map((id) => ({ id })));
    const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [] });
    await inAccount(emulator, COLLIDING, (iam) =>
      iam.send(new CreateRoleCommand({ RoleName: COLLISION, AssumeRolePolicyDocument })),
    );
  });

  afterAll(async () => {
    await emulator.stop();
    pool.end();
    sandbox.remove();
  });

  function write(accounts: readonly Entry[]): void {
    const inputs = { principal: PRINCIPAL, external_id: EXTERNAL_ID };
    writeFileSync(file, JSON.stringify({ defaults: { role: 'Installer', inputs }, accounts }));
  }

  const command = (args: readonly string[]): string[] => {
    return ['src/cli/octo-access.mjs', 'fleet', ...args, '--file', file];
  };
  /** With what may lie around and would put all states, or the providers, in one place. */
  const environment = (): Record<string, string> => {
    const env = sandbox.env({ extra: { TF_WORKSPACE: 'other', TF_DATA_DIR: join(sandbox.folder, 'data') } });
    const cliConfig = join(sandbox.folder, 'with-cache.tfrc');
    const theirs = readFileSync(env['TF_CLI_CONFIG_FILE'] ?? '', 'utf8');
    mkdirSync(pluginCache(), { recursive: true });
    writeFileSync(cliConfig, `plugin_cache_dir = ${JSON.stringify(pluginCache())}\n${theirs}`);
    return { ...env, ...running, TF_CLI_CONFIG_FILE: cliConfig };
  };
  const pluginCache = (): string => join(sandbox.folder, 'plugin-cache');
  /** The command as npm runs it. */
  const fleet = (args: readonly string[]): Promise<RunResult> =>
    run(process.execPath, command(args), { cwd: CHECKOUT, env: environment() });
  const report = (result: RunResult): Printed => printed(result, 'fleet') as Printed;
  const statuses = (of: Printed): string[] => of.accounts.map(({ status }) => status);

  it('fails where one account does, with the others finished, the reason and the command for the rest', async () => {
    const { status, output } = await fleet(['deploy', '--parallelism', '2']);

    expect(status).toBe(1);
    expect(output).toContain('3 of 4 accounts deployed');
    expect(output).toContain(
      `  ${COLLIDING}: creating IAM Role (${COLLISION}): EntityAlreadyExists: Role with name ${COLLISION} already exists\n`,
    );
    expect(output).toContain(`for the rest: npx octo-access fleet deploy ${COLLIDING} --file ${file}`);
    const log = /^ +log: (.*)$/m.exec(output)?.[1] ?? '';
    expect(readFileSync(log, 'utf8')).toContain('aws_iam_role.ssm_updater: Creating...');
    for (const account of ACCOUNTS.filter((id) => id !== COLLIDING)) {
      expect(await roleArns(emulator, account)).toEqual(arns(account, ROLE_NAMES));
    }
  });

  it('finishes that account alone once nothing is in its way, and prints what Octo asks for as JSON', async () => {
    await inAccount(emulator, COLLIDING, (iam) => iam.send(new DeleteRoleCommand({ RoleName: COLLISION })));

    const result = await fleet(['deploy', COLLIDING, '--json']);

    expect(report(result)).toMatchObject({
      ok: true,
      accounts: [{ id: COLLIDING, status: 'done', onboarding: onboarding(COLLIDING, ROLE_NAMES) }],
    });
    expect(result.status).toBe(0);
    expect(await roleArns(emulator, COLLIDING)).toEqual(arns(COLLIDING, ROLE_NAMES));
  });

  it('leaves nothing but the provider itself in a plugin cache of the CLI configuration', () => {
    const files = (folder: string): string[] =>
      readdirSync(folder).flatMap((name) => {
        const path = join(folder, name);
        return statSync(path).isDirectory() ? files(path) : [path];
      });
    const cached = files(pluginCache()).filter((path) => basename(path).startsWith('terraform-provider-aws'));
    expect(cached).toHaveLength(1);
    expect(statSync(cached[0] ?? '').size).toBeGreaterThan(100_000_000);
  });

  it('plans no change in any account, with one provider for all', async () => {
    const result = await fleet(['plan', '--json']);

    expect(report(result).accounts.map(({ differs }) => differs)).toEqual([false, false, false, false]);
    expect(result.status).toBe(0);
    const version = (folder: string): string | undefined =>
      /version *= "(.+)"/.exec(readFileSync(join(folder, '.terraform.lock.hcl'), 'utf8'))?.[1];
    const installed = version(sandbox.folder);
    expect(installed).toMatch(/^\d+\.\d+\.\d+$/);
    for (const id of ACCOUNTS) {
      expect(version(join(sandbox.folder, 'cdktf.out', 'stacks', `octo-${id}`))).toBe(installed);
    }
  });

  it('is planned and deployed by cdktf from the same states, all accounts by one quoted name', async () => {
    // From here on with providers that run already: what is installed was looked at.
    running = await pool.environment();
    const cdktf = findCdktf().found ?? { command: '', args: [] };
    const app = `${process.execPath} --import ${join(CHECKOUT, 'node_modules/tsx/dist/loader.mjs')} ${join(CHECKOUT, 'main.ts')}`;
    writeFileSync(
      join(sandbox.folder, 'cdktf.json'),
      JSON.stringify({ language: 'typescript', app, projectId: 'octo-access', sendCrashReports: 'false' }),
    );

    const deployed = await run(
      cdktf.command,
      [...cdktf.args, 'deploy', 'octo-*', '--parallelism', '2', '--auto-approve', '--skip-provider-lock'],
      { cwd: sandbox.folder, env: sandbox.env({ extra: running }) },
    );

    expect(deployed.output.match(/No changes\. Your infrastructure matches/g)).toHaveLength(4);
    expect(deployed.status).toBe(0);
  });

  it('ends in order when it is interrupted: what was created is in the state, and no further account begins', async () => {
    expect((await fleet(['destroy', FIRST])).status).toBe(0);

    const child = spawnGuarded(process.execPath, command(['deploy', '--parallelism', '1', '--json']), {
      cwd: CHECKOUT,
      env: environment(),
      stdout: 'pipe',
      stderr: 'pipe',
    });
    const said: string[] = [];
    child.stdout?.on('data', (data) => said.push(String(data)));
    child.stderr?.resume();
    const log = join(sandbox.folder, 'cdktf.out', 'logs', `octo-${FIRST}.log`);
    const watch = setInterval(() => {
      if (!readFileSync(log, 'utf8').includes('Creation complete')) return;
      clearInterval(watch);
      signalGroup(child, 'SIGINT');
    }, 20);
    await once(child, 'close').finally(() => {
      clearInterval(watch);
    });

    const cut = JSON.parse(said.join('')) as Printed;
    expect(statuses(cut)).toEqual(['interrupted', 'not started', 'not started', 'not started']);
    expect(cut.for_the_rest).toContain(`deploy ${ACCOUNTS.join(' ')} --file`);
    // What is in the account, but not in the state, would be in the way now.
    expect(statuses(report(await fleet(['deploy', FIRST, '--json'])))).toEqual(['done']);
  });

  it('fails before anything is written where an installed account is taken out at once', async () => {
    const before = readFileSync(join(sandbox.folder, 'cdktf.out', 'manifest.json'), 'utf8');
    write(ACCOUNTS.filter((id) => id !== LEAVING).map((id) => ({ id })));

    const { status, output } = await fleet(['deploy']);

    expect(output).toMatch(
      new RegExp(
        `octo\\.json: accounts does not list ${LEAVING}, nor does another fleet file here, but terraform\\.octo-${LEAVING}\\.tfstate still holds 22 resources of it; to keep its roles, put its entry back; to remove them, put it back with "state: removing", deploy, then remove the entry; `,
      ),
    );
    expect(status).toBe(1);
    expect(readFileSync(join(sandbox.folder, 'cdktf.out', 'manifest.json'), 'utf8')).toBe(before);
  });

  it('removes an account in two steps, and says when its entry may go', async () => {
    write(ACCOUNTS.map((id) => (id === LEAVING ? { id, name: 'leaving', state: 'removing' } : { id })));
    const removed = await fleet(['deploy', 'leaving']);
    expect(removed.output).toContain(
      `removed all roles of ${LEAVING} leaving; now remove its entry from octo.json`,
    );
    expect(removed.status).toBe(0);
    expect(await ownNames(emulator, [LEAVING])).toEqual([]);

    write(ACCOUNTS.filter((id) => id !== LEAVING).map((id) => ({ id })));
    const planned = await fleet(['plan', '--json']);
    expect(report(planned).accounts.map(({ id, differs }) => [id, differs])).toEqual(
      ACCOUNTS.filter((id) => id !== LEAVING).map((id) => [id, false]),
    );
  });

  it('destroys all, when told so, and leaves nothing', async () => {
    const untold = await fleet(['destroy']);
    expect(untold.output).toBe('destroy removes the roles: name the accounts, or give --all');
    expect(untold.status).toBe(64);

    const { output, status } = await fleet(['destroy', '--all']);

    expect(output).toContain('3 of 3 accounts destroyed');
    expect(status).toBe(0);
    expect(await ownNames(emulator, ACCOUNTS)).toEqual([]);
    expect(existsSync(join(sandbox.folder, 'data'))).toBe(false);
  });
});
