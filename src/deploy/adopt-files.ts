import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { AdoptError, earlierState, type EarlierState } from '../account/adopt/earlier-state';
import { readText } from '../fleet/read-text';
import { whyNotWritable, writeFiles } from '../process/write-files';
import { writtenResources } from '../module/written-resources';
import { MODULE_FOLDER } from '../names/published-module';
import { shownPath } from '../text/shown-path';
import { accountOfBlocks, importBlocks, IMPORTS_HEADER, type Present } from './import-blocks';

/**
 * The state of another configuration.
 *
 * @throws AdoptError if there is no such file, or it is no state
 */
export function readState(file: string): EarlierState {
  const path = resolve(file);
  if (!existsSync(path))
    throw new AdoptError(`--state must name a Terraform state, got "${file}", which is not there`);
  return earlierState(readText(path, file), file);
}

/**
 * Absolute path of the file for import blocks.
 *
 * @throws AdoptError if somebody else wrote what is there, or it cannot be written
 */
export function writable(file: string): string {
  const path = resolve(file);
  const code = whyNotWritable(path);
  if (code !== undefined)
    throw new AdoptError(`--write must name a file that can be written, got "${file}" (${code})`);
  if (!existsSync(path) || readFileSync(path, 'utf8').startsWith(IMPORTS_HEADER)) return path;
  throw new AdoptError(`--write must name a new file, got "${file}", which this command did not write`);
}

/** @throws AdoptError if a file has import blocks of another account */
export function refuseBlocksOfOthers(path: string, { accountId }: Present): void {
  const earlier = existsSync(path) ? accountOfBlocks(readFileSync(path, 'utf8')) : undefined;
  if (earlier === undefined || earlier === accountId) return;
  throw new AdoptError(
    `--write must name another file for account ${accountId}, got "${shownPath(path)}", which has the import blocks of account ${earlier}`,
  );
}

/**
 * Writes import blocks for what is there in an account.
 *
 * @param project folder of the package, which holds the module
 */
export function writeBlocks(
  path: string,
  present: Present,
  { project, module }: { readonly project: string; readonly module?: string },
): void {
  const text = readFileSync(join(project, MODULE_FOLDER, 'main.tf'), 'utf8');
  writeFiles(
    dirname(path),
    new Map([[basename(path), importBlocks(writtenResources(text), present, module)]]),
  );
}
