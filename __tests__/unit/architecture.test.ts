import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import ts from 'typescript';

const ROOT = resolve(__dirname, '../..');

/** Rooms from left to right; a room imports from itself and from rooms to its left. */
const ROOMS = [
  'vetted-runbooks',
  'input-rules',
  'inputs',
  'input-combinations',
  'settings',
  'versions',
  'catalogue',
  'policy',
  'analysis',
  'fleet',
  'outputs',
  'roles',
  'access',
  'stack-set',
  'stacks',
  'deploy',
  'cli',
] as const;

/** Rooms of pure knowledge: no framework. */
const PURE = ROOMS.slice(0, ROOMS.indexOf('roles'));
const FRAMEWORK = /^(cdktf|constructs|@cdktf\/)/;

/** Rooms with packages of their own, which no user of the constructs has to install. */
const APP = ['fleet', 'deploy', 'cli'];

interface Import {
  readonly file: string;
  readonly room: string;
  readonly module: string;
}

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? sources(path) : path.endsWith('.ts') ? [path] : [];
  });
}

function roomOf(path: string): string {
  const [first = ''] = relative(join(ROOT, 'src'), path).split('/');
  return first.replace(/\.ts$/, '');
}

const imports: readonly Import[] = sources(join(ROOT, 'src')).flatMap((path) => {
  const { importedFiles } = ts.preProcessFile(readFileSync(path, 'utf8'));
  return importedFiles.map(({ fileName }) => ({
    file: relative(ROOT, path),
    room: roomOf(path),
    module: fileName.startsWith('.') ? resolve(dirname(path), fileName) : fileName,
  }));
});

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

describe('the house', () => {
  test('has only the rooms that it says', () => {
    const rooms = new Set(sources(join(ROOT, 'src')).map(roomOf));
    expect([...rooms].filter((room) => room !== 'index' && !ROOMS.includes(room as never))).toEqual([]);
  });

  test('imports point one way', () => {
    const backwards = imports.filter(
      ({ room, module }) =>
        room !== 'index' &&
        module.startsWith(ROOT) &&
        ROOMS.indexOf(roomOf(module) as never) > ROOMS.indexOf(room as never),
    );
    expect(backwards).toEqual([]);
  });

  test('knowledge imports no framework', () => {
    expect(
      imports.filter(({ room, module }) => PURE.includes(room as never) && FRAMEWORK.test(module)),
    ).toEqual([]);
  });

  test('what is published imports only peers, and none of the app: fleet file and commands', () => {
    const published = [...reachedFrom(join(ROOT, 'src/index.ts'))];
    const isSource = (module: string): boolean => module.startsWith(ROOT);
    expect(published.filter((module) => !isSource(module) && !FRAMEWORK.test(module))).toEqual([]);
    expect(published.filter((module) => isSource(module) && APP.includes(roomOf(module)))).toEqual([]);
  });

  test('resources are imported one by one, never through the provider index', () => {
    expect(imports.filter(({ module }) => module === '@cdktf/provider-aws')).toEqual([]);
  });

  test('main.ts stays a composition root', () => {
    expect(readFileSync(join(ROOT, 'main.ts'), 'utf8').split('\n').length).toBeLessThan(40);
  });
});
