import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { runOrFail, type RunResult } from '../../src/process/run';
import { openSandbox, type Sandbox } from '../../dev/sandbox/sandbox';
import type { SandboxCredentials, Toolchain } from '../../dev/toolchain/toolchain';
import { Configuration } from './configuration';
import { ProviderPool } from '../../dev/provider/provider-pool';
import { providerProgram } from '../../dev/provider/provider-program';

/** Folder of the checkout that is tested. */
export const CHECKOUT = resolve(__dirname, '..', '..');
/** Folder of the published module, relative to the checkout. */
export const MODULE = 'modules/octo-access';
/** Id of the account stack. */
export const ACCOUNT_STACK = 'octo-access';

/** The two inputs of every installation in the tests. */
export const PRINCIPAL = '444455556666';
export const EXTERNAL_ID = 'octo-ext-7f3c2a1b9d';

/** Where a configuration runs. */
export interface Place {
  /** @default - no AWS at all */
  readonly endpoint?: string;
  /** @default - the emulator's default account */
  readonly credentials?: SandboxCredentials;
  /** Terraform variables beside `principal` and `external_id`, as JSON. @default - none */
  readonly variables?: Readonly<Record<string, unknown>>;
  /** Further environment variables. @default - none */
  readonly env?: Readonly<Record<string, string>>;
  /**
   * Whether the configuration's Terraform uses running providers, see `ProviderPool`, or installs the provider at
   * `init()` and starts it for every command, as a user's does. @default 'running'
   */
  readonly provider?: 'running' | 'installed';
  /**
   * Whether one running provider is enough, because the configuration has one provider block, whose content changes.
   * @default false
   */
  readonly oneBlock?: boolean;
}

/** Folders for one suite's configurations, all with the toolchain's Terraform and provider. */
export class Workbench {
  private readonly sandbox: Sandbox;
  /** Running providers, by their environment. */
  private readonly pools = new Map<string, ProviderPool>();

  constructor(private readonly tools: Pick<Toolchain, 'terraform' | 'mirror'>) {
    this.sandbox = openSandbox(tools);
    // The examples and the module keep their places, so that relative sources hold.
    for (const folder of ['examples', MODULE]) {
      cpSync(join(CHECKOUT, folder), this.path(folder), { recursive: true, filter: isSource });
    }
  }

  /** Absolute path of something on the bench. */
  path(...names: string[]): string {
    return join(this.sandbox.folder, ...names);
  }

  /** The configuration in a folder, with files written into it: a text, or an object as JSON. */
  configuration(
    folder: string,
    files: Readonly<Record<string, unknown>> = {},
    place: Place = {},
  ): Configuration {
    mkdirSync(this.path(folder), { recursive: true });
    for (const [name, content] of Object.entries(files)) {
      const text = typeof content === 'string' ? content : JSON.stringify(content, null, 2);
      writeFileSync(this.path(folder, name), text);
    }
    const pool = place.provider === 'installed' ? undefined : this.pool(place);
    return new Configuration(this.tools.terraform.path, this.path(folder), this.env(place), pool);
  }

  /** The account stack, synthesized by the real app. */
  async accountStack(place: Place = {}): Promise<Configuration> {
    return this.synthesize(CHECKOUT, join('account', 'cdktf.out'), ACCOUNT_STACK, place);
  }

  /** The example with constructs, synthesized by its own program: a user's project with the package built and linked. */
  async constructsExample(place: Place = {}): Promise<Configuration> {
    const project = this.path('examples', 'cdktf-constructs');
    const installed = join(project, 'node_modules', '@alphaus', 'octo-access');
    cpSync(join(CHECKOUT, 'package.json'), join(installed, 'package.json'));
    for (const name of ['cdktf', 'constructs', '@cdktf/provider-aws', 'tsx', 'typescript', '@types/node']) {
      const link = join(project, 'node_modules', name);
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(join(CHECKOUT, 'node_modules', name), link, 'dir');
    }
    const build = join(CHECKOUT, 'tsconfig.build.json');
    await this.node(CHECKOUT, [typescript(), '-p', build, '--outDir', join(installed, 'lib')]);
    await this.node(project, [typescript(), '-p', project]);
    return this.synthesize(project, join('constructs', 'cdktf.out'), 'platform', place);
  }

  /** Runs a program with Node; throws where it fails. */
  async node(
    cwd: string,
    args: readonly string[],
    extra: Readonly<Record<string, string>> = {},
  ): Promise<RunResult> {
    return runOrFail(process.execPath, args, { cwd, env: this.sandbox.env({ extra }) });
  }

  /** The running providers of configurations in a place. */
  pool(place: Place): ProviderPool {
    // Variables are Terraform's.
    const env = this.env({ ...place, variables: {} });
    const key = JSON.stringify([env, place.oneBlock]);
    const pool = this.pools.get(key) ?? new ProviderPool(() => this.program(), env, place.oneBlock);
    this.pools.set(key, pool);
    return pool;
  }

  remove(): void {
    for (const pool of this.pools.values()) pool.end();
    this.sandbox.remove();
  }

  private program(): Promise<string> {
    return providerProgram(this.tools, this.path('unpacked-provider'), this.sandbox.env());
  }

  private async synthesize(
    project: string,
    out: string,
    stack: string,
    place: Place,
  ): Promise<Configuration> {
    mkdirSync(dirname(this.path(out)), { recursive: true });
    await this.node(project, ['--import', 'tsx', 'main.ts'], { CDKTF_OUTDIR: this.path(out) });
    return this.configuration(join(out, 'stacks', stack), {}, place);
  }

  private env({ variables = {}, env = {}, endpoint, credentials }: Place): Record<string, string> {
    const extra: Record<string, string> = {
      // A fifth of what Terraform and its provider take is collecting garbage.
      GOGC: '800',
      ...env,
      TF_VAR_principal: PRINCIPAL,
      TF_VAR_external_id: EXTERNAL_ID,
    };
    for (const [name, value] of Object.entries(variables)) extra[`TF_VAR_${name}`] = JSON.stringify(value);
    return this.sandbox.env({ endpoint, credentials, extra });
  }
}

function typescript(): string {
  return join(CHECKOUT, 'node_modules', 'typescript', 'bin', 'tsc');
}

/** Leaves out the files of a user's run in an example. */
function isSource(path: string): boolean {
  return !/node_modules|cdktf\.out|\.terraform|\.tfstate/.test(path.slice(CHECKOUT.length));
}
