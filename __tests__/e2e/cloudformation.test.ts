import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CreatePolicyCommand, IAMClient } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import { ROLE_NAMES, type RoleName } from '../../src';
import { withOneGrantByType } from '../../src/cloudformation/compact';
import { TEMPLATE_FILES } from '../../src/generate/write-generated';
import { parameterValues } from '../../src/cloudformation/parameters';
import { defaults, INPUTS, inputProperty, type Inputs } from '../../src/inputs/inputs';
import type { PolicyDocument } from '../../src/policy/clauses';
import { installedRoles, type InstalledRole } from '../../src/policy/installed';
import { listOwnNames } from '../../dev/demo/role-facts';
import { startEmulator, DEFAULT_ACCOUNT as ACCOUNT, type Emulator } from '../../dev/emulator/emulator';
import { toolchainOrSkip } from '../../dev/toolchain/toolchain';
import { decided, parseTemplate, Stack, type Template } from '../support/cloudformation';
import { comparable } from '../support/comparable';
import { observeRole, type Document, type ObservedRole } from '../support/observe';
import { allows, mayAssume, withHostileInline, type Context } from '../support/simulate';
import type { Configuration as Root } from '../support/configuration';
import { CHECKOUT, EXTERNAL_ID, PRINCIPAL, Workbench } from '../support/workbench';

jest.setTimeout(300_000);

const TEMPLATE = parseTemplate(readFileSync(join(CHECKOUT, TEMPLATE_FILES.yaml), 'utf8'));
const REQUIRED = { principal: PRINCIPAL, externalId: EXTERNAL_ID };
const OWN = 'arn:aws:iam::aws:policy/AdministratorAccess';
/** What every account has by the same name. */
const EACH = 'arn:aws:iam::{accountId}:policy/own';
const SELF_UPDATABLE = ['OctoRecommendationSearcherRole', 'AlphausAcctAccessRole'] as const;

type Settings = Partial<Inputs>;

/** The default, and every input that both forms have at another value. */
const SETTINGS: [title: string, settings: Settings][] = [
  ['the default', {}],
  ['two roles', { roles: SELF_UPDATABLE }],
  ['one role', { roles: ['AlphausAcctAccessRole'] }],
  ['short sessions', { maxSessionDuration: 3600 }],
  ['no self-update, and no enrolment', { allowSelfUpdate: false, costOptimizationHubEnrollment: false }],
  ['read-only Cost Explorer', { costExplorerAccess: 'read-only' }],
  ['other runbooks', { vettedRunbooks: ['AWS-StopEC2Instance', 'AWS-RestartEC2Instance'] }],
  ['no runbooks', { vettedRunbooks: [] }],
  ['single approvals', { requireChangeRequestApproval: true }],
  ["an executor of one's own", { changeExecutorPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] }],
  ["a boundary of one's own", { permissionsBoundaryArn: OWN }],
  [
    "a boundary and a policy of each account's own",
    { permissionsBoundaryArn: EACH, changeExecutorPolicyArns: [EACH] },
  ],
  ['an executor that is no administrator', { changeExecutorAccess: 'recommendations' }],
];

const suite = toolchainOrSkip();

