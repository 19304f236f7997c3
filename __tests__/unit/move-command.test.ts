import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { moveCommand } from '../../src/text/move-command';

test('a file with any name is renamed by a shell, and none is overwritten', () => {
  const folder = mkdtempSync(join(tmpdir(), 'octo-move-'));
  const at = (name: string): string => join(folder, name);
  const run = (from: string, to: string): void => {
    // Some versions of mv end with status 1 where -n keeps them from it.
    execFileSync('sh', ['-c', `${moveCommand(at(from), at(to))} || true`]);
  };
  writeFileSync(at("it's $HOME"), 'moved');
  writeFileSync(at('taken'), 'kept');
  run("it's $HOME", 'a b');
  expect(readFileSync(at('a b'), 'utf8')).toBe('moved');
  run('a b', 'taken');
  expect(readFileSync(at('taken'), 'utf8')).toBe('kept');
  rmSync(folder, { recursive: true });
});
