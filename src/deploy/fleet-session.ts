import { basename, join, resolve } from 'node:path';
import type { WriteStream } from 'node:tty';
import { giveUpCommand } from '../fleet/orphaned-states';
import { chosenFleetFile } from '../fleet/find-fleet';
import type { FleetBackend } from '../fleet/fleet';
import { stateFile } from '../fleet/local-states';
import { EXIT_STATUSES, statusOf } from '../names/exit-status';
import { InterruptedBefore, onInterrupt, type Interrupt } from '../process/interrupt';
import { OctoClient } from '../octo/octo-client';
import { DEFAULT_PARALLELISM, type Action, type Shard } from './actions';
import { accountsToConfirm, confirmDone, confirmSummary } from './confirm-session';
import { noAccountsIn } from './fleet-list';
import type { FleetReport } from './fleet-report';
import { fleetTargets, synthesized } from './prepare-fleet';
import { divideByDrift } from './drifted';
import { showProgress, type Progress } from './progress';
import { runFleet, type FleetRun } from './run-fleet';
import { asJson, exitStatus, summarize, type Wording } from './summary';
import { refuseWrongWords } from './fleet-words';
import { inShard } from './targets';
import { terraformToRun } from './terraform-to-run';
import { shellWord } from '../text/shell-quote';

/** An action and the accounts to run it on. */
export interface FleetSession {
  readonly action: Action;
  /** Ids or names; empty for all. */
  readonly accounts: readonly string[];
  /** The fleet file, relative to the current folder. @default - the one in the current folder */
  readonly file?: string;
  readonly parallelism: number;
  /** @default - all of them */
  readonly shard?: Shard;
  /** Whether `destroy` means every account. */
  readonly all?: boolean;
  /** Whether `deploy` leaves accounts alone whose roles are as they should be. */
  readonly drifted?: boolean;
  /** Whether Octo confirms what `deploy` has done. */
  readonly confirm?: boolean;
  /** Where progress is shown. */
  readonly progress: WriteStream;
  /** That of a longer work, which this is a part of. @default - its own */
  readonly interrupt?: Interrupt;
}

/** How a session went, for programs and for people. */
export interface SessionEnd {
  readonly report: FleetReport;
  readonly summary: string;
  readonly exitStatus: number;
}

/**
 * Synthesizes the accounts of a fleet file, runs Terraform on them and shows the progress. Signals stop it cleanly.
 *
 * @throws UsageError, FleetFileError, NoFleetFile or FleetRunError if it cannot begin; InterruptedBefore
 */
export async function fleetSession(session: FleetSession): Promise<SessionEnd> {
  const { action, accounts, file: named, parallelism, shard, drifted = false, confirm = false } = session;
  refuseWrongWords(session);
  const file = chosenFleetFile(resolve('.'), named);
  const chosen = fleetTargets(file, accounts, action === 'migrate');
  // What is missing is said before anything is deployed.
  const octo = confirm ? OctoClient.fromEnvironment() : undefined;
  const terraform = terraformToRun();
  const whole = synthesized(chosen);
  const prepared = { ...whole, targets: inShard(whole.targets, shard) };
  const interrupt = session.interrupt ?? onInterrupt(TERRAFORM_GOES_ON);
  const tell = (line: string): void => void session.progress.write(`${line}\n`);
  let progress: Progress | undefined;
  try {
    const { work, same } = drifted
      ? await divideByDrift(prepared, interrupt.signal, tell)
      : { work: prepared.targets, same: [] };
    progress = showProgress(session.progress, work.length);
    const env = userEnv(prepared.backend);
    const options = { action, parallelism, ...terraform, env, watcher: progress };
    const run: FleetRun =
      work.length === 0
        ? { action, results: [], seconds: 0 }
        : await runFleet({ ...prepared, ...options, targets: work, signal: interrupt.signal });
    const giveUp = (stack: string): string => giveUpCommand(join(prepared.folder, stateFile(stack)));
    const wording: Wording = {
      file: basename(file),
      repeat: optionsToRepeat(named, parallelism, confirm),
      ...(named !== undefined && { fileOption: fileOption(named) }),
      ...(drifted && { same }),
      ...(prepared.backend === 'local' && { giveUp }),
    };
    const report = asJson(run, wording);
    const empty = shard && prepared.targets.length === 0;
    const summary = empty ? noAccountsIn(shard) : summarize(run, wording);
    const done = run.results.filter((result) => result.status === 'done').map(({ id }) => id);
    const isNotAsked = octo !== undefined && interrupt.signal.aborted;
    if (octo === undefined || done.length === 0 || interrupt.signal.aborted)
      return {
        report: isNotAsked ? { ...report, ok: false } : report,
        summary,
        exitStatus: interrupt.exitStatus ?? exitStatus(run),
      };
    progress.close();
    const confirmation = await confirmDone(octo, accountsToConfirm(prepared.fleet, done), {
      tell,
      signal: interrupt.signal,
    });
    const status = exitStatus(run);
    return {
      report: { ...report, ok: report.ok && confirmation.ok, confirmation },
      summary: `${summary}\n${confirmSummary(confirmation)}`,
      exitStatus:
        interrupt.exitStatus ??
        (status === EXIT_STATUSES.done.status ? statusOf(confirmation.accounts, 'refused') : status),
    };
  } catch (error) {
    if (interrupt.exitStatus === undefined) throw error;
    throw new InterruptedBefore(interrupt.exitStatus);
  } finally {
    progress?.close();
    if (session.interrupt === undefined) interrupt.release();
  }
}

/** What ends in order where Terraform is running. */
export const TERRAFORM_GOES_ON = 'Terraform finishes the operation in progress';

function fileOption(file: string): string {
  return `--file ${shellWord(file)}`;
}

/** The options of a run, for the command that does the rest of it. */
export function optionsToRepeat(file: string | undefined, parallelism: number, confirm: boolean): string {
  const options = [
    file === undefined ? undefined : fileOption(file),
    parallelism === DEFAULT_PARALLELISM ? undefined : `--parallelism ${parallelism}`,
    confirm ? '--confirm' : undefined,
  ];
  return options.filter(Boolean).join(' ');
}

/**
 * The user's environment, without variables that would make all stacks share one state or data folder, and without the key to Octo, which
 * neither Terraform nor a provider needs.
 */
export function userEnv(backend: FleetBackend['type']): Record<string, string> {
  const {
    TF_WORKSPACE: _workspace,
    TF_DATA_DIR: _data,
    ALPHAUS_CLIENT_ID: _id,
    ALPHAUS_CLIENT_SECRET: _secret,
    ...env
  } = process.env as Record<string, string>;
  // Said, it also undoes a workspace that was selected by hand in a stack's folder. HCP Terraform's is in the configuration.
  const workspace: Record<string, string> = backend === 'cloud' ? {} : { TF_WORKSPACE: 'default' };
  return { ...env, ...workspace, TF_IN_AUTOMATION: '1', TF_INPUT: '0', CHECKPOINT_DISABLE: '1' };
}
