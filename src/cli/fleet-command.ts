import { basename, resolve } from 'node:path';
import { onInterrupt } from '../process/interrupt';
import { describeProblem } from '../process/find-program';
import { findTerraform } from '../process/terraform';
import { showProgress } from '../deploy/progress';
import { prepareFleet } from '../deploy/prepare-fleet';
import { runFleet, type Action } from '../deploy/run-fleet';
import { asJson, exitStatus, summarize, type Wording } from '../deploy/summary';
import { FleetRunError } from '../deploy/targets';
import { findFleetFile } from '../fleet/find-fleet';

/** Options of the command. */
export interface FleetOptions {
  readonly file?: string;
  readonly parallelism: number;
  readonly all?: boolean;
  readonly json?: boolean;
}

/**
 * `octo-access fleet`: runs, shows how it goes, says how it went.
 *
 * @throws FleetFileError or FleetRunError
 */
export async function fleetCommand(
  action: Action,
  accounts: readonly string[],
  { file: given, parallelism, all, json }: FleetOptions,
): Promise<void> {
  if (action === 'destroy' && accounts.length === 0 && !all) {
    throw new FleetRunError('destroy removes the roles: name the accounts, or say --all');
  }
  const file = given === undefined ? findFleetFile(resolve('.')) : resolve(given);
  if (file === undefined) {
    throw new FleetRunError(
      'there is no octo.yaml, octo.yml or octo.json here: write one, or name another with --file',
    );
  }
  const { found: terraform, problem } = findTerraform();
  if (!terraform) throw new FleetRunError(describeProblem(problem));
  const prepared = prepareFleet(file, accounts);
  const interrupt = onInterrupt();
  interrupt.signal.addEventListener('abort', () => {
    process.stderr.write(
      '\ninterrupted: Terraform finishes what it is just doing; interrupt again to kill it\n',
    );
    // Whatever ends this process kills Terraform with it.
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
  });
  const progress = showProgress(json ? process.stderr : process.stdout, prepared.targets.length);
  try {
    const run = await runFleet({
      ...prepared,
      action,
      parallelism,
      terraform: terraform.path,
      env: userEnv(),
      signal: interrupt.signal,
      watcher: progress,
    });
    progress.close();
    const wording: Wording = {
      file: basename(file),
      ...(given !== undefined && { repeat: `--file ${given}` }),
    };
    console.log(json ? JSON.stringify(asJson(run, wording), null, 2) : `\n${summarize(run, wording)}`);
    process.exitCode = interrupt.exitStatus ?? exitStatus(run);
  } catch (error) {
    if (!interrupt.signal.aborted) throw error;
    process.exitCode = interrupt.exitStatus;
  } finally {
    progress.close();
    interrupt.release();
  }
}

/** The user's, without what would put the states or the providers of all stacks in one place. */
function userEnv(): Record<string, string> {
  const { TF_WORKSPACE: _workspace, TF_DATA_DIR: _data, ...env } = process.env as Record<string, string>;
  return { ...env, TF_IN_AUTOMATION: '1', TF_INPUT: '0', CHECKPOINT_DISABLE: '1' };
}
