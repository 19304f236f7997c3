import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WriteStream } from 'node:tty';
import { IMPORTS_FILE, importBlocks, type Present } from './import-blocks';
import { prepareFleet } from './prepare-fleet';
import { showProgress } from './progress';
import { runFleet } from './run-fleet';
import { terraformToRun } from './terraform-to-run';
import { userEnv } from './fleet-session';

/** Accounts of a fleet whose roles Terraform takes over. */
export interface FleetImports {
  /** Absolute path of the fleet file. */
  readonly file: string;
  /** What is there already, by account. */
  readonly present: ReadonlyMap<string, Present>;
  readonly parallelism: number;
  readonly progress: WriteStream;
  readonly signal: AbortSignal;
}

/** A deployment that failed. */
export interface FailedDeployment {
  readonly reason: string;
  /** Commands that make its state usable again; empty if it did not fail for that. */
  readonly mend: readonly string[];
}

/**
 * Deploys accounts of a fleet with import blocks for what is there already.
 *
 * @returns how it failed, by account; an account that is done, or not because of the signal, is not in it
 * @throws FleetFileError or FleetRunError if it cannot begin
 */
export async function deployWithImports(
  imports: FleetImports,
): Promise<ReadonlyMap<string, FailedDeployment>> {
  const { file, present, parallelism, signal } = imports;
  const terraform = terraformToRun();
  const prepared = prepareFleet(file, [...present.keys()]);
  const folderOf = (stack: string): string => join(prepared.out, 'stacks', stack);
  const progress = showProgress(imports.progress, present.size);
  try {
    for (const { id, stack } of prepared.targets) {
      const configuration = readFileSync(join(folderOf(stack), 'cdk.tf.json'), 'utf8');
      const blocks = importBlocks(configuration, present.get(id) ?? { roles: [], policies: [] });
      writeFileSync(join(folderOf(stack), IMPORTS_FILE), blocks);
    }
    const { results } = await runFleet({
      ...prepared,
      action: 'deploy',
      untaint: true,
      parallelism,
      ...terraform,
      env: userEnv(prepared.backend),
      watcher: progress,
      signal,
    });
    return new Map(
      results.flatMap(({ id, status, reason: said = status, log, mend = [] }) => {
        const reason = log === undefined ? said : `${said} (log: ${log})`;
        return status === 'failed' ? [[id, { reason, mend }]] : [];
      }),
    );
  } finally {
    progress.close();
    for (const { stack } of prepared.targets) rmSync(join(folderOf(stack), IMPORTS_FILE), { force: true });
  }
}
