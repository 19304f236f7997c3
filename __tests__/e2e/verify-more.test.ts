import { join } from 'node:path';
import { CloudFormationClient, CreateStackCommand } from '@aws-sdk/client-cloudformation';
import { IAMClient } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import type { VerifyReport } from '../../src/account/verify-report';
import { parameterValues } from '../../src/cloudformation/parameters';
import { defaults } from '../../src/inputs/inputs';
import { EXIT_STATUSES } from '../../src/names/exit-status';
import { DEFAULT_ACCOUNT as ACCOUNT, startEmulator, type Emulator } from '../../dev/emulator/emulator';
import { openSandbox, type Sandbox } from '../../dev/sandbox/sandbox';
import { toolchainOrSkip } from '../../dev/toolchain/toolchain';
import { run, type RunResult } from '../../src/process/run';
import { installRoles } from '../support/install-roles';
import { freshAccount } from '../support/observed-account';
import { runbook, startSsmServer, template } from '../support/ssm-server';
import { printed } from '../support/printed';
import { CHECKOUT, EXTERNAL_ID, PRINCIPAL } from '../support/workbench';

jest.setTimeout(300_000);

const INPUTS = ['--principal', PRINCIPAL, '--external-id', EXTERNAL_ID];
const suite = toolchainOrSkip();

