import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { signalGroup, spawnGuarded } from '../../src/process/guarded-spawn';
import { CommandFailed, run, runOrFail, type RunOptions, type RunResult } from '../../src/process/run';
import { openSandbox, type Sandbox } from '../../dev/sandbox/sandbox';
import type { SandboxCredentials, Toolchain } from '../../dev/toolchain/toolchain';

/** Folder of the checkout that is tested. */
export const CHECKOUT = resolve(__dirname, '..', '..');
/** Folder of the published module, relative to the checkout. */
export const MODULE = 'modules/octo-access';
/** Id of the account stack. */
export const ACCOUNT_STACK = 'octo-access';

/** The two inputs of every installation in the tests. */
export const PRINCIPAL = '444455556666';
export const EXTERNAL_ID = 'octo-ext-7f3c2a1b9d';

/** `terraform plan -detailed-exitcode`. */
export const NO_CHANGES = 0;
export const CHANGES = 2;

/** One planned change, as `terraform show -json` has it. */
export interface PlannedChange {
  readonly address: string;
  readonly type: string;
  readonly change: { readonly actions: readonly string[] };
}

/** One operation of Terraform: `create aws_iam_role.ssm_updater[0]`. */
export interface Step {
  readonly phase: 'start' | 'complete';
  readonly action: 'create' | 'update' | 'delete';
  readonly address: string;
}

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
   * Whether the provider is started once, by `init()`, for all commands, which else start it up to four times each. For
   * configurations with one provider block: all of a run's blocks would configure the same process. @default false
   */
  readonly oneProvider?: boolean;
}

/** Folders for one suite's configurations, all with the toolchain's Terraform and provider. */
export class Workbench {
  private readonly sandbox: Sandbox;
  private readonly configurations: Configuration[] = [];

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
    const { oneProvider = false, ...rest } = place;
    const path = this.path(folder);
    const made = new Configuration(this.tools.terraform.path, path, this.env(rest), oneProvider);
    this.configurations.push(made);
    return made;
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

  remove(): void {
    for (const configuration of this.configurations) configuration.endProvider();
    this.sandbox.remove();
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

  private env(place: Omit<Place, 'oneProvider'>): Record<string, string> {
    const { variables = {}, env = {}, ...rest } = place;
    const extra: Record<string, string> = {
      // A third of what Terraform and its provider take is collecting garbage, most of it of reading schemas.
      GOGC: '400',
      ...env,
      TF_VAR_principal: PRINCIPAL,
      TF_VAR_external_id: EXTERNAL_ID,
    };
    for (const [name, value] of Object.entries(variables)) extra[`TF_VAR_${name}`] = JSON.stringify(value);
    return this.sandbox.env({ ...rest, extra });
  }
}

/** A root module and the commands on it. */
export class Configuration {
  /** Environment that says where the provider listens that `keepProvider()` started. */
  reattach: Readonly<Record<string, string>> = {};
  private provider: ChildProcess | undefined;

  constructor(
    private readonly program: string,
    readonly folder: string,
    private readonly env: Readonly<Record<string, string>>,
    private readonly oneProvider: boolean,
  ) {}

  /** Runs Terraform and reports how it ended, well or not. */
  async terraform(args: readonly string[], options: Partial<RunOptions> = {}): Promise<RunResult> {
    return run(this.program, args, { cwd: this.folder, env: { ...this.env, ...this.reattach }, ...options });
  }

  /** Starts the provider once for all commands that follow, as `oneProvider` says. */
  async keepProvider(): Promise<void> {
    if (this.provider) return;
    const child = spawnGuarded(this.providerProgram(), ['-debug'], {
      cwd: this.folder,
      env: this.env,
      stdout: 'pipe',
      stderr: 'pipe',
    });
    this.provider = child;
    child.stderr?.resume();
    for await (const line of createInterface({ input: child.stdout ?? Readable.from([]) })) {
      const [, value] = /TF_REATTACH_PROVIDERS='(.*)'/.exec(line) ?? [];
      if (value === undefined) continue;
      const [listens] = Object.values(JSON.parse(value) as Record<string, unknown>);
      const addresses = ['registry.terraform.io', 'registry.opentofu.org'].map(
        (host) => `${host}/hashicorp/aws`,
      );
      this.reattach = {
        TF_REATTACH_PROVIDERS: JSON.stringify(
          Object.fromEntries(addresses.map((address) => [address, listens])),
        ),
      };
      child.stdout?.resume();
      return;
    }
    throw new Error(`${this.providerProgram()} ended before it said where it listens`);
  }

  /** Ends the provider that was kept, if one was. */
  endProvider(): void {
    if (this.provider) signalGroup(this.provider, 'SIGKILL');
    this.provider = undefined;
    this.reattach = {};
  }

