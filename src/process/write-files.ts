import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { ErrorInWords } from '../names/error-in-words';

/** Why a file can't be written where the user wants it. */
const REASONS: Readonly<Partial<Record<string, string>>> = {
  EACCES: 'permission denied',
  EISDIR: 'a folder has its name',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a file is in the way of its folder',
  EEXIST: 'a file is in the way of its folder',
  EROFS: 'the file system is read-only',
};

/** Thrown where files cannot be written where the user wants them. */
class WriteError extends ErrorInWords {
  override readonly name = 'WriteError';
}

/**
 * Writes files whole or not at all: each is first written to a temporary file beside its place; only when
 * all are written are they renamed.
 *
 * @param files path relative to `folder` -> content
 * @throws WriteError where the place does not take them
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
  } catch (error) {
    const { code = '', path = folder } = error as NodeJS.ErrnoException;
    const reason = REASONS[code];
    if (reason === undefined) throw error;
    throw new WriteError(`nothing was written to ${folder}: ${reason} (${path})`, { cause: error });
  } finally {
    for (const { temporary } of pending) rmSync(temporary, { force: true });
  }
}

/** Whether a file can be written, before the work that it is for: undefined if so, else the system's code, like `EISDIR`. */
export function whyNotWritable(path: string): string | undefined {
  const isNew = !existsSync(path);
  try {
    closeSync(openSync(path, 'a'));
    if (isNew) rmSync(path);
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'unknown';
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
