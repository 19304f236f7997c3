import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { findFleet, fleetOf } from '../../src/fleet/find-fleet';
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

  test('is read in UTF-16 too, as Windows PowerShell writes it', () => {
    const read = (bytes: Buffer): number | undefined => {
      writeFileSync(join(folder, 'octo.yaml'), bytes);
      return findFleet(folder)?.accounts.length;
    };
    const count = read(Buffer.from(EXAMPLE_FLEET));
    expect(read(Buffer.from(`\ufeff${EXAMPLE_FLEET}`, 'utf16le'))).toBe(count);
    expect(read(Buffer.from(`\ufeff${EXAMPLE_FLEET}`, 'utf16le').swap16())).toBe(count);
  });

  test('fails on a file in an older encoding, naming the line', () => {
    writeFileSync(join(folder, 'octo.yaml'), Buffer.from('layout: opentofu\n# f\u00fcr uns\n', 'latin1'));
    expect(() => findFleet(folder)).toThrow('octo.yaml:2: is not text in UTF-8; save it as UTF-8');
  });

  test('fails beside settings of the account stack, which would be passed over, and says where they belong', () => {
    const settings = (octo: object): void => {
      writeFileSync(join(folder, 'cdktf.json'), JSON.stringify({ app: 'x', context: { octo } }));
    };
    writeFileSync(join(folder, 'octo.yaml'), EXAMPLE_FLEET);
    settings({ region: 'eu-west-1', backend: { type: 's3' }, nonsense: 1 });
    expect(() => findFleet(folder)).toThrow(
      'octo.yaml: cdktf.json has settings under context.octo, which are for the stack of one account: region, backend, nonsense; take them out of cdktf.json, and give here what is for the fleet: region as defaults.region, backend as backend, where prefix or project stands for its key or workspace, nonsense',
    );
    // A file of another name may be there as well as the account stack.
    writeFileSync(join(folder, 'prod.yaml'), EXAMPLE_FLEET);
    expect(fleetOf(join(folder, 'prod.yaml')).accounts).not.toHaveLength(0);
    settings({});
    expect(findFleet(folder)).toBeDefined();
  });
});