  /** The AWS provider that `init()` put there. */
  private providerProgram(): string {
    const folder = join(this.folder, '.terraform', 'providers');
    // Its platform's folder is a link into the mirror, which a recursive listing does not enter.
    const platforms = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) =>
      join(folder, name),
    );
    const programs = platforms
      .filter((path) => statSync(path).isDirectory())
      .flatMap((path) => readdirSync(path).map((name) => join(path, name)))
      .filter((path) => /^terraform-provider-aws_v[^/]*$/.test(basename(path)));
    const [program] = programs;
    if (program === undefined) throw new Error(`no AWS provider in ${folder}`);
    return program;
  }

  async init(...args: string[]): Promise<this> {
    await this.succeed(['init', '-input=false', '-no-color', ...args]);
    // Without recorded hashes Terraform does not read the 700 MB of the provider again for every command.
    const lock = join(this.folder, '.terraform.lock.hcl');
    writeFileSync(lock, readFileSync(lock, 'utf8').replace(/\n\s*hashes = \[[^\]]*\]/g, ''));
    if (this.oneProvider) await this.keepProvider();
    return this;
  }

  /** Terraform's view of the configuration; throws if it is not valid. */
  async validate(): Promise<string> {
    return (await this.succeed(['validate', '-no-color'])).stdout;
  }

  /** Runs the configuration's own `terraform test`, of which all providers are mocks; throws where one fails. */
  async test(): Promise<string> {
    await this.keepProvider();
    return (
      await this.succeed(['test', '-no-color']).finally(() => {
        this.endProvider();
      })
    ).stdout;
  }

  async apply(...args: string[]): Promise<RunResult> {
    return this.succeed(['apply', '-auto-approve', '-input=false', '-no-color', ...args]);
  }

  async destroy(...args: string[]): Promise<RunResult> {
    return this.succeed(['destroy', '-auto-approve', '-input=false', '-no-color', ...args]);
  }

  /** Plans; the status is `NO_CHANGES` or `CHANGES`. */
  async plan(...args: string[]): Promise<RunResult> {
    const command = ['plan', '-detailed-exitcode', '-input=false', '-no-color', ...args];
    const result = await this.terraform(command);
    if (![NO_CHANGES, CHANGES].includes(result.status)) throw new CommandFailed(command.join(' '), result);
    return result;
  }

  /** Plans into a file that `apply` takes, and reads the planned changes of resources. */
  async plannedChanges(file: string): Promise<PlannedChange[]> {
    await this.plan(`-out=${file}`);
    const { stdout } = await this.succeed(['show', '-json', file]);
    const { resource_changes: changes = [] } = JSON.parse(stdout) as { resource_changes?: PlannedChange[] };
    return changes;
  }

  /** Applies or destroys, and returns the order of operations. */
  async steps(command: 'apply' | 'destroy', ...args: string[]): Promise<Step[]> {
    const { stdout } = await this.succeed([command, '-auto-approve', '-input=false', '-json', ...args]);
    return stdout.split('\n').flatMap((line) => {
      const { type, hook } = JSON.parse(line) as {
        type: string;
        hook?: { action: Step['action']; resource: { addr: string } };
      };
      const phases: Partial<Record<string, Step['phase']>> = {
        apply_start: 'start',
        apply_complete: 'complete',
      };
      const phase = phases[type];
      return hook && phase ? [{ phase, action: hook.action, address: hook.resource.addr }] : [];
    });
  }

  /** Applies, and sends the signal as soon as the local state holds so many resources; comes back when all has ended. */
  async cutApply(signal: NodeJS.Signals, resources: number): Promise<void> {
    const child = spawnGuarded(this.program, ['apply', '-auto-approve', '-input=false', '-no-color'], {
      cwd: this.folder,
      env: this.env,
      stdout: 'pipe',
      stderr: 'pipe',
    });
    child.stdout?.resume();
    child.stderr?.resume();
    // Not by what Terraform prints: it calls a resource complete before it writes it into the state.
    const watch = setInterval(() => {
      if (this.resourcesInState() < resources) return;
      clearInterval(watch);
      signalGroup(child, signal);
    }, 50);
    await once(child, 'close').finally(() => {
      clearInterval(watch);
    });
  }

  async output(): Promise<Record<string, unknown>> {
    const { stdout } = await this.succeed(['output', '-json']);
    const outputs = JSON.parse(stdout) as Record<string, { value: unknown }>;
    return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
  }

  private resourcesInState(): number {
    try {
      const state = readFileSync(join(this.folder, 'terraform.tfstate'), 'utf8');
      const { resources } = JSON.parse(state) as {
        resources: { mode: string; type: string; instances: unknown[] }[];
      };
      // Resources that are still to be created stand there, too, without an instance.
      // terraform_data lives in the state alone.
      return resources.filter(
        ({ mode, type, instances }) => mode === 'managed' && type.startsWith('aws_') && instances.length > 0,
      ).length;
    } catch {
      // Not there yet, or half-written at this moment.
      return 0;
    }
  }

  private async succeed(args: readonly string[]): Promise<RunResult> {
    const result = await this.terraform(args);
    if (result.status !== 0) throw new CommandFailed([basename(this.program), ...args].join(' '), result);
    return result;
  }
}

/** The text of a plan about one resource. */
export function planned(output: string, address: string): string {
  const found = output.split(/\n {2}(?=# )/).find((block) => block.startsWith(`# ${address} `));
  if (found === undefined) throw new Error(`the plan does not speak of ${address}:\n${output}`);
  return found;
}

function typescript(): string {
  return join(CHECKOUT, 'node_modules', 'typescript', 'bin', 'tsc');
}

/** Leaves out the files of a user's run in an example. */
function isSource(path: string): boolean {
  return !/node_modules|cdktf\.out|\.terraform|\.tfstate/.test(path.slice(CHECKOUT.length));
}
