import { mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { run } from '../../src/process/run';
import { downloadEnv } from '../sandbox/sandbox-env';
import { onPath } from '../../src/process/find-program';

/**
 * Installs packages from npm's registry and moves one installed path, like `node_modules`, to a place of its
 * own. Returns what went wrong, `undefined` if all went well.
 */
export async function npmInstall(
  packages: readonly string[],
  path: string,
  target: string,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const npm = onPath('npm');
  if (npm === undefined) return 'npm on PATH, to install it: not there';
  mkdirSync(dirname(target), { recursive: true });
  const folder = mkdtempSync(join(dirname(target), 'install-'));
  try {
    const args = ['install', '--ignore-scripts', '--no-save', '--no-package-lock', '--no-audit', '--no-fund'];
    // Under `npm test` npm takes our checkout for the place to install into, unless it is told another one.
    const { status, output } = await run(npm, [...args, '--prefix', folder, ...packages], {
      cwd: folder,
      env: downloadEnv(),
      signal,
    });
    if (status !== 0) return `npm install ${packages.join(' ')}: ${saidByNpm(output) ?? `status ${status}`}`;
    // Moved as a whole, so that two runs may install at once.
    renameSync(join(folder, path), target);
    return undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** npm's error line, not the line about its log. */
function saidByNpm(output: string): string | undefined {
  const said = output.matchAll(/^npm (?:error|ERR!) +(.*)$/gm);
  return [...said].map(([, text = '']) => text).find((text) => text !== '' && !/^(code|errno) /.test(text));
}
