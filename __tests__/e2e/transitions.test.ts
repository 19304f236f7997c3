import { IAMClient } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { ROLE_NAMES, type RoleName } from '../../src';
import { startEmulator, DEFAULT_ACCOUNT as ACCOUNT, type Emulator } from '../../dev/emulator/emulator';
import { listOwnNames } from '../../dev/demo/role-facts';
import { toolchainOrSkip } from '../../dev/toolchain/toolchain';
import { CallRecorder } from '../support/call-recorder';
import { observeRole } from '../support/observe';
import { allows } from '../support/simulate';
import { roleIds } from '../support/role-ids';
import { CHANGES, NO_CHANGES, type Configuration } from '../support/configuration';
import { Workbench } from '../support/workbench';
import { inlineNames, SELF_UPDATABLE, writeHostile } from '../support/self-updatable';

jest.setTimeout(240_000);

/** No policy of theirs is Alphaus's to write. */
const OTHERS = ROLE_NAMES.filter((name) => !SELF_UPDATABLE.some((one) => one === name));
const OWN_BOUNDARY = '-var=permissions_boundary_arn=arn:aws:iam::aws:policy/AdministratorAccess';
const NO_SELF_UPDATE = '-var=allow_self_update=false';

const suite = toolchainOrSkip();

// One installation that is changed while Alphaus has written an inline policy that allows everything. What stands open
// between two calls is judged from the calls themselves: Terraform's steps are several calls each.
suite.describe('a live installation whose inputs change', () => {
  let emulator: Emulator | undefined;
  let recorder: CallRecorder | undefined;
  let bench: Workbench | undefined;
  let stack: Configuration;
  let iam: IAMClient;

  const escapes = async (): Promise<string[]> => {
    const found: string[] = [];
    for (const name of SELF_UPDATABLE) {
      const role = await observeRole(iam, name);
      for (const [action, resource] of [
        ['iam:CreateUser', `arn:aws:iam::${ACCOUNT}:user/new`],
        ['iam:PutRolePolicy', `arn:aws:iam::${ACCOUNT}:role/OctoSSMUpdaterRole`],
        ['sts:AssumeRole', `arn:aws:iam::${ACCOUNT}:role/any`],
        ['ec2:TerminateInstances', `arn:aws:ec2:us-east-1:${ACCOUNT}:instance/i-1`],
      ] as const) {
        if (await allows(role, action, resource)) found.push(`${name} ${action}`);
      }
    }
    return found;
  };
  /** Applies, or destroys, in calls between which nothing is open that should not be. */
  const inOrder = async (command: 'apply' | 'destroy', ...args: string[]): Promise<void> => {
    recorder?.forget();
    await stack[command](...args);
    expect(recorder?.violations(ACCOUNT)).toEqual([]);
  };

  /** Works, and has these roles as they were then, not made again; those not named are made again, or are new or gone. */
  const keeping = async (kept: readonly RoleName[], work: () => Promise<void>): Promise<void> => {
    const before = await roleIds(iam);
    await work();
    const after = await roleIds(iam);
    expect(ROLE_NAMES.filter((name) => before[name] !== undefined && before[name] === after[name])).toEqual(
      ROLE_NAMES.filter((name) => kept.includes(name)),
    );
  };

  beforeAll(async () => {
    bench = new Workbench(suite.toolchain());
    emulator = await startEmulator();
    recorder = await CallRecorder.before(emulator.url);
    iam = new IAMClient({ ...emulator.clientConfig(), endpoint: recorder.url });
    stack = await (await bench.accountStack({ endpoint: recorder.url })).init();
  });

  afterAll(async () => {
    await recorder?.stop();
    await emulator?.stop();
    bench?.remove();
  });

  it('is installed without a moment in which a role can do more than in the end', async () => {
    await inOrder('apply');
  });

  it('removes what Alphaus wrote before it lets the boundary go, to a boundary of the customer', async () => {
    await writeHostile(iam);
    expect(await escapes()).toEqual([]);
    // A boundary that is exchanged in place would leave what Alphaus wrote without either, for a moment or after a failure.
    await keeping(OTHERS, () => inOrder('apply', OWN_BOUNDARY));
    expect(await inlineNames(iam)).toEqual([]);
    expect((await stack.plan(OWN_BOUNDARY)).status).toBe(NO_CHANGES);
  });

  it('holds by attached Denies what somebody writes beside a boundary of the customer, and removes it', async () => {
    await writeHostile(iam);
    expect(await escapes()).toEqual([]);
    expect((await stack.plan(OWN_BOUNDARY)).status).toBe(CHANGES);
    await keeping(ROLE_NAMES, () => inOrder('apply', OWN_BOUNDARY));
    expect(await inlineNames(iam)).toEqual([]);
  });

  it('goes back to the built-in boundary', async () => {
    await keeping(OTHERS, () => inOrder('apply'));
    await writeHostile(iam);
    expect(await escapes()).toEqual([]);
    expect((await stack.plan()).status).toBe(NO_CHANGES);
  });

  it('takes the inline policies away from Alphaus where self-update is turned off, and gives the right back', async () => {
    await keeping(ROLE_NAMES, () => inOrder('apply', NO_SELF_UPDATE));
    expect(await inlineNames(iam)).toEqual([]);
    expect((await stack.plan(NO_SELF_UPDATE)).status).toBe(NO_CHANGES);
    await writeHostile(iam);
    expect((await stack.plan(NO_SELF_UPDATE)).status).toBe(CHANGES);

    await keeping(ROLE_NAMES, () => inOrder('apply'));
    expect(await inlineNames(iam)).toEqual(['hostile', 'hostile']);
    expect((await stack.plan()).status).toBe(NO_CHANGES);
  });

  it('takes roles away and brings them back', async () => {
    // With the right to write goes the role that had it: the searcher is cleaned only then.
    const searcher = 'OctoRecommendationSearcherRole';
    await keeping([searcher], () => inOrder('apply', NO_SELF_UPDATE, `-var=roles=["${searcher}"]`));
    expect((await listOwnNames(iam)).filter((name) => /^Alphaus|Updater/.test(name))).toEqual([]);
    await inOrder('apply', '-var=roles=["AlphausAcctAccessRole"]');
    expect((await listOwnNames(iam)).filter((name) => name.startsWith('Octo'))).toEqual([]);
    await keeping(['AlphausAcctAccessRole'], () => inOrder('apply'));
    expect(await listOwnNames(iam)).toEqual(expect.arrayContaining([...ROLE_NAMES]));
    expect((await stack.plan()).status).toBe(NO_CHANGES);
  });

  it('takes the other roles away beside a boundary of the customer, and brings them back', async () => {
    const two = `-var=roles=${JSON.stringify(SELF_UPDATABLE)}`;
    await keeping(OTHERS, () => inOrder('apply', OWN_BOUNDARY));
    await keeping(SELF_UPDATABLE, () => inOrder('apply', OWN_BOUNDARY, two));
    await keeping(SELF_UPDATABLE, () => inOrder('apply', OWN_BOUNDARY));
    await keeping(OTHERS, () => inOrder('apply'));
    expect((await stack.plan()).status).toBe(NO_CHANGES);
  });

  it('is destroyed, what Alphaus wrote before what bounds it, and installed within a boundary of the customer', async () => {
    await writeHostile(iam);
    await inOrder('destroy');
    expect(await listOwnNames(iam)).toEqual([]);
    await inOrder('apply', OWN_BOUNDARY);
    expect(await escapes()).toEqual([]);
  });
});
