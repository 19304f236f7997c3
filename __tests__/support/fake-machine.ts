import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onPath } from '../../src/process/find-program';
import { restoreEnv } from './own-env';

/** A machine on which only these programs of the real one are found, and an empty cache of the user. */
export class FakeMachine {
  readonly folder = mkdtempSync(join(tmpdir(), 'octo-unit-'));
  private readonly bin = join(this.folder, 'bin');
  private readonly cache = join(this.folder, 'cache');

  constructor(programs: readonly string[]) {
    mkdirSync(this.bin);
    for (const name of programs) symlinkSync(onPath(name) ?? name, join(this.bin, name));
    process.env['XDG_CACHE_HOME'] = this.cache;
    process.env['PATH'] = this.bin;
  }

  /** Puts a shell script on PATH; returns its path. */
  program(name: string, body: string): string {
    const path = join(this.bin, name);
    writeFileSync(path, `#!/bin/sh\n${body}\n`, { mode: 0o755 });
    return path;
  }

  /** Names of all files below the cache folder. */
  cached(): string[] {
    if (!existsSync(this.cache)) return [];
    const entries = readdirSync(this.cache, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  }

  /** Gives the process the real machine back. */
  remove(): void {
    restoreEnv();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
