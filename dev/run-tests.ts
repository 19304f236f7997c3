// `npm test`: types, lint, format, then jest's projects, cheapest first. `npm test -- unit` runs that part alone.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, constants, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { onInterrupt } from '../src/process/interrupt';
import type { Interrupt } from '../src/process/interrupt';
import { run } from '../src/process/run';
import { createNarrator, formatSeconds } from './narrator';
import type { Narrator } from './narrator';
import {
  describeProblem,
  ensureToolchain,
  handDown,
  isCi,
  sandboxEnv,
  USUAL_TOOLS,
} from './toolchain/toolchain';
import type { ToolName } from './toolchain/toolchain';

const ROOT = resolve(__dirname, '..');

/** A part's share of the closing line. A failing check counts as one failed test, a passing one as none. */
interface Outcome {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** The result of the search for the tools. */
interface Tools {
  readonly env: Record<string, string>;
  readonly outcome: Outcome;
}

const FAILED: Outcome = { passed: 0, failed: 1, skipped: 0 };

interface Part {
  readonly name: string;
  /** Whether it has one processor to itself, and says nothing until it ends: such parts run side by side. */
  readonly isCheck: boolean;
  readonly title: string;
  readonly run: (env: Record<string, string>, signal: AbortSignal) => Promise<Outcome>;
  /** The tools to look for first. */
  readonly needs: readonly ToolName[];
}

/** One worker more than processors: tests wait for AWS's answers, for retries and for pauses of Terraform, too. */
const WORKERS = String(availableParallelism() + 1);

/** Folders whose imports are checked. */
const HOUSE = ['src', 'dev', '__tests__', 'main.ts'];

const PARTS: readonly Part[] = [
  // The page of the report runs in a browser: only its own project knows one.
  check(
    'types',
    'Types: tsc --noEmit',
    ['typescript/bin/tsc', '--noEmit'],
    ['typescript/bin/tsc', '--noEmit', '--project', 'src/report/page'],
  ),
  check('lint', 'Lint: eslint .', ['eslint/bin/eslint.js', '.']),
  check('imports', 'Imports point one way: depcruise', [
    'dependency-cruiser/bin/dependency-cruise.mjs',
    ...HOUSE,
    '--config',
    '.dependency-cruiser.mjs',
  ]),
  check('format', 'Format: prettier --check .', ['prettier/bin/prettier.cjs', '--check', '.']),
  project('unit', 'Unit tests: jest', []),
  project('proof', 'Proof of what the roles can do: jest', [...USUAL_TOOLS, 'parliament']),
  project('integration', 'Integration tests: jest with Terraform and a browser', [
    ...USUAL_TOOLS,
    'cfnLint',
    'cfnFlip',
    'awsCdk',
    'chromium',
    'node24',
  ]),
  project('e2e', 'End-to-end tests: jest with Terraform on the AWS emulator', [...USUAL_TOOLS, 'tofu']),
];

async function main(): Promise<void> {
  const names = process.argv.slice(2);
  if (names.some((name) => ['--help', '-h'].includes(name))) {
    process.stdout.write(usage());
    return;
  }
  const parts = chosenParts(names);
  const needs = [...new Set(parts.flatMap((part) => part.needs))];
  const needsTools = needs.length > 0;
  const interrupt = onInterrupt();
  const steps = sideBySide(parts).length + (needsTools ? 1 : 0);
  const narrator = createNarrator(process.stdout, steps, interrupt.signal);
  const outcomes = new Map<string, Outcome>();
  try {
    const env = jestEnv();
    if (needsTools) {
      const tools = await narrator.step('Find the tools', (note) => findTools(needs, note, interrupt.signal));
      Object.assign(env, tools.env);
      outcomes.set('tools', tools.outcome);
    }
    for (const group of sideBySide(parts)) {
      const title = group.map((part) => part.title).join('; ');
      const all = await narrator.step(title, () =>
        Promise.all(group.map((part) => part.run(env, interrupt.signal))),
      );
      group.forEach(({ name }, index) => outcomes.set(name, all[index] ?? FAILED));
    }
  } catch (error) {
    if (!interrupt.signal.aborted) throw error;
  }
  report(narrator, outcomes, interrupt);
  interrupt.release();
}

function report(narrator: Narrator, outcomes: ReadonlyMap<string, Outcome>, interrupt: Interrupt): void {
  const times = narrator.steps.map(({ title, seconds }) => `${formatSeconds(seconds)}  ${title}`);
  narrator.show([...times, `${formatSeconds(narrator.seconds())}  in all`].join('\n'));
  const failures = [...outcomes].filter(([, { failed }]) => failed > 0).map(([name]) => name);
  if (failures.length > 0) process.stdout.write(`Failed: ${failures.join(', ')}\n`);
  if (interrupt.signal.aborted) process.stdout.write(`Interrupted in step ${narrator.current}\n`);
  process.stdout.write(`${closingLine([...outcomes.values()])}\n`);
  process.exitCode = interrupt.exitStatus ?? (failures.length > 0 ? 1 : 0);
}

function usage(): string {
  const width = Math.max(...PARTS.map(({ name }) => name.length));
  return [
    'npm test                   Run every part, in this order',
    'npm test -- PART…          Run these parts alone',
    'npm test -- --help         Print this and run nothing',
    '',
    'Parts:',
    ...PARTS.map(({ name, title }) => `  ${name.padEnd(width)}  ${title}`),
    '',
    'In CI (CI=true) a test whose tool is missing fails; elsewhere it is skipped and says what to install.',
    'One file: npx jest --selectProjects unit --testPathPatterns FILE',
    '',
  ].join('\n');
}

function chosenParts(names: readonly string[]): readonly Part[] {
  const known = PARTS.map(({ name }) => name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    process.stderr.write(
      `npm test knows the parts ${known.join(', ')}, got ${unknown.join(', ')}; npm test -- --help\n`,
    );
    process.exit(2);
  }
  return names.length === 0 ? PARTS : PARTS.filter(({ name }) => names.includes(name));
}

/** The parts in steps: checks that follow each other are one step, side by side. */
function sideBySide(parts: readonly Part[]): Part[][] {
  const checks = parts.filter(({ isCheck }) => isCheck);
  const others = parts.filter(({ isCheck }) => !isCheck);
  return [...(checks.length > 0 ? [checks] : []), ...others.map((part) => [part])];
}

/** Looks once for all suites. A missing tool is a failure in CI; elsewhere the suites that need it skip. */
async function findTools(
  needs: readonly ToolName[],
  note: (line: string) => void,
  signal: AbortSignal,
): Promise<Tools> {
  const search = await ensureToolchain(note, signal, needs);
  const { terraform, mirror, moto, tofu, cfnLint, cfnFlip, awsCdk, parliament, chromium, node24 } =
    search.tools;
  if (terraform) note(`${terraform.kind} ${terraform.version}: ${terraform.path}`);
  if (mirror) note(`AWS provider ${mirror.version}: ${mirror.path}`);
  if (moto) note(`AWS emulator: ${moto.path}`);
  if (cfnLint) note(`cfn-lint: ${cfnLint.path}`);
  if (cfnFlip) note(`cfn-flip: ${cfnFlip.path}`);
  if (awsCdk) note(`AWS CDK: ${awsCdk.modules}`);
  if (parliament) note(`parliament: ${parliament.path}`);
  if (chromium) note(`${chromium.version}: ${chromium.path}`);
  if (node24) note(`Node ${node24.version}: ${node24.path}`);
  if (tofu) note(`OpenTofu ${tofu.version}: ${tofu.path}`);
  const problems = new Set(Object.values(search.problems).map(describeProblem));
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  const failed = isCi() ? problems.size : 0;
  return { env: handDown(search), outcome: { passed: 0, failed, skipped: 0 } };
}

function check(name: string, title: string, ...commands: readonly (readonly string[])[]): Part {
  const check = async (env: Record<string, string>, signal: AbortSignal): Promise<Outcome> => {
    let failed = 0;
    for (const [program = '', ...args] of commands) {
      const { status, output } = await run(process.execPath, [join(ROOT, 'node_modules', program), ...args], {
        cwd: ROOT,
        env,
        signal,
      });
      if (status !== 0) {
        failed += 1;
        process.stderr.write(`${output}\n`);
      }
    }
    return { passed: 0, failed, skipped: 0 };
  };
  return { name, isCheck: true, title, run: check, needs: [] };
}

function project(name: string, title: string, needs: readonly ToolName[]): Part {
  return { name, isCheck: false, title, run: (env) => runJest(name, env), needs };
}

async function runJest(name: string, env: Record<string, string>): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'octo-jest-'));
  const report = join(folder, 'report.json');
  try {
    const args = [
      '--ci',
      '--selectProjects',
      name,
      '--maxWorkers',
      WORKERS,
      '--json',
      '--outputFile',
      report,
    ];
    const status = await runNode(join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js'), args, env);
    return readReport(report, status);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface JestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly numRuntimeErrorTestSuites: number;
}

function readReport(file: string, status: number): Outcome {
  const report = parseReport(file);
  if (report === undefined) return FAILED;
  // A suite that could not be loaded has no tests to fail.
  const failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
  return {
    passed: report.numPassedTests,
    // jest also fails for other reasons than failed tests, for example an obsolete snapshot.
    failed: status === 0 ? failed : Math.max(failed, 1),
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** jest writes no report if it fails before the first test, for example if there is none. */
function parseReport(file: string): JestReport | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as JestReport;
  } catch {
    return undefined;
  }
}

/** Tests see none of the user's AWS settings either, only whether they run in CI and in colours. */
function jestEnv(): Record<string, string> {
  const ofChildren = ['CI', 'FORCE_COLOR'];
  const kept = Object.entries(sandboxEnv()).filter(([key]) => !ofChildren.includes(key));
  const ci = process.env['CI'];
  return { ...Object.fromEntries(kept), ...(ci === undefined ? {} : { CI: ci }) };
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
    child.on('error', () => {
      done(127);
    });
    child.on('close', (code, signal) => {
      process.off('SIGTERM', handOn).off('SIGHUP', handOn);
      done(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}

function closingLine(outcomes: readonly Outcome[]): string {
  const sum = (key: keyof Outcome): number => outcomes.reduce((total, outcome) => total + outcome[key], 0);
  return `Tests: ${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`;
}

void main();
