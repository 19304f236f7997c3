import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Writes files whole or not at all: each is first written to a temporary file beside its place; only when
 * all are written are they renamed.
 *
 * @param files path relative to `folder` -> content
 */
export function writeFiles(folder: string, files: ReadonlyMap<string, string | Uint8Array>): void {
  const pending: { temporary: string; target: string }[] = [];
  try {
    for (const [path, content] of files) {
      const target = join(folder, path);
      const temporary = `${target}.${process.pid}.tmp`;
      mkdirSync(dirname(target), { recursive: true });
      pending.push({ temporary, target });
      writeFileSync(temporary, content);
    }
    for (const { temporary, target } of pending) renameSync(temporary, target);
  } finally {
    for (const { temporary } of pending) rmSync(temporary, { force: true });
  }
}

/** Writes only the texts that differ from the existing files, all or none; returns their paths. */
export function writeChanged(folder: string, files: ReadonlyMap<string, string>): string[] {
  const changed = [...files].filter(([path, text]) => current(join(folder, path)) !== text);
  writeFiles(folder, new Map(changed));
  return changed.map(([path]) => path);
}

function current(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
