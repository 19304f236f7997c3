import { ensurePythonTool, findPythonTool } from './python-tool';
import type { Program, PythonTool } from './python-tool';
import type { Search } from '../../src/process/find-program';

/** The AWS emulator, a Python program. */
export type Moto = Program;

const MOTO: PythonTool = {
  program: 'moto_server',
  what: 'the AWS emulator',
  requirement: 'moto[server]>=5.1,<6',
  variable: 'OCTO_MOTO',
};

/** Finds a `moto_server` that runs: `$OCTO_MOTO`, PATH, or the one that an earlier run installed. */
export function findMoto(): Search<Moto> {
  return findPythonTool(MOTO);
}

/** As `findMoto()`; if there is none, installs it under the checkout's `.cache/`. */
export async function ensureMoto(
  progress: (line: string) => void,
  signal?: AbortSignal,
): Promise<Search<Moto>> {
  return ensurePythonTool(MOTO, progress, signal);
}
