import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { ROLE_NAMES } from '../../src';
import { parameterValues } from '../../src/cloudformation/parameters';
import { TEMPLATE_FILES } from '../../src/generate/write-generated';
import { DEFAULT_ACCOUNT } from '../../dev/emulator/emulator';
import { installByStack, STACK_NAME } from '../../dev/emulator/earlier-installation';
import { startProxy, type Proxy } from '../../dev/emulator/proxy';
import { toolchainOrSkip } from '../../dev/toolchain/toolchain';
import { inAccount, roleArns } from '../support/accounts';
import { decided, parseTemplate, Stack } from '../support/cloudformation';
import { REFUSAL, Removal, TRUSTING_NOBODY, writeInto } from '../support/removal';
import { ALLOW_ALL, SELF_UPDATABLE } from '../support/self-updatable';
import { CHECKOUT, EXTERNAL_ID, PRINCIPAL } from '../support/workbench';

jest.setTimeout(300_000);

const suite = toolchainOrSkip();

// The tests build on each other, in this order.
suite.describe('octo-access remove, of the account of the credentials', () => {
  let removal: Removal;

  beforeAll(async () => {
    removal = await Removal.start(suite.toolchain());
  });

  afterAll(() => removal.stop());

  it('takes the right to write from Alphaus, deletes what it wrote, then the stack, and says what is left without Octo', async () => {
    const calls: string[] = [];
    const proxy: Proxy = await startProxy(removal.emulator.url, {
      onAnswer: (form, code) => {
        const changes = /^(Update|Delete|Put|Attach|Create)/.test(form.get('Action') ?? '');
        if (changes && code < 300)
          calls.push(
            [form.get('Action'), form.get('RoleName'), form.get('PolicyName')].filter(Boolean).join(' '),
          );
      },
    });
    await createStack();
    await inAccount(removal.emulator, DEFAULT_ACCOUNT, writeInto);
    const foreign = { RoleName: 'OctoSSMUpdaterRole', PolicyName: 'theirs' };
    await inAccount(removal.emulator, DEFAULT_ACCOUNT, (iam) =>
      iam.send(new PutRolePolicyCommand({ ...foreign, PolicyDocument: ALLOW_ALL })),
    );
    const refused = await removal.octoAccess(['remove', DEFAULT_ACCOUNT], { AWS_ENDPOINT_URL: proxy.url });
    expect([refused.status, refused.output]).toEqual([
      2,
      expect.stringContaining('OctoSSMUpdaterRole has the inline policy theirs'),
    ]);
    expect(calls).toEqual([]);
    await inAccount(removal.emulator, DEFAULT_ACCOUNT, (iam) =>
      iam.send(new DeleteRolePolicyCommand(foreign)),
    );

    const plan = await removal.remove([DEFAULT_ACCOUNT, '--plan'], { AWS_ENDPOINT_URL: proxy.url });
    expect([plan.status, plan.report.accounts]).toMatchObject([
      0,
      [
        {
          origin: 'stack',
          status: 'planned',
          steps: [
            'update the stack octo-access so that Alphaus can write no more',
            ...SELF_UPDATABLE.map((role) => `delete octo-update, which Alphaus wrote into ${role}`),
            expect.stringMatching(/^delete the stack arn:/),
          ],
        },
      ],
    ]);
    expect(calls).toEqual([]);

    const { status, report } = await removal.remove([DEFAULT_ACCOUNT], { AWS_ENDPOINT_URL: proxy.url });

    await proxy.stop();
    expect(calls).toEqual([
      'UpdateStack',
      ...SELF_UPDATABLE.map((role) => `DeleteRolePolicy ${role} octo-update`),
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
            self_updates: SELF_UPDATABLE.map((role) => ({ role, policy: 'octo-update' })),
            octo: 'not_asked',
          },
        ],
        to_do: [expect.stringContaining('may still know 123456789012')],
      },
    ]);
    // The emulator leaves managed policies of a stack behind.
    expect(await roleArns(removal.emulator, DEFAULT_ACCOUNT)).toEqual([]);
  });

  it('converges with the stack gone, and lets Octo forget then', async () => {
    removal.octo.known.set(DEFAULT_ACCOUNT, 'one');
    removal.octo.refused.set(DEFAULT_ACCOUNT, REFUSAL);
    const { status, report } = await removal.remove(
      [DEFAULT_ACCOUNT, '--stack', 'octo-access', '--octo'],
      removal.octo.env,
    );
    expect([status, report.accounts]).toMatchObject([
      0,
      [{ origin: 'none', status: 'removed', octo: 'forgotten' }],
    ]);
  });

  it('fails with nothing changed on a role that nobody named made, and says what it is', async () => {
    const [RoleName] = ROLE_NAMES;
    await inAccount(removal.emulator, DEFAULT_ACCOUNT, (iam) =>
      iam.send(new CreateRoleCommand({ RoleName, ...TRUSTING_NOBODY })),
    );
    const { status, output } = await removal.octoAccess(['remove', DEFAULT_ACCOUNT]);
    expect([status, output]).toEqual([
      2,
      expect.stringMatching(
        /OctoRecommendationSearcherRole belongs to no CloudFormation stack[^]*nothing was changed/,
      ),
    ]);
    const named = await removal.octoAccess(['remove', DEFAULT_ACCOUNT, '--stack', 'mine']);
    expect([named.status, named.output]).toEqual([
      2,
      expect.stringContaining(
        'there is no stack mine in the Region us-east-1: give --stack the name of the stack that has OctoRecommendationSearcherRole',
      ),
    ]);
    await inAccount(removal.emulator, DEFAULT_ACCOUNT, (iam) =>
      iam.send(new DeleteRoleCommand({ RoleName })),
    );
  });

  it("fails on Octo's own stack with one sentence, whatever is in its roles, and changes nothing", async () => {
    const account = '444444444444';
    const credentials = await removal.emulator.credentialsFor(account);
    await inAccount(removal.emulator, account, (iam) =>
      installByStack(removal.emulator.clientConfig(credentials), iam, account),
    );
    const { status, output } = await removal.octoAccess(
      ['remove', account, '--stack', STACK_NAME],
      {},
      account,
    );
    expect([status, output.trim().split('\n')]).toEqual([
      2,
      [
        `444444444444: the stack ${STACK_NAME} was not made from a template of this project, since it has no parameter AllowSelfUpdate, so this command does not delete it: delete it in CloudFormation, with all that it holds beside the roles and their policies (Reports (AWS::SNS::Topic)), then run the same command again`,
        'nothing was changed',
      ],
    ]);
    expect(await roleArns(removal.emulator, account)).toHaveLength(ROLE_NAMES.length);
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
    const before = removal.emulator.calls().byAction;
    const { status, output } = await removal.octoAccess(['remove', ...args], env);
    expect([status, output]).toEqual([2, expect.stringMatching(message)]);
    expect(output).not.toMatch(/\n\s+at /);
    const changes = Object.entries(removal.emulator.calls().byAction).filter(
      ([action, count]) => /^(Update|Delete|Put|Create)/.test(action) && before[action] !== count,
    );
    expect(changes).toEqual([]);
  });

  async function createStack(): Promise<void> {
    const template = parseTemplate(readFileSync(join(CHECKOUT, TEMPLATE_FILES.yaml), 'utf8'));
    const values = parameterValues({ principal: PRINCIPAL, externalId: EXTERNAL_ID });
    await Stack.create(
      new CloudFormationClient(removal.emulator.clientConfig()),
      decided(template, values),
      values,
    );
  }
});
