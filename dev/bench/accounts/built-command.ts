import { cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { runOrFail } from '../../../src/process/run';
import { baseEnv } from '../../sandbox/sandbox-env';

const PROJECT = resolve(__dirname, '../../..');
const COMMAND = 'src/cli/octo-access.mjs';

/**
 * Builds `octo-access` as the package has it. In a checkout it is compiled as it starts, which takes more of a short run than of a
 * long one.
 *
 * @returns path of the command
 */
export async function buildCommand(folder: string, signal: AbortSignal): Promise<string> {
  const tsc = join(PROJECT, 'node_modules', 'typescript', 'bin', 'tsc');
  const args = [tsc, '-p', 'tsconfig.build.json', '--declaration', 'false', '--outDir', join(folder, 'lib')];
  await runOrFail(process.execPath, args, { cwd: PROJECT, env: baseEnv(), signal });
  mkdirSync(join(folder, 'src', 'cli'), { recursive: true });
  for (const file of ['package.json', COMMAND]) cpSync(join(PROJECT, file), join(folder, file));
  symlinkSync(join(PROJECT, 'node_modules'), join(folder, 'node_modules'));
  return join(folder, COMMAND);
}
