import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, constants, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { sandboxEnv } from './sandbox/sandbox-env';

const ROOT = resolve(__dirname, '..');

/** A part's share of the closing line. A failing check counts as one failed test, a passing one as none. */
export interface Outcome {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export const FAILED: Outcome = { passed: 0, failed: 1, skipped: 0 };

/** jest's projects, each a folder of `__tests__`. */
export type Project = 'unit' | 'proof' | 'integration' | 'e2e';

const PROCESSORS = availableParallelism();

/** Tests that start other programs wait for their answers, for retries and for pauses of Terraform, too. */
const WORKERS: Readonly<Record<Project, number>> = {
  unit: PROCESSORS,
  proof: PROCESSORS,
  integration: PROCESSORS + 1,
  e2e: PROCESSORS + 1,
};

/** A run that takes longer hangs: tests in bare Node.js have no time limit of their own. */
const LONGEST_MILLISECONDS = 45 * 60_000;

/** Tests see none of the user's AWS settings either, only whether they run in CI and in colours. */
export function jestEnv(): Record<string, string> {
  const ofChildren = ['CI', 'FORCE_COLOR'];
  const kept = Object.entries(sandboxEnv()).filter(([key]) => !ofChildren.includes(key));
  const ci = process.env['CI'];
  return { ...Object.fromEntries(kept), ...(ci === undefined ? {} : { CI: ci }) };
}

/** Runs some of jest's projects as one: the tests of the one fill the processors that the last ones of the other leave. */
export async function runJest(
  projects: readonly Project[],
  env: Record<string, string>,
): Promise<Map<Project, Outcome>> {
  const folder = mkdtempSync(join(tmpdir(), 'octo-jest-'));
  const report = join(folder, 'report.json');
  try {
    const workers = Math.max(...projects.map((project) => WORKERS[project]));
    const output = ['--json', '--outputFile', report];
    const args = ['--ci', '--selectProjects', ...projects, '--maxWorkers', String(workers), ...output];
    const status = await runNode(join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js'), args, env);
    return readReport(report, projects, status);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface JestReport {
  readonly testResults: readonly {
    /** Absolute path. */
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

function readReport(file: string, projects: readonly Project[], status: number): Map<Project, Outcome> {
  const report = parseReport(file);
  if (report === undefined) return new Map(projects.map((project) => [project, FAILED]));
  const outcomes = projects.map((project): [Project, Outcome] => {
    const files = report.testResults.filter(({ name }) =>
      name.startsWith(join(ROOT, '__tests__', project, '/')),
    );
    const all = files.flatMap(({ assertionResults }) => assertionResults);
    const failed = all.filter((one) => one.status === 'failed').length;
    const passed = all.filter((one) => one.status === 'passed').length;
    // A suite that could not be loaded has no tests to fail; nor has one whose hook failed.
    const broken = files.filter(
      (one) => one.status === 'failed' && one.assertionResults.every((test) => test.status !== 'failed'),
    );
    return [project, { passed, failed: failed + broken.length, skipped: all.length - passed - failed }];
  });
  // jest also fails for other reasons than failed tests, for example an obsolete snapshot.
  if (status !== 0 && outcomes.every(([, { failed }]) => failed === 0)) {
    return new Map(outcomes.map(([project, outcome]) => [project, { ...outcome, failed: 1 }]));
  }
  return new Map(outcomes);
}

/** jest writes no report if it fails before the first test, for example if there is none. */
function parseReport(file: string): JestReport | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as JestReport;
  } catch {
    return undefined;
  }
}

function runNode(program: string, args: readonly string[], env: Record<string, string>): Promise<number> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [program, ...args], {
      cwd: ROOT,
      env,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    const handOn = (signal: NodeJS.Signals): void => void child.kill(signal);
    process.on('SIGTERM', handOn).on('SIGHUP', handOn);
    const limit = setTimeout(() => {
      process.stderr.write(`jest has run for ${LONGEST_MILLISECONDS / 60_000} minutes: a test hangs\n`);
      child.kill('SIGKILL');
    }, LONGEST_MILLISECONDS);
    child.on('error', () => {
      done(127);
    });
    child.on('close', (code, signal) => {
      clearTimeout(limit);
      process.off('SIGTERM', handOn).off('SIGHUP', handOn);
      done(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}
