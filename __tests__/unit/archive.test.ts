import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { archive } from '../../src/module/archive';

const sha256 = (data: Buffer): string => createHash('sha256').update(data).digest('hex');

describe('an archive', () => {
  test('has the bytes that it had on every machine and Node.js before', async () => {
    const packed = await archive(new Map([['main.tf', 'locals {}\n']]));

    expect(sha256(packed)).toBe('c78b78f1c7adedc447d2429ecdb07058ad0299b244fde56dc47b0481d8a25eea');
  });

  test('does not depend on the order of its files', async () => {
    const files: [string, string][] = [
      ['main.tf', 'locals {}\n'],
      ['examples/one/main.tf', ''],
      ['LICENSE', 'free'],
    ];

    expect(await archive(new Map(files))).toEqual(await archive(new Map(files.toReversed())));
  });

  // A stored block of gzip holds at most 65,535 bytes.
  test.each([65_534, 65_535, 65_536, 200_000])('gives %i bytes back as they were', async (length) => {
    const text = 'abcdefghij'.repeat(20_000).slice(0, length);
    const tar = gunzipSync(await archive(new Map([['text', text]])));

    expect(tar.subarray(512, 512 + length).toString()).toBe(text);
  });
});