suite.describe('a CloudFormation stack and the Terraform module', () => {
  /** Has the stacks, each in an account that is empty. */
  let emulator: Emulator;
  /** Has the module. */
  let another: Emulator;
  let bench: Workbench;
  let module: Root;
  let iam: IAMClient;
  let cloudformation: CloudFormationClient;

  beforeAll(async () => {
    bench = new Workbench(suite.toolchain());
    [emulator, another] = await Promise.all([startEmulator(), startEmulator()]);
    iam = new IAMClient(emulator.clientConfig());
    cloudformation = new CloudFormationClient(emulator.clientConfig());
    module = await bench.configuration('modules/octo-access', {}, { endpoint: another.url }).init();
  });

  beforeEach(() => emulator.reset());

  afterAll(async () => {
    await Promise.all([emulator.stop(), another.stop()]);
    bench.remove();
  });

  it('has every input both ways here, but for those that a stack answers itself', () => {
    const covered = new Set(SETTINGS.flatMap(([, settings]) => Object.keys(settings)));
    const answered = [
      'principal',
      'externalId',
      'tags',
      'roleTags',
      'cloudformationStackArn',
      'changeRequests',
      'directAutomation',
      'changeExecutorSourceArnCheck',
    ];
    expect([...covered, ...answered].sort()).toEqual(INPUTS.map(({ name }) => inputProperty(name)).sort());
  });

  it.each(SETTINGS)('grant the same: %s', async (_, settings) => {
    const inputs = { ...REQUIRED, ...settings };
    const stack = await deploy(inputs);
    const names = settings.roles ?? ROLE_NAMES;
    expect(await listOwnNames(iam)).toEqual(expect.arrayContaining([...names]));
    const fromStack = await Promise.all(names.map((name) => stack.observe(iam, name)));

    const fromModule = await applied({ ...inputs, cloudformationStackArn: stack.id }, names);

    expect(fromStack.map(comparable)).toEqual(fromModule.map(withJoinedGrants).map(comparable));
    expect(JSON.stringify(fromModule)).not.toContain('{accountId}');
  });

  it.each([
    ['aws-us-gov', 'us-gov-west-1'],
    ['aws-cn', 'cn-north-1'],
  ])(
    'grants in %s what the module does there, as proof/decisions reads it back',
    async (partition, region) => {
      const client = new CloudFormationClient({ ...emulator.clientConfig(), region });
      const parameters = parameterValues(REQUIRED);
      const template = inPartition(decided(TEMPLATE, parameters), partition);
      const stack = await Stack.create(client, template, parameters);
      const there = new IAMClient({ ...emulator.clientConfig(), region });
      const observed = await Promise.all(ROLE_NAMES.map((name) => stack.observe(there, name)));
      const configuration = { ...defaults(), ...REQUIRED, cloudformationStackArn: stack.id };
      const expected = installedRoles({ partition, accountId: ACCOUNT }, configuration);
      expect(observed.map(comparable)).toEqual(
        observed.map((role, index) => comparable({ ...role, ...documentsOf(expected[index]) })),
      );
      client.destroy();
      there.destroy();
    },
  );

  it("gives what goes back into Octo's page, as the module does", async () => {
    const { outputs } = await deploy(REQUIRED);
    expect(JSON.parse(outputs['OctoOnboarding'] ?? '')).toEqual({
      account_id: ACCOUNT,
      partition: 'aws',
      external_id: EXTERNAL_ID,
      role_arns: Object.fromEntries(ROLE_NAMES.map((name) => [name, `arn:aws:iam::${ACCOUNT}:role/${name}`])),
    });
  });

  it('lets AlphausAcctAccessRole upgrade an inline statement through its stack, and nothing more', async () => {
    const stack = await deploy(REQUIRED);
    const [role, searcher] = await Promise.all(
      (['AlphausAcctAccessRole', 'OctoRecommendationSearcherRole'] as const).map((name) =>
        stack.observe(iam, name),
      ),
    );
    if (!role || !searcher) throw new Error('not installed');
    const boundaries = {
      [role.name]: role.boundary?.arn ?? '',
      [searcher.name]: searcher.boundary?.arn ?? '',
    };
    const may = (action: string, resource: string, context: Context = {}): Promise<boolean> =>
      allows(role, action, resource, context);

    // What CloudFormation calls, with the caller's rights, where only the document of an AWS::IAM::Policy changes.
    const policiesOnly = { 'cloudformation:ResourceTypes': ['AWS::IAM::Policy'] };
    await expect(may('cloudformation:UpdateStack', stack.id, policiesOnly)).resolves.toBe(true);
    await expect(may('cloudformation:DescribeStacks', stack.id)).resolves.toBe(true);
    for (const { arn, name } of [role, searcher]) {
      const context = { 'iam:PermissionsBoundary': boundaries[name] ?? '' };
      for (const action of ['iam:PutRolePolicy', 'iam:GetRolePolicy', 'iam:DeleteRolePolicy']) {
        await expect(may(action, arn, context)).resolves.toBe(true);
      }
      expect(Object.keys(name === role.name ? role.inline : searcher.inline)).toHaveLength(1);
    }

    // With a service role, for other kinds of resources or for any, on another stack, or for any other change.
    const hostile = withHostileInline(role);
    const update = (resource: string, context: Context): Promise<boolean> =>
      allows(hostile, 'cloudformation:UpdateStack', resource, context);
    const serviceRole = { 'cloudformation:RoleArn': `arn:aws:iam::${ACCOUNT}:role/deployer` };
    const thirdParty = { 'cloudformation:ResourceTypes': ['AWS::IAM::Policy', 'Acme::Iam::Admin::MODULE'] };
    const other = stack.id.replace(/stack\/.*/, 'stack/other/0f2c3a10-5b1e-11f0-9d1b-0a1b2c3d4e5f');
    await expect(update(stack.id, policiesOnly)).resolves.toBe(true);
    // Named roles take a capability, beside which CloudFormation takes no list of types.
    await expect(update(stack.id, {})).resolves.toBe(true);
    await expect(update(stack.id, serviceRole)).resolves.toBe(false);
    await expect(update(stack.id, thirdParty)).resolves.toBe(false);
    await expect(update(stack.id, { ...policiesOnly, ...serviceRole })).resolves.toBe(false);
    await expect(update(other, policiesOnly)).resolves.toBe(false);
    const stackChanges = ['CreateChangeSet', 'ExecuteChangeSet', 'DeleteStack', 'SetStackPolicy'];
    const roleChanges = [
      'CreateRole',
      'DeleteRole',
      'UpdateRole',
      'UpdateAssumeRolePolicy',
      'AttachRolePolicy',
      'DetachRolePolicy',
      'PutRolePermissionsBoundary',
      'DeleteRolePermissionsBoundary',
      'TagRole',
      'PassRole',
    ];
    const refused = [
      ...stackChanges.map((name) => [`cloudformation:${name}`, stack.id] as const),
      ...roleChanges.map((name) => [`iam:${name}`, role.arn] as const),
      ['iam:CreatePolicyVersion', role.boundary?.arn ?? ''] as const,
      // What other kinds of resources, parameters and references of a template would take.
      ['lambda:InvokeFunction', `arn:aws:lambda:us-east-1:${ACCOUNT}:function:custom-resource`] as const,
      ['sns:Publish', `arn:aws:sns:us-east-1:${ACCOUNT}:custom-resource`] as const,
      ['ssm:GetParameters', `arn:aws:ssm:us-east-1:${ACCOUNT}:parameter/any`] as const,
      ['secretsmanager:GetSecretValue', `arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:any`] as const,
      ['s3:GetObject', 'arn:aws:s3:::templates/snippet.yaml'] as const,
    ];
    for (const [action, resource] of refused) {
      expect(`${action}: ${String(await allows(hostile, action, resource))}`).toBe(`${action}: false`);
    }
    for (const name of ['OctoChangeExecutorRole', 'OctoSSMUpdaterRole', 'OctoChangeTemplateApproverRole']) {
      const arn = `arn:aws:iam::${ACCOUNT}:role/${name}`;
      await expect(
        allows(hostile, 'iam:PutRolePolicy', arn, { 'iam:PermissionsBoundary': role.boundary?.arn ?? '' }),
      ).resolves.toBe(false);
    }
  });

  it('fails to assume a vendor role of a stack without the right external id', async () => {
    const stack = await deploy(REQUIRED);
    const role = await stack.observe(iam, 'AlphausAcctAccessRole');
    const principal = `arn:aws:iam::${PRINCIPAL}:role/octo`;
    await expect(mayAssume(principal, role, { 'sts:ExternalId': EXTERNAL_ID })).resolves.toBe(true);
    await expect(mayAssume(principal, role, { 'sts:ExternalId': 'another' })).resolves.toBe(false);
    await expect(mayAssume(principal, role)).resolves.toBe(false);
  });

  async function deploy(inputs: Settings & typeof REQUIRED): Promise<Stack> {
    const parameters = parameterValues(inputs);
    await createOwnPolicy(iam);
    return Stack.create(cloudformation, decided(TEMPLATE, parameters), parameters);
  }

  async function applied(inputs: Settings, names: readonly RoleName[]): Promise<ObservedRole[]> {
    const values = INPUTS.map(
      ({ name }) => [name, { ...defaults(), ...inputs }[inputProperty(name)]] as const,
    );
    const variables = values.filter(([, value]) => value !== null && value !== undefined);
    const arguments_ = variables.map(
      ([name, value]) => `-var=${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
    );
    // Anew, not as an update: the emulator dates versions of a policy by the second, so that Terraform, which deletes the
    // oldest of five, does not find it.
    await another.reset();
    const client = new IAMClient(another.clientConfig());
    await createOwnPolicy(client);
    await module.apply(`-state=${randomUUID()}.tfstate`, ...arguments_);
    return Promise.all(names.map((name) => observeRole(client, name)));
  }
});

/** Makes the policy `own`, which an administrator of the account has put into it before. */
async function createOwnPolicy(client: IAMClient): Promise<void> {
  const statement = { Effect: 'Allow', Action: 's3:ListAllMyBuckets', Resource: '*' };
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  await client.send(new CreatePolicyCommand({ PolicyName: EACH.split('/').at(-1), PolicyDocument }));
}

/** The emulator's CloudFormation takes every Region for one of the partition `aws`. */
function inPartition(template: Template, partition: string): Template {
  const text = JSON.stringify(template)
    .replaceAll('${AWS::Partition}', partition)
    .replaceAll('{"Ref":"AWS::Partition"}', JSON.stringify(partition));
  return JSON.parse(text) as Template;
}

/** The documents of a role of the analysis, as they are read back from an account. */
function documentsOf(role: InstalledRole | undefined): Partial<ObservedRole> {
  if (!role) throw new Error('there is no such role');
  const document = (policy: { readonly document?: PolicyDocument }): Document =>
    JSON.parse(JSON.stringify(policy.document)) as Document;
  const inline = role.policies.filter(({ arn }) => arn === undefined);
  const attached = role.policies.filter(({ arn }) => arn !== undefined);
  return {
    name: role.name,
    arn: role.arn,
    trust: document({ document: role.trust }),
    inline: Object.fromEntries(inline.map((policy) => [policy.name, document(policy)])),
    attached: {
      ...Object.fromEntries(attached.map((policy) => [policy.arn ?? '', document(policy)])),
      ...Object.fromEntries(role.foreignPolicyArns.map((arn) => [arn, null])),
    },
    boundary: role.boundary ? { arn: role.boundary.arn, document: document(role.boundary) } : null,
  };
}

/** The executor's rows as the template joins them: proof/template-grants.test.ts proves that this grants the same. */
function withJoinedGrants(role: ObservedRole): ObservedRole {
  const attached = Object.entries(role.attached).map(([arn, document]) => {
    const name = arn.split('/').at(-1) ?? '';
    if (!document || !name.startsWith('OctoChangeExecutor')) return [arn, document];
    const joined = withOneGrantByType({ name, document: document as unknown as PolicyDocument });
    return [arn, joined.document];
  });
  return { ...role, attached: Object.fromEntries(attached) as ObservedRole['attached'] };
}
