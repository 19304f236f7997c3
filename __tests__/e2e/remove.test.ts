import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  PutRolePolicyCommand,
  type IAMClient,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import Ajv, { type AnySchemaObject } from 'ajv';
import { ROLE_NAMES } from '../../src';
import { parameterValues } from '../../src/cloudformation/parameters';
import { schemaFile } from '../../src/generate/schema-file';
import { TEMPLATE_FILES } from '../../src/generate/write-generated';
import type { RemoveReport } from '../../src/deploy/remove-report';
import { run, type RunResult } from '../../src/process/run';
import { DEFAULT_ACCOUNT, startEmulator, type Emulator } from '../../dev/emulator/emulator';
import { startProxy, type Proxy } from '../../dev/emulator/proxy';
import { openSandbox, type Sandbox } from '../../dev/sandbox/sandbox';
import { toolchainOrSkip } from '../../dev/toolchain/toolchain';
import { inAccount, ownNames, roleArns } from '../support/accounts';
import { CallRecorder } from '../support/call-recorder';
import { decided, parseTemplate, Stack } from '../support/cloudformation';
import { installByStack, STACK_NAME } from '../../dev/emulator/earlier-installation';
import { startOctoServer, type OctoServer } from '../support/octo-server';
import { CHECKOUT, EXTERNAL_ID, PRINCIPAL } from '../support/workbench';
import { ALLOW_ALL } from '../support/self-updatable';

jest.setTimeout(300_000);

const LISTED = '111111111111';
const WRITTEN = ['OctoRecommendationSearcherRole', 'AlphausAcctAccessRole'] as const;
const REFUSAL = 'AccessDenied: not authorized to perform sts:AssumeRole';

const suite = toolchainOrSkip();

