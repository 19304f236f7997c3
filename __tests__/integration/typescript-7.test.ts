import { expect, it } from '@jest/globals';
import { join } from 'node:path';
import { run } from '../../src/process/run';
import { CHECKOUT } from '../support/workbench';

it('TypeScript 7 takes the configuration that is shipped, for the sources and the example', async () => {
  const compiler = join(CHECKOUT, 'node_modules', 'typescript-7', 'bin', 'tsc');
  const result = await run(process.execPath, [compiler, '--noEmit', '-p', 'tsconfig.json'], {
    cwd: CHECKOUT,
    env: process.env as Record<string, string>,
  });

  expect(result).toMatchObject({ status: 0, output: '' });
}, 60_000);
