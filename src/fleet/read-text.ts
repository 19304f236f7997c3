import { isUtf8 } from 'node:buffer';
import { readFileSync, statSync } from 'node:fs';
import { FleetFileError } from './fleet-file-error';

/** What UTF-16 begins with: Windows PowerShell's `>` and Excel's "Unicode text" write it. */
const UTF_16 = [
  { mark: Buffer.from([0xff, 0xfe]), encoding: 'utf-16le' },
  { mark: Buffer.from([0xfe, 0xff]), encoding: 'utf-16be' },
] as const;

/** Megabytes that a file may have: fifty thousand accounts take less, and more would be read for minutes. */
const MAX_MEGABYTES = 20;

/** What Excel's workbooks, which are ZIP archives, begin with. */
const WORKBOOK = Buffer.from('PK\u0003\u0004');

/** Why a file cannot be read, by the code of the system's error. */
const UNREADABLE: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EISDIR: 'it is a folder; name a file in it',
  EACCES: 'you may not read it',
  EPERM: 'you may not read it',
  ELOOP: 'it is a symbolic link that leads to itself',
};

/**
 * The text of a file that people wrote or exported, in UTF-8 or in UTF-16 with a byte order mark.
 *
 * @param name name of the file in errors
 * @throws FleetFileError if it cannot be read, or is neither
 */
export function readText(path: string, name: string): string {
  const refuse = (message: string, line?: number): never => {
    throw new FleetFileError(name, [{ ...(line && { line }), message }]);
  };
  let bytes: Buffer;
  try {
    const megabytes = statSync(path).size / 1e6;
    if (megabytes > MAX_MEGABYTES)
      return refuse(
        `has ${Math.ceil(megabytes)} MB, but a file of accounts may have at most ${MAX_MEGABYTES}; is it another file?`,
      );
    bytes = readFileSync(path);
  } catch (error) {
    if (error instanceof FleetFileError) throw error;
    const { code = '', message } = error as NodeJS.ErrnoException;
    return refuse(`cannot be read: ${UNREADABLE[code] ?? message}`);
  }
  if (bytes.subarray(0, WORKBOOK.length).equals(WORKBOOK)) {
    return refuse('is a workbook of Excel, or another archive; save its sheet as CSV UTF-8 and give that');
  }
  const { encoding = 'utf-8' } = UTF_16.find(({ mark }) => bytes.subarray(0, 2).equals(mark)) ?? {};
  let text: string;
  try {
    text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    const line = encoding === 'utf-8' ? firstBadLine(bytes) : undefined;
    return refuse('is not text in UTF-8; save it as UTF-8', line);
  }
  // UTF-16 without a mark, UTF-32, or no text at all.
  const nul = text.indexOf('\0');
  return nul < 0
    ? text
    : refuse('has NUL characters, so it is not text in UTF-8; save it as UTF-8', lineOf(text, nul));
}

/** The line of a character, from 1. */
function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split(/\r\n?|\n/).length;
}

/** The first line, from 1, that is not UTF-8. */
function firstBadLine(bytes: Buffer): number {
  const lines = bytes.toString('latin1').split('\n');
  return lines.findIndex((line) => !isUtf8(Buffer.from(line, 'latin1'))) + 1;
}
