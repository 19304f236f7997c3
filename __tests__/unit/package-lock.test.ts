import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';

interface Locked {
  readonly resolved?: string;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly hasInstallScript?: boolean;
}

const { packages } = JSON.parse(readFileSync(resolve(__dirname, '../../package-lock.json'), 'utf8')) as {
  packages: Record<string, Locked>;
};

describe('package-lock.json', () => {
  // npm, run on one platform, is known to drop the packages of the others.
  it('has the library that cdktf runs Terraform with for six platforms, without an install script', () => {
    const library = Object.entries(packages).filter(([path]) => path.includes('node-pty'));
    const platforms = library.flatMap(([, { os = [], cpu = [] }]) =>
      os.map((name) => `${name}-${cpu.join()}`),
    );

    expect(platforms.sort()).toEqual([
      'darwin-arm64',
      'darwin-x64',
      'linux-arm64',
      'linux-x64',
      'win32-arm64',
      'win32-x64',
    ]);
    expect(library.filter(([, { hasInstallScript }]) => hasInstallScript)).toEqual([]);
  });

  it('names no registry, so that every machine asks its own', () => {
    expect(Object.keys(packages).filter((path) => packages[path]?.resolved !== undefined)).toEqual([]);
  });
});
