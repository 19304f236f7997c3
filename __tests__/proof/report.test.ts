import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import Ajv, { type AnySchemaObject, type ValidateFunction } from 'ajv';
import type { Analysis } from '../../src/analysis/analysis';
import { mayEver, permissionsOf } from '../../src/analysis/may-ever';
import { ROLES } from '../../src/catalogue/roles';
import type { RoleSpec } from '../../src/catalogue/role-spec';
import {
  PERMISSIONS_FILE,
  PERMISSIONS_PAGE,
  PERMISSIONS_SCHEMA_FILE,
  REPORT_FOLDER,
  writeReport,
} from '../../src/generate/generated-report';
import { parseReport } from '../../src/report/shape/report-shape';
import { defaults } from '../../src/inputs/inputs';
import { ROLE_NAMES, type RoleName } from '../../src/names/role-names';
import type { Permission, RoleReport } from '../../src/report/shape/role-shape';
import type { PermissionReport } from '../../src/report/shape/report-shape';
import { installedRoles } from '../../src/policy/installed';
import { sharedAnalysis } from '../support/reference';
import { generated, roleIn, textOf } from '../support/report';
import { ACCT, EXECUTOR, SEARCHER, UPDATER } from '../support/roles-in-short';

const ROOT = resolve(__dirname, '../..');

/** Size limit of the page, in bytes. */
const PAGE_LIMIT = 1_500_000;

let files: ReadonlyMap<string, string>;
let report: PermissionReport;
let aws: Analysis;

beforeAll(async () => {
  aws = await sharedAnalysis();
  ({ files, report } = await generated(aws));
}, 60_000);

const fileText = (path: string): string => textOf(files, path);
const roleOf = (name: RoleName): RoleReport => roleIn(report, name);

function permissionsFor(name: RoleName, action: string): Permission[] {
  return roleOf(name).permissions.filter((permission) => permission.action === action);
}

describe('the committed permission report', () => {
  test('is what `octo-access report` writes', () => {
    for (const [path, text] of files) {
      // Not toBe(): jest needs minutes to print the difference of a megabyte.
      const isStale = readFileSync(join(ROOT, path), 'utf8') !== text;
      expect(isStale ? `${path} is stale: npx octo-access generate` : 'current').toBe('current');
    }
  });

  test('has no other generated file', () => {
    const names = readdirSync(join(ROOT, REPORT_FOLDER)).filter((name) => name !== 'releases');
    expect(names.map((name) => `${REPORT_FOLDER}/${name}`).sort()).toEqual(
      [...files.keys()].filter((path) => path.startsWith(REPORT_FOLDER)).sort(),
    );
  });

  test('contains no path of the machine, and placeholders instead of accounts', () => {
    for (const [path, text] of files) {
      expect([path, text.includes(ROOT)]).toEqual([path, false]);
      expect([path, /\b\d{12}\b/.exec(text)?.[0]]).toEqual([path, undefined]);
      expect([path, text.includes('arn:aws:')]).toEqual([path, false]);
    }
  });
});

