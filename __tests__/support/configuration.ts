import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { signalGroup, spawnGuarded } from '../../src/process/guarded-spawn';
import { CommandFailed, run, type RunOptions, type RunResult } from '../../src/process/run';
import type { ProviderPool } from '../../dev/provider/provider-pool';

/** `terraform plan -detailed-exitcode`. */
export const NO_CHANGES = 0;
export const CHANGES = 2;

/** What Terraform printed as one line: without the breaks and the frame that it sets errors in. */
export const unwrapped = (output: string): string => output.replace(/[│\s]+/g, ' ');

/** One planned change, as `terraform show -json` has it. */
export interface PlannedChange {
  readonly address: string;
  readonly type: string;
  readonly change: {
    readonly actions: readonly string[];
    /** Null where it is created. */
    readonly before?: PlannedValues | null;
    /** Null where it is deleted; without what is known only after the apply. */
    readonly after?: PlannedValues | null;
  };
}

/** Attributes of a resource; those that tests look at. */
interface PlannedValues {
  readonly name?: string;
  readonly policy?: string;
  readonly assume_role_policy?: string;
}

/** One operation of Terraform: `create aws_iam_role.ssm_updater[0]`. */
export interface Step {
  readonly phase: 'start' | 'complete';
  readonly action: 'create' | 'update' | 'delete';
  readonly address: string;
}

/** A root configuration and what one does with it. */
export class Configuration {
  constructor(
    private readonly program: string,
    readonly folder: string,
    private readonly env: Readonly<Record<string, string>>,
    /** Where its providers come from; without one, `init()` installs the provider. */
    private readonly pool: ProviderPool | undefined,
  ) {}

  /** Runs Terraform and reports how it ended, well or not. */
  async terraform(args: readonly string[], options: Partial<RunOptions> = {}): Promise<RunResult> {
    const env = { ...this.env, ...(await this.pool?.environment()) };
    return run(this.program, args, { cwd: this.folder, env, ...options });
  }

  async init(...args: string[]): Promise<this> {
    await this.succeed(['init', '-input=false', '-no-color', ...args]);
    if (this.pool) return this;
    // Without recorded hashes Terraform does not read the 700 MB of the provider again for every command.
    const lock = join(this.folder, '.terraform.lock.hcl');
    writeFileSync(lock, readFileSync(lock, 'utf8').replace(/\n\s*hashes = \[[^\]]*\]/g, ''));
    return this;
  }

  /** Terraform's view of the configuration; throws if it is not valid. */
  async validate(): Promise<string> {
    return (await this.succeed(['validate', '-no-color'])).stdout;
  }

  /** Runs the configuration's own `terraform test`, of which all providers are mocks; throws where one fails. */
  async test(): Promise<string> {
    return (await this.succeed(['test', '-no-color'])).stdout;
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
    if (this.pool) throw new Error('an apply is cut with the provider that it starts: provider installed');
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
      // Others live in the state alone, as terraform_data, or change what is there and may have nothing to change.
      return resources.filter(
        ({ mode, type, instances }) =>
          mode === 'managed' && /^aws_iam_(role|policy)$/.test(type) && instances.length > 0,
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