suite.describe('octo-access verify, of the account of the credentials', () => {
  let emulator: Emulator;
  let sandbox: Sandbox;

  beforeAll(async () => {
    emulator = await startEmulator();
    sandbox = openSandbox(suite.toolchain(), emulator.url);
    const inputs = { ...defaults(), principal: PRINCIPAL, externalId: EXTERNAL_ID };
    await installRoles(new IAMClient(emulator.clientConfig()), freshAccount(inputs, ACCOUNT));
  });

  afterAll(async () => {
    await emulator.stop();
    sandbox.remove();
  });

  function octoAccess(args: readonly string[], more: Record<string, string> = {}): Promise<RunResult> {
    return run(process.execPath, [join(CHECKOUT, 'src/cli/octo-access.mjs'), ...args], {
      cwd: sandbox.folder,
      env: { ...sandbox.env(), ...more },
    });
  }

  it('looks at the approvals of documents in the Regions that are named, and tells the right that it lacks', async () => {
    const ssm = await startSsmServer();
    ssm.documents.set('us-east-1', [template('Resize'), template('Stop', 'true'), runbook('Start', 'True')]);
    const env = { AWS_ENDPOINT_URL_SSM: ssm.url };
    const args = ['verify', ...INPUTS, '--json', '--approvals', 'us-east-1,eu-west-1'];
    const found = await octoAccess(args, env);
    const called = new Set(ssm.calls.map((call) => call.split(' ')[0]));
    const action = 'ssm:ListDocuments';
    ssm.refusal = {
      __type: 'AccessDeniedException',
      message: `User: arn:aws:sts::${ACCOUNT}:assumed-role/Installer/x is not authorized to perform: ${action} on resource: *`,
    };
    const refused = await octoAccess(args, env);
    await ssm.stop();

    expect([found.status, JSON.parse(found.stdout)]).toMatchObject([
      EXIT_STATUSES.problem.status,
      {
        accounts: [
          {
            documents: 3,
            differences: [
              { kind: 'approval_missing', subject: 'us-east-1/Resize' },
              { kind: 'approval_value', subject: 'us-east-1/Start' },
            ],
          },
        ],
      },
    ]);
    const policy = await octoAccess(['verify', '--print-policy', '--approvals', 'us-east-1']);
    expect(JSON.parse(policy.stdout)).toMatchObject({ Statement: [{}, { Action: [...called].join() }] });
    expect([refused.status, JSON.parse(refused.stdout)]).toMatchObject([
      EXIT_STATUSES.attention.status,
      {
        accounts: [
          {
            status: 'unknown',
            reason: expect.stringContaining(`these credentials lack the right ${action}`),
          },
        ],
      },
    ]);
    const wrong = await octoAccess(['verify', '--approvals', 'us-east-1,ireland']);
    expect([wrong.status, wrong.output]).toEqual([
      EXIT_STATUSES.usage.status,
      expect.stringContaining(
        '--approvals must be Regions with commas, like us-east-1,eu-west-1, got "ireland"',
      ),
    ]);
  });

  it('says what works with what is deployed, as JSON and in words, with no call more', async () => {
    const before = emulator.calls().total;
    const result = await octoAccess(['verify', ...INPUTS, '--features', '--json']);
    expect(emulator.calls().total - before).toBeLessThanOrEqual(6);
    const { accounts } = printed(result, 'verify') as VerifyReport;
    expect([result.status, accounts[0]?.features?.filter((one) => one.status !== 'ready')]).toEqual([
      EXIT_STATUSES.done.status,
      [expect.objectContaining({ feature: 'Template upgrades', status: 'left_out' })],
    ]);
    const { stdout: words } = await octoAccess(['verify', ...INPUTS, '--features']);
    expect(words).toMatch(/ of \d+ features ready\n[^]*^ {2}ready {6}Changes of EC2 instances$/m);
  });

  it('takes the parameters of the stack that made the roles, and refuses a stack of somebody else', async () => {
    const client = new CloudFormationClient(emulator.clientConfig());
    const create = async (StackName: string, values: Record<string, string>): Promise<string> => {
      const Resources = { Topic: { Type: 'AWS::SNS::Topic' } };
      const parameters = Object.fromEntries(Object.keys(values).map((name) => [name, { Type: 'String' }]));
      const { StackId = '' } = await client.send(
        new CreateStackCommand({
          StackName,
          TemplateBody: JSON.stringify({ Parameters: parameters, Resources }),
          Parameters: Object.entries(values).map(([ParameterKey, ParameterValue]) => ({
            ParameterKey,
            ParameterValue,
          })),
        }),
      );
      return StackId;
    };
    const required = { principal: PRINCIPAL, externalId: EXTERNAL_ID };
    const arn = await create('octo-access', { ...parameterValues(required), AllowStackUpdate: 'false' });
    await create('narrow', parameterValues({ ...required, costExplorerAccess: 'read-only' }));
    await create('other', { Owner: 'us' });
    const verify = async (stack: string): Promise<unknown> => {
      const result = await octoAccess(['verify', '--stack', stack, '--json']);
      const { accounts } = printed(result, 'verify') as VerifyReport;
      const [{ status, reason, differences } = {}] = accounts;
      return [result.status, status, reason, differences?.map(({ role, kind }) => `${role} ${kind}`)];
    };

    const before = emulator.calls().total;
    expect(await verify('octo-access')).toEqual([0, 'same', undefined, []]);
    expect(emulator.calls().total - before).toBeLessThanOrEqual(6);
    expect(await verify(arn)).toEqual([0, 'same', undefined, []]);
    expect(await verify('narrow')).toEqual([
      1,
      'differs',
      undefined,
      expect.arrayContaining(['AlphausAcctAccessRole policy_document']),
    ]);
    expect(await verify('other')).toEqual([
      2,
      'unknown',
      expect.stringContaining('it has no parameter Principal and no ExternalId; name the stack that made'),
      [],
    ]);
    expect(await verify('gone')).toEqual([
      2,
      'unknown',
      expect.stringContaining('the account has no stack of that name in this Region'),
      [],
    ]);
    expect(await verify(arn.replace(ACCOUNT, '999999999999'))).toEqual([
      2,
      'unknown',
      `the stack is of account 999999999999, but the credentials are for account ${ACCOUNT}`,
      [],
    ]);
    const policy = await octoAccess(['verify', '--print-policy', '--stack', arn]);
    expect(JSON.parse(policy.stdout)).toMatchObject({
      Statement: [{}, { Action: 'cloudformation:DescribeStacks', Resource: arn }],
    });
    expect(Object.keys(emulator.calls().byAction)).toContain('DescribeStacks');
    const wrong = await octoAccess(['verify', ...INPUTS, '--stack', 'octo access', '--file', 'octo.yaml']);
    expect([wrong.status, wrong.output]).toEqual([
      EXIT_STATUSES.usage.status,
      expect.stringMatching(
        /: give one of them\n.*--stack must be the name or the ARN .*, got "octo access"/,
      ),
    ]);
  });
});
