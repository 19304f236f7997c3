import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WriteStream } from 'node:tty';
import { expect, test } from '@jest/globals';
import { DEFAULT_PARALLELISM } from '../../src/deploy/actions';
import { fleetSession, optionsToRepeat } from '../../src/deploy/fleet-session';

const SESSION = { accounts: [], parallelism: 1, progress: process.stdout as WriteStream };

test('fails to destroy all without being told so', async () => {
  await expect(fleetSession({ ...SESSION, action: 'destroy' })).rejects.toThrow(
    'destroy removes the roles: name the accounts, or give --all',
  );
});

test('fails on a fleet file that is not there, and on a folder in its place', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'octo-session-'));
  const gone = fleetSession({ ...SESSION, action: 'plan', file: join(folder, 'gone.yaml') });
  await expect(gone).rejects.toThrow(
    /gone\.yaml: cannot be read: there is no such file|Terraform .* is missing/,
  );
  const here = fleetSession({ ...SESSION, action: 'plan', file: folder });
  await expect(here).rejects.toThrow(/cannot be read: it is a folder|Terraform .* is missing/);
  rmSync(folder, { recursive: true });
});

test.each<[Parameters<typeof optionsToRepeat>, string]>([
  [[undefined, DEFAULT_PARALLELISM, false], ''],
  [['my fleet.yaml', DEFAULT_PARALLELISM, false], "--file 'my fleet.yaml'"],
  [[undefined, 2, true], '--parallelism 2 --confirm'],
])('the command for the rest has the options of the run: %j', (options, expected) => {
  expect(optionsToRepeat(...options)).toBe(expected);
});
