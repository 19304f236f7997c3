import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import type { PolicyDocument } from '../../src/policy/clauses';
import type { InstalledPolicy, InstalledRole } from '../../src/policy/installed';
import { toolchainOrSkip } from '../../dev/toolchain/toolchain';
import { everyInstallation } from '../support/every-installation';
import { ACKNOWLEDGED_OPINIONS } from '../support/acknowledged-opinions';

jest.setTimeout(120_000);

const suite = toolchainOrSkip(['parliament']);

/** A line of parliament's output, one for each finding. */
interface Opinion {
  readonly issue: string;
  readonly detail: unknown;
  readonly location: {
    readonly line?: number;
    readonly filepath: string;
    readonly actions?: readonly string[];
  };
}

type Statements = readonly { readonly Sid: string }[];

suite.describe('parliament, with its community checks', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'octo-opinions-'));
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('finds in the documents of all settings exactly the acknowledged issues', () => {
    const roles = ['aws', 'aws-us-gov', 'aws-cn']
      .flatMap(everyInstallation)
      .flatMap((installed) => installed.roles);
    const expected = Object.entries(ACKNOWLEDGED_OPINIONS).flatMap(([role, statements]) =>
      Object.entries(statements).flatMap(([sid, opinions]) =>
        Object.keys(opinions).map((opinion) => `${role}, ${sid}: ${opinion}`),
      ),
    );
    expect(opinionsOf(roles)).toEqual(expected.sort());
  });

  it('fails on a wrong document, so the check is real', () => {
    const [role] = everyInstallation('aws').flatMap(({ roles }) => roles) as [InstalledRole];
    const statement = {
      Sid: 'Wrong',
      Effect: 'Allow',
      Action: 's3:GetObject',
      Resource: 'arn:aws:s3:::bucket',
    };
    const wrong = { ...role, policies: [{ name: 'wrong', document: documentOf([statement]) }] };
    const trusting = {
      ...statement,
      Principal: { AWS: 'nobody' },
      Action: 'sts:AssumeRole',
      Resource: undefined,
    };
    const opinions = opinionsOf([{ ...wrong, trust: documentOf([trusting]) }]);
    expect(opinions).toContainEqual(
      expect.stringMatching(/^OctoRecommendationSearcherRole, Wrong: RESOURCE_MISMATCH/),
    );
    expect(opinions).toContainEqual(
      expect.stringMatching(/^OctoRecommendationSearcherRole, Wrong: UNKNOWN_PRINCIPAL/),
    );
  });

  it('has a reason for each acknowledgement', () => {
    const reasons = Object.values(ACKNOWLEDGED_OPINIONS).flatMap((statements) =>
      Object.values(statements).flatMap((opinions) => Object.values(opinions)),
    );
    for (const reason of reasons) expect(reason).toMatch(/^[A-Z].{20,}\.$/);
  });

  /** `role, sid: issue[what]` for everything that parliament finds, each once. */
  function opinionsOf(roles: readonly InstalledRole[]): string[] {
    const inside = mkdtempSync(join(folder, 'documents-'));
    const files = new Map<string, { role: string; name: string; statements: Statements }>();
    const known = new Set<string>();
    for (const role of roles) {
      for (const { name, document } of documentsOf(role)) {
        const text = inLines(document);
        if (known.has(`${role.name} ${text}`)) continue;
        known.add(`${role.name} ${text}`);
        const file = join(inside, `${files.size}.json`);
        files.set(file, { role: role.name, name, statements: document.Statement as Statements });
        writeFileSync(file, text);
      }
    }
    const opinions = parliament(inside).map((opinion) => {
      const file = files.get(opinion.location.filepath);
      const { line } = opinion.location;
      const sid = line === undefined ? file?.name : file?.statements[line - 2]?.Sid;
      if (!file || sid === undefined)
        throw new Error(`parliament means no statement: ${JSON.stringify(opinion)}`);
      return `${file.role}, ${sid}: ${named(opinion)}`;
    });
    return [...new Set(opinions)].sort();
  }

  function parliament(documents: string): Opinion[] {
    const { path } = suite.toolchain().parliament;
    const args = [
      '--directory',
      documents,
      '--json',
      '--minimum_severity',
      'INFO',
      '--include-community-auditors',
    ];
    const { stdout, stderr, status } = spawnSync(path, args, {
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
      // Every run warns that pkg_resources is deprecated.
      env: { ...process.env, PYTHONWARNINGS: 'ignore' },
    });
    // Exit status 1 means findings.
    if (stderr !== '' || (status !== 0 && status !== 1))
      throw new Error(`parliament ended with ${status}: ${stderr}`);
    return stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Opinion);
  }
});

/** parliament does not support trust policies: we add the role as the resource, so that it checks the rest. */
function documentsOf({ arn, trust, policies, boundary }: InstalledRole): InstalledPolicy[] {
  const statements = (trust.Statement as readonly object[]).map((statement) => ({
    ...statement,
    Resource: arn,
  }));
  return [
    { name: 'trust', document: { ...trust, Statement: statements } },
    ...policies,
    ...(boundary?.document ? [{ name: 'boundary', document: boundary.document }] : []),
  ];
}

function documentOf(statements: readonly object[]): PolicyDocument {
  return { Version: '2012-10-17', Statement: statements };
}

/** Each statement on its own line, from line 2: findings identify a statement by its line only. */
function inLines({ Version: version, Statement: statements }: PolicyDocument): string {
  const lines = (statements as readonly unknown[]).map((statement) => JSON.stringify(statement));
  return `{"Version":"${version}","Statement":[\n${lines.join(',\n')}\n]}\n`;
}

/** Findings about `*` list every action that could name a resource, from an old catalogue: the issue alone is enough. */
function named({ issue, detail, location }: Opinion): string {
  if (issue === 'RESOURCE_STAR') return issue;
  const what = detail === '' ? (location.actions ?? []) : detail;
  return `${issue}[${typeof what === 'string' ? what : JSON.stringify(inOrder(what))}]`;
}

/** Its lists are Python sets, in a different order in every run. */
function inOrder(value: unknown): unknown {
  return Array.isArray(value) ? value.map(inOrder).sort() : value;
}
