import { ensurePythonTool, findPythonTool } from './python-tool';
import type { Program, PythonTool } from './python-tool';
import type { Search } from '../../src/process/find-program';

/** A linter for IAM policies by Duo Labs, a Python program. */
export type Parliament = Program;

const PARLIAMENT: PythonTool = {
  program: 'parliament',
  what: 'a linter for IAM policies',
  requirement: 'parliament>=1.6.4,<2',
  // It loads pkg_resources, which later versions of setuptools no longer have.
  alsoNeeds: ['setuptools<81'],
  variable: 'OCTO_PARLIAMENT',
};

/** Finds a `parliament` that runs: `$OCTO_PARLIAMENT`, PATH, or the one that an earlier run installed. */
export function findParliament(): Search<Parliament> {
  return findPythonTool(PARLIAMENT);
}

/** As `findParliament()`; if there is none, installs it under the checkout's `.cache/`. */
export async function ensureParliament(
  progress: (line: string) => void,
  signal?: AbortSignal,
): Promise<Search<Parliament>> {
  return ensurePythonTool(PARLIAMENT, progress, signal);
}
