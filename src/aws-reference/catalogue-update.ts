import { ErrorInWords, UsageError } from '../names/error-in-words';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../process/run';
import { Analysis } from '../analysis/analysis';
import { catalogueDifference } from '../analysis/catalogue-difference';
import { editionFindings } from '../analysis/edition-findings';
import type { IamData } from './aws-actions';
import { awsReference } from './read-reference';
import { CATALOGUE_PACKAGE, catalogueSource, type CatalogueSource } from './catalogue-source';
import type { CatalogueUpdate } from './catalogue-update-shape';
import { writeFiles } from '../process/write-files';

const PACKAGE_FILES = ['package.json', 'package-lock.json'];

/** The edition that is fetched by default. */
export const LATEST = 'latest';

/** An edition that could not be fetched or installed, in words for the user. */
export class CatalogueUpdateError extends ErrorInWords {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CatalogueUpdateError';
  }
}

/**
 * Fetches an edition of AWS's actions, says what it changes for the roles, and installs it.
 *
 * It stays installed even if it breaks a rule: AWS has changed its actions either way, and the rows are corrected
 * against the new edition.
 *
 * @param project folder whose package.json names the package
 * @param source what to fetch: a version or tag of the package, a tarball, its address, or a folder
 * @throws UsageError or CatalogueUpdateError; the project is then unchanged
 */
export async function updateCatalogue(
  project: string,
  source: string = LATEST,
  progress: (line: string) => void = () => undefined,
): Promise<CatalogueUpdate> {
  const { spec, isPublished } = sourceOf(source);
  const folder = mkdtempSync(join(tmpdir(), 'octo-catalogue-'));
  try {
    progress(`fetching ${spec}`);
    writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
    await fetched(folder, spec);
    progress("comparing the actions that the roles' patterns match");
    const [before, after] = [versionIn(project), versionIn(folder)];
    const later = await editionIn(folder);
    const difference = catalogueDifference(await editionIn(project), later);
    const findings = editionFindings(later);
    if (before !== after) {
      progress(`installing ${CATALOGUE_PACKAGE} ${after}`);
      await install(project, isPublished ? `${CATALOGUE_PACKAGE}@${after}` : spec);
    }
    return { before, after, difference, findings };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function sourceOf(text: string): CatalogueSource {
  try {
    return catalogueSource(text);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw notFetched(text, (error as Error).message, OTHERWISE);
  }
}

const OTHERWISE = `name a version, a tarball or a folder of ${CATALOGUE_PACKAGE} with --from`;

/** Fetches it without loading it: the result may be another package. */
async function fetched(folder: string, spec: string): Promise<void> {
  const problem = await npmInstall(folder, ['--no-save', '--no-package-lock', spec]);
  if (problem !== undefined)
    throw notFetched(
      spec,
      problem,
      'check that npm reaches its registry (npm ping), or name a tarball with --from',
    );
  const { name } = packageIn(folder);
  if (name !== CATALOGUE_PACKAGE)
    throw notFetched(spec, `it is the package ${JSON.stringify(name)}`, OTHERWISE);
}

function notFetched(what: string, problem: string, toDo: string): CatalogueUpdateError {
  return new CatalogueUpdateError(
    `could not fetch ${what}, so nothing was changed: ${problem}\n  to do: ${toDo}`,
  );
}

async function install(project: string, spec: string): Promise<void> {
  const kept = new Map(PACKAGE_FILES.map((name) => [name, readFileSync(join(project, name), 'utf8')]));
  // The lock file names no registry, so that every machine uses its own.
  const problem = await npmInstall(project, ['--save-dev', '--omit-lockfile-registry-resolved', spec]);
  if (problem === undefined) return;
  writeFiles(project, kept);
  throw new CatalogueUpdateError(
    `could not install ${spec}: ${problem}\n  ${PACKAGE_FILES.join(' and ')} are unchanged\n  to do: run npm ci, then try again`,
  );
}

/** npm's error; undefined if it succeeds. */
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

interface PackageFile {
  readonly name?: string;
  readonly version: string;
}

function packageIn(folder: string): PackageFile {
  const file = join(folder, 'node_modules', CATALOGUE_PACKAGE, 'package.json');
  return JSON.parse(readFileSync(file, 'utf8')) as PackageFile;
}

function versionIn(folder: string): string {
  return packageIn(folder).version;
}

/** Reads an edition. A later edition may have another format. */
async function editionIn(folder: string): Promise<Analysis> {
  try {
    const data = createRequire(join(folder, 'package.json'))(CATALOGUE_PACKAGE) as IamData;
    return new Analysis(await awsReference(data));
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new CatalogueUpdateError(
      `could not read ${CATALOGUE_PACKAGE} ${versionIn(folder)}, so nothing was changed: ${said}\n  to do: name another version with --from`,
      { cause: error },
    );
  }
}
