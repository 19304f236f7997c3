import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readText } from '../../src/fleet/read-text';

describe('the text of a file', () => {
  let file: string;
  beforeEach(() => {
    file = join(mkdtempSync(join(tmpdir(), 'octo-text-')), 'list.csv');
  });
  afterEach(() => {
    rmSync(join(file, '..'), { recursive: true });
  });
  const read = (bytes: Buffer): string => {
    writeFileSync(file, bytes);
    return readText(file, 'list.csv');
  };

  test('is the same in UTF-8 and, with a byte order mark, in UTF-16', () => {
    const text = 'id,name\n222222222222,M\u00fcnchen \u{1f600}\n';
    expect(read(Buffer.from(text))).toBe(text);
    expect(read(Buffer.from(`\ufeff${text}`))).toBe(text);
    expect(read(Buffer.from(`\ufeff${text}`, 'utf16le'))).toBe(text);
    expect(read(Buffer.from(`\ufeff${text}`, 'utf16le').swap16())).toBe(text);
    expect(read(Buffer.alloc(0))).toBe('');
  });

  test.each([
    ['another encoding', Buffer.from('a\nM\u00fcnchen', 'latin1'), 'list.csv:2: is not text in UTF-8'],
    ['a NUL', Buffer.from('a\r\nb\r\n\0'), 'list.csv:3: has NUL characters'],
    ['a workbook', Buffer.from('PK\u0003\u0004rest'), 'list.csv: is a workbook of Excel'],
  ])('fails on %s, naming the line if there is one', (_, bytes, expected) => {
    expect(() => read(bytes)).toThrow(expected);
  });

  test('fails where there is no file, without the words of the system', () => {
    expect(() => readText(`${file}.gone`, 'gone')).toThrow('gone: cannot be read: there is no such file');
    expect(() => readText(join(file, '..'), 'x')).toThrow('x: cannot be read: it is a folder');
  });
});
