import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import ts from 'typescript';

const ROOT = resolve(__dirname, '../..');
const LAW = '.dependency-cruiser.mjs';
const FRAMEWORK = /^(cdktf|constructs|@cdktf\/)/;

/** Rooms with packages of their own, which no user of the constructs has to install. */
const APP = ['fleet', 'deploy', 'cli'];

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? sources(path) : path.endsWith('.ts') ? [path] : [];
  });
}

function roomOf(path: string): string {
  const [first = ''] = relative(join(ROOT, 'src'), path).split('/');
  return first;
}

/** Files and packages that a file loads when it is loaded: imports of types alone are gone by then. */
function reachedFrom(file: string, reached = new Set<string>()): Set<string> {
  reached.add(file);
  const javascript = ts.transpile(readFileSync(file, 'utf8'), { module: ts.ModuleKind.ESNext });
  for (const { fileName } of ts.preProcessFile(javascript).importedFiles) {
    const base = resolve(dirname(file), fileName);
    const target = [`${base}.ts`, join(base, 'index.ts')].find((path) => existsSync(path)) ?? fileName;
    if (reached.has(target)) continue;
    if (target.startsWith(ROOT)) reachedFrom(target, reached);
    else reached.add(target);
  }
  return reached;
}

/** What the law says of a tree with these files. */
function judged(files: Readonly<Record<string, string>>): string {
  const house = mkdtempSync(join(tmpdir(), 'octo-house-'));
  for (const name of [LAW, 'tsconfig.json']) cpSync(join(ROOT, name), join(house, name));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(house, name)), { recursive: true });
    writeFileSync(join(house, name), text);
  }
  const command = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const { stdout, stderr } = spawnSync(process.execPath, [command, 'src', '--config', LAW], {
    cwd: house,
    encoding: 'utf8',
  });
  rmSync(house, { recursive: true });
  return stdout + stderr;
}

describe('the law about imports, which `npm test -- imports` asks of the whole tree', () => {
  test('lets a room import from a lower floor', () => {
    const files = {
      'src/cli/one.ts': "import { two } from '../names/two';\nexport const one = two;\n",
      'src/names/two.ts': 'export const two = 2;\n',
    };
    expect(judged(files)).toContain('no dependency violations found');
  });

  test('refuses all else, and names the files', () => {
    const said = judged({
      'dev/ours.ts': '',
      'src/index.ts': 'export {};\n',
      'src/names/up.ts': "export type { one } from '../cli/one';\n",
      'src/fleet/across.ts': "import '../constructs/neighbour';\n",
      'src/constructs/neighbour.ts': '',
      'src/cli/one.ts': "export const one = 1;\nimport '../index';\n",
      'src/cli/two.ts': "import '../../dev/ours';\n",
      'src/cli/three.ts': "import './four';\n",
      'src/cli/four.ts': "import './three';\n",
      'src/cli/five.ts': "import './gone';\n",
      'src/loose.ts': "import './names/up';\n",
    });
    for (const refusal of [
      'src/names stays on its floor: src/names/up.ts → src/cli/one.ts',
      'src/fleet stays on its floor: src/fleet/across.ts → src/constructs/neighbour.ts',
      'src/cli stays on its floor: src/cli/one.ts → src/index.ts',
      'nothing of src imports dev, tests or main: src/cli/two.ts → dev/ours.ts',
      'no circles: src/cli/four.ts →',
      'no import leads nowhere: src/cli/five.ts → ./gone',
      'every file has a room: src/loose.ts → src/names/up.ts',
    ]) {
      expect(said).toContain(refusal);
    }
  });
});

describe('the house', () => {
  test('has no two files of one name', () => {
    const names = sources(join(ROOT, 'src')).map((path) => basename(path));
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  test('counts as tables only what is there and over 300 lines', async () => {
    const { href } = pathToFileURL(join(ROOT, 'eslint.config.mjs'));
    const { TABLES } = (await import(href)) as { readonly TABLES: readonly string[] };
    const lines = TABLES.map((name) => readFileSync(join(ROOT, name), 'utf8').split('\n').length - 1);
    expect(lines.filter((count) => count <= 300)).toEqual([]);
  });

  test('publishes only what imports peers, and none of the app: fleet file and commands', () => {
    const published = [...reachedFrom(join(ROOT, 'src/index.ts'))];
    const isSource = (module: string): boolean => module.startsWith(ROOT);
    expect(published.filter((module) => !isSource(module) && !FRAMEWORK.test(module))).toEqual([]);
    expect(published.filter((module) => isSource(module) && APP.includes(roomOf(module)))).toEqual([]);
  });

  test('has a composition root of less than 40 lines', () => {
    expect(readFileSync(join(ROOT, 'main.ts'), 'utf8').split('\n').length).toBeLessThan(40);
  });
});
