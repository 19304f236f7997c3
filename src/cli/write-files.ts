import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Writes files whole or not at all: each goes to a temporary file beside its place first, and only when
 * all are written do they take their places.
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
