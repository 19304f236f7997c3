import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import ts from 'typescript';

/** Folder of the build for cdktn, within the build for cdktf. */
const FOLDER = 'cdktn';

/** What a user loads and what the command loads, as paths of modules without their extension. */
const ENTRIES = ['index', 'deploy/adopt-fleet', 'deploy/fleet-session'];

/** Packages of CDKTF, and those of CDK Terrain with the same names in them. */
const SUCCESSORS: readonly (readonly [string, string])[] = [
  ['cdktf', 'cdktn'],
  ['@cdktf/provider-aws', '@cdktn/provider-aws'],
];

/** A file of a module, and the specifiers in it. */
interface File {
  readonly extension: string;
  readonly text: string;
  readonly imports: readonly ts.FileReference[];
}

/**
 * Writes the modules that reach CDKTF a second time, for cdktn: the same but for the specifiers. All others serve both builds.
 *
 * It works on compiled files. The declarations name the framework, too, and no compiler option renames what is emitted.
 *
 * @param lib folder of the build for cdktf
 * @returns the paths of the modules, relative to the folder and without their extension
 */
export function buildForCdktn(lib: string): string[] {
  const modules = modulesFrom(ENTRIES, lib);
  const bound = boundOf(modules);
  rmSync(join(lib, FOLDER), { recursive: true, force: true });
  for (const module of bound) {
    for (const { extension, text, imports } of modules.get(module) ?? []) {
      const target = join(lib, FOLDER, `${module}${extension}`);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(
        target,
        withSpecifiers(text, imports, (name) => specifierForCdktn(name, module, bound)),
      );
    }
  }
  return [...bound];
}

/** The modules that are reached from some, with their files. */
function modulesFrom(entries: readonly string[], lib: string): Map<string, readonly File[]> {
  const modules = new Map<string, readonly File[]>();
  const open = [...entries];
  for (let module = open.pop(); module !== undefined; module = open.pop()) {
    if (modules.has(module)) continue;
    const files = ['.js', '.d.ts']
      .filter((extension) => existsSync(join(lib, `${module}${extension}`)))
      .map((extension) => {
        const text = readFileSync(join(lib, `${module}${extension}`), 'utf8');
        return { extension, text, imports: ts.preProcessFile(text, true, true).importedFiles };
      });
    if (files.length === 0)
      throw new Error(`${join(lib, module)} is missing: run tsc -p tsconfig.build.json`);
    modules.set(module, files);
    open.push(...importsOf(files).flatMap((name) => moduleOf(name, module) ?? []));
  }
  return modules;
}

/** The modules whose code or declarations reach a package of CDKTF. */
function boundOf(modules: ReadonlyMap<string, readonly File[]>): Set<string> {
  const bound = new Set<string>();
  let before = -1;
  while (before < bound.size) {
    before = bound.size;
    for (const [module, files] of modules) {
      const reaches = (name: string): boolean =>
        successorOf(name) !== undefined || bound.has(moduleOf(name, module) ?? '');
      if (importsOf(files).some(reaches)) bound.add(module);
    }
  }
  return bound;
}

function importsOf(files: readonly File[]): string[] {
  return files.flatMap(({ imports }) => imports.map(({ fileName }) => fileName));
}

/** The module that a relative specifier names; `undefined` for a package. */
function moduleOf(specifier: string, importer: string): string | undefined {
  if (!specifier.startsWith('.')) return undefined;
  return posix.join(posix.dirname(importer), specifier).replace(/\.js$/, '');
}

function successorOf(specifier: string): string | undefined {
  const [name, successor] = SUCCESSORS.find(([name]) => `${specifier}/`.startsWith(`${name}/`)) ?? [''];
  return successor === undefined ? undefined : `${successor}${specifier.slice(name.length)}`;
}

function specifierForCdktn(specifier: string, importer: string, bound: ReadonlySet<string>): string {
  const target = moduleOf(specifier, importer);
  if (target === undefined) return successorOf(specifier) ?? specifier;
  if (bound.has(target)) return specifier;
  const path = posix.relative(posix.join(FOLDER, posix.dirname(importer)), target);
  return specifier.endsWith('.js') ? `${path}.js` : path;
}

/** The text with other specifiers; what else has the name of a package in it stays. */
function withSpecifiers(
  text: string,
  imports: readonly ts.FileReference[],
  renamed: (specifier: string) => string,
): string {
  let result = '';
  let end = 0;
  for (const { fileName, pos } of imports) {
    // The compiler counts from the quotation mark.
    result += text.slice(end, pos + 1) + renamed(fileName);
    end = pos + 1 + fileName.length;
  }
  return result + text.slice(end);
}
