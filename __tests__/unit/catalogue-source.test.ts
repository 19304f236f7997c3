import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CATALOGUE_PACKAGE, catalogueSource } from '../../src/aws-reference/catalogue-source';

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'octo-source-'));
  mkdirSync(join(folder, 'package'));
  mkdirSync(join(folder, 'none'));
  writeFileSync(join(folder, 'package/package.json'), '{}');
  writeFileSync(join(folder, 'edition.tgz'), '');
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const specOf = (text: string): string => catalogueSource(text).spec;

describe('where an edition of AWS actions comes from', () => {
  test.each(['0.21.202609261', 'v1', '^0.21.0', '~1.2', 'latest', 'next', '1.0.0-rc.1'])(
    '%s is a version or tag of the package, never a package of that name',
    (text) => {
      const published = { spec: `${CATALOGUE_PACKAGE}@${text}`, isPublished: true };
      expect(catalogueSource(text)).toEqual(published);
      expect(catalogueSource(`${CATALOGUE_PACKAGE}@${text}`)).toEqual(published);
    },
  );

  test('the latest edition is used if no version is given', () => {
    expect(specOf(CATALOGUE_PACKAGE)).toBe(`${CATALOGUE_PACKAGE}@latest`);
  });

  test.each(['package', 'edition.tgz'])('%s is a path, relative to the current folder', (name) => {
    const path = join(folder, name);
    expect(catalogueSource(path)).toEqual({ spec: `${CATALOGUE_PACKAGE}@${path}`, isPublished: false });
    expect(specOf(relative(process.cwd(), path))).toBe(`${CATALOGUE_PACKAGE}@${path}`);
  });

  test('an address is used unchanged', () => {
    const address = 'https://registry.example.com/edition.tgz';
    expect(catalogueSource(address)).toEqual({ spec: `${CATALOGUE_PACKAGE}@${address}`, isPublished: false });
  });

  test.each(['left-pad@1.0.0', '@other/iam-data', 'github:other/iam-data', 'git+ssh://host/x.git'])(
    'fails on "%s", which is none of these',
    (text) => {
      expect(() => catalogueSource(text)).toThrow(
        /^--from must be a version, a tarball or a folder of .*, got "/,
      );
    },
  );

  test('fails on a missing path, and on a folder without a package', () => {
    expect(() => catalogueSource('./nowhere')).toThrow('the file does not exist');
    expect(() => catalogueSource('nowhere.tgz')).toThrow('the file does not exist');
    expect(() => catalogueSource(join(folder, 'none'))).toThrow('the folder is not a package');
  });
});
