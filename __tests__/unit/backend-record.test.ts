import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { BACKEND_RECORD, recordedBackend } from '../../src/fleet/backend-record';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'octo-record-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function recorded(text: string): ReturnType<typeof recordedBackend> {
  const file = join(folder, BACKEND_RECORD);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return recordedBackend(folder);
}

test('the backend of a folder is the one that Terraform noted', () => {
  const backend = { type: 's3', config: { bucket: 'states', profile: null }, hash: 1 };
  expect(recorded(JSON.stringify({ version: 3, backend }))).toEqual(backend);
  expect(recorded('{"backend":{"type":"local"}}')).toEqual({ type: 'local', config: {} });
});

test('a folder that was not initialised, or whose note says nothing, has none', () => {
  expect(recordedBackend(folder)).toBeUndefined();
  for (const text of ['', '{ cut', '{"version":3}', '{"backend":{"type":1}}']) {
    expect(recorded(text)).toBeUndefined();
  }
});
