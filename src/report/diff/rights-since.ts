import { ErrorInWords, UsageError } from '../../names/error-in-words';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Actions } from '../build/listed-actions';
import type { ComparableRole } from '../shape/comparable-role';
import type { PermissionReport } from '../shape/report-shape';
import { rightsChanges } from './rights-change';
import { rightsChangeText } from './rights-change-text';
import { releasedRoles } from '../shape/comparable-role';

/** Folder with the report of each release, `vX.Y.Z.json`. */
export const RELEASES_FOLDER = 'report/releases';

/** A release's own report, in its commit. */
const REPORT = 'report/permissions.json';

const RELEASE = /^v\d+\.\d+\.\d+$/;

/** The report of a release cannot be read; the message says what to do. */
export class UnreadableRelease extends ErrorInWords {
  /** @param message what is wrong and what to do */
  constructor(message: string) {
    super(message);
    this.name = 'UnreadableRelease';
  }
}

/** Releases with a report in the folder, the newest last. */
export function knownReleases(project: string): string[] {
  const folder = join(project, RELEASES_FOLDER);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.replace(/\.json$/, ''))
    .filter((name) => RELEASE.test(name))
    .sort(inOrder);
}

/** The newest of the known releases that are older than this one; undefined for the first release. */
export function releaseBefore(project: string, release: string): string | undefined {
  return knownReleases(project)
    .filter((known) => inOrder(known, release) < 0)
    .at(-1);
}

/**
 * The roles of a release: from the releases folder, or from the commit with the release's tag.
 *
 * @throws UsageError if there is no such release; UnreadableRelease
 */
export function rolesOfRelease(project: string, release: string): ComparableRole[] {
  if (!RELEASE.test(release)) {
    throw new UsageError(`--diff must name a release like v1.2.3, got ${JSON.stringify(release)}`);
  }
  const path = `${RELEASES_FOLDER}/${release}.json`;
  const file = join(project, path);
  if (existsSync(file)) {
    const repair = `Restore the release's own report: git show ${release}:${REPORT} > ${path}`;
    return readRoles(readFileSync(file, 'utf8'), path, repair);
  }
  return readRoles(ofTag(project, release), `${REPORT} of tag ${release}`, 'Name another release.');
}

/** What `octo-access report --diff` prints, as Markdown or, for programs, as JSON. */
export function rightsSince(
  release: string,
  before: readonly ComparableRole[],
  report: PermissionReport,
  { json, actions }: { json?: boolean; actions?: Actions },
): string {
  const roles = rightsChanges(before, report.roles, actions);
  if (json) return JSON.stringify({ since: release, release: `v${report.release}`, roles }, null, 2);
  return `### Permissions since ${release}\n\n${rightsChangeText(roles, report.placeholders)}`;
}

function readRoles(text: string, what: string, todo: string): ComparableRole[] {
  try {
    return releasedRoles(text);
  } catch (error) {
    throw new UnreadableRelease(`${what} is not a permission report: ${(error as Error).message}. ${todo}`);
  }
}

function ofTag(project: string, release: string): string {
  try {
    return execFileSync('git', ['show', `${release}:${REPORT}`], {
      cwd: project,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch {
    const known = knownReleases(project);
    throw new UsageError(
      `--diff: no report of ${release} in ${RELEASES_FOLDER}/, and no git tag ${release} with one; ${
        known.length > 0
          ? `known are ${known.join(', ')}. Name one of these, or fetch the tags: git fetch --tags`
          : 'no release has a report yet. If it was released, fetch the tags: git fetch --tags'
      }`,
    );
  }
}

function inOrder(left: string, right: string): number {
  return left.localeCompare(right, 'en', { numeric: true });
}
