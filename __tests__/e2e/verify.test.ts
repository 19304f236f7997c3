import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  AttachRolePolicyCommand,
  DeleteRolePolicyCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
  type IAMClient,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import type { FleetReport } from '../../src/deploy/fleet-report';
import type { VerifyReport } from '../../src/account/verify-report';
import { auditorPolicy } from '../../src/account/auditor-policy';
import { EXIT_STATUSES } from '../../src/names/exit-status';
import { startEmulator, type Emulator } from '../../dev/emulator/emulator';
import { openSandbox, type Sandbox } from '../../dev/sandbox/sandbox';
import { toolchainOrSkip } from '../../dev/toolchain/toolchain';
import { run, type RunResult } from '../../src/process/run';
import { allow } from '../support/account-changes';
import { inAccount } from '../support/accounts';
import { startOctoServer } from '../support/octo-server';
import { printed } from '../support/printed';
import { CHECKOUT, EXTERNAL_ID, PRINCIPAL } from '../support/workbench';

jest.setTimeout(300_000);

const TERRAFORM = '111111111111';
const EMPTY = '333333333333';
const OF_CREDENTIALS = ['--principal', PRINCIPAL, '--external-id', EXTERNAL_ID];
const suite = toolchainOrSkip();

// The tests build on each other, in this order.
suite.describe('octo-access verify', () => {
  let emulator: Emulator;
  let sandbox: Sandbox;

  beforeAll(async () => {
    emulator = await startEmulator();
    sandbox = openSandbox(suite.toolchain(), emulator.url);
    write('deployed.json', [TERRAFORM]);
    const deployed = await octoAccess(['fleet', 'deploy', '--file', 'deployed.json']);
    expect([deployed.status, deployed.output]).toEqual([0, expect.anything()]);
  });

  afterAll(async () => {
    await emulator.stop();
    sandbox.remove();
  });

  function write(name: string, ids: readonly string[]): void {
    const inputs = { principal: PRINCIPAL, external_id: EXTERNAL_ID };
    const accounts = ids.map((id) => ({ id }));
    writeFileSync(
      join(sandbox.folder, name),
      JSON.stringify({ defaults: { role: 'Installer', inputs }, accounts }),
    );
  }

  function octoAccess(args: readonly string[], more: Record<string, string> = {}): Promise<RunResult> {
    const program = join(CHECKOUT, 'src/cli/octo-access.mjs');
    return run(process.execPath, [program, ...args], {
      cwd: sandbox.folder,
      env: { ...sandbox.env(), ...more },
    });
  }

  async function verify(
    ...args: string[]
  ): Promise<{ readonly status: number; readonly report: VerifyReport }> {
    const result = await octoAccess(['verify', ...args, '--json']);
    return { status: result.status, report: printed(result, 'verify') as VerifyReport };
  }

  const change = (account: string, work: (iam: IAMClient) => Promise<unknown>): Promise<unknown> =>
    inAccount(emulator, account, work);

  it('finds an account as it should be that the fleet has installed, with at most six calls', async () => {
    const before = emulator.calls();
    expect(await verify('--file', 'deployed.json')).toMatchObject({
      status: EXIT_STATUSES.done.status,
      report: { ok: true, accounts: [{ id: TERRAFORM, status: 'same', differences: [], self_updates: [] }] },
    });
    expect(emulator.calls().total - before.total).toBeLessThanOrEqual(6);
  });

  it('calls nothing that the printed policy of an auditor does not allow', async () => {
    const { stdout } = await octoAccess(['verify', '--print-policy']);
    const policy = auditorPolicy({ approvals: false });
    expect(JSON.parse(stdout)).toEqual(policy);
    const called = Object.keys(emulator.calls().byAction).map((action) => `iam:${action}`);
    const reads = called.filter(
      (action) => action.startsWith('iam:GetAccount') || action === 'iam:ListRoles',
    );
    expect(reads.length).toBeGreaterThanOrEqual(2);
    expect(policy).toMatchObject({ Statement: [{ Action: expect.arrayContaining(reads) }] });
  });

  it('asks for the credentials of a profile once, however many accounts are reached by it', async () => {
    const keys = { Version: 1, AccessKeyId: 'AKIAEXAMPLE', SecretAccessKey: 'secret' };
    writeFileSync(
      join(sandbox.folder, 'login.sh'),
      `echo asked >> asked.txt\necho '${JSON.stringify(keys)}'\n`,
    );
    writeFileSync(join(sandbox.folder, 'config'), '[profile work]\ncredential_process = sh login.sh\n');
    const ids = [TERRAFORM, EMPTY, '444444444444'];
    writeFileSync(
      join(sandbox.folder, 'profile.json'),
      JSON.stringify({
        defaults: {
          role: 'Installer',
          profile: 'work',
          inputs: { principal: PRINCIPAL, external_id: EXTERNAL_ID },
        },
        accounts: ids.map((id) => ({ id })),
      }),
    );

    const result = await octoAccess(['verify', '--file', 'profile.json', '--json'], {
      AWS_CONFIG_FILE: join(sandbox.folder, 'config'),
    });

    expect((printed(result, 'verify') as VerifyReport).accounts.map(({ status }) => status)).toEqual([
      'same',
      'differs',
      'differs',
    ]);
    expect(readFileSync(join(sandbox.folder, 'asked.txt'), 'utf8')).toBe('asked\n');
  });

  it('tells what somebody changed from what Alphaus may write, for each account', async () => {
    const [RoleName, PolicyName] = ['OctoSSMUpdaterRole', 'theirs'];
    await change(TERRAFORM, async (iam) => {
      await iam.send(
        new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: JSON.stringify(allow('s3:*')) }),
      );
      await iam.send(
        new PutRolePolicyCommand({
          RoleName: 'AlphausAcctAccessRole',
          PolicyName: 'octo-update',
          PolicyDocument: JSON.stringify(allow('ec2:DescribeReservedInstances')),
        }),
      );
      await iam.send(
        new AttachRolePolicyCommand({
          RoleName: 'OctoRecommendationSearcherRole',
          PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess',
        }),
      );
      await iam.send(
        new UpdateAssumeRolePolicyCommand({
          RoleName: 'OctoChangeExecutorRole',
          PolicyDocument: JSON.stringify({
            Version: '2012-10-17',
            Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: PRINCIPAL } }],
          }),
        }),
      );
    });
    write('octo.json', [TERRAFORM, EMPTY]);

    const { status, report } = await verify('--sarif', 'found.sarif');

    expect(status).toBe(EXIT_STATUSES.problem.status);
    const [one, other] = report.accounts;
    expect(one?.differences.map(({ role, kind }) => `${role} ${kind}`)).toEqual([
      'OctoRecommendationSearcherRole foreign_attached',
      'OctoChangeExecutorRole trust',
      'OctoSSMUpdaterRole foreign_inline',
    ]);
    expect(one?.self_updates).toEqual([
      {
        role: 'AlphausAcctAccessRole',
        policy: 'octo-update',
        grants: ['Allow ec2:DescribeReservedInstances'],
      },
    ]);
    expect(other?.differences.map(({ kind }) => kind)).toEqual(Array(5).fill('role_missing'));
    const { runs } = JSON.parse(readFileSync(join(sandbox.folder, 'found.sarif'), 'utf8')) as {
      runs: [{ results: unknown[] }];
    };
    expect(runs[0].results).toHaveLength(8);
  });

  it('finds it as it should be again when that is undone, and says the same in words', async () => {
    await change(TERRAFORM, (iam) =>
      iam.send(new DeleteRolePolicyCommand({ RoleName: 'OctoSSMUpdaterRole', PolicyName: 'theirs' })),
    );
    const { status, stdout } = await octoAccess(['verify', TERRAFORM]);
    expect(status).toBe(EXIT_STATUSES.problem.status);
    expect(stdout).toContain('differs in 2 places');
    expect(stdout).not.toContain('theirs');
    expect(stdout).toContain('    + Allow sts:AssumeRole {"Principal":{"AWS":"444455556666"}}');
    const planned = await octoAccess(['verify', TERRAFORM, '--plan']);
    expect(planned.status).toBe(EXIT_STATUSES.problem.status);
    expect(planned.stdout).toContain('OctoChangeExecutorRole gets another trust policy');
    expect(planned.stdout).toContain('    - Allow sts:AssumeRole {"Principal":{"AWS":"444455556666"}}');
    expect(planned.stdout).toMatch(/\na deployment would change 1 of 1 account, in/);
    const { report } = await verify(TERRAFORM);
    expect(report.accounts[0]?.differences).toContainEqual(
      expect.objectContaining({ kind: 'trust', change: 'gets another trust policy' }),
    );
    const refused = await octoAccess(['verify', TERRAFORM, '--plan', '--features']);
    expect([refused.status, refused.stdout]).toEqual([EXIT_STATUSES.usage.status, '']);
  });

  it('lets fleet deploy --drifted run Terraform only where it finds something, or the account is new', async () => {
    const deploy = async (): Promise<FleetReport> => {
      const { stdout } = await octoAccess(['fleet', 'deploy', '--drifted', '--json']);
      return JSON.parse(stdout) as FleetReport;
    };
    expect(await deploy()).toMatchObject({
      ok: true,
      accounts: [
        { id: TERRAFORM, changes: { add: 0, change: 2, remove: 0 } },
        { id: EMPTY, changes: { add: 22 } },
      ],
      left_alone: [],
    });
    await change(EMPTY, (iam) =>
      iam.send(
        new DeleteRolePolicyCommand({ RoleName: 'OctoSSMUpdaterRole', PolicyName: 'octo-ssm-updater' }),
      ),
    );
    expect(await deploy()).toMatchObject({
      accounts: [{ id: EMPTY, status: 'done', changes: { add: 1 } }],
      left_alone: [{ id: TERRAFORM }],
    });
    expect(await deploy()).toMatchObject({
      ok: true,
      accounts: [],
      left_alone: [{ id: TERRAFORM }, { id: EMPTY }],
    });
    expect((await verify()).status).toBe(EXIT_STATUSES.done.status);
    const octo = await startOctoServer();
    octo.refused.set(EMPTY, 'AccessDenied');
    await change(TERRAFORM, (iam) =>
      iam.send(
        new DeleteRolePolicyCommand({ RoleName: 'OctoSSMUpdaterRole', PolicyName: 'octo-ssm-updater' }),
      ),
    );
    const confirmed = await octoAccess(['fleet', 'deploy', '--confirm', '--json'], octo.env);
    await octo.stop();
    expect([confirmed.status, JSON.parse(confirmed.stdout)]).toMatchObject([
      EXIT_STATUSES.problem.status,
      {
        ok: false,
        confirmation: {
          ok: false,
          accounts: [
            { id: TERRAFORM, status: 'confirmed' },
            { id: EMPTY, status: 'refused' },
          ],
        },
      },
    ]);
    const silent = await octoAccess(['fleet', 'deploy', '--confirm']);
    expect([silent.status, silent.output]).toEqual([2, expect.stringContaining('ALPHAUS_CLIENT_ID')]);
    const refused = await octoAccess(['fleet', 'plan', '--drifted']);
    expect([refused.status, refused.output]).toEqual([
      64,
      expect.stringContaining('--drifted is for deploy, got plan'),
    ]);
  });

  it('looks at the account of the credentials with inputs on the command line', async () => {
    const { status, report } = await verify(...OF_CREDENTIALS, '--roles', 'AlphausAcctAccessRole');
    expect([status, report.accounts]).toMatchObject([1, [{ differences: [{ kind: 'role_missing' }] }]]);
  });

  it('fails with status 2 where it could not tell, and refuses another account than the one named', async () => {
    const other = await verify('999999999999', ...OF_CREDENTIALS);
    expect([other.status, other.report.accounts]).toMatchObject([
      2,
      [{ status: 'unknown', reason: expect.stringContaining('not for 999999999999') }],
    ]);
    const wrong = await octoAccess(['verify', '--principal', 'alphaus', '--tags', '{', 'production']);
    expect([wrong.status, wrong.output]).toEqual([
      EXIT_STATUSES.usage.status,
      expect.stringMatching(
        /--principal must[^]*--external-id is required[^]*--tags must be an object[^]*got "production"/,
      ),
    ]);
    const none = await octoAccess(['verify', ...OF_CREDENTIALS], {
      AWS_ACCESS_KEY_ID: '',
      AWS_SECRET_ACCESS_KEY: '',
      AWS_EC2_METADATA_DISABLED: 'true',
    });
    expect([none.status, none.stdout]).toEqual([2, expect.stringContaining('found no AWS credentials')]);
    const unsaid = await octoAccess(['verify', ...OF_CREDENTIALS, '--sarif', 'unsaid.sarif'], {
      AWS_CA_BUNDLE: join(sandbox.folder, 'none.pem'),
    });
    expect([unsaid.status, existsSync(join(sandbox.folder, 'unsaid.sarif'))]).toEqual([2, false]);
  });
});
