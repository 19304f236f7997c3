import { basename, resolve } from 'node:path';
import type { WriteStream } from 'node:tty';
import { chosenFleetFile } from '../fleet/find-fleet';
import { ErrorInWords } from '../names/error-in-words';
import { EXIT_STATUSES } from '../names/exit-status';
import { describeProblem } from '../process/find-program';
import { onInterrupt } from '../process/interrupt';
import { findTerraform } from '../process/terraform';
import type { Action } from './actions';
import type { FleetReport } from './fleet-report';
import { prepareFleet } from './prepare-fleet';
import { showProgress } from './progress';
import { runFleet } from './run-fleet';
import { asJson, exitStatus, summarize, type Wording } from './summary';
import { FleetRunError } from './targets';
import { shellWord } from '../text/shell-quote';

/** An action and the accounts to run it on. */
export interface FleetSession {
  readonly action: Action;
  /** Ids or names; empty for all. */
  readonly accounts: readonly string[];
  /** The fleet file, relative to the current folder. @default - the one in the current folder */
  readonly file?: string;
  readonly parallelism: number;
  /** Whether `destroy` means every account. */
  readonly all?: boolean;
  /** Where progress is shown. */
  readonly progress: WriteStream;
}

/** How a session went, for programs and for people. */
export interface SessionEnd {
  readonly report: FleetReport;
  readonly summary: string;
  readonly exitStatus: number;
}

/** The user stopped it before any account was worked on. */
export class InterruptedBefore extends ErrorInWords {
  constructor(override readonly exitStatus: number) {
    super('interrupted before any account was touched');
    this.name = 'InterruptedBefore';
  }
}

/**
 * Synthesizes the accounts of a fleet file, runs Terraform on them and shows the progress. Signals stop it cleanly.
 *
 * @throws FleetFileError, NoFleetFile or FleetRunError if it cannot begin; InterruptedBefore
 */
export async function fleetSession(session: FleetSession): Promise<SessionEnd> {
  const { action, accounts, file: named, parallelism, all } = session;
  if (action === 'destroy' && accounts.length === 0 && !all) {
    throw new FleetRunError('destroy removes the roles: name the accounts, or give --all');
  }
  const file = chosenFleetFile(resolve('.'), named);
  const { found: terraform, problem } = findTerraform();
  if (!terraform) throw new FleetRunError(describeProblem(problem));
  const prepared = prepareFleet(file, accounts);
  const interrupt = onInterrupt();
  interrupt.signal.addEventListener('abort', () => {
    process.stderr.write(
      '\ninterrupted: Terraform finishes the operation in progress; interrupt again to kill it\n',
    );
    // Terraform is killed whenever this process ends.
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => process.exit(EXIT_STATUSES.interrupted.status));
    }
  });
  const progress = showProgress(session.progress, prepared.targets.length);
  try {
    const env = userEnv();
    const options = { action, parallelism, terraform: terraform.path, env, watcher: progress };
    const run = await runFleet({ ...prepared, ...options, signal: interrupt.signal });
    const repeat = named === undefined ? {} : { repeat: `--file ${shellWord(named)}` };
    const wording: Wording = { file: basename(file), ...repeat };
    return {
      report: asJson(run, wording),
      summary: summarize(run, wording),
      exitStatus: interrupt.exitStatus ?? exitStatus(run),
    };
  } catch (error) {
    if (interrupt.exitStatus === undefined) throw error;
    throw new InterruptedBefore(interrupt.exitStatus);
  } finally {
    progress.close();
    interrupt.release();
  }
}

/** The user's environment, without variables that would make all stacks share one state or data folder. */
function userEnv(): Record<string, string> {
  const { TF_WORKSPACE: _workspace, TF_DATA_DIR: _data, ...env } = process.env as Record<string, string>;
  return { ...env, TF_IN_AUTOMATION: '1', TF_INPUT: '0', CHECKPOINT_DISABLE: '1' };
}
