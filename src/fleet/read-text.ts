import { readFileSync } from 'node:fs';
import { FleetFileError } from './fleet-file-error';

/**
 * The text of a file that people wrote or exported.
 *
 * @param name how errors call the file
 * @throws FleetFileError where it cannot be read, or is not UTF-8, as what `>` writes in Windows
 *   PowerShell, and Excel as "Unicode text"
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
