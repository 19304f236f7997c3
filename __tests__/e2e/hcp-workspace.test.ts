import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CreateOpenIDConnectProviderCommand,
  CreateRoleCommand,
  IAMClient,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { ROLE_NAMES } from '../../src';
import { packModule } from '../../src/module/pack-module';
import { startProxy, type Proxy } from '../../dev/emulator/proxy';
import { startEmulator, type Emulator } from '../../dev/emulator/emulator';
import { listOwnNames } from '../../dev/demo/role-facts';
import { toolchainOrSkip } from '../../dev/toolchain/toolchain';
import { accessLevel } from '../support/actions';
import { startModuleRegistry, type ModuleRegistry } from '../support/module-registry';
import type { Document, ObservedRole } from '../support/observe';
import { allows, mayAssumeWithToken, type Context } from '../support/simulate';
import { NO_CHANGES, type Configuration } from '../support/configuration';
import { CHECKOUT, Workbench } from '../support/workbench';

jest.setTimeout(240_000);

const EXAMPLE = 'examples/hcp-workspace';
const ACCOUNT = '111122223333';
const IDENTITY_PROVIDER = `arn:aws:iam::${ACCOUNT}:oidc-provider/app.terraform.io`;

/** The phases of a run, each with a role of its own. */
const PHASES = ['plan', 'apply'] as const;
type Phase = (typeof PHASES)[number];

/** A call as IAM decides about it. */
interface Request {
  readonly action: string;
  readonly resource: string;
  readonly context: Context;
}

const suite = toolchainOrSkip();

// One workspace from its first run to its last: the tests build on each other, in this order.
suite.describe('examples/hcp-workspace in an emulated AWS account, its module from a registry', () => {
  let emulator: Emulator;
  let bench: Workbench;
  let registry: ModuleRegistry;
  let iam: IAMClient;
  const proxies: Proxy[] = [];
  const workspace = {} as Record<Phase, Configuration>;
  const called: Record<Phase, Request[]> = { plan: [], apply: [] };

  beforeAll(async () => {
    bench = new Workbench(suite.toolchain());
    emulator = await startEmulator();
    iam = new IAMClient(emulator.clientConfig(await emulator.credentialsFor(ACCOUNT)));
    await createDeployers(iam);
    const { file, version } = await packModule(CHECKOUT, bench.path('packed'));
    const published = {
      address: 'our-org/octo-access/aws',
      archives: new Map([[version, readFileSync(file)]]),
    };
    registry = await startModuleRegistry(published, bench.path('registry.pem'));
    writeFileSync(bench.path('token'), 'the emulator does not look at it');
    for (const phase of PHASES) {
      const proxy = await startProxy(emulator.url, {
        onCall: (form) => called[phase].push(...decidedBy(form)),
      });
      proxies.push(proxy);
      // Takes the place of the cloud block.
      const files = { 'backend_override.tf': 'terraform {\n  backend "local" {}\n}\n' };
      const env = envOfRun(phase, proxy.url);
      workspace[phase] = bench.configuration(EXAMPLE, files, { endpoint: proxy.url, env });
    }
    await workspace.plan.init();
  });

  afterAll(async () => {
    iam.destroy();
    await Promise.all(proxies.map((proxy) => proxy.stop()));
    await registry.stop();
    await emulator.stop();
    bench.remove();
  });

  it('installs the five roles with what a token is exchanged for, and plans no change then', async () => {
    await run();

    expect(await listOwnNames(iam)).toEqual(expect.arrayContaining([...ROLE_NAMES]));
    expect((await workspace.plan.plan()).status).toBe(NO_CHANGES);
  });

  it('follows changes of every kind, and plans no change then', async () => {
    await run({
      tags: { Team: 'finops', Stage: 'test' },
      external_id: 'another-id',
      max_session_duration: 3600,
    });
    await run({
      tags: { Team: 'platform' },
      permissions_boundary_arn: 'arn:aws:iam::aws:policy/AdministratorAccess',
    });
    await run();

    expect((await workspace.plan.plan()).status).toBe(NO_CHANGES);
  });

  it('removes all but the roles of the workspace itself', async () => {
    await run({}, '-destroy');

    expect(await listOwnNames(iam)).toEqual(PHASES.map(nameOfDeployer).sort());
  });

  it.each(PHASES)('has a policy of its %s role that allows every call of that phase', async (phase) => {
    const refused: Request[] = [];
    for (const request of called[phase]) if (!(await isAllowed(phase, request))) refused.push(request);

    expect(called[phase].length).toBeGreaterThan(0);
    expect(refused).toEqual([]);
  });

  /** A later release may describe a role in other words; no input does. */
  const LATER: Readonly<Record<Phase, readonly string[]>> = {
    plan: [],
    apply: ['iam:UpdateRoleDescription'],
  };

  it.each(PHASES)(
    'has a policy of its %s role that names no action beside those that were called or that a later release calls',
    (phase) => {
      const actions = new Set([...called[phase].map(({ action }) => action), ...LATER[phase]]);

      expect(actionsOf(document(phase, 'policy'))).toEqual([...actions].sort());
    },
  );

  /** A run as HCP Terraform has it: a plan, then exactly this plan applied, each with credentials of its own. */
  async function run(inputs: Record<string, unknown> = {}, ...mode: string[]): Promise<void> {
    bench.configuration(EXAMPLE, { 'inputs_override.tf.json': { module: { octo_access: inputs } } });
    await workspace.plan.plan('-out=run.tfplan', ...mode);
    // Side by side, the emulator was seen to answer a CreateRole with 409 for the role that it had just made.
    await workspace.apply.apply('-parallelism=1', 'run.tfplan');
  }

  /** What HCP Terraform gives a phase: no keys, but a role and a token to assume it with. */
  function envOfRun(phase: Phase, endpoint: string): Record<string, string> {
    const cliConfig = bench.path('with-registry.tfrc');
    const ownHost = `host "app.terraform.io" {
  services = { "modules.v1" = "https://${registry.host}/modules/" }
}
`;
    writeFileSync(cliConfig, readFileSync(bench.path('terraform-cli.tfrc'), 'utf8') + ownHost);
    return {
      // The provider exchanges a token where this one points, not where AWS_ENDPOINT_URL does.
      AWS_ENDPOINT_URL_STS: endpoint,
      AWS_ACCESS_KEY_ID: '',
      AWS_SECRET_ACCESS_KEY: '',
      AWS_ROLE_ARN: deployer(phase).arn,
      AWS_WEB_IDENTITY_TOKEN_FILE: bench.path('token'),
      SSL_CERT_FILE: bench.path('registry.pem'),
      TF_CLI_CONFIG_FILE: cliConfig,
    };
  }
});

