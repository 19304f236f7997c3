import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Analysis } from '../../src/analysis/analysis';
import { generatedReport, PERMISSIONS_FILE } from '../../src/generate/generated-report';
import type { RoleName } from '../../src/names/role-names';
import { parseReport, type PermissionReport } from '../../src/report/shape/report-shape';
import type { RoleReport } from '../../src/report/shape/role-shape';

/** The checkout whose report it is. */
export const ROOT = resolve(__dirname, '../..');

/** The files of the report as this checkout generates them, and what permissions.json says. */
export interface Generated {
  readonly files: ReadonlyMap<string, string>;
  readonly report: PermissionReport;
}

/** Generates the report, and writes nothing. */
export async function generated(aws: Analysis): Promise<Generated> {
  const files = await generatedReport(ROOT, undefined, aws);
  return { files, report: parseReport(textOf(files, PERMISSIONS_FILE)) };
}

/** The committed report: what is generated, as report.test.ts proves. */
export function committed(): PermissionReport {
  return parseReport(readFileSync(join(ROOT, PERMISSIONS_FILE), 'utf8'));
}

/** The text of a generated file; throws where there is none. */
export function textOf(files: Generated['files'], path: string): string {
  const text = files.get(path);
  if (text === undefined) throw new Error(`${path} is not generated`);
  return text;
}

/** What the report says of a role; throws where it says nothing. */
export function roleIn({ roles }: PermissionReport, name: RoleName): RoleReport {
  const role = roles.find((candidate) => candidate.name === name);
  if (!role) throw new Error(`${name} is not in the report`);
  return role;
}
