import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stateFile } from '../fleet/local-states';
import { run } from '../process/run';
import { sideBySide } from '../process/side-by-side';
import type { Action } from './actions';
import { importCommands } from './imports';
import { stateInOtherWorkspace } from './other-workspaces';
import { StateMove } from './state-move';
import {
  brokenState,
  hasUnsavedState,
  lockedState,
  notSaved,
  unsavedState,
  type StuckState,
} from './stuck-state';
import { installProvider, type InstalledProvider, type Site } from './provider';
import type { Target } from './targets';
import { untaintInterrupted } from './untaint';
import { TerraformOutput, type Changes } from './terraform-output';

/** The result of a run for one stack. */
export interface Result extends Target {
  readonly status: 'done' | 'failed' | 'interrupted' | 'not started';
  readonly seconds: number;
  /** Changes made or planned; only if it succeeded. */
  readonly changes?: Changes;
  /** Whether the state was somewhere else before; after a migration. */
  readonly moved?: boolean;
  /** Whether a plan has changes, including outputs. */
  readonly differs?: boolean;
  /** The error in one line; only if it failed. */
  readonly reason?: string;
  /** Commands that take over what is there already; only if it failed for that. */
  readonly imports?: readonly string[];
  /** Commands that make its state usable again; only if it failed for that. */
  readonly mend?: readonly string[];
  /** Absolute path of Terraform's whole output; undefined if it was not started. */
  readonly log?: string;
  /** The output `octo_onboarding`, after a deployment. */
  readonly onboarding?: unknown;
}

/** The result of a run. */
export interface FleetRun {
  readonly action: Action;
  /** In the order of the targets. */
  readonly results: readonly Result[];
  readonly seconds: number;
}

/** Is called as a run progresses. */
export interface Watcher {
  started(target: Target): void;
  /** @param doing like `planning`, or `applying 3 of 22` */
  progressed(target: Target, doing: string): void;
  ended(result: Result): void;
}

/** A run to do. */
export interface FleetRunOptions extends Site {
  readonly action: Action;
  /** Terraform as the user would write it in a shell. */
  readonly terraformCommand: string;
  readonly targets: readonly Target[];
  /** Stacks to run at the same time: each runs one Terraform and one provider. */
  readonly parallelism: number;
  /** Whether roles and policies whose creation was interrupted are gone on with. @default false */
  readonly untaint?: boolean;
  /** @default - nobody */
  readonly watcher?: Watcher;
  /** The provider, where it is installed already. @default - it is installed first */
  readonly provider?: InstalledProvider;
}

const COMMANDS: Readonly<Record<Exclude<Action, 'migrate'>, readonly string[]>> = {
  deploy: ['apply', '-auto-approve'],
  plan: ['plan', '-detailed-exitcode'],
  destroy: ['apply', '-destroy', '-auto-approve'],
};

/** Exit status of `terraform plan -detailed-exitcode` with changes. */
const DIFFERS = 2;

/** An interrupted Terraform ends by itself, after it has finished the current operation and saved the state. */
const GRACE_MILLISECONDS = 10 * 60_000;

/**
 * Runs the stacks of a fleet, some at a time. If one fails, the others continue. An interruption stops the running ones
 * cleanly and starts no further one.
 *
 * @throws FleetRunError if no stack can be run
 */
export async function runFleet(options: FleetRunOptions): Promise<FleetRun> {
  const started = Date.now();
  const { action, targets, signal, watcher } = options;
  const provider = options.provider ?? (await installProvider(options));
  // Terraform's plugin cache is not safe for concurrent runs. With Go's default, garbage collection takes a quarter of the
  // time of a Terraform and a provider that run for seconds only.
  const { TF_PLUGIN_CACHE_DIR: _cache, ...given } = options.env;
  const env = { GOGC: '400', ...given };
  const workOn = async (target: Target): Promise<Result> => {
    watcher?.started(target);
    const result = await work(target, { ...options, env }, provider);
    watcher?.ended(result);
    return result;
  };
  const leave = (): void => {
    provider.settleAll();
  };
  process.once('exit', leave);
  const results = await sideBySide(targets, options.parallelism, workOn, signal).finally(() =>
    process.off('exit', leave),
  );
  return {
    action,
    results: targets.map(
      (target, index) => results[index] ?? { ...target, status: 'not started', seconds: 0 },
    ),
    seconds: secondsSince(started),
  };
}