describe('the roles of examples/hcp-workspace', () => {
  it('lets the plan role read and list, no more', async () => {
    const levels = await Promise.all(actionsOf(document('plan', 'policy')).map(accessLevel));

    expect(new Set(levels)).toEqual(new Set(['Read', 'List']));
  });

  it.each<[Phase, string, string]>([
    ['plan', 'iam:GetRole', 'role/Admin'],
    ['plan', 'iam:GetRolePolicy', 'role/octo-access-apply'],
    ['apply', 'iam:CreateRole', 'role/Admin'],
    ['apply', 'iam:CreateRole', 'role/OctoChangeExecutorRole2'],
    ['apply', 'iam:UpdateAssumeRolePolicy', 'role/Admin'],
    ['apply', 'iam:UpdateAssumeRolePolicy', 'role/octo-access-apply'],
    ['apply', 'iam:PutRolePolicy', 'role/octo-access-apply'],
    ['apply', 'iam:PutRolePolicy', 'role/octo-access-plan'],
    ['apply', 'iam:CreatePolicyVersion', 'policy/Company'],
    ['apply', 'iam:PassRole', 'role/OctoChangeExecutorRole'],
    ['apply', 'sts:AssumeRole', 'role/OctoChangeExecutorRole'],
    ['apply', 'iam:CreateUser', 'user/new'],
  ])('does not let the %s role call %s on %s', async (phase, action, name) => {
    const resource = `arn:aws:iam::${ACCOUNT}:${name}`;

    expect(await isAllowed(phase, { action, resource, context: {} })).toBe(false);
  });

  it.each([
    ['OctoChangeExecutorRole', 'IAMFullAccess'],
    ['OctoChangeTemplateApproverRole', 'AdministratorAccess'],
  ])('does not let the apply role attach to %s the policy %s', async (role, policy) => {
    const resource = `arn:aws:iam::${ACCOUNT}:role/${role}`;
    const context = attaching(`arn:aws:iam::aws:policy/${policy}`);

    expect(await isAllowed('apply', { action: 'iam:AttachRolePolicy', resource, context })).toBe(false);
  });

  const subject = 'organization:our-org:project:our-project:workspace:octo-access:run_phase';

  it.each(PHASES)('lets the %s phase of the one workspace assume its role', async (phase) => {
    expect(await mayAssume(phase, `${subject}:${phase}`)).toBe(true);
  });

  it.each<[string, Phase, string]>([
    ['the other phase', 'apply', `${subject}:plan`],
    ['the other phase', 'plan', `${subject}:apply`],
    ['another workspace', 'apply', `${subject.replace('octo-access', 'other')}:apply`],
    [
      'a workspace whose name begins alike',
      'apply',
      `${subject.replace('octo-access', 'octo-access-2')}:apply`,
    ],
    ['another project', 'apply', `${subject.replace('our-project', 'other')}:apply`],
    ['another organization', 'apply', `${subject.replace('our-org', 'other-org')}:apply`],
    ['a test run of a module', 'plan', 'organization:our-org:module:octo-access:operation:test_run'],
  ])('does not let %s assume the %s role', async (_, phase, sub) => {
    expect(await mayAssume(phase, sub)).toBe(false);
  });

  it.each(PHASES)(
    'does not let in who brings the %s role a token that was made for another service',
    async (phase) => {
      expect(await mayAssume(phase, `${subject}:${phase}`, 'vault.workload.identity')).toBe(false);
    },
  );

  function mayAssume(phase: Phase, sub: string, aud = 'aws.workload.identity'): Promise<boolean> {
    return mayAssumeWithToken(IDENTITY_PROVIDER, deployer(phase), { sub, aud });
  }
});

