import { IAMClient, ListRolePoliciesCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { ROLE_NAMES } from '../../src';
import { startEmulator, DEFAULT_ACCOUNT as ACCOUNT, type Emulator } from '../../tools/emulator';
import { listOwnNames } from '../../tools/role-facts';
import { toolchainOrSkip } from '../../tools/toolchain';
import { observeRole } from '../support/observe';
import { allows } from '../support/simulate';
import { CHANGES, NO_CHANGES, Workbench, type Configuration } from '../support/terraform';

jest.setTimeout(240_000);

const SELF_UPDATABLE = ['AlphausAcctAccessRole', 'OctoRecommendationSearcherRole'] as const;
const IDS = ['acct_access', 'recommendation_searcher'] as const;
const OWN_BOUNDARY = '-var=permissions_boundary_arn=arn:aws:iam::aws:policy/AdministratorAccess';
/** Side by side, the emulator was seen to answer a CreateRole with 409 for the role that it had just made. */
const ONE_BY_ONE = '-parallelism=1';
const ALLOW_ALL = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
});

const suite = toolchainOrSkip();

// One installation that is changed while Alphaus has written an inline policy that allows everything.
suite.describe('a live installation whose inputs change', () => {
  let emulator: Emulator | undefined;
  let bench: Workbench | undefined;
  let stack: Configuration;
  let iam: IAMClient;

  const writeHostile = async (): Promise<void> => {
    for (const RoleName of SELF_UPDATABLE) {
      await iam.send(
        new PutRolePolicyCommand({ RoleName, PolicyName: 'hostile', PolicyDocument: ALLOW_ALL }),
      );
    }
  };
  const inlineNames = async (): Promise<string[]> => {
    const lists = await Promise.all(
      SELF_UPDATABLE.map((RoleName) => iam.send(new ListRolePoliciesCommand({ RoleName }))),
    );
    return lists.flatMap(({ PolicyNames = [] }) => PolicyNames);
  };
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

  beforeAll(async () => {
    bench = new Workbench(suite.toolchain());
    emulator = await startEmulator();
    iam = new IAMClient(emulator.clientConfig());
    stack = await (await bench.accountStack({ endpoint: emulator.url })).init();
    await stack.apply(ONE_BY_ONE);
    await writeHostile();
  });

  afterAll(async () => {
    await emulator?.stop();
    bench?.remove();
  });

  it.each([
    ['to a boundary of the customer', [OWN_BOUNDARY]],
    ['back to the built-in boundary', []],
  ])('removes what Alphaus wrote before it lets the boundary go, %s', async (_, inputs) => {
    const steps = await stack.steps('apply', ONE_BY_ONE, ...inputs);
    const at = (phase: string, action: string, address: string): number =>
      steps.findIndex((step) => step.phase === phase && step.action === action && step.address === address);

    for (const id of IDS) {
      const roleGone = at('complete', 'delete', `aws_iam_role.${id}[0]`);
      const ceilingGone = at('start', 'delete', `aws_iam_policy.${id}_boundary[0]`);
      const ceilingMade = at('complete', 'create', `aws_iam_policy.${id}_boundary[0]`);
      const roleMade = at('start', 'create', `aws_iam_role.${id}[0]`);
      expect([roleGone, ceilingGone, ceilingMade, roleMade].every((index) => index >= 0)).toBe(true);
      expect([roleGone, ceilingGone, ceilingMade, roleMade]).toEqual(
        [roleGone, ceilingGone, ceilingMade, roleMade].toSorted((a, b) => a - b),
      );
    }
    expect(await inlineNames()).toEqual([]);
    expect((await stack.plan(...inputs)).status).toBe(NO_CHANGES);

    await writeHostile();
    expect(await escapes()).toEqual([]);
  });

  it('takes the inline policies away from Alphaus where self-update is turned off, and gives the right back', async () => {
    const off = '-var=allow_self_update=false';
    await stack.apply(ONE_BY_ONE, off);
    expect(await inlineNames()).toEqual([]);
    expect((await stack.plan(off)).status).toBe(NO_CHANGES);
    await writeHostile();
    expect((await stack.plan(off)).status).toBe(CHANGES);

    await stack.apply(ONE_BY_ONE);
    await writeHostile();
    expect((await stack.plan()).status).toBe(NO_CHANGES);
  });

  it('takes roles away and brings them back', async () => {
    await stack.apply(ONE_BY_ONE, '-var=roles=["AlphausAcctAccessRole"]');
    expect((await listOwnNames(iam)).filter((name) => name.startsWith('Octo'))).toEqual([]);
    await stack.apply(ONE_BY_ONE);
    expect(await listOwnNames(iam)).toEqual(expect.arrayContaining([...ROLE_NAMES]));
    expect((await stack.plan()).status).toBe(NO_CHANGES);
  });
});
