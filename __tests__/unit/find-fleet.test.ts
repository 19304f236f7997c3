import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { findFleet } from '../../src/fleet/find-fleet';
import { EXAMPLE_FLEET } from '../support/fleet-file';

describe('the fleet of a folder', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'octo-fleet-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  test('is undefined if there is no file', () => {
    expect(findFleet(folder)).toBeUndefined();
  });

  test.each(['octo.yaml', 'octo.yml', 'octo.json'])('is read from %s', (name) => {
    writeFileSync(
      join(folder, name),
      `\ufeff${JSON.stringify(JSON.parse('{"organization":{"organizational_units":["r-abcd"],"inputs":{"principal":"444455556666","external_id":"ab"}}}'))}`,
    );
    expect(findFleet(folder)?.organization?.organizationalUnitIds).toEqual(['r-abcd']);
    writeFileSync(join(folder, name), 'accounts: 3');
    expect(() => findFleet(folder)).toThrow(`${name}:1:11: accounts must be a list of accounts, got 3`);
  });

  test('fails if there are two files', () => {
    writeFileSync(join(folder, 'octo.yaml'), EXAMPLE_FLEET);
    writeFileSync(join(folder, 'octo.json'), '{}');
    expect(() => findFleet(folder)).toThrow(
      'octo.yaml cannot be used, one problem:\nocto.yaml: is beside octo.json, but only one file may describe the fleet; keep one of the two',
    );
  });

  test('fails on a file in another encoding, as Windows PowerShell writes it', () => {
    writeFileSync(join(folder, 'octo.yaml'), Buffer.from(`\ufeff${EXAMPLE_FLEET}`, 'utf16le'));
    expect(() => findFleet(folder)).toThrow('octo.yaml: is not text in UTF-8; save it as UTF-8');
  });
});
