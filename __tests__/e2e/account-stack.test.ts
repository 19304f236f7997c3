import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  AttachRolePolicyCommand,
  IAMClient,
  ListPolicyTagsCommand,
  paginateListPolicies,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { ROLE_NAMES, type RoleName } from '../../src';
import { startEmulator, type Emulator } from '../../dev/emulator/emulator';
import { listOwnNames } from '../../dev/demo/role-facts';
import { isCi, toolchainOrSkip } from '../../dev/toolchain/toolchain';
import { observeRole, type ObservedRole } from '../support/observe';
import { CHANGES, NO_CHANGES, planned, type Configuration, type Step } from '../support/configuration';
import { CHECKOUT, Workbench } from '../support/workbench';

jest.setTimeout(240_000);

const TAGS = { Team: 'finops' };
/** Tags of single roles. One of them has a key of all roles, which IAM takes for the same in any case. */
const EXEMPT = { 'dp:exclude:identity': 'true' };
const ROLE_TAGS: Readonly<Partial<Record<RoleName, Readonly<Record<string, string>>>>> = {
  OctoRecommendationSearcherRole: EXEMPT,
  OctoSSMUpdaterRole: EXEMPT,
  AlphausAcctAccessRole: EXEMPT,
  OctoChangeTemplateApproverRole: { team: 'platform' },
};
const ANYTHING = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
});
const FOREIGN_POLICY_ARN = 'arn:aws:iam::aws:policy/PowerUserAccess';
const FOREIGN_INLINE_NAME = 'written-by-somebody';
const VENDOR_INLINE_NAME = 'written-by-alphaus';

/** Resource names of the roles, and whether Alphaus may write inline policies into them. */
const ROLES: Readonly<Record<RoleName, { readonly id: string; readonly selfUpdatable: boolean }>> = {
  OctoRecommendationSearcherRole: { id: 'recommendation_searcher', selfUpdatable: true },
  OctoChangeExecutorRole: { id: 'change_executor', selfUpdatable: false },
  OctoSSMUpdaterRole: { id: 'ssm_updater', selfUpdatable: false },
  OctoChangeTemplateApproverRole: { id: 'change_template_approver', selfUpdatable: false },
  AlphausAcctAccessRole: { id: 'acct_access', selfUpdatable: true },
};
const SELF_UPDATABLE = ROLE_NAMES.filter((name) => ROLES[name].selfUpdatable);
const EXCLUSIVE = ROLE_NAMES.filter((name) => !ROLES[name].selfUpdatable);

const suite = toolchainOrSkip();

