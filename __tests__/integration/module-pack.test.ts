import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { packModule } from '../../src/module/pack-module';
import type { PackedModule } from '../../src/module/packed-module';
import { runOrFail } from '../../src/process/run';
import { baseEnv } from '../../dev/sandbox/sandbox-env';
import { toolchainOrSkip } from '../../dev/toolchain/toolchain';
import { CHECKOUT, MODULE, Workbench } from '../support/workbench';

jest.setTimeout(240_000);

const { version: VERSION } = JSON.parse(readFileSync(join(CHECKOUT, 'package.json'), 'utf8')) as {
  version: string;
};
const EXAMPLES = ['examples/terraform-single', 'examples/terraform-providers-map'];

let folder: string;
let packed: PackedModule;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'octo-pack-'));
  packed = await packModule(CHECKOUT, join(folder, 'first'));
  await unpack(packed.file, join(folder, 'unpacked'));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('the packed module', () => {
  it('holds the module, its tests and examples in the standard structure, and nothing else', () => {
    const files = filesBelow(join(folder, 'unpacked'));
    const top = files.filter((file) => !file.includes('/'));

    expect(top).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'main.tf',
      'outputs.tf',
      'policies.tf',
      'variables.tf',
      'versions.tf',
    ]);
    expect(files.filter((file) => file.startsWith('tests/'))).toEqual(
      filesBelow(join(CHECKOUT, MODULE, 'tests')).map((file) => `tests/${file}`),
    );
    for (const example of EXAMPLES) {
      expect(files).toEqual(
        expect.arrayContaining([`${example}/README.md`, `${example}/main.tf`, `${example}/versions.tf`]),
      );
    }
    const kinds =
      /^((LICENSE|CHANGELOG\.md)|[a-z]+\.tf|tests\/[a-z-]+\.tftest\.hcl|(examples\/[a-z-]+\/)?(README\.md|[a-z]+\.tf))$/;
    expect(files.filter((file) => !kinds.test(file))).toEqual([]);
  });

  it('is the committed module', () => {
    const names = filesBelow(join(CHECKOUT, MODULE));
    const different = names.filter(
      (name) =>
        readFileSync(join(CHECKOUT, MODULE, name), 'utf8') !==
        readFileSync(join(folder, 'unpacked', name), 'utf8'),
    );

    expect(names.length).toBeGreaterThan(5);
    expect(different).toEqual([]);
  });

  it('has the same bytes when another checkout packs it, with other times, modes and leftovers of a run', async () => {
    const other = join(folder, 'another checkout');
    for (const name of ['package.json', 'docs/inputs.md', 'LICENSE', 'CHANGELOG.md', MODULE, ...EXAMPLES]) {
      cpSync(join(CHECKOUT, name), join(other, name), { recursive: true });
    }
    for (const file of filesBelow(other)) {
      utimesSync(join(other, file), 1_000_000_000, 1_000_000_000);
      chmodSync(join(other, file), 0o755);
    }
    for (const place of [MODULE, ...EXAMPLES]) {
      mkdirSync(join(other, place, '.terraform'));
      for (const name of [
        'terraform.tfstate',
        'terraform.tfvars',
        '.terraform.lock.hcl',
        '.terraform/modules.json',
      ]) {
        writeFileSync(join(other, place, name), 'secret');
      }
    }

    const again = await packModule(other, join(folder, 'second'));

    expect(again.sha256).toBe(packed.sha256);
    expect(readFileSync(again.file)).toEqual(readFileSync(packed.file));
  });

  it('comes out of `octo-access module-pack`, which tells its name, version, size and checksum', async () => {
    const out = join(folder, 'by command');
    const command = [join(CHECKOUT, 'src/cli/octo-access.mjs'), 'module-pack', '--json', '--out', out];
    const { stdout } = await runOrFail(process.execPath, command, { cwd: CHECKOUT, env: baseEnv() });

    expect(JSON.parse(stdout)).toEqual({ ...packed, file: join(out, `octo-access-${VERSION}.tar.gz`) });
    expect(readFileSync(join(out, `octo-access-${VERSION}.tar.gz`))).toEqual(readFileSync(packed.file));
  });
});

const suite = toolchainOrSkip(['terraform', 'mirror']);

suite.describe('the unpacked module', () => {
  let bench: Workbench;

  beforeAll(() => {
    bench = new Workbench(suite.toolchain());
    cpSync(join(folder, 'unpacked'), bench.path('unpacked'), { recursive: true });
  });

  afterAll(() => {
    bench.remove();
  });

  it.each(['.', ...EXAMPLES])('is valid in %s', async (place) => {
    const root = await bench.configuration(join('unpacked', place)).init('-backend=false');

    expect(await root.validate()).toContain('The configuration is valid.');
  });
});

async function unpack(file: string, into: string): Promise<void> {
  mkdirSync(into, { recursive: true });
  await runOrFail('tar', ['-xzf', file], { cwd: into, env: baseEnv() });
}

/** Paths of all files, in order. */
function filesBelow(top: string): string[] {
  return readdirSync(top, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(top, join(entry.parentPath, entry.name)))
    .sort();
}
