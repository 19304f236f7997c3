import { readFileSync } from 'node:fs';
import { FleetFileError } from './fleet-file-error';

/**
 * The text of a file that people wrote or exported.
 *
 * @param name name of the file in errors
 * @throws FleetFileError if it cannot be read, or is not UTF-8: `>` in Windows PowerShell and Excel's
 *   "Unicode text" write UTF-16
 */
export function readText(path: string, name: string): string {
  const problem = (message: string): FleetFileError => new FleetFileError(name, [{ message }]);
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw problem(`cannot be read: ${(error as Error).message}`);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw problem('is not text in UTF-8; save it as UTF-8');
  }
}
