import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { clientSettings } from '../../src/aws/client-settings';

let bundle: string | undefined;

beforeEach(() => {
  bundle = process.env['AWS_CA_BUNDLE'];
  delete process.env['AWS_CA_BUNDLE'];
});

afterEach(() => {
  delete process.env['AWS_CA_BUNDLE'];
  if (bundle !== undefined) process.env['AWS_CA_BUNDLE'] = bundle;
});

test('a client gives up on a blocked network after seconds', () => {
  const { connectionTimeout, throwOnRequestTimeout } = clientSettings().requestHandler;
  expect([connectionTimeout, throwOnRequestTimeout]).toEqual([10_000, true]);
});

test('fails where AWS_CA_BUNDLE names no certificates', () => {
  const folder = mkdtempSync(join(tmpdir(), 'octo-bundle-'));
  const file = join(folder, 'ca.pem');
  process.env['AWS_CA_BUNDLE'] = file;
  expect(clientSettings).toThrow(
    `AWS_CA_BUNDLE must name a file with certificates (PEM), got "${file}": ENOENT`,
  );
  for (const text of ['', '-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n']) {
    writeFileSync(file, text);
    expect(clientSettings).toThrow('AWS_CA_BUNDLE must name a file with certificates (PEM)');
  }
  rmSync(folder, { recursive: true });
});