describe('permissions.json', () => {
  let validate: ValidateFunction;

  beforeAll(() => {
    validate = new Ajv().compile(JSON.parse(fileText(PERMISSIONS_SCHEMA_FILE)) as AnySchemaObject);
  });

  test('is valid by the published schema, which it names', () => {
    expect(validate(JSON.parse(fileText(PERMISSIONS_FILE)))).toBe(true);
    expect(report.$schema).toBe(`../${PERMISSIONS_SCHEMA_FILE}`);
  });

  test.each<[string, (permission: Record<string, unknown>) => void]>([
    ['an action without a service', (permission) => (permission['action'] = 'GetObject')],
    ['an unknown access level', (permission) => (permission['accessLevel'] = 'Some')],
    ['no reason', (permission) => delete permission['reason']],
    ['an empty reason', (permission) => (permission['reason'] = '')],
    ['a key that nobody knows', (permission) => (permission['notes'] = 'x')],
  ])('fails with %s, by the schema and by the parser alike', (_, spoil) => {
    const spoilt = JSON.parse(fileText(PERMISSIONS_FILE)) as {
      roles: { permissions: Record<string, unknown>[] }[];
    };
    spoil(spoilt.roles[0]?.permissions[0] ?? {});
    expect(validate(spoilt)).toBe(false);
    expect(() => parseReport(JSON.stringify(spoilt))).toThrow('not a permission report of format 1');
  });

  test('names the five roles and every action that each may call, and no other', () => {
    expect(report.roles.map(({ name }) => name)).toEqual([...ROLE_NAMES]);
    const account = { partition: 'aws', accountId: '111122223333' };
    const configuration = { ...defaults(), principal: '444455556666', externalId: 'octo-ext-7f3c2a1b9d' };
    for (const installed of installedRoles(account, configuration)) {
      if (installed.name === EXECUTOR) continue;
      const possible = [...mayEver(permissionsOf(installed), aws).keys()].sort();
      const reported = new Set(roleOf(installed.name).permissions.map(({ action }) => action));
      expect([...reported].sort()).toEqual(possible);
    }
  });

  test('lists one action per line, so that a change of rights is a change of lines', () => {
    const lines = fileText(PERMISSIONS_FILE)
      .split('\n')
      .filter((line) => line.includes('"action":"ce:GetCostAndUsage"'));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('"reason":');
  });

  test('distinguishes rights that an input turns off from those that are always there', () => {
    const required = (name: RoleName, action: string): boolean[] =>
      permissionsFor(name, action).map((permission) => permission.required);
    expect(required(SEARCHER, 's3:GetLifecycleConfiguration')).toEqual([true]);
    expect(required(ACCT, 'ce:GetCostAndUsage')).toEqual([false]);
    expect(required(ACCT, 'iam:PutRolePolicy')).toEqual([false, false]);
    expect(required(UPDATER, 'ssm:StartAutomationExecution')).toEqual([false, false, true]);
    expect(required(EXECUTOR, '*')).toEqual([false]);
  });

  test('says on which resources and under which conditions', () => {
    expect(permissionsFor(UPDATER, 'iam:PassRole')).toEqual([
      expect.objectContaining({
        accessLevel: 'Write',
        resources: ['arn:{partition}:iam::{accountId}:role/OctoChangeExecutorRole'],
        conditions: { StringEquals: { 'iam:PassedToService': ['ssm.amazonaws.com'] } },
        sid: 'PassExecutorToSsmOnly',
      }),
    ]);
  });

  test('leaves out actions that an Allow names but a Deny denies', () => {
    expect(permissionsFor(SEARCHER, 'ec2:DescribeInstances')).toHaveLength(1);
    expect(permissionsFor(SEARCHER, 'ec2:DescribeInstanceAttribute')).toEqual([]);
  });

  test('has no right of the searcher above Read and List, now or ever', () => {
    const { levels, ceiling } = roleOf(SEARCHER);
    for (const counts of [levels, ceiling?.levels]) {
      expect(counts).toEqual(expect.objectContaining({ Tagging: 0, Write: 0, 'Permissions management': 0 }));
    }
  });

  test('has a permissions boundary for the roles that Alphaus can write into, and only for these', () => {
    const withCeiling = report.roles.filter(({ ceiling }) => ceiling !== null).map(({ name }) => name);
    expect(withCeiling).toEqual([SEARCHER, ACCT]);
  });

  test('says what each role can never do, and why', () => {
    for (const { never } of report.roles) {
      expect(never.length).toBeGreaterThan(0);
      for (const { what, stoppedBy } of never) expect(what !== '' && stoppedBy !== '').toBe(true);
    }
  });

  test('contains the accepted content, and sizes below the limits', () => {
    for (const { name, accepted, sizes } of report.roles) {
      expect(accepted).toEqual(ROLES[name].accepted);
      expect(sizes.length).toBeGreaterThan(0);
      for (const { characters, limit } of sizes) expect(characters).toBeLessThan(limit);
    }
  });

  test('counts every AWS action once, by how Alphaus can reach it', () => {
    const { withoutApproval, onlyWithApproval, never } = report.reach;
    const counts = [withoutApproval, onlyWithApproval, never].flatMap((levels) => Object.values(levels));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(report.actions.count);
    expect(report.actions.count).toBe(aws.actions.size);
  });
});

