import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { ROLE_NAMES } from '../../src';
import type { AccountAdoption, AdoptReport } from '../../src/account/adopt/adopt-report';
import { unretained } from '../../src/account/stack/retained-template';
import { IMPORTS_FILE } from '../../src/deploy/import-blocks';
import { EXIT_STATUSES } from '../../src/names/exit-status';
import { signalGroup, spawnGuarded } from '../../src/process/guarded-spawn';
import { run, type RunResult } from '../../src/process/run';
import { startEmulator, type ClientConfig, type Emulator } from '../../dev/emulator/emulator';
import { openSandbox, type Sandbox } from '../../dev/sandbox/sandbox';
import { toolchainOrSkip } from '../../dev/toolchain/toolchain';
import { installByHand, installByStack, STACK_NAME } from '../../dev/emulator/earlier-installation';
import { addressesToForget, installByModule } from '../support/earlier-configuration';
import { roleIds, rolesThere, WatchedRoles } from '../support/watched-roles';
import { CHECKOUT, EXTERNAL_ID, PRINCIPAL, Workbench } from '../support/workbench';

jest.setTimeout(300_000);

const [OF_STACK, OF_STATE, BY_HAND, OF_OTHERS, TAKEN] = [
  '111111111111',
  '222222222222',
  '333333333333',
  '555555555555',
  '666666666666',
] as const;
/** A role is another team's: it lets in another account than Alphaus's. */
const TRUST_OF_OTHERS = {
  AssumeRolePolicyDocument: JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '999999999999' } }],
  }),
};
const RIGHTS_OF_OTHERS = {
  PolicyDocument: JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }],
  }),
};
const PROGRAM = join(CHECKOUT, 'src/cli/octo-access.mjs');
const suite = toolchainOrSkip();

