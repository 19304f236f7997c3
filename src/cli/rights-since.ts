import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PermissionReport } from '../outputs/report/model';
import { rightsChanges } from '../outputs/report/rights-change';
import { rightsChangeText } from '../outputs/report/rights-change-text';
import { parseReport } from './report-schema';

/** Folder with the report of each release, `vX.Y.Z.json`. */
export const RELEASES_FOLDER = 'report/releases';

const RELEASE = /^v\d+\.\d+\.\d+$/;

/** A release cannot be compared with; the message says what to do. */
export class UnknownRelease extends Error {}

/** Releases whose report lies here, the newest last. */
export function knownReleases(project: string): string[] {
  const folder = join(project, RELEASES_FOLDER);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .map((name) => name.replace(/\.json$/, ''))
    .filter((name) => RELEASE.test(name))
    .sort((left, right) => left.localeCompare(right, 'en', { numeric: true }));
}

/**
 * The report of a release: from its folder, or from the commit that is tagged so.
 *
 * @throws UnknownRelease
 */
export function releasedReport(project: string, release: string): PermissionReport {
  if (!RELEASE.test(release)) {
    throw new UnknownRelease(`--diff must name a release like v1.2.3, got ${JSON.stringify(release)}`);
  }
  const file = join(project, RELEASES_FOLDER, `${release}.json`);
  return parseReport(existsSync(file) ? readFileSync(file, 'utf8') : ofTag(project, release));
}

/** What `octo-access report --diff` prints, as Markdown or, for programs, as JSON. */
export function rightsSince(
  project: string,
  release: string,
  report: PermissionReport,
  { json }: { json?: boolean },
): string {
  const roles = rightsChanges(releasedReport(project, release), report);
  if (json) return JSON.stringify({ since: release, release: `v${report.release}`, roles }, null, 2);
  return `### Permissions since ${release}\n\n${rightsChangeText(roles)}`;
}

function ofTag(project: string, release: string): string {
  try {
    return execFileSync('git', ['show', `${release}:report/permissions.json`], {
      cwd: project,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch {
    const known = knownReleases(project);
    const list = known.length > 0 ? `known are ${known.join(', ')}` : 'there is none yet';
    throw new UnknownRelease(
      `--diff: no report of ${release} in ${RELEASES_FOLDER}/, and no git tag ${release} with one; ${list}. ` +
        'Name one of these, or fetch the tags: git fetch --tags',
    );
  }
}