describe('permissions.md', () => {
  const markdown = (): string => fileText(`${REPORT_FOLDER}/permissions.md`);

  test.each(ROLE_NAMES)('answers every question of a reviewer about %s', (name) => {
    const after = markdown().split(`\n## ${name}\n`)[1] ?? '';
    const [section = ''] = after.split('\n## ');
    for (const heading of ['Who assumes it', 'What it may do', 'What it can never do', 'Sizes']) {
      expect(section).toContain(`\n### ${heading}`);
    }
    for (const { capability } of ROLES[name].statements.filter(({ effect }) => effect !== 'Deny')) {
      const isByDefault = roleOf(name).grants.some((grant) => grant.capability === capability);
      expect(section.includes(`**${capability}**`)).toBe(isByDefault);
    }
    for (const item of roleOf(name).accepted) expect(section).toContain(`- ${item}`);
  });

  test('draws the trust graph', () => {
    expect(markdown()).toContain('```mermaid\nflowchart LR\n');
    expect(markdown()).toContain(`  alphaus -->|"assumes, with external id"| ${SEARCHER}`);
    expect(markdown()).toContain(`  alphaus --x|"can never assume"| ${EXECUTOR}`);
  });

  test('counts the actions that are never possible, or says why there are none', () => {
    const some = Object.values(report.reach.never).some((count) => count > 0);
    expect(markdown().includes('No action is out of reach in principle')).toBe(!some);
  });

  test('gives a reason for every action that is never possible', () => {
    expect(markdown()).not.toMatch(/Stopped by (no|none|nobody|nothing)\b/);
  });

  test('says first whether Alphaus can become an administrator', () => {
    expect(markdown()).toContain(
      '**No escalation path leads to administrator rights without your approval, from the permissions of the roles alone.**',
    );
    for (const { supposing } of report.reach.administrator)
      expect(supposing === null || markdown().includes(`, but exists only if ${supposing})`)).toBe(true);
  });
});

describe('permissions.html', () => {
  const page = (): string => fileText(PERMISSIONS_PAGE);

  test('is small enough to open at once', () => {
    expect(Buffer.byteLength(page())).toBeLessThan(PAGE_LIMIT);
  });

  test('loads nothing from another host or file', () => {
    const withoutNames = page().replaceAll('http://www.w3.org/2000/svg', '');
    expect(/https?:\/\/|\bsrc=|@import|url\(/.exec(withoutNames)?.[0]).toBeUndefined();
    expect(page()).toContain('content="default-src &#39;none&#39;; style-src &#39;sha256-');
    expect(/ on[a-z]+="/.exec(page())?.[0]).toBeUndefined();
    expect(page()).not.toContain('unsafe-inline');
  });
});

describe('a report from a catalogue with a wrong row', () => {
  const folders: string[] = [];

  const asItIs = ROLES[UPDATER];

  afterEach(() => {
    Object.assign(ROLES, { [UPDATER]: asItIs });
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  });

  function withRow(change: Partial<RoleSpec['statements'][number]>): void {
    const [first, ...others] = asItIs.statements;
    if (!first) throw new Error('the role has no row');
    const statements = [{ ...first, ...change }, ...others];
    Object.assign(ROLES, { [UPDATER]: { ...asItIs, statements } });
  }

  test('fails before anything is written, and says where', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'octo-report-'));
    folders.push(folder);
    writeFileSync(join(folder, 'package.json'), '{ "version": "0.1.0" }');
    withRow({ actions: ['ssm:CreateDocuments'], reason: ' ' });
    await expect(writeReport(folder, undefined, aws)).rejects.toThrow(
      `- ${UPDATER}, ManageAutomationDocuments (permissions)`,
    );
    expect(readdirSync(folder)).toEqual(['package.json']);
  });
});
