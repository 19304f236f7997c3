import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { run } from '../../src/process/run';
import { downloadEnv } from '../sandbox/sandbox-env';
import { onPath, probe } from '../../src/process/find-program';
import type { Search } from '../../src/process/find-program';
import { foundOrInstalled } from './found-or-installed';

/** A program of a Python package, and how it is found or installed. */
export interface PythonTool {
  /** As PATH has it. */
  readonly program: string;
  /** Description for people. */
  readonly what: string;
  /** For pip. */
  readonly requirement: string;
  /** Requirements that its package does not declare. @default - nothing */
  readonly alsoNeeds?: readonly string[];
  /** Environment variable that names another one. */
  readonly variable: string;
}

/** Where a program was found. */
export interface Program {
  /** Absolute path. */
  readonly path: string;
}

/** Finds a program that runs: the variable's, PATH's, or the one that an earlier run installed. */
export function findPythonTool(tool: PythonTool): Search<Program> {
  const { program, variable } = tool;
  const chosen = process.env[variable];
  const places: [label: string, path: string | undefined][] = chosen
    ? [[`${variable}=${chosen}`, onPath(chosen)]]
    : [
        [`${program} on PATH`, onPath(program)],
        [`${program} in .cache/${folderName(tool)}`, onPath(join(venv(tool), 'bin', program))],
      ];
  const path = places.map(([, place]) => place).find((place) => place !== undefined && answers(place));
  if (path !== undefined) return { found: { path } };
  const tried = places.map(
    ([label, place]) => `${label}: ${place === undefined ? 'not there' : 'does not run'}`,
  );
  return missing(tool, tried);
}

/** As `findPythonTool()`; if there is none, installs it into a virtual environment under the checkout's `.cache/`. */
export function ensurePythonTool(
  tool: PythonTool,
  progress: (line: string) => void,
  signal?: AbortSignal,
): Promise<Search<Program>> {
  const isChosen = Boolean(process.env[tool.variable]);
  return foundOrInstalled(
    () => findPythonTool(tool),
    isChosen,
    () => install(tool, progress, signal),
  );
}

/** Comes back with what went wrong, undefined if all went well. */
async function install(
  tool: PythonTool,
  progress: (line: string) => void,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const python = onPath('python3');
  if (python === undefined) return 'python3 on PATH: not there';
  const folder = venv(tool);
  progress(
    `Installing ${tool.what}, ${tool.requirement}, into .cache/${folderName(tool)} (half a minute, once) …`,
  );
  mkdirSync(folder, { recursive: true });
  const pip = ['-m', 'pip', 'install', '--quiet', ...requirements(tool)];
  return (
    // --clear: starts afresh after an interrupted installation.
    (await runPython(python, ['-m', 'venv', '--clear', folder], signal)) ??
    runPython(join(folder, 'bin', 'python'), pip, signal)
  );
}

function requirements({ requirement, alsoNeeds = [] }: PythonTool): readonly string[] {
  return [requirement, ...alsoNeeds];
}

function folderName({ program }: PythonTool): string {
  return program.replace(/_server$/, '');
}

function venv(tool: PythonTool): string {
  return resolve(__dirname, '../..', '.cache', folderName(tool));
}

/** Not every program has --version; --help also fails if its package is missing. */
function answers(path: string): boolean {
  return probe(path, ['--help']).status === 0;
}

/** Returns what went wrong, `undefined` if all went well. */
async function runPython(
  python: string,
  args: readonly string[],
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const { status, output } = await run(python, args, {
    cwd: resolve(__dirname, '../..'),
    env: downloadEnv(),
    signal,
  });
  if (status === 0) return undefined;
  return `${python} ${args.join(' ')}: ${output.trim().split('\n').slice(-3).join(' ')}`;
}

function missing(tool: PythonTool, tried: readonly string[]): Search<never> {
  const { program, what, variable } = tool;
  const toInstall = requirements(tool)
    .map((requirement) => `'${requirement}'`)
    .join(' ');
  return {
    problem: {
      what: `${program}, ${what}, is missing.`,
      tried,
      howToGet:
        'install Python 3.9 or newer with its venv module and reach PyPI, then run the command again; ' +
        `or install it yourself, \`pip install ${toInstall}\`, so that ${program} is on PATH or in ${variable}`,
    },
  };
}