// One installation from its first apply to its destruction: the tests build on each other, in this order.
suite.describe('the account stack in an emulated AWS account', () => {
  let emulator: Emulator;
  let bench: Workbench;
  let stack: Configuration;
  let iam: IAMClient;
  let creation: Step[];

  beforeAll(async () => {
    bench = new Workbench(suite.toolchain());
    emulator = await startEmulator();
    iam = new IAMClient(emulator.clientConfig());
    stack = await bench.accountStack({
      endpoint: emulator.url,
      variables: { tags: TAGS, role_tags: ROLE_TAGS },
      provider: 'installed',
    });
    await stack.init();
    creation = await stack.steps('apply');
  });

  afterAll(async () => {
    iam.destroy();
    await emulator.stop();
    bench.remove();
  });

  it.each(ROLE_NAMES)('installs %s exactly as its committed expectation says', async (name) => {
    const observed = await observeRole(iam, name);

    if (process.env['UPDATE_EXPECTED'] === '1' && !isCi()) update(observed);

    expect(observed).toEqual(expectation(name));
  });

  it('installs the five roles and their own policies, and nothing else', async () => {
    const attached = await Promise.all(ROLE_NAMES.map((name) => observeRole(iam, name)));
    const own = attached
      .flatMap((role) => [...Object.keys(role.attached), role.boundary?.arn ?? ''])
      .filter((arn) => arn.includes(':iam::123456789012:policy/'))
      .map((arn) => arn.split('/').at(-1));

    expect((await listOwnNames(iam)).sort()).toEqual([...ROLE_NAMES, ...own].sort());
  });

  it('tags each role for itself beside what all have, without a key twice in two cases', async () => {
    const tags = await Promise.all(ROLE_NAMES.map(async (name) => (await observeRole(iam, name)).tags));

    expect(Object.fromEntries(ROLE_NAMES.map((name, index) => [name, tags[index]]))).toEqual({
      OctoRecommendationSearcherRole: { ...TAGS, ...EXEMPT },
      OctoSSMUpdaterRole: { ...TAGS, ...EXEMPT },
      AlphausAcctAccessRole: { ...TAGS, ...EXEMPT },
      OctoChangeTemplateApproverRole: { team: 'platform' },
      OctoChangeExecutorRole: TAGS,
    });
  });

  it('tags every policy with what all have, and with nothing of a role', async () => {
    for await (const { Policies = [] } of paginateListPolicies({ client: iam }, { Scope: 'Local' })) {
      for (const { Arn: PolicyArn } of Policies) {
        const { Tags } = await iam.send(new ListPolicyTagsCommand({ PolicyArn }));

        expect(Tags).toEqual([{ Key: 'Team', Value: 'finops' }]);
      }
    }
  });

  it.each(SELF_UPDATABLE)(
    'has the boundary of %s before the role, and the role before anything attached',
    (name) => {
      const { id } = ROLES[name];
      const at = (phase: Step['phase'], address: string): number =>
        indexOf(creation, phase, 'create', address);

      expect(at('complete', `aws_iam_policy.${id}_boundary[0]`)).toBeLessThan(
        at('start', `aws_iam_role.${id}[0]`),
      );
      expect(at('complete', `aws_iam_role.${id}[0]`)).toBeLessThan(
        at('start', `aws_iam_role_policy_attachments_exclusive.${id}[0]`),
      );
    },
  );

  it('plans no change right after', async () => {
    expect((await stack.plan()).status).toBe(NO_CHANGES);
  });

  it('plans no change after Alphaus wrote inline policies into the two roles that it updates itself', async () => {
    for (const RoleName of SELF_UPDATABLE) {
      await iam.send(
        new PutRolePolicyCommand({ RoleName, PolicyName: VENDOR_INLINE_NAME, PolicyDocument: ANYTHING }),
      );
    }

    expect((await stack.plan()).status).toBe(NO_CHANGES);
  });

  it('shows a foreign inline policy on each of the other roles, and a foreign attachment on all, in one plan', async () => {
    for (const RoleName of EXCLUSIVE) {
      await iam.send(
        new PutRolePolicyCommand({ RoleName, PolicyName: FOREIGN_INLINE_NAME, PolicyDocument: ANYTHING }),
      );
    }
    for (const RoleName of ROLE_NAMES) {
      await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: FOREIGN_POLICY_ARN }));
    }

    const { status, output } = await stack.plan();

    expect(status).toBe(CHANGES);
    expect(output).toContain(
      `Plan: 0 to add, ${ROLE_NAMES.length + EXCLUSIVE.length} to change, 0 to destroy.`,
    );
    for (const name of EXCLUSIVE) {
      const inline = planned(output, `aws_iam_role_policies_exclusive.${ROLES[name].id}[0]`);
      expect(inline).toContain(`- "${FOREIGN_INLINE_NAME}"`);
    }
    for (const name of ROLE_NAMES) {
      const attached = planned(output, `aws_iam_role_policy_attachments_exclusive.${ROLES[name].id}[0]`);
      expect(attached).toContain(`- "${FOREIGN_POLICY_ARN}"`);
    }
  });

  it("removes what is foreign with the next apply, keeps Alphaus's inline policies, and plans no change then", async () => {
    await stack.apply();

    for (const name of ROLE_NAMES) {
      const { attached, inline } = await observeRole(iam, name);
      const vendor = ROLES[name].selfUpdatable
        ? { [VENDOR_INLINE_NAME]: JSON.parse(ANYTHING) as unknown }
        : {};
      const expected = expectation(name);
      expect({ attached, inline }).toEqual({
        attached: expected.attached,
        inline: { ...expected.inline, ...vendor },
      });
    }
    expect((await stack.plan()).status).toBe(NO_CHANGES);
  });

  it("destroys everything in spite of Alphaus's inline policies, each boundary after its role", async () => {
    const destruction = await stack.steps('destroy');

    expect(await listOwnNames(iam)).toEqual([]);
    for (const name of SELF_UPDATABLE) {
      const { id } = ROLES[name];
      expect(indexOf(destruction, 'complete', 'delete', `aws_iam_role.${id}[0]`)).toBeLessThan(
        indexOf(destruction, 'start', 'delete', `aws_iam_policy.${id}_boundary[0]`),
      );
    }
  });
});

/**
 * What a role must look like in an account, committed and reviewed.
 *
 * For a change of the catalogue that is meant, `UPDATE_EXPECTED=1 npx jest --selectProjects e2e --testPathPatterns account-stack` writes
 * what is observed instead, and the difference is reviewed as part of that change. Never in CI.
 */
function expectation(name: RoleName): ObservedRole {
  return JSON.parse(readFileSync(expectationFile(name), 'utf8')) as ObservedRole;
}

function update(observed: ObservedRole): void {
  const file = expectationFile(observed.name);
  const prettier = join(CHECKOUT, 'node_modules', 'prettier', 'bin', 'prettier.cjs');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(observed));
  execFileSync(process.execPath, [prettier, '--write', file], { cwd: CHECKOUT });
}

function expectationFile(name: string): string {
  return join(__dirname, 'expected', `${name}.json`);
}

function indexOf(
  steps: readonly Step[],
  phase: Step['phase'],
  action: Step['action'],
  address: string,
): number {
  const index = steps.findIndex(
    (step) => step.phase === phase && step.action === action && step.address === address,
  );
  if (index < 0) throw new Error(`Terraform did not ${action} ${address}`);
  return index;
}
