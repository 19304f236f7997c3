import { mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

import { run } from './run';
import { downloadEnv } from './sandbox-env';
import { onPath, probe } from './search';
import type { Search } from './search';

/** The AWS emulator, a Python program. */
export interface Moto {
  /** Absolute path of `moto_server`. */
  readonly path: string;
}

const VENV = resolve(__dirname, '..', '.cache', 'moto');
const REQUIREMENT = 'moto[server]>=5.1,<6';
const HOW_TO_GET =
  `install Python 3.9 or newer with its venv module and reach PyPI, then run the command again; ` +
  `or install it yourself, \`pip install '${REQUIREMENT}'\`, so that moto_server is on PATH or in OCTO_MOTO`;

/** Finds a `moto_server` that runs: `$OCTO_MOTO`, PATH, or what an earlier run of ours installed. */
export function findMoto(): Search<Moto> {
  const chosen = process.env['OCTO_MOTO'];
  const places: [label: string, path: string | undefined][] = chosen
    ? [[`OCTO_MOTO=${chosen}`, onPath(chosen)]]
    : [
        ['moto_server on PATH', onPath('moto_server')],
        ['moto_server in .cache/moto', onPath(join(VENV, 'bin', 'moto_server'))],
      ];
  const path = places.map(([, place]) => place).find((place) => place !== undefined && answers(place));
  if (path !== undefined) return { found: { path } };
  const tried = places.map(
    ([label, place]) => `${label}: ${place === undefined ? 'not there' : 'does not run'}`,
  );
  return missing(tried);
}

/** As `findMoto()`; if there is none, installs it into a virtual environment under the checkout's `.cache/`. */
export async function ensureMoto(
  progress: (line: string) => void,
  signal?: AbortSignal,
): Promise<Search<Moto>> {
  const search = findMoto();
  if (search.problem === undefined || process.env['OCTO_MOTO']) return search;
  const python = onPath('python3');
  if (python === undefined) return missing([...search.problem.tried, 'python3 on PATH: not there']);
  progress(`Installing the AWS emulator, ${REQUIREMENT}, into .cache/moto (half a minute, once) …`);
  mkdirSync(VENV, { recursive: true });
  const failure =
    // --clear: a cut installation is no ground to build on.
    (await runPython(python, ['-m', 'venv', '--clear', VENV], signal)) ??
    (await runPython(join(VENV, 'bin', 'python'), ['-m', 'pip', 'install', '--quiet', REQUIREMENT], signal));
  return failure === undefined ? findMoto() : missing([...search.problem.tried, failure]);
}

/** moto_server knows no --version; --help fails too where the program stands without its package. */
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
    cwd: dirname(VENV),
    env: downloadEnv(),
    signal,
  });
  if (status === 0) return undefined;
  return `${python} ${args.join(' ')}: ${output.trim().split('\n').slice(-3).join(' ')}`;
}

function missing(tried: readonly string[]): Search<never> {
  return {
    problem: { what: 'moto_server, the AWS emulator, is missing.', tried, howToGet: HOW_TO_GET },
  };
}
