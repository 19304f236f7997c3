import { ErrorInWords } from '../names/error-in-words';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { instance } from '@viz-js/viz';
import type { Analysis } from '../analysis/analysis';
import type { AwsReference } from '../analysis/aws-reference';
import { CATALOGUE_PACKAGE } from '../aws-reference/catalogue-source';
import { Actions } from '../report/build/listed-actions';
import { bundled } from '../report/print/bundled-page';
import { dot } from '../report/print/dot';
import { withSectionOf } from '../text/markdown';
import { htmlReport } from '../report/print/html-report';
import { jsonReport } from '../report/print/json-report';
import { markdownReport } from '../report/print/markdown-report';
import type { PermissionReport } from '../report/shape/report-shape';
import { permissionReport } from '../report/build/permission-report';
import { reachSummaries } from '../report/build/reach-summary';
import { relationsOf } from '../report/build/relations';
import { rightsChanges } from '../report/diff/rights-change';
import { rightsChangeText } from '../report/diff/rights-change-text';
import { permissionsJsonSchema } from '../report/shape/report-shape';
import { releaseBefore, rolesOfRelease } from '../report/diff/rights-since';
import { requireSoundRows } from '../aws-reference/sound-catalogue';
import { packageVersion } from '../process/package-version';
import { writeChanged } from '../process/write-files';

/** Folder of the published report. */
export const REPORT_FOLDER = 'report';

/** The report for machines and the one for a browser, relative to the project. */
export const PERMISSIONS_FILE = `${REPORT_FOLDER}/permissions.json`;
export const PERMISSIONS_PAGE = `${REPORT_FOLDER}/permissions.html`;

/** A summary of how far Alphaus can get, and the changelog, relative to the project. */
export const REACH_FILE = `${REPORT_FOLDER}/reach.json`;
const CHANGELOG = 'CHANGELOG.md';

/** The published schema of `permissions.json`, relative to the project. */
export const PERMISSIONS_SCHEMA_FILE = 'schema/permissions.schema.json';

/** A report that cannot be made. */
export class ReportError extends ErrorInWords {
  /** @param message what is wrong and what to do */
  constructor(message: string) {
    super(message);
    this.name = 'ReportError';
  }
}

/** Gets a line for each step. */
export type Progress = (line: string) => void;

const SILENT: Progress = () => undefined;

/** The report of a checkout, and AWS's actions. */
export interface CurrentReport {
  readonly report: PermissionReport;
  readonly actions: Actions;
}

/**
 * The report of this checkout as data, and the actions that a comparison needs.
 *
 * @throws CatalogueError if rows of the catalogue are wrong
 */
export async function currentReport(project: string, progress: Progress = SILENT): Promise<CurrentReport> {
  const analysis = await soundReference(progress);
  return { report: reportOf(project, analysis), actions: new Actions(analysis) };
}

/**
 * Everything that `octo-access report` generates: path relative to the project -> text.
 *
 * @param known AWS's reference; default: the installed package's
 * @throws CatalogueError if rows of the catalogue are wrong
 * @throws ReportError if the changelog has no section for this release
 */
export async function generatedReport(
  project: string,
  progress: Progress = SILENT,
  known?: AwsReference,
): Promise<Map<string, string>> {
  const analysis = await soundReference(progress, known);
  const report = reportOf(project, analysis);
  progress('writing…');
  const actions = new Actions(analysis);
  const page = htmlReport(report, {
    actions,
    picture: await picture(report),
    style: bundled('page.css'),
    script: bundled('page.ts'),
  });
  return new Map([
    [`${REPORT_FOLDER}/permissions.md`, markdownReport(report)],
    [PERMISSIONS_FILE, jsonReport(report)],
    [PERMISSIONS_PAGE, page],
    [PERMISSIONS_SCHEMA_FILE, permissionsJsonSchema()],
    [REACH_FILE, `${JSON.stringify(reachSummaries(analysis), null, 2)}\n`],
    [CHANGELOG, changelog(project, report, actions)],
  ]);
}

/** The changelog, in which this release's section lists the changes of rights since the previous release. */
export function changelog(
  project: string,
  report: Pick<PermissionReport, 'release' | 'roles' | 'placeholders'>,
  actions?: Actions,
): string {
  const { release, roles, placeholders } = report;
  const last = releaseBefore(project, `v${release}`);
  const before = last === undefined ? [] : rolesOfRelease(project, last);
  const changes = rightsChangeText(rightsChanges(before, roles, actions), placeholders);
  const text = readFileSync(join(project, CHANGELOG), 'utf8');
  try {
    return withSectionOf(text, release, 'permissions', changes);
  } catch {
    throw new ReportError(
      `${CHANGELOG} has no section "## ${release}" with <!-- permissions:begin --> and <!-- permissions:end -->: ` +
        'add it above the last release',
    );
  }
}

/** Writes the report whole or not at all; returns the paths that changed. */
export async function writeReport(
  project: string,
  progress?: Progress,
  known?: AwsReference,
): Promise<string[]> {
  return writeChanged(project, await generatedReport(project, progress, known));
}

function soundReference(progress: Progress, known?: AwsReference): Promise<Analysis> {
  progress("reading AWS's actions…");
  return requireSoundRows(known);
}

function reportOf(project: string, analysis: Analysis): PermissionReport {
  const source = { name: CATALOGUE_PACKAGE, version: packageVersion(folderOf(CATALOGUE_PACKAGE)) };
  return permissionReport({ release: packageVersion(project), analysis, source });
}

async function picture(report: PermissionReport): Promise<string> {
  const graphviz = await instance();
  return graphviz.renderString(dot(relationsOf(report)), { format: 'svg', engine: 'dot' });
}

/** Folder of an installed package, wherever npm has put it. */
function folderOf(name: string): string {
  let folder = dirname(require.resolve(name));
  while (!existsSync(join(folder, 'package.json')) || nameOf(folder) !== name) folder = dirname(folder);
  return folder;
}

function nameOf(folder: string): string | undefined {
  return (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { name?: string }).name;
}