suite.describe('octo-access adopt, for a fleet', () => {
  let emulator: Emulator;
  let sandbox: Sandbox;
  let watched: WatchedRoles;

  beforeAll(async () => {
    emulator = await startEmulator();
    sandbox = openSandbox(suite.toolchain(), emulator.url);
    const inputs = { principal: PRINCIPAL, external_id: EXTERNAL_ID };
    const accounts = [OF_STACK, OF_STATE, BY_HAND, OF_OTHERS, TAKEN].map((id) => ({ id }));
    writeFileSync(
      join(sandbox.folder, 'octo.json'),
      JSON.stringify({ defaults: { role: 'Installer', inputs }, accounts }),
    );
  });

  afterAll(async () => {
    await emulator.stop();
    sandbox.remove();
  });

  const environment = (): Record<string, string> => sandbox.env({ endpoint: watched.url });

  function octoAccess(...args: string[]): Promise<RunResult> {
    return run(process.execPath, [PROGRAM, ...args], { cwd: sandbox.folder, env: environment() });
  }

  /** The command for one account, with the calls that it makes. */
  async function adopt(
    ...args: string[]
  ): Promise<{ readonly status: number; readonly account: AccountAdoption }> {
    const { status, stdout, output } = await octoAccess('adopt', ...args, '--json');
    if (!stdout.startsWith('{')) throw new Error(output);
    const [account] = (JSON.parse(stdout) as AdoptReport).accounts;
    if (!account) throw new Error(output);
    return { status, account };
  }

  async function inAccount<T>(
    id: string,
    work: (iam: IAMClient, config: ClientConfig) => Promise<T>,
  ): Promise<T> {
    const config = emulator.clientConfig(await emulator.credentialsFor(id));
    const iam = new IAMClient(config);
    return work(iam, config).finally(() => {
      iam.destroy();
    });
  }

  /** Whether Terraform and verify find nothing to do, and Terraform has nothing of the adoption left. */
  async function isDone(id: string): Promise<void> {
    const plan = await octoAccess('fleet', 'plan', id);
    expect([plan.status, plan.output]).toEqual([EXIT_STATUSES.done.status, expect.anything()]);
    const verified = await octoAccess('verify', id);
    expect([verified.status, verified.output]).toEqual([EXIT_STATUSES.done.status, expect.anything()]);
    expect(existsSync(join(sandbox.folder, `cdktf.out/stacks/octo-${id}`, IMPORTS_FILE))).toBe(false);
  }

  it('takes the roles of a stack over: the stack is gone, the roles are not, and Alphaus was never kept out', async () => {
    watched = await WatchedRoles.before(emulator.url);
    const [before, ids, stack] = await inAccount(OF_STACK, async (iam, config) => {
      const id = await installByStack(config, iam, OF_STACK);
      return [await rolesThere(iam), await roleIds(iam, ROLE_NAMES), id] as const;
    });

    const plan = await adopt(OF_STACK, '--stack', STACK_NAME);
    expect(plan).toMatchObject({
      status: EXIT_STATUSES.done.status,
      account: { status: 'ready', stacks: [{ name: STACK_NAME, others: ['Reports'], retained: false }] },
    });
    const acctAccess = plan.account.roles.find(({ role }) => role === 'AlphausAcctAccessRole');
    expect(acctAccess).toMatchObject({
      role_id: ids['AlphausAcctAccessRole'],
      origin: 'stack',
      takes: expect.arrayContaining([
        expect.stringMatching(/^ec2: Describe\* \(left: .+\), TerminateInstances$/),
      ]),
      removes: ['root'],
    });
    expect(watched.calls).toEqual([]);

    expect(await adopt(OF_STACK, '--stack', STACK_NAME, '--apply')).toMatchObject({
      status: EXIT_STATUSES.done.status,
      account: { status: 'adopted' },
    });

    expect(await watched.gaps(before)).toEqual([]);
    expect(await inAccount(OF_STACK, (iam) => roleIds(iam, ROLE_NAMES))).toEqual(ids);
    const actions = watched.calls.map(({ Action }) => Action);
    expect([actions[0], actions.at(-1)]).toEqual(['UpdateStack', 'DeleteStack']);
    const [update] = watched.calls;
    expect(unretained(update?.['TemplateBody'] ?? '')).toEqual([]);
    expect(update?.['TemplateBody']).toContain('sts:ExternalId: !Ref ExternalId');
    expect(update).toMatchObject({ StackName: stack, 'Parameters.member.1.UsePreviousValue': 'true' });
    const status = await inAccount(OF_STACK, async (_, config) => {
      const { Stacks: [one] = [] } = await new CloudFormationClient(config).send(
        new DescribeStacksCommand({ StackName: stack }),
      );
      return one?.StackStatus;
    });
    expect(status).toBe('DELETE_COMPLETE');
    await isDone(OF_STACK);
    expect(await adopt(OF_STACK, '--stack', STACK_NAME)).toMatchObject({
      status: EXIT_STATUSES.done.status,
      account: { status: 'nothing_to_do' },
    });
    await watched.stop();
  });

  it('gives each role its trust and its boundary first, then our policies, and takes the others away last', () => {
    const order = (role: string, ...actions: string[]): number[] =>
      actions.map((action) => watched.about(role).indexOf(action));
    const isSorted = (places: readonly number[]): boolean =>
      places.every((place, index) => place >= 0 && place >= (places[index - 1] ?? 0));
    expect(watched.about('AlphausAcctAccessRole')).toEqual(
      expect.arrayContaining(['PutRolePermissionsBoundary', 'AttachRolePolicy', 'DeleteRolePolicy']),
    );
    expect(
      isSorted(
        order('AlphausAcctAccessRole', 'PutRolePermissionsBoundary', 'AttachRolePolicy', 'DeleteRolePolicy'),
      ),
    ).toBe(true);
    expect(
      isSorted(order('OctoSSMUpdaterRole', 'UpdateAssumeRolePolicy', 'PutRolePolicy', 'DeleteRolePolicy')),
    ).toBe(true);
  });

  it('takes over what another Terraform configuration made, once that one has forgotten it, and makes what it lacked', async () => {
    watched = await WatchedRoles.before(emulator.url);
    const bench = new Workbench(suite.toolchain());
    const place = { endpoint: emulator.url, credentials: await emulator.credentialsFor(OF_STATE) };
    const earlier = await installByModule(bench, OF_STATE, place);
    const pulled = async (): Promise<void> => {
      const { stdout } = await earlier.terraform(['state', 'pull']);
      writeFileSync(join(sandbox.folder, 'earlier.tfstate'), stdout);
    };
    await pulled();
    const names = ROLE_NAMES.filter((name) => name !== 'OctoRecommendationSearcherRole');
    const [before, ids] = await inAccount(OF_STATE, async (iam) => [
      await rolesThere(iam),
      await roleIds(iam, names),
    ]);

    const plan = await adopt(OF_STATE, '--state', 'earlier.tfstate');
    expect(plan.account).toMatchObject({ status: 'ready', creates: ['OctoRecommendationSearcherRole'] });
    expect(plan.account.roles.map(({ origin }) => origin)).toEqual(Array(4).fill('terraform'));
    const early = await adopt(OF_STATE, '--state', 'earlier.tfstate', '--apply');
    expect(early).toMatchObject({ status: EXIT_STATUSES.attention.status, account: { status: 'refused' } });

    const removed = await earlier.terraform(['state', 'rm', ...addressesToForget(plan.account.steps)]);
    expect([removed.status, removed.output]).toEqual([0, expect.stringContaining('removed 6')]);
    expect(watched.calls).toEqual([]);
    expect(await adopt(OF_STATE, '--apply')).toMatchObject({
      status: 0,
      account: { status: 'adopted' },
    });

    expect(await watched.gaps(before)).toEqual([]);
    expect(await inAccount(OF_STATE, (iam) => roleIds(iam, names))).toEqual(ids);
    await isDone(OF_STATE);
    const { stdout: left } = await earlier.terraform(['state', 'list']);
    expect(left.trim()).toBe('module.octo.aws_iam_policy.of_others');
    bench.remove();
    await watched.stop();
  });

  it('goes on where it was interrupted, with roles that were made by hand', async () => {
    watched = await WatchedRoles.before(emulator.url);
    const [before, ids] = await inAccount(BY_HAND, async (iam) => {
      await installByHand(iam, BY_HAND);
      return [await rolesThere(iam), await roleIds(iam, ROLE_NAMES)];
    });
    const child = spawnGuarded(process.execPath, [PROGRAM, 'adopt', BY_HAND, '--apply'], {
      cwd: sandbox.folder,
      env: environment(),
      stdout: 'pipe',
      stderr: 'pipe',
    });
    child.stdout?.resume();
    child.stderr?.resume();
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    while (
      child.exitCode === null &&
      !watched.calls.some(({ Action }) => Action === 'UpdateAssumeRolePolicy')
    )
      await sleep(20);
    signalGroup(child, 'SIGINT');
    expect(await ended).not.toBe(0);
    expect(watched.calls.map(({ Action }) => Action)).not.toContain('DeleteRolePolicy');

    expect(await adopt(BY_HAND, '--apply')).toMatchObject({
      status: 0,
      account: { status: 'adopted' },
    });

    expect(await watched.gaps(before)).toEqual([]);
    expect(await inAccount(BY_HAND, (iam) => roleIds(iam, ROLE_NAMES))).toEqual(ids);
    await isDone(BY_HAND);
    await watched.stop();
  });

  it('takes over what a cut run left out of the state, with nothing to take away', async () => {
    watched = await WatchedRoles.before(emulator.url);
    const file = join(sandbox.folder, `terraform.octo-${BY_HAND}.tfstate`);
    const state = JSON.parse(readFileSync(file, 'utf8')) as {
      serial: number;
      resources: { type: string; instances: { attributes: { name?: string } }[] }[];
    };
    const isLost = ({ type, instances }: (typeof state.resources)[number]): boolean =>
      type === 'aws_iam_role' && instances[0]?.attributes.name === 'OctoSSMUpdaterRole';
    const resources = state.resources.filter((one) => !isLost(one));
    expect(resources).toHaveLength(state.resources.length - 1);
    writeFileSync(file, JSON.stringify({ ...state, serial: state.serial + 1, resources }));
    const ids = await inAccount(BY_HAND, (iam) => roleIds(iam, ROLE_NAMES));

    // A state that is cut off says nothing, and is given back first; until then nothing is changed.
    const [whole, backup] = [file, `${file}.backup`].map((path) => readFileSync(path, 'utf8'));
    writeFileSync(`${file}.backup`, whole ?? '');
    writeFileSync(file, whole?.slice(0, -100) ?? '');
    for (const words of [
      ['adopt', BY_HAND, '--apply'],
      ['remove', BY_HAND],
    ]) {
      const cut = await octoAccess(...words);
      expect([cut.status, cut.output]).toEqual([2, expect.stringMatching(/is cut off: [^]*cp .*\.backup /)]);
    }
    expect(watched.calls).toEqual([]);
    writeFileSync(file, whole ?? '');
    writeFileSync(`${file}.backup`, backup ?? '');

    const plan = await adopt(BY_HAND);
    expect(plan).toMatchObject({ account: { status: 'ready' } });
    expect(plan.account.roles.map(({ role, origin }) => [role, origin])).toEqual(
      ROLE_NAMES.map((name) => [name, name === 'OctoSSMUpdaterRole' ? 'none' : 'fleet']),
    );
    expect(plan.account.steps[0]).toContain('Terraform imports what is there (1) and deploys');
    expect(await adopt(BY_HAND, '--apply')).toMatchObject({ status: 0, account: { status: 'adopted' } });

    expect(await inAccount(BY_HAND, (iam) => roleIds(iam, ROLE_NAMES))).toEqual(ids);
    await isDone(BY_HAND);
    expect(await adopt(BY_HAND)).toMatchObject({ account: { status: 'nothing_to_do' } });
    await watched.stop();
  });

  it("fails with status 2 and changes nothing where a role may be another team's, until it is named", async () => {
    watched = await WatchedRoles.before(emulator.url);
    await inAccount(OF_OTHERS, (iam) =>
      iam.send(new CreateRoleCommand({ RoleName: 'OctoSSMUpdaterRole', ...TRUST_OF_OTHERS })),
    );
    const refused = await adopt(OF_OTHERS, '--apply');
    expect(refused).toMatchObject({
      status: EXIT_STATUSES.attention.status,
      account: {
        status: 'refused',
        reason: expect.stringContaining('trusts 999999999999, so it may be somebody else'),
      },
    });
    expect(watched.calls).toEqual([]);
    expect(await adopt(OF_OTHERS, '--take', 'OctoSSMUpdaterRole')).toMatchObject({
      status: EXIT_STATUSES.done.status,
      account: { status: 'ready' },
    });
    await watched.stop();
  });

  it('takes no policy off where the provider cannot be installed', async () => {
    watched = await WatchedRoles.before(emulator.url);
    const RoleName = 'OctoSSMUpdaterRole';
    await inAccount(OF_OTHERS, (iam) =>
      iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'theirs', ...RIGHTS_OF_OTHERS })),
    );
    const lock = join(sandbox.folder, '.terraform.lock.hcl');
    const locked = readFileSync(lock);
    writeFileSync(lock, 'provider {');
    const failed = await octoAccess('adopt', OF_OTHERS, '--take', RoleName, '--apply');
    writeFileSync(lock, locked);
    expect([failed.status, failed.output]).toEqual([
      EXIT_STATUSES.attention.status,
      expect.stringContaining('the AWS provider cannot be installed, so nothing was deployed'),
    ]);
    expect(watched.calls).toEqual([]);
    await watched.stop();
  });

  it('takes a role of others that is named over, without its policies, which are off before Alphaus gets in', async () => {
    watched = await WatchedRoles.before(emulator.url);
    const RoleName = 'OctoSSMUpdaterRole';
    const ids = await inAccount(TAKEN, async (iam) => {
      await iam.send(new CreateRoleCommand({ RoleName, ...TRUST_OF_OTHERS }));
      await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'theirs', ...RIGHTS_OF_OTHERS }));
      return roleIds(iam, [RoleName]);
    });

    expect(await adopt(TAKEN, '--take', RoleName, '--apply')).toMatchObject({
      status: EXIT_STATUSES.done.status,
      account: { status: 'adopted' },
    });

    expect(await inAccount(TAKEN, (iam) => roleIds(iam, [RoleName]))).toEqual(ids);
    const ofRole = watched.calls.filter((call) => call['RoleName'] === RoleName);
    const [first] = ofRole;
    expect(first).toMatchObject({ Action: 'DeleteRolePolicy', PolicyName: 'theirs' });
    expect(ofRole.map(({ Action }) => Action)).toContain('UpdateAssumeRolePolicy');
    await isDone(TAKEN);
    await watched.stop();
  });

  it.each([
    ['a stack that is not there', ['--stack', 'NoSuchStack'], 'there is no stack NoSuchStack in us-east-1'],
    [
      'the stack of another account',
      ['--stack', `arn:aws:cloudformation:us-east-1:999999999999:stack/${STACK_NAME}/0f2c3a10`],
      'the stack is of account 999999999999, but the credentials are for account 555555555555',
    ],
    ['a state that is cut off', ['--state', 'cut.tfstate'], 'it is not JSON, or it is cut off'],
    ['a state that is none', ['--state', 'octo.json'], 'it is something else'],
  ])('fails with status 2 and one error for %s', async (_, args, message) => {
    watched = await WatchedRoles.before(emulator.url);
    writeFileSync(join(sandbox.folder, 'cut.tfstate'), '{"version":4,"resources":[{"mode":"managed"');
    const { status, output } = await octoAccess('adopt', OF_OTHERS, ...args, '--apply');
    expect([status, output]).toEqual([EXIT_STATUSES.attention.status, expect.stringContaining(message)]);
    expect(watched.calls).toEqual([]);
    await watched.stop();
  });
});