// The tests build on each other, in this order.
suite.describe('octo-access remove', () => {
  let emulator: Emulator;
  let octo: OctoServer;
  let sandbox: Sandbox;

  beforeAll(async () => {
    [emulator, octo] = await Promise.all([startEmulator(), startOctoServer()]);
    sandbox = openSandbox(suite.toolchain(), emulator.url);
    const inputs = { principal: PRINCIPAL, external_id: EXTERNAL_ID };
    writeFileSync(
      join(sandbox.folder, 'octo.json'),
      JSON.stringify({
        defaults: { role: 'Installer', inputs },
        accounts: [{ id: LISTED, name: 'production' }],
      }),
    );
  });

  afterAll(async () => {
    await Promise.all([emulator.stop(), octo.stop()]);
    sandbox.remove();
  });

  function octoAccess(
    args: readonly string[],
    more: Readonly<Record<string, string>> = {},
  ): Promise<RunResult> {
    return run(process.execPath, [join(CHECKOUT, 'src/cli/octo-access.mjs'), ...args], {
      cwd: sandbox.folder,
      env: { ...sandbox.env(), ...more },
    });
  }

  /** What the command prints with `--json`, which is as its schema has it. */
  async function remove(
    args: readonly string[],
    more: Readonly<Record<string, string>> = {},
  ): Promise<{ readonly status: number; readonly report: RemoveReport }> {
    const { status, stdout, output } = await octoAccess(['remove', ...args, '--json'], more);
    if (!stdout.startsWith('{')) throw new Error(output);
    const report = JSON.parse(stdout) as RemoveReport;
    const schema = readFileSync(join(CHECKOUT, schemaFile('remove')), 'utf8');
    const validate = new Ajv().compile(JSON.parse(schema) as AnySchemaObject);
    expect(validate(report) ? [] : validate.errors).toEqual([]);
    return { status, report };
  }

  /** As Alphaus does while self-update is on. */
  async function writeInto(iam: IAMClient): Promise<void> {
    for (const RoleName of WRITTEN)
      await iam.send(
        new PutRolePolicyCommand({ RoleName, PolicyName: 'octo-update', PolicyDocument: ALLOW_ALL }),
      );
  }

  const octoCalls = (): string[] =>
    octo.calls.map(({ call }) => call).filter((call) => call.includes('acctaccess'));

  it('leaves a listed account alone that was never deployed, and goes on to Octo', async () => {
    const { status, report } = await remove([LISTED], octo.env);
    expect([status, report]).toMatchObject([
      0,
      {
        accounts: [{ id: LISTED, origin: 'none', roles: [], status: 'removed', octo: 'not_known' }],
        to_do: [expect.stringContaining(`take ${LISTED} out of octo.json`)],
      },
    ]);
  });

  it('destroys a listed account in order, but lets Octo forget nothing while it still gets in', async () => {
    octo.known.set(LISTED, 'production');
    const deployed = await octoAccess(['fleet', 'deploy']);
    expect([deployed.status, deployed.output]).toEqual([0, expect.anything()]);
    const recorder = await CallRecorder.before(emulator.url);
    await inAccount(emulator, LISTED, writeInto);

    const result = await octoAccess(['remove', 'production'], {
      ...octo.env,
      AWS_ENDPOINT_URL: recorder.url,
    });

    expect([result.status, result.output]).toEqual([2, expect.stringContaining('Octo still gets in')]);
    expect(result.output).toContain('then let Octo forget it');
    expect(recorder.violations(LISTED)).toEqual([]);
    await recorder.stop();
    expect(await ownNames(emulator, [LISTED])).toEqual([]);
    expect([...octo.known.keys()]).toEqual([LISTED]);
    expect(octoCalls().filter((call) => call.startsWith('DELETE'))).toEqual([]);
  });

  it('forgets the account once Octo says that it gets in no more, and says so when run again', async () => {
    octo.refused.set(LISTED, REFUSAL);
    const { status, report } = await remove(['--all'], octo.env);
    expect([status, report]).toMatchObject([
      0,
      {
        ok: true,
        accounts: [
          {
            id: LISTED,
            origin: 'terraform',
            roles: [],
            status: 'removed',
            octo: 'forgotten',
            octo_says: REFUSAL,
          },
        ],
        to_do: [expect.stringContaining(`take ${LISTED} out of octo.json`)],
      },
    ]);
    expect([...octo.known.keys()]).toEqual([]);
    expect(octoCalls().slice(-2)).toEqual([
      'POST /v1/aws/acctaccess',
      `DELETE /v1/acctaccess/${LISTED}?vendor=aws`,
    ]);
    const again = await octoAccess(['remove', LISTED], octo.env);
    expect([again.status, again.stdout]).toEqual([
      0,
      expect.stringContaining(
        'nothing is left, as before: none of the five roles is there; Octo does not know it',
      ),
    ]);
  });

  it('takes the right to write from Alphaus, deletes what it wrote, then the stack, and says what is left without Octo', async () => {
    const calls: string[] = [];
    const proxy: Proxy = await startProxy(emulator.url, {
      onAnswer: (form, code) => {
        const changes = /^(Update|Delete|Put|Attach|Create)/.test(form.get('Action') ?? '');
        if (changes && code < 300)
          calls.push(
            [form.get('Action'), form.get('RoleName'), form.get('PolicyName')].filter(Boolean).join(' '),
          );
      },
    });
    await createStack();
    await inAccount(emulator, DEFAULT_ACCOUNT, writeInto);
    const foreign = { RoleName: 'OctoSSMUpdaterRole', PolicyName: 'theirs' };
    await inAccount(emulator, DEFAULT_ACCOUNT, (iam) =>
      iam.send(new PutRolePolicyCommand({ ...foreign, PolicyDocument: ALLOW_ALL })),
    );
    const refused = await octoAccess(['remove', DEFAULT_ACCOUNT], { AWS_ENDPOINT_URL: proxy.url });
    expect([refused.status, refused.output]).toEqual([
      2,
      expect.stringContaining('OctoSSMUpdaterRole has the inline policy theirs'),
    ]);
    expect(calls).toEqual([]);
    await inAccount(emulator, DEFAULT_ACCOUNT, (iam) => iam.send(new DeleteRolePolicyCommand(foreign)));

    const plan = await remove([DEFAULT_ACCOUNT, '--plan'], { AWS_ENDPOINT_URL: proxy.url });
    expect([plan.status, plan.report.accounts]).toMatchObject([
      0,
      [
        {
          origin: 'stack',
          status: 'planned',
          steps: [
            'update the stack octo-access so that Alphaus can write no more',
            ...WRITTEN.map((role) => `delete octo-update, which Alphaus wrote into ${role}`),
            expect.stringMatching(/^delete the stack arn:/),
          ],
        },
      ],
    ]);
    expect(calls).toEqual([]);

    const { status, report } = await remove([DEFAULT_ACCOUNT], { AWS_ENDPOINT_URL: proxy.url });

    await proxy.stop();
    expect(calls).toEqual([
      'UpdateStack',
      ...WRITTEN.map((role) => `DeleteRolePolicy ${role} octo-update`),
      'DeleteStack',
    ]);
    expect([status, report]).toMatchObject([
      0,
      {
        accounts: [
          {
            id: DEFAULT_ACCOUNT,
            origin: 'stack',
            roles: [...ROLE_NAMES],
            status: 'removed',
            self_updates: WRITTEN.map((role) => ({ role, policy: 'octo-update' })),
            octo: 'not_asked',
          },
        ],
        to_do: [expect.stringContaining('may still know 123456789012')],
      },
    ]);
    // The emulator leaves managed policies of a stack behind.
    expect(await roleArns(emulator, DEFAULT_ACCOUNT)).toEqual([]);
  });

  it('converges with the stack gone, and lets Octo forget then', async () => {
    octo.known.set(DEFAULT_ACCOUNT, 'one');
    octo.refused.set(DEFAULT_ACCOUNT, REFUSAL);
    const { status, report } = await remove([DEFAULT_ACCOUNT, '--stack', 'octo-access', '--octo'], octo.env);
    expect([status, report.accounts]).toMatchObject([
      0,
      [{ origin: 'none', status: 'removed', octo: 'forgotten' }],
    ]);
  });

  it('fails with nothing changed on a role that nobody named made, and says what it is', async () => {
    const [RoleName] = ROLE_NAMES;
    const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [] });
    await inAccount(emulator, DEFAULT_ACCOUNT, (iam) =>
      iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument })),
    );
    const { status, output } = await octoAccess(['remove', DEFAULT_ACCOUNT]);
    expect([status, output]).toEqual([
      2,
      expect.stringMatching(
        /OctoRecommendationSearcherRole belongs to no CloudFormation stack[^]*nothing was changed/,
      ),
    ]);
    const named = await octoAccess(['remove', DEFAULT_ACCOUNT, '--stack', 'mine']);
    expect([named.status, named.output]).toEqual([
      2,
      expect.stringContaining(
        'there is no stack mine in the Region us-east-1: give --stack the name of the stack that has OctoRecommendationSearcherRole',
      ),
    ]);
    await inAccount(emulator, DEFAULT_ACCOUNT, async (iam) => {
      await iam.send(new DeleteRoleCommand({ RoleName }));
      await writeListed(RoleName);
    });
    const listed = await octoAccess(['remove', 'production']);
    expect([listed.status, listed.output]).toEqual([
      1,
      expect.stringMatching(
        /OctoRecommendationSearcherRole is still there, .*: npx octo-access adopt 111111111111 --apply takes it over/,
      ),
    ]);
    expect(listed.output.match(/is still there/g)).toHaveLength(1);
    expect(await ownNames(emulator, [LISTED])).toEqual([RoleName]);
  });

  it("fails on Octo's own stack with one sentence, whatever is in its roles, and changes nothing", async () => {
    const account = '444444444444';
    const credentials = await emulator.credentialsFor(account);
    await inAccount(emulator, account, (iam) =>
      installByStack(emulator.clientConfig(credentials), iam, account),
    );
    const { status, output } = await run(
      process.execPath,
      [join(CHECKOUT, 'src/cli/octo-access.mjs'), 'remove', account, '--stack', STACK_NAME],
      { cwd: sandbox.folder, env: sandbox.env({ credentials }) },
    );
    expect([status, output.trim().split('\n')]).toEqual([
      2,
      [
        `444444444444: the stack ${STACK_NAME} was not made from a template of this project, since it has no parameter AllowSelfUpdate, so this command does not delete it: delete it in CloudFormation, with all that it holds beside the roles and their policies (Reports (AWS::SNS::Topic)), then run the same command again`,
        'nothing was changed',
      ],
    ]);
    expect(await roleArns(emulator, account)).toHaveLength(ROLE_NAMES.length);
  });

  it.each([
    [
      'another account',
      ['999999999999'],
      {},
      /credentials are for account 123456789012, not for 999999999999/,
    ],
    [
      'a stack of another account',
      [DEFAULT_ACCOUNT, '--stack', 'arn:aws:cloudformation:us-east-1:999999999999:stack/octo-access/1'],
      {},
      /the stack is of account 999999999999, but the credentials are for account 123456789012/,
    ],
    [
      'no credentials',
      [DEFAULT_ACCOUNT],
      { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' },
      /found no AWS credentials/,
    ],
    [
      '--octo without its settings',
      [DEFAULT_ACCOUNT, '--octo'],
      {},
      /ALPHAUS_CLIENT_ID and ALPHAUS_CLIENT_SECRET must be set/,
    ],
  ])('fails with status 2, one message and nothing changed on %s', async (_title, args, env, message) => {
    const before = emulator.calls().byAction;
    const { status, output } = await octoAccess(['remove', ...args], env);
    expect([status, output]).toEqual([2, expect.stringMatching(message)]);
    expect(output).not.toMatch(/\n\s+at /);
    const changes = Object.entries(emulator.calls().byAction).filter(
      ([action, count]) => /^(Update|Delete|Put|Create)/.test(action) && before[action] !== count,
    );
    expect(changes).toEqual([]);
  });

  async function createStack(): Promise<void> {
    const template = parseTemplate(readFileSync(join(CHECKOUT, TEMPLATE_FILES.yaml), 'utf8'));
    const values = parameterValues({ principal: PRINCIPAL, externalId: EXTERNAL_ID });
    await Stack.create(new CloudFormationClient(emulator.clientConfig()), decided(template, values), values);
  }

  async function writeListed(RoleName: string): Promise<void> {
    const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [] });
    await inAccount(emulator, LISTED, (iam) =>
      iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument })),
    );
  }
});
