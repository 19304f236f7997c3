import { copyFileSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { ROLE_NAMES } from '../../src';
import { startEmulator, type Emulator } from '../../dev/emulator/emulator';
import { openSandbox, type Sandbox } from '../../dev/sandbox/sandbox';
import { toolchainOrSkip } from '../../dev/toolchain/toolchain';
import { run, runOrFail, type RunResult } from '../../src/process/run';
import { arns, roleArns } from '../support/accounts';
import { ProviderPool } from '../../dev/provider/provider-pool';
import { providerProgram } from '../../dev/provider/provider-program';
import { CHECKOUT, EXTERNAL_ID, PRINCIPAL } from '../support/workbench';

jest.setTimeout(300_000);

const ACCOUNT = '111111111111';
const STATE = `terraform.octo-${ACCOUNT}.tfstate`;
const suite = toolchainOrSkip();

// One installation, whose state moves from one place to the next: the tests build on each other, in this order.
suite.describe('the state of an account', () => {
  let emulator: Emulator;
  let sandbox: Sandbox;
  let pool: ProviderPool;
  let environment: Record<string, string>;

  beforeAll(async () => {
    emulator = await startEmulator();
    sandbox = openSandbox(suite.toolchain(), emulator.url);
    const program = join(sandbox.folder, 'unpacked-provider');
    pool = new ProviderPool(() => providerProgram(suite.toolchain(), program, sandbox.env()), sandbox.env());
    environment = sandbox.env({ extra: { AWS_S3_USE_PATH_STYLE: 'true' } });
    await fetch(`${emulator.url}/octo-states`, { method: 'PUT', headers: { host: 's3.amazonaws.com' } });
  });

  afterAll(async () => {
    await emulator.stop();
    pool.end();
    sandbox.remove();
  });

  const path = (name: string): string => join(sandbox.folder, name);

  function write(rest: object = {}, name = 'octo.json'): void {
    const inputs = { principal: PRINCIPAL, external_id: EXTERNAL_ID };
    const fleet = { ...rest, defaults: { role: 'Installer', inputs }, accounts: [{ id: ACCOUNT }] };
    writeFileSync(path(name), JSON.stringify(fleet));
  }

  /** As a user calls it, in the folder of the file. */
  function fleet(...args: string[]): Promise<RunResult> {
    const program = join(CHECKOUT, 'src/cli/octo-access.mjs');
    return run(process.execPath, [program, 'fleet', ...args], { cwd: sandbox.folder, env: environment });
  }

  /** Runs a command that was printed, in the shell that a user has. */
  async function pasted(command: string): Promise<void> {
    const PATH = `${dirname(suite.toolchain().terraform.path)}:${process.env['PATH'] ?? ''}`;
    await runOrFail('sh', ['-c', command], { cwd: sandbox.folder, env: { ...environment, PATH } });
  }

  it('is taken over from roles that are there already, by the commands that are printed', async () => {
    write();
    expect((await fleet('deploy')).status).toBe(0);
    renameSync(path(STATE), path('lost'));
    // From here on with providers that run already: this one is installed.
    Object.assign(environment, await pool.environment());

    // Roles with a boundary are tried only once that is there.
    let rounds = 0;
    let result = await fleet('deploy');
    for (; result.status !== 0 && rounds < 3; rounds += 1) {
      const printed = result.output.matchAll(/^ {6}(terraform -chdir=\S+ import .*)$/gm);
      for (const [, command = ''] of printed) await pasted(command);
      result = await fleet('deploy');
    }

    expect([rounds, result.output]).toEqual([2, expect.stringContaining('1 of 1 account deployed')]);
    expect(await roleArns(emulator, ACCOUNT)).toEqual(arns(ACCOUNT, ROLE_NAMES));
    expect((await fleet('plan')).output).toContain('no changes');
  });

  it('is put back by the command that is printed where a killed run left it empty', async () => {
    write();
    copyFileSync(path(STATE), path(`${STATE}.backup`));
    writeFileSync(path(STATE), '');

    const result = await fleet('destroy', ACCOUNT);

    expect([result.status, result.output]).toEqual([1, expect.stringContaining('a run was killed while it')]);
    const [, command = ''] = /^ {6}(cp .*)$/m.exec(result.output) ?? [];
    await pasted(command);
    expect((await fleet('plan')).output).toContain('no changes');
  });

  it('is not another fleet file’s to remove', async () => {
    renameSync(path('octo.json'), path('prod.json'));
    const inputs = { principal: PRINCIPAL, external_id: EXTERNAL_ID };
    writeFileSync(
      path('dev.json'),
      JSON.stringify({ defaults: { role: 'Installer', inputs }, accounts: [{ id: '222222222222' }] }),
    );

    const { status, output } = await fleet('plan', '--file', 'dev.json');

    expect([status, output]).toEqual([2, expect.stringContaining('22 to add')]);
    rmSync(path('dev.json'));
    renameSync(path('prod.json'), path('octo.json'));
  });

  it('is noticed where the backend is S3 now, and moved there', async () => {
    rmSync(path('cdktf.out/stacks'), { recursive: true });
    const s3 = { type: 's3', bucket: 'octo-states', region: 'us-east-1' };
    write({ backend: s3 });

    const refused = await fleet('plan');
    expect([refused.status, refused.output]).toEqual([
      1,
      expect.stringContaining(
        `backend keeps states in S3, but ${STATE} still holds 22 resources of account ${ACCOUNT}, which would be installed twice; npx octo-access fleet migrate moves it there`,
      ),
    ]);
    const moved = await fleet('migrate');
    expect([moved.status, moved.output]).toEqual([0, expect.stringContaining('done, state moved')]);
    expect([existsSync(path(STATE)), existsSync(path(`${STATE}.moved`))]).toEqual([false, true]);
    expect((await fleet('plan')).output).toContain('no changes');
  });

  it('is moved to another place in the bucket, which Terraform remembers', async () => {
    const elsewhere = { type: 's3', bucket: 'octo-states', region: 'us-east-1', prefix: 'elsewhere' };
    write({ backend: elsewhere });

    const refused = await fleet('plan');
    expect(refused.output).toContain('its state was in another place before, as Terraform remembers');
    expect(refused.output).toContain('npx octo-access fleet migrate');
    const moved = await fleet('migrate', '--json');
    expect(JSON.parse(moved.stdout)).toMatchObject({ ok: true, accounts: [{ moved: true }] });
    expect((await fleet('plan')).output).toContain('no changes');
    expect(JSON.parse((await fleet('migrate', '--json')).stdout)).toMatchObject({
      accounts: [{ moved: false }],
    });
  });

  it('is not put over another one, and not said to be moved where none is found', async () => {
    const place = { type: 's3', bucket: 'octo-states', region: 'us-east-1', prefix: 'taken' };
    const foreign = { version: 4, terraform_version: '1.11.4', serial: 3, lineage: 'other', outputs: {} };
    const resource = {
      mode: 'managed',
      type: 'terraform_data',
      name: 'theirs',
      provider: 'provider["terraform.io/builtin/terraform"]',
      instances: [{ schema_version: 0, attributes: { id: '1' } }],
    };
    await fetch(`${emulator.url}/octo-states/taken/octo-${ACCOUNT}.tfstate`, {
      method: 'PUT',
      body: JSON.stringify({ ...foreign, resources: [resource] }),
    });
    write({ backend: place });

    const refused = await fleet('migrate');
    expect([refused.status, refused.output]).toEqual([1, expect.stringMatching(/lineage/)]);
    expect((await fleet('migrate')).output).toMatch(/lineage "other"/);
    // Where ours is, is not forgotten over that.
    write({ backend: { ...place, prefix: 'third' } });
    expect((await fleet('migrate')).output).toContain('done, state moved');
    expect((await fleet('plan')).output).toContain('no changes');

    rmSync(path('cdktf.out/stacks'), { recursive: true });
    write({ backend: { ...place, prefix: 'nowhere' } });
    const nothing = await fleet('migrate');
    expect([nothing.status, nothing.output]).toEqual([1, expect.stringContaining('no state was found')]);
    // Where it is, and as Terraform remembers it.
    write({ backend: { ...place, prefix: 'third' } });
    expect((await fleet('migrate')).output).toContain('done, the state is there already');
  });

  it('is found in another workspace of the bucket, and taken over by the commands that are printed', async () => {
    const terraform = `terraform -chdir=cdktf.out/stacks/octo-${ACCOUNT}`;
    await pasted(`${terraform} state pull > kept`);
    rmSync(path('cdktf.out/stacks'), { recursive: true });
    write({ backend: { type: 's3', bucket: 'octo-states', region: 'us-east-1', prefix: 'fourth' } });
    expect((await fleet('plan')).output).toContain('22 to add');
    await pasted(`${terraform} workspace new prod && TF_WORKSPACE=prod ${terraform} state push - < kept`);
    await pasted(`${terraform} workspace select default`);

    const refused = await fleet('plan');
    expect([refused.status, refused.output]).toEqual([
      1,
      expect.stringContaining('the bucket has a state of it in the workspace "prod" of Terraform'),
    ]);
    await pasted(/to take it over: (.*); if it is of no use/.exec(refused.output)?.[1] ?? 'false');

    expect((await fleet('plan')).output).toContain('no changes');
    await pasted(`! TF_WORKSPACE=default ${terraform} workspace list | grep prod`);
  });

  it('is moved back to a file', async () => {
    write();

    expect((await fleet('migrate')).output).toContain('done, state moved');
    expect(readFileSync(path(STATE), 'utf8')).toContain('OctoSSMUpdaterRole');
    expect((await fleet('plan')).output).toContain('no changes');
  });

  it('is kept where the account is given up', async () => {
    const inputs = { principal: PRINCIPAL, external_id: EXTERNAL_ID };
    const accounts = [{ id: '222222222222' }];
    writeFileSync(path('octo.json'), JSON.stringify({ defaults: { role: 'Installer', inputs }, accounts }));
    const { output } = await fleet('plan');

    await pasted(/give it up: (mv -n .*)$/m.exec(output)?.[1] ?? 'false');

    expect((await fleet('plan')).output).toContain('22 to add');
    expect(existsSync(path(`${STATE}.given-up`))).toBe(true);
  });
});
