import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WriteStream } from 'node:tty';
import type { Resources } from '../module/written-resources';
import { IMPORTS_FILE, importBlocks, type Present } from './import-blocks';
import { prepareFleet } from './prepare-fleet';
import { showProgress } from './progress';
import { installProvider } from './provider';
import { runFleet } from './run-fleet';
import { terraformToRun } from './terraform-to-run';
import { userEnv } from './fleet-session';

/** Accounts of a fleet whose roles Terraform takes over. */
export interface FleetImports {
  /** Absolute path of the fleet file. */
  readonly file: string;
  /** Ids. */
  readonly accounts: readonly string[];
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
 * Deploys accounts with import blocks for what is there already, by account.
 *
 * @returns how it failed, by account; an account that is done, or not because of the signal, is not in it
 */
export type ImportingDeployment = (
  present: ReadonlyMap<string, Present>,
) => Promise<ReadonlyMap<string, FailedDeployment>>;

/**
 * Makes everything ready that a deployment needs beside AWS: the stacks and the provider. Nothing is changed in AWS.
 *
 * @throws FleetFileError or FleetRunError if accounts of this fleet cannot be deployed here
 */
export async function readyToImport(imports: FleetImports): Promise<ImportingDeployment> {
  const { file, accounts, parallelism, signal } = imports;
  const terraform = terraformToRun();
  const { targets, ...prepared } = prepareFleet(file, accounts);
  const site = { ...prepared, ...terraform, env: userEnv(prepared.backend), signal };
  const provider = await installProvider(site);
  const folderOf = (stack: string): string => join(prepared.out, 'stacks', stack);
  return async (present) => {
    const chosen = targets.filter(({ id }) => present.has(id));
    const progress = showProgress(imports.progress, chosen.length);
    try {
      for (const { id, stack } of chosen) {
        const configuration = readFileSync(join(folderOf(stack), 'cdk.tf.json'), 'utf8');
        const { resource = {} } = JSON.parse(configuration) as { readonly resource?: Resources };
        const blocks = importBlocks(resource, present.get(id) ?? { accountId: id, roles: [], policies: [] });
        writeFileSync(join(folderOf(stack), IMPORTS_FILE), blocks);
      }
      const { results } = await runFleet({
        ...site,
        targets: chosen,
        action: 'deploy',
        untaint: true,
        parallelism,
        watcher: progress,
        provider,
      });
      return new Map(
        results.flatMap(({ id, status, reason: said = status, log, mend = [] }) => {
          const reason = log === undefined ? said : `${said} (log: ${log})`;
          return status === 'failed' ? [[id, { reason, mend }]] : [];
        }),
      );
    } finally {
      progress.close();
      for (const { stack } of chosen) rmSync(join(folderOf(stack), IMPORTS_FILE), { force: true });
    }
  };
}
