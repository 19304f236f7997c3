import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { ROLE_NAMES } from '../../src';
import { unretained } from '../../src/account/stack/retained-template';
import { EXIT_STATUSES } from '../../src/names/exit-status';
import { signalGroup, spawnGuarded } from '../../src/process/guarded-spawn';
import { toolchainOrSkip } from '../../dev/toolchain/toolchain';
import { installByHand, installByStack, STACK_NAME } from '../../dev/emulator/earlier-installation';
import { AdoptFleet, PROGRAM } from '../support/adopt-fleet';
import { addressesToForget, installByModule } from '../support/earlier-configuration';
import { roleIds, rolesThere, type WatchedRoles } from '../support/watched-roles';
import { Workbench } from '../support/workbench';

jest.setTimeout(300_000);

const [OF_STACK, OF_STATE, BY_HAND] = ['111111111111', '222222222222', '333333333333'] as const;
const suite = toolchainOrSkip();

// The tests build on each other, in this order.
suite.describe('octo-access adopt, for a fleet', () => {
  let fleet: AdoptFleet;
  let watched: WatchedRoles;

  beforeAll(async () => {
    fleet = await AdoptFleet.start(suite.toolchain(), [OF_STACK, OF_STATE, BY_HAND]);
  });

  afterAll(() => fleet.stop());

  it('takes the roles of a stack over: the stack is gone, the roles are not, and Alphaus was never kept out', async () => {
    watched = await fleet.watch();
    const [before, ids, stack] = await fleet.inAccount(OF_STACK, async (iam, config) => {
      const id = await installByStack(config, iam, OF_STACK);
      return [await rolesThere(iam), await roleIds(iam, ROLE_NAMES), id] as const;
    });

    const plan = await fleet.adopt(OF_STACK, '--stack', STACK_NAME);
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

    expect(await fleet.adopt(OF_STACK, '--stack', STACK_NAME, '--apply')).toMatchObject({
      status: EXIT_STATUSES.done.status,
      account: { status: 'adopted' },
    });

    expect(await watched.gaps(before)).toEqual([]);
    expect(await fleet.inAccount(OF_STACK, (iam) => roleIds(iam, ROLE_NAMES))).toEqual(ids);
    const actions = watched.calls.map(({ Action }) => Action);
    expect([actions[0], actions.at(-1)]).toEqual(['UpdateStack', 'DeleteStack']);
    const [update] = watched.calls;
    expect(unretained(update?.['TemplateBody'] ?? '')).toEqual([]);
    expect(update?.['TemplateBody']).toContain('sts:ExternalId: !Ref ExternalId');
    expect(update).toMatchObject({ StackName: stack, 'Parameters.member.1.UsePreviousValue': 'true' });
    const status = await fleet.inAccount(OF_STACK, async (_, config) => {
      const { Stacks: [one] = [] } = await new CloudFormationClient(config).send(
        new DescribeStacksCommand({ StackName: stack }),
      );
      return one?.StackStatus;
    });
    expect(status).toBe('DELETE_COMPLETE');
    await fleet.expectDone(OF_STACK);
    expect(await fleet.adopt(OF_STACK, '--stack', STACK_NAME)).toMatchObject({
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
    watched = await fleet.watch();
    const bench = new Workbench(suite.toolchain());
    const place = {
      endpoint: fleet.emulator.url,
      credentials: await fleet.emulator.credentialsFor(OF_STATE),
    };
    const earlier = await installByModule(bench, OF_STATE, place);
    const pulled = async (): Promise<void> => {
      const { stdout } = await earlier.terraform(['state', 'pull']);
      writeFileSync(join(fleet.folder, 'earlier.tfstate'), stdout);
    };
    await pulled();
    const names = ROLE_NAMES.filter((name) => name !== 'OctoRecommendationSearcherRole');
    const [before, ids] = await fleet.inAccount(OF_STATE, async (iam) => [
      await rolesThere(iam),
      await roleIds(iam, names),
    ]);

    const plan = await fleet.adopt(OF_STATE, '--state', 'earlier.tfstate');
    expect(plan.account).toMatchObject({ status: 'ready', creates: ['OctoRecommendationSearcherRole'] });
    expect(plan.account.roles.map(({ origin }) => origin)).toEqual(Array(4).fill('terraform'));
    const early = await fleet.adopt(OF_STATE, '--state', 'earlier.tfstate', '--apply');
    expect(early).toMatchObject({ status: EXIT_STATUSES.attention.status, account: { status: 'refused' } });

    const removed = await earlier.terraform(['state', 'rm', ...addressesToForget(plan.account.steps)]);
    expect([removed.status, removed.output]).toEqual([0, expect.stringContaining('removed 6')]);
    expect(watched.calls).toEqual([]);
    expect(await fleet.adopt(OF_STATE, '--apply')).toMatchObject({
      status: 0,
      account: { status: 'adopted' },
    });

    expect(await watched.gaps(before)).toEqual([]);
    expect(await fleet.inAccount(OF_STATE, (iam) => roleIds(iam, names))).toEqual(ids);
    await fleet.expectDone(OF_STATE);
    const { stdout: left } = await earlier.terraform(['state', 'list']);
    expect(left.trim()).toBe('module.octo.aws_iam_policy.of_others');
    bench.remove();
    await watched.stop();
  });

  it('goes on where it was interrupted, with roles that were made by hand', async () => {
    watched = await fleet.watch();
    const [before, ids] = await fleet.inAccount(BY_HAND, async (iam) => {
      await installByHand(iam, BY_HAND);
      return [await rolesThere(iam), await roleIds(iam, ROLE_NAMES)];
    });
    const child = spawnGuarded(process.execPath, [PROGRAM, 'adopt', BY_HAND, '--apply'], {
      cwd: fleet.folder,
      env: fleet.env,
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

    expect(await fleet.adopt(BY_HAND, '--apply')).toMatchObject({
      status: 0,
      account: { status: 'adopted' },
    });

    expect(await watched.gaps(before)).toEqual([]);
    expect(await fleet.inAccount(BY_HAND, (iam) => roleIds(iam, ROLE_NAMES))).toEqual(ids);
    await fleet.expectDone(BY_HAND);
    await watched.stop();
  });

  it('takes over what a cut run left out of the state, with nothing to take away', async () => {
    watched = await fleet.watch();
    const file = join(fleet.folder, `terraform.octo-${BY_HAND}.tfstate`);
    const state = JSON.parse(readFileSync(file, 'utf8')) as {
      serial: number;
      resources: { type: string; instances: { attributes: { name?: string } }[] }[];
    };
    const isLost = ({ type, instances }: (typeof state.resources)[number]): boolean =>
      type === 'aws_iam_role' && instances[0]?.attributes.name === 'OctoSSMUpdaterRole';
    const resources = state.resources.filter((one) => !isLost(one));
    expect(resources).toHaveLength(state.resources.length - 1);
    writeFileSync(file, JSON.stringify({ ...state, serial: state.serial + 1, resources }));
    const ids = await fleet.inAccount(BY_HAND, (iam) => roleIds(iam, ROLE_NAMES));

    // A state that is cut off says nothing, and is given back first; until then nothing is changed.
    const [whole, backup] = [file, `${file}.backup`].map((path) => readFileSync(path, 'utf8'));
    writeFileSync(`${file}.backup`, whole ?? '');
    writeFileSync(file, whole?.slice(0, -100) ?? '');
    for (const words of [
      ['adopt', BY_HAND, '--apply'],
      ['remove', BY_HAND],
    ]) {
      const cut = await fleet.octoAccess(...words);
      expect([cut.status, cut.output]).toEqual([2, expect.stringMatching(/is cut off: [^]*cp .*\.backup /)]);
    }
    expect(watched.calls).toEqual([]);
    writeFileSync(file, whole ?? '');
    writeFileSync(`${file}.backup`, backup ?? '');

    const plan = await fleet.adopt(BY_HAND);
    expect(plan).toMatchObject({ account: { status: 'ready' } });
    expect(plan.account.roles.map(({ role, origin }) => [role, origin])).toEqual(
      ROLE_NAMES.map((name) => [name, name === 'OctoSSMUpdaterRole' ? 'none' : 'fleet']),
    );
    expect(plan.account.steps[0]).toContain('Terraform imports what is there (1) and deploys');
    expect(await fleet.adopt(BY_HAND, '--apply')).toMatchObject({
      status: 0,
      account: { status: 'adopted' },
    });

    expect(await fleet.inAccount(BY_HAND, (iam) => roleIds(iam, ROLE_NAMES))).toEqual(ids);
    await fleet.expectDone(BY_HAND);
    expect(await fleet.adopt(BY_HAND)).toMatchObject({ account: { status: 'nothing_to_do' } });
    await watched.stop();
  });
});