async function work(
  target: Target,
  {
    action,
    folder,
    out,
    backend,
    terraform,
    terraformCommand,
    env,
    signal,
    watcher,
    untaint,
  }: FleetRunOptions,
  provider: InstalledProvider,
): Promise<Result> {
  const started = Date.now();
  const cwd = join(out, 'stacks', target.stack);
  const log = join(out, 'logs', `${target.stack}.log`);
  const terraformOutput = new TerraformOutput();
  const verb = action === 'destroy' ? 'destroying' : 'applying';
  const hear = (line: string): void => {
    appendFileSync(log, `${terraformOutput.read(line)}\n`);
    const { changes, finished } = terraformOutput;
    if (!changes) return;
    watcher?.progressed(target, `${verb} ${finished} of ${changes.add + changes.change + changes.remove}`);
  };
  const call = (
    args: readonly string[],
    more: Readonly<Record<string, string>> = {},
    where = cwd,
  ): ReturnType<typeof run> =>
    run(terraform, args, {
      cwd: where,
      env: { ...env, ...more },
      signal,
      onLine: hear,
      graceMilliseconds: GRACE_MILLISECONDS,
    });
  const result = (status: Result['status'], rest: Partial<Result> = {}): Result => ({
    ...target,
    status,
    seconds: secondsSince(started),
    log,
    ...rest,
  });
  const stack = { folder: cwd, program: terraformCommand, backend };
  const failed = (status: number, problem?: string | StuckState): Result => {
    const imports = importCommands(terraformOutput.resourceErrors(), {
      ...stack,
      accountId: target.id,
      partition: target.partition,
    });
    const stuck = typeof problem === 'object' ? problem : lockedState(terraformOutput.errorTexts(), stack);
    const said = typeof problem === 'string' ? problem : terraformOutput.reason();
    const reason = stuck?.reason ?? said ?? `Terraform ended with status ${status}`;
    return result('failed', {
      reason: stuck === undefined && hasUnsavedState(cwd) ? notSaved(reason) : reason,
      ...(imports.length > 0 && { imports }),
      ...(stuck && stuck.commands.length > 0 && { mend: stuck.commands }),
    });
  };
  try {
    mkdirSync(dirname(log), { recursive: true });
    writeFileSync(log, '');
    watcher?.progressed(target, 'initializing');
    const initialize = async (...more: readonly string[]): Promise<number> => {
      provider.prepare(cwd);
      // `init` has no -json before Terraform 1.9.
      const init = ['init', '-input=false', '-no-color', ...provider.initArguments, ...more];
      const { status } = await call(init, provider.initEnv(cwd)).finally(() => {
        provider.settle(cwd);
      });
      return status;
    };
    const localState = join(folder, stateFile(target.stack));
    if (action === 'migrate') {
      const move = new StateMove(cwd, localState, backend, terraformCommand);
      const { status, moved, problem } = await move.run(initialize, (args, where) => call(args, {}, where));
      return status === 0 ? result('done', { moved }) : failed(status, problem);
    }
    const broken = backend === 'local' ? brokenState(localState, action) : undefined;
    if (broken) return failed(1, broken);
    const initialized = await initialize();
    if (initialized !== 0) return failed(initialized);
    if (hasUnsavedState(cwd)) {
      // Nothing but a command that takes the lock says whose it is.
      const { status } = await call(['plan', '-refresh=false', '-input=false', '-json']);
      return failed(status, unsavedState(stack, lockedState(terraformOutput.errorTexts(), stack)));
    }
    if (backend === 's3') {
      const elsewhere = await stateInOtherWorkspace({ ...stack, stack: target.stack, call });
      if (elsewhere !== undefined) return failed(1, elsewhere);
    }
    if (untaint) await untaintInterrupted(call);
    watcher?.progressed(target, 'planning');
    const { status } = await call([...COMMANDS[action], '-input=false', '-json']);
    const differs = action === 'plan' && status === DIFFERS;
    if (status !== 0 && !differs) return failed(status);
    const onboarding = action === 'deploy' ? terraformOutput.outputs['octo_onboarding'] : undefined;
    return result('done', {
      ...(terraformOutput.changes && { changes: terraformOutput.changes }),
      ...(action === 'plan' && { differs }),
      ...(onboarding !== undefined && { onboarding }),
    });
  } catch (error) {
    if (signal.aborted) return result('interrupted');
    return result('failed', { reason: (error as Error).message });
  }
}

function secondsSince(started: number): number {
  return Math.round((Date.now() - started) / 100) / 10;
}
