// `npm test`: types, lint, format, then jest's projects, cheapest first. `npm test -- unit` runs that part alone.
import { join, resolve } from 'node:path';

import { onInterrupt } from '../src/process/interrupt';
import type { Interrupt } from '../src/process/interrupt';
import { run } from '../src/process/run';
import { FAILED, jestEnv, runJest, type Outcome, type Project } from './jest-run';
import { createNarrator, formatSeconds } from './narrator';
import type { Narrator } from './narrator';
import { titleOf } from './toolchain/release';
import { describeProblem, ensureToolchain, handDown, isCi, USUAL_TOOLS } from './toolchain/toolchain';
import type { ToolName } from './toolchain/toolchain';

const ROOT = resolve(__dirname, '..');

/** The result of the search for the tools. */
interface Tools {
  readonly env: Record<string, string>;
  readonly outcome: Outcome;
}

/** A part that is one of jest's projects, or a check: a program of its own that says nothing until it ends. */
interface Part {
  readonly name: string;
  readonly title: string;
  /** Absent for a project of jest. */
  readonly check?: (env: Record<string, string>, signal: AbortSignal) => Promise<Outcome>;
  /** The tools to look for first. */
  readonly needs: readonly ToolName[];
}

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
    'cdktn',
    'chromium',
    'node24',
    'node26',
  ]),
  project('e2e', 'End-to-end tests: jest with Terraform on the AWS emulator', [
    ...USUAL_TOOLS,
    'tofu',
    'terraform15',
  ]),
];

async function main(): Promise<void> {
  const names = process.argv.slice(2);
  if (names.some((name) => ['--help', '-h'].includes(name))) {
    process.stdout.write(usage());
    return;
  }
  const parts = chosenParts(names);
  const needs = [...new Set(parts.flatMap((part) => part.needs))];
  const interrupt = onInterrupt();
  const steps = stepsOf(parts, needs);
  const narrator = createNarrator(process.stdout, steps.length, interrupt.signal);
  const outcomes = new Map<string, Outcome>();
  try {
    const env = jestEnv();
    for (const { title, jobs } of steps) {
      await narrator.step(title, (note) =>
        Promise.all(
          jobs.map(async (job) => {
            for (const [name, outcome] of await job(env, note, interrupt.signal)) outcomes.set(name, outcome);
          }),
        ),
      );
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

type Job = (
  env: Record<string, string>,
  note: (line: string) => void,
  signal: AbortSignal,
) => Promise<Iterable<readonly [string, Outcome]>>;

interface Step {
  readonly title: string;
  /** Run side by side. */
  readonly jobs: readonly Job[];
}

/** jest's projects that start other programs run as one. */
const TOGETHER: readonly string[] = ['integration', 'e2e'] satisfies Project[];

/** The parts in steps: the search for the tools and the checks side by side, then the tests, cheapest first. */
function stepsOf(parts: readonly Part[], needs: readonly ToolName[]): Step[] {
  const checks = parts.filter(({ check }) => check);
  const projects = parts.filter(({ check }) => !check);
  const first: Step = {
    title: [...(needs.length > 0 ? ['Find the tools'] : []), ...checks.map(({ title }) => title)].join('; '),
    jobs: [
      ...(needs.length > 0 ? [searchFor(needs)] : []),
      ...checks.map(({ name, check }): Job => {
        return async (env, _, signal) => [[name, (await check?.(env, signal)) ?? FAILED]];
      }),
    ],
  };
  const alone = projects.filter(({ name }) => !TOGETHER.includes(name)).map((part) => [part]);
  const together = projects.filter(({ name }) => TOGETHER.includes(name));
  const groups = [...alone, ...(together.length > 0 ? [together] : [])];
  return [
    ...(first.jobs.length > 0 ? [first] : []),
    ...groups.map((group) => ({
      title: group.map(({ title }) => title).join('; '),
      jobs: [
        (env: Record<string, string>) =>
          runJest(
            group.map(({ name }) => name as Project),
            env,
          ),
      ],
    })),
  ];
}

/** Looks for the tools, and adds what hands them down to the environment of all that follows. */
function searchFor(needs: readonly ToolName[]): Job {
  return async (env, note, signal) => {
    const tools = await findTools(needs, note, signal);
    Object.assign(env, tools.env);
    return [['tools', tools.outcome]];
  };
}

/** Looks once for all suites. A missing tool is a failure in CI; elsewhere the suites that need it skip. */
async function findTools(
  needs: readonly ToolName[],
  note: (line: string) => void,
  signal: AbortSignal,
): Promise<Tools> {
  const search = await ensureToolchain(note, signal, needs);
  const { tools } = search;
  for (const one of [tools.terraform, tools.tofu, tools.terraform15]) {
    if (one) note(`${titleOf(one)}: ${one.path}`);
  }
  if (tools.mirror) note(`AWS provider ${tools.mirror.version}: ${tools.mirror.path}`);
  if (tools.moto) note(`AWS emulator: ${tools.moto.path}`);
  if (tools.cfnLint) note(`cfn-lint: ${tools.cfnLint.path}`);
  if (tools.cfnFlip) note(`cfn-flip: ${tools.cfnFlip.path}`);
  if (tools.awsCdk) note(`AWS CDK: ${tools.awsCdk.modules}`);
  if (tools.cdktn) note(`CDK Terrain: ${tools.cdktn.modules}`);
  if (tools.parliament) note(`parliament: ${tools.parliament.path}`);
  if (tools.chromium) note(`${tools.chromium.version}: ${tools.chromium.path}`);
  for (const node of [tools.node24, tools.node26]) if (node) note(`Node ${node.version}: ${node.path}`);
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
  return { name, title, check, needs: [] };
}

function project(name: Project, title: string, needs: readonly ToolName[]): Part {
  return { name, title, needs };
}

function closingLine(outcomes: readonly Outcome[]): string {
  const sum = (key: keyof Outcome): number => outcomes.reduce((total, outcome) => total + outcome[key], 0);
  return `Tests: ${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`;
}

void main();
