import { spawnSync } from 'node:child_process';
import type { SpawnSyncReturns } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, resolve, sep } from 'node:path';

/** Why a tool is missing, in words for the person who has to install it. */
export interface Problem {
  readonly what: string;
  /** Every place that was searched, in order. */
  readonly tried: readonly string[];
  readonly howToGet: string;
}

/** The result of a search for a tool. */
export type Search<T> =
  | { readonly found: T; readonly problem?: undefined }
  | { readonly found?: undefined; readonly problem: Problem };

/** A problem as text: what is wrong, what was tried, what to do. */
export function describeProblem({ what, tried, howToGet }: Problem): string {
  return [what, ...tried.map((place) => `  tried: ${place}`), `  to do: ${howToGet}`].join('\n');
}

/** Absolute path of a command on PATH, or of a given path; `undefined` if there is none. */
export function onPath(command: string): string | undefined {
  if (command.includes(sep)) return [resolve(command)].find(isExecutable);
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => resolve(folder, command)).find(isExecutable);
}

/** Where and how a program is tried. */
export interface ProbeOptions {
  /** @default - this process's own */
  readonly cwd?: string;
  /** The whole environment. @default - the user's, which version managers of Terraform read */
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs a program briefly, to see whether it works and what it prints. */
export function probe(
  command: string,
  args: readonly string[],
  { cwd, env = process.env }: ProbeOptions = {},
): SpawnSyncReturns<string> {
  const options = {
    cwd,
    env: { ...env, CHECKPOINT_DISABLE: '1' },
    encoding: 'utf8' as const,
    timeout: 60_000,
    // In a session of its own: a program that Ctrl-C ends would look like one that does not work. Node accepts the
    // option for `spawnSync` too, but its types omit it.
    detached: true,
  };
  return spawnSync(command, args, options);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
