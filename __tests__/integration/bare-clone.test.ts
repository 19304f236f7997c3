import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { run } from '../../src/process/run';
import { baseEnv } from '../../dev/sandbox/sandbox-env';
import { CHECKOUT } from '../support/workbench';

it('the command fails in a clone without npm packages with what to run, and where', async () => {
  const clone = mkdtempSync(join(tmpdir(), 'octo-clone-'));
  for (const name of ['octo-access.mjs', 'start.ts'])
    cpSync(join(CHECKOUT, 'src/cli', name), join(clone, 'src/cli', name));
  const program = join(clone, 'src/cli/octo-access.mjs');
  const { status, output } = await run(process.execPath, [program, '--help'], { cwd: clone, env: baseEnv() });
  rmSync(clone, { recursive: true });
  expect([status, output]).toEqual([
    1,
    `the npm packages are missing: run npm ci --ignore-scripts in ${clone}/`,
  ]);
});