/** What the README says to do before the first run. */
async function createDeployers(iam: IAMClient): Promise<void> {
  await iam.send(
    new CreateOpenIDConnectProviderCommand({
      Url: 'https://app.terraform.io',
      ClientIDList: ['aws.workload.identity'],
    }),
  );
  for (const phase of PHASES) {
    const { name: RoleName } = deployer(phase);
    const text = (kind: 'trust' | 'policy'): string => JSON.stringify(document(phase, kind));
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: text('trust') }));
    await iam.send(
      new PutRolePolicyCommand({ RoleName, PolicyName: 'octo-access', PolicyDocument: text('policy') }),
    );
  }
}

function nameOfDeployer(phase: Phase): string {
  return `octo-access-${phase}`;
}

function deployer(phase: Phase): ObservedRole {
  const name = nameOfDeployer(phase);
  return {
    name,
    arn: `arn:aws:iam::${ACCOUNT}:role/${name}`,
    path: '/',
    description: '',
    maxSessionDuration: 3600,
    tags: {},
    trust: document(phase, 'trust'),
    inline: { 'octo-access': document(phase, 'policy') },
    attached: {},
    boundary: null,
  };
}

function document(phase: Phase, kind: 'trust' | 'policy'): Document {
  const file = join(CHECKOUT, EXAMPLE, 'iam', `${phase}-${kind}.json`);
  return JSON.parse(readFileSync(file, 'utf8')) as Document;
}

function actionsOf(policy: Document): string[] {
  return (policy['Statement'] as { Action: string | string[] }[]).flatMap(({ Action }) => Action).sort();
}

async function isAllowed(phase: Phase, { action, resource, context }: Request): Promise<boolean> {
  return allows(deployer(phase), action, resource, context);
}

function attaching(policy: string): Context {
  return { 'iam:PolicyARN': policy };
}

/** What IAM decides about a call by the caller's policies; nothing for the two that need no allowance. */
function decidedBy(form: URLSearchParams): Request[] {
  const action = form.get('Action') ?? '';
  if (['GetCallerIdentity', 'AssumeRoleWithWebIdentity'].includes(action)) return [];
  const [role, policy, policyArn] = ['RoleName', 'PolicyName', 'PolicyArn'].map((name) => form.get(name));
  const resource = role
    ? `arn:aws:iam::${ACCOUNT}:role/${role}`
    : (policyArn ?? `arn:aws:iam::${ACCOUNT}:policy/${policy}`);
  return [{ action: `iam:${action}`, resource, context: role && policyArn ? attaching(policyArn) : {} }];
}
