import { copyFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from '@cdktf/hcl2json';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { ROLE_NAMES } from '../../src';
import { startEmulator, type Emulator } from '../../dev/emulator/emulator';
import { toolchainOrSkip } from '../../dev/toolchain/toolchain';
import { moduleBlocks, moduleRequirements, moduleVariables } from '../support/module-blocks';
import type { Document, ObservedRole } from '../support/observe';
import { mayAssumeWithToken } from '../support/simulate';
import { CHECKOUT, MODULE, Workbench } from '../support/workbench';

jest.setTimeout(240_000);

const EXAMPLE = 'examples/hcp-stacks';

/** HCP Terraform takes no more in a Stack. */
const MOST_DEPLOYMENTS = 20;

/** Blocks of a Stack with their arguments and blocks, by HashiCorp's reference as Terraform itself reads it. */
const REFERENCE: Readonly<Record<string, readonly string[]>> = {
  component: ['for_each', 'source', 'version', 'inputs', 'providers', 'depends_on'],
  removed: ['for_each', 'from', 'source', 'version', 'inputs', 'providers', 'lifecycle'],
  provider: ['for_each', 'config'],
  variable: ['type', 'default', 'description', 'sensitive', 'ephemeral'],
  output: ['type', 'value', 'description', 'sensitive', 'ephemeral'],
  deployment: ['inputs', 'deployment_group', 'destroy'],
  identity_token: ['audience'],
};
/** Blocks whose arguments have names of the user's choosing. */
const FREE = ['required_providers', 'locals'];

/** A block's content as JSON; expressions are strings like `${var.accounts}`. */
type Block = Readonly<Record<string, unknown>>;
interface Account {
  readonly id: string;
  readonly roles?: unknown;
  readonly removing?: boolean;
}

interface Stack {
  readonly component: { readonly octo_access: readonly [Block] };
  readonly removed: readonly [Block];
  readonly provider: Readonly<Record<string, Readonly<Record<string, readonly [Block]>>>>;
  readonly required_providers: readonly [Readonly<Record<string, { readonly source: string }>>];
  readonly variable: Readonly<Record<string, readonly [Block]>>;
  readonly output: Readonly<Record<string, readonly [Block]>>;
}

interface Deployments {
  readonly deployment: Readonly<
    Record<string, readonly [{ readonly inputs: Block & { readonly accounts: Record<string, Account> } }]>
  >;
  readonly identity_token: Readonly<Record<string, readonly [Block]>>;
  readonly locals: readonly [Block];
}

let stack: Stack;
let deployments: Deployments;

beforeAll(async () => {
  stack = (await read('.tfcomponent.hcl')) as unknown as Stack;
  deployments = (await read('.tfdeploy.hcl')) as unknown as Deployments;
});

describe('examples/hcp-stacks', () => {
  it('uses only blocks and arguments that a Stack has', () => {
    const unknown = [...Object.entries(stack), ...Object.entries(deployments)].flatMap(([type, content]) =>
      FREE.includes(type)
        ? []
        : bodiesOf(content)
            .flatMap((body) => Object.keys(body))
            .filter((name) => !REFERENCE[type]?.includes(name))
            .map((name) => `${type}.${name}`),
    );

    expect(unknown).toEqual([]);
  });

  it('gives every variable and output an exact type, as a Stack demands', () => {
    for (const [{ type }] of [...Object.values(stack.variable), ...Object.values(stack.output)]) {
      expect(type).toEqual(expect.any(String));
      expect(type).not.toMatch(/\bany\b/);
    }
  });

  it('gives the module only inputs that it has, and those that it demands', async () => {
    const inputs = Object.keys(component()['inputs'] as Block);
    const declared = await moduleVariables();
    const variables = Object.keys(declared);
    const demanded = variables.filter((name) => !('default' in (declared[name] ?? {})));

    expect(variables).toEqual(expect.arrayContaining(inputs));
    expect(inputs).toEqual(expect.arrayContaining(demanded));
  });

  it('gives the module each provider that it needs, the built-in one too, and no other', async () => {
    const { data, resource } = await moduleBlocks();
    const needed = new Set(Object.keys({ ...data, ...resource }).map((type) => type.split('_')[0]));

    expect(Object.keys(component()['providers'] as Block).sort()).toEqual([...needed].sort());
  });

  it('declares each provider that it refers to, and where it comes from', async () => {
    const {
      required_providers: { aws },
    } = await moduleRequirements();
    const references = [component(), stack.removed[0]].flatMap((block) =>
      Object.values(block['providers'] as Record<string, string>),
    );
    for (const reference of references) {
      const [, name = '', alias = ''] = /^\$\{provider\.(\w+)\.(\w+)/.exec(reference) ?? [];
      expect(stack.provider[name]?.[alias]).toBeDefined();
      expect(stack.required_providers[0][name]?.source).toBeDefined();
    }
    expect(stack.required_providers[0]['aws']).toEqual(aws);
  });

  it('has a provider for every account, and removes with the same module and providers as it installs', () => {
    const { source, version, providers } = component();

    expect(stack.provider['aws']?.['by_account']?.[0]['for_each']).toBe('${var.accounts}');
    expect(stack.removed[0]).toMatchObject({
      from: '${component.octo_access[each.key]}',
      source,
      version,
      providers,
    });
  });

  it('takes a version of the module that is there', () => {
    const { version } = JSON.parse(readFileSync(join(CHECKOUT, 'package.json'), 'utf8')) as {
      version: string;
    };
    const [major, minor] = version.split('.').map(Number) as [number, number];

    // Until 1.0.0 a minor version may break its users.
    expect(component()['version']).toBe(`~> ${major}.${minor}.0`);
  });

  it('has no more deployments than HCP Terraform takes, each account in one of them', () => {
    const ids = Object.values(deployments.deployment).flatMap(([{ inputs }]) =>
      Object.values(inputs.accounts).map(({ id }) => id),
    );

    expect(Object.keys(deployments.deployment).length).toBeLessThanOrEqual(MOST_DEPLOYMENTS);
    expect(ids.filter((id) => !/^\d{12}$/.test(id))).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('asks for a token that its trust policy lets in, of the one deployment and no other', async () => {
    const role = { arn: 'arn:aws:iam::111122223333:role/octo-access-stack', trust: trust() } as ObservedRole;
    const provider = 'arn:aws:iam::111122223333:oidc-provider/app.terraform.io';
    const [aud] = deployments.identity_token['aws']?.[0]['audience'] as [string];
    const subject = (deployment: string, rest = 'operation:apply'): string =>
      `organization:our-org:project:our-project:stack:octo-access:deployment:${deployment}:${rest}`;
    const assumes = (sub: string, audience = aud): Promise<boolean> =>
      mayAssumeWithToken(provider, role, { sub, aud: audience });

    expect(await assumes(subject('production'))).toBe(true);
    expect(await assumes(subject('production', 'operation:plan'))).toBe(true);
    expect(await assumes(subject('development'))).toBe(false);
    expect(await assumes(subject('production-2'))).toBe(false);
    expect(await assumes(subject('production').replace('stack:octo-access', 'stack:other'))).toBe(false);
    expect(await assumes(subject('production').replace('our-org', 'other-org'))).toBe(false);
    expect(await assumes(subject('production'), 'vault.workload.identity')).toBe(false);
  });
});

const suite = toolchainOrSkip();

// Released Terraform reads no Stack without HCP Terraform. What a Stack shares with other configurations it can check.
suite.describe('examples/hcp-stacks, rewritten as modules for the real Terraform', () => {
  let emulator: Emulator;
  let bench: Workbench;

  beforeAll(async () => {
    bench = new Workbench(suite.toolchain());
    emulator = await startEmulator();
  });

  afterAll(async () => {
    await emulator.stop();
    bench.remove();
  });

  it('plans the roles of each account in its deployment, and none where they are being removed', async () => {
    bench.configuration('deployments/stack', { 'main.tf.json': asModule() });
    const root = bench.configuration('deployments', { 'main.tf.json': asRoot() }, { endpoint: emulator.url });
    await root.init();
    const changes = await root.plannedChanges('plan');
    const roles = changes.filter(({ type }) => type === 'aws_iam_role');

    expect(placesOf(roles.map(({ address }) => address))).toEqual({
      'production.billing': ROLE_NAMES.length,
      'production.shop': 2,
      'development.sandbox': ROLE_NAMES.length,
    });
  });

  it('is formatted as terraform fmt has it', async () => {
    mkdirSync(bench.path('formatted'));
    // It formats files of its own only.
    for (const name of files('.hcl')) {
      copyFileSync(join(CHECKOUT, EXAMPLE, name), bench.path('formatted', `${basename(name, '.hcl')}.tf`));
    }
    const { output } = await bench.configuration('formatted').terraform(['fmt', '-check', '-diff']);

    expect(output).toBe('');
  });
});

function component(): Block {
  return stack.component.octo_access[0];
}

/** The component as a module call, in a module with the Stack's variables. */
function asModule(): unknown {
  const { for_each, inputs } = component();
  const typed = Object.entries(stack.variable).map(([name, [variable]]) => [
    name,
    { ...variable, type: /^\$\{(.*)\}$/s.exec(variable['type'] as string)?.[1] },
  ]);
  const { value } = stack.output['octo_onboarding']?.[0] as { value: string };
  return {
    variable: Object.fromEntries(typed) as unknown,
    module: { octo_access: { source: `../../${MODULE}`, for_each, ...(inputs as Block) } },
    output: {
      octo_onboarding: { value: value.replace('component.', 'module.') },
      removing: { value: stack.removed[0]['for_each'] },
    },
  };
}

/** Each deployment as a call of that module. */
function asRoot(): unknown {
  const calls = Object.entries(deployments.deployment).map(([name, [{ inputs }]]) => [
    name,
    { source: './stack', ...inputs, identity_token: 'token' },
  ]);
  return { provider: { aws: {} }, locals: deployments.locals, module: Object.fromEntries(calls) as unknown };
}

/** How many addresses there are of each `deployment.account`. */
function placesOf(addresses: readonly string[]): Record<string, number> {
  const count: Record<string, number> = {};
  for (const address of addresses) {
    const [, deployment, account] = /^module\.(\w+)\.module\.octo_access\["([\w-]+)"\]/.exec(address) ?? [];
    const place = `${deployment}.${account}`;
    count[place] = (count[place] ?? 0) + 1;
  }
  return count;
}

/** Bodies of blocks, below their labels. */
function bodiesOf(content: unknown): Block[] {
  if (Array.isArray(content)) return content as Block[];
  return Object.values(content as Block).flatMap(bodiesOf);
}

function files(ending: string): string[] {
  return readdirSync(join(CHECKOUT, EXAMPLE)).filter((name) => name.endsWith(ending));
}

/** All files of a kind as one. */
async function read(ending: string): Promise<Block> {
  const parsed = await Promise.all(
    files(ending).map(async (name) => parse(name, readFileSync(join(CHECKOUT, EXAMPLE, name), 'utf8'))),
  );
  return Object.assign({}, ...parsed) as Block;
}

function trust(): Document {
  return JSON.parse(readFileSync(join(CHECKOUT, EXAMPLE, 'iam', 'trust.json'), 'utf8')) as Document;
}
