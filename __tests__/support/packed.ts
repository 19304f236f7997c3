import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';
import { baseEnv } from '../../dev/sandbox/sandbox-env';
import { run, runOrFail, type RunResult } from '../../src/process/run';

/** The checkout that is packed. */
export const ROOT = resolve(__dirname, '../..');
/** The name of the package. */
export const PACKAGE = '@alphaus/octo-access';

/** A framework whose stacks take the constructs, and what a user of it installs and imports. */
export interface Framework {
  readonly name: 'cdktf' | 'cdktn';
  readonly peers: readonly string[];
  /** The `node_modules` that holds the peers. */
  readonly modules: string;
  /** What he imports the constructs from. */
  readonly entry: string;
  /** Folder of its build within the package. */
  readonly lib: string;
}

/** CDKTF, as the checkout has it. */
export const CDKTF: Framework = {
  name: 'cdktf',
  peers: ['@cdktf/provider-aws', 'cdktf', 'constructs'],
  modules: join(ROOT, 'node_modules'),
  entry: PACKAGE,
  lib: 'lib',
};

/** CDK Terrain, which the checkout does not have. */
export function cdkTerrain(modules: string): Framework {
  return {
    name: 'cdktn',
    peers: ['@cdktn/provider-aws', 'cdktn', 'constructs'],
    modules,
    entry: `${PACKAGE}/cdktn`,
    lib: 'lib/cdktn',
  };
}

/** What the command needs besides, and no construct. */
export const DEPENDENCIES = [
  'agent-base',
  'commander',
  'csv-parse',
  'http-proxy-agent',
  'https-proxy-agent',
  'yaml',
  'zod',
];

/** The environment of npm and of the programs. */
export const ENV = { ...baseEnv(), NPM_CONFIG_UPDATE_NOTIFIER: 'false' };

/** Somebody else's program: two accounts in one stack. */
const twoAccounts = ({ name, entry }: Framework): string => `
import { App, TerraformStack } from '${name}';
import { AwsProvider } from '@${name}/provider-aws/lib/provider';
import { OctoAccess, ROLE_NAMES, type RoleName } from '${entry}';

const app = new App({ outdir: 'cdktf.out' });
const stack = new TerraformStack(app, 'fleet');
for (const account of ['production', 'staging']) {
  const provider = new AwsProvider(stack, account + '-aws', { alias: account, region: 'us-east-1' });
  const octo = new OctoAccess(stack, account, { provider, principal: '444455556666', externalId: 'octo-' + account });
  const installed: readonly RoleName[] = octo.roles.map((role) => role.roleName);
  if (installed.length !== ROLE_NAMES.length) throw new Error(installed.join());
}
app.synth();
`;

/** A fleet file of one account. */
export const FLEET = `
defaults:
  role: OctoInstaller
  inputs: { principal: "444455556666", external_id: octo-ext-7f3c2a1b9d }
accounts:
  - { id: "111122223333" }
`;

/** Packs a copy of the checkout, `prepack` included, so that the checkout itself stays as it is. */
export async function pack(folder: string, copy: string): Promise<string> {
  const left = new Set(['.cache', '.git', '.terraform', '.venv', 'cdktf.out', 'lib', 'node_modules']);
  cpSync(ROOT, copy, { recursive: true, filter: (source) => source === ROOT || !left.has(basename(source)) });
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  await runOrFail('npm', ['pack', '--pack-destination', folder], { cwd: copy, env: ENV });
  const [name] = readdirSync(folder).filter((file) => file.endsWith('.tgz'));
  return join(folder, name ?? '');
}

/**
 * Installs offline: npm unpacks the tarball, and the peers are links to the checkout's, 400 MB that are
 * there already. npm would ask the registry for peers, hence `--legacy-peer-deps`.
 */
async function install(cwd: string, file: string, { peers, modules }: Framework): Promise<void> {
  mkdirSync(cwd);
  writeFileSync(join(cwd, 'package.json'), JSON.stringify({ name: 'empty', private: true }));
  for (const name of DEPENDENCIES) link(cwd, CDKTF.modules, name);
  await runOrFail('npm', ['install', '--offline', '--legacy-peer-deps', '--no-audit', '--no-fund', file], {
    cwd,
    env: ENV,
  });
  for (const peer of peers) link(cwd, modules, peer);
}

function link(cwd: string, modules: string, name: string): void {
  const place = join(cwd, 'node_modules', name);
  mkdirSync(dirname(place), { recursive: true });
  symlinkSync(join(modules, name), place);
}

/** What the declarations export as types, and what the code exports as values. */
async function publicNames(
  project: string,
  { entry, lib }: Framework,
): Promise<{ values: string[]; types: string[] }> {
  const declarations = join(project, 'node_modules', PACKAGE, lib, 'index.d.ts');
  const options = {
    module: ts.ModuleKind.Node16,
    moduleResolution: ts.ModuleResolutionKind.Node16,
    types: [],
  };
  const compiler = ts.createProgram([declarations], options);
  const checker = compiler.getTypeChecker();
  const source = compiler.getSourceFile(declarations);
  const module = source && checker.getSymbolAtLocation(source);
  if (!module) throw new Error(`${declarations} exports nothing`);
  const exported = checker.getExportsOfModule(module).map((symbol) => ({
    name: symbol.name,
    target: symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol,
  }));
  const types = exported.filter(({ target }) => target.flags & ts.SymbolFlags.Type).map(({ name }) => name);

  const { stdout } = await nodeOrFail(project, ['-p', `JSON.stringify(Object.keys(require('${entry}')))`]);
  return { values: JSON.parse(stdout) as string[], types };
}

/** A module that imports every public name and uses each as what it is. */
function useOfEvery(entry: string, values: readonly string[], types: readonly string[]): string {
  const names = [...new Set([...values, ...types])];
  return [
    `import { ${names.join(', ')} } from '${entry}';`,
    `export type Types = [${types.join(', ')}];`,
    `export const values: Record<string, object> = { ${values.join(', ')} };`,
    "for (const [name, value] of Object.entries(values)) if (!value) throw new Error(name + ' is missing');",
  ].join('\n');
}

/** Compilers that users of the package have, by the names of their packages here. */
export type Compiler = 'typescript' | 'typescript-7';

/** Runs the compiler in the project, strictly. */
export function compile(
  project: string,
  options: Readonly<Record<string, unknown>>,
  files: readonly string[] = ['accounts.cts', 'names.cts', 'names.mts'],
  compiler: Compiler = 'typescript',
): Promise<RunResult> {
  const compilerOptions = { strict: true, skipLibCheck: false, target: 'es2022', types: [], ...options };
  const configuration = join(project, `tsconfig.${files.length}.${String(options['moduleResolution'])}.json`);
  writeFileSync(configuration, JSON.stringify({ compilerOptions, files }));
  return node(project, [program(compiler, 'bin/tsc'), '-p', configuration]);
}

/** A block of a synthesized stack. */
export interface Block {
  readonly address: string;
  readonly kind: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Resources and data sources of the synthesized stack. */
export function allBlocks(project: string): Block[] {
  const text = readFileSync(join(project, 'cdktf.out/stacks/fleet/cdk.tf.json'), 'utf8');
  const { resource, data } = JSON.parse(text) as Record<
    string,
    Record<string, Record<string, Block['body']>>
  >;
  return [
    ...Object.entries(resource ?? {}).map(([kind, named]) => ({ prefix: kind, kind, named })),
    ...Object.entries(data ?? {}).map(([kind, named]) => ({ prefix: `data.${kind}`, kind, named })),
  ].flatMap(({ prefix, kind, named }) =>
    Object.entries(named).map(([name, body]) => ({ address: `${prefix}.${name}`, kind, body })),
  );
}

/** Every file below a folder, by its path from there. */
export function filesBelow(root: string): string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort();
}

/** The package.json of a folder. */
export function readManifest(root: string): Partial<Record<string, Record<string, string>>> {
  return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<
    string,
    Record<string, string>
  >;
}

/** A program of a package of the checkout. */
export function program(name: string, file: string): string {
  return join(ROOT, 'node_modules', name, file);
}

/** Runs Node in the project. */
export function node(project: string, args: readonly string[]): Promise<RunResult> {
  return run(process.execPath, args, { cwd: project, env: ENV });
}

/** Runs Node in the project; throws where it fails. */
export function nodeOrFail(project: string, args: readonly string[]): Promise<RunResult> {
  return runOrFail(process.execPath, args, { cwd: project, env: ENV });
}

/** Packages that a build of the constructs imports, directly or by files of its own. */
export function importedPackages(installed: string, lib: string): { files: number; packages: string[] } {
  const files = new Set([join(installed, lib, 'index.js')]);
  const packages = new Set<string>();
  for (const file of files) {
    for (const { fileName } of ts.preProcessFile(readFileSync(file, 'utf8'), true, true).importedFiles) {
      if (fileName.startsWith('.')) files.add(`${resolve(dirname(file), fileName)}.js`);
      else packages.add(fileName);
    }
  }
  return { files: files.size, packages: [...packages] };
}

/** Those of one provider. */
export function blocksOf(project: string, provider: string): Block[] {
  return allBlocks(project).filter(({ body }) => body['provider'] === provider);
}

/** The names of the roles among blocks. */
export function roleNames(blocks: readonly Block[]): string[] {
  return blocks
    .filter(({ kind }) => kind === 'aws_iam_role')
    .map(({ body }) => String(body['name']))
    .sort();
}

/** The types of blocks. */
export function kindsOf(blocks: readonly Block[]): string[] {
  return blocks.map(({ kind }) => kind).sort();
}

/** Installs the tarball in a new project beside a framework, with sources that use the package. */
export async function prepare(project: string, tarball: string, framework = CDKTF): Promise<void> {
  await install(project, tarball, framework);
  const { values, types } = await publicNames(project, framework);
  writeFileSync(join(project, 'accounts.cts'), twoAccounts(framework));
  for (const extension of ['cts', 'mts']) {
    writeFileSync(join(project, `names.${extension}`), useOfEvery(framework.entry, values, types));
  }
}

/** A new folder that holds nothing of ours but a fleet file. */
export function userFolder(below: string): string {
  const place = mkdtempSync(join(below, 'place-'));
  writeFileSync(join(place, 'octo.yaml'), FLEET);
  return place;
}

/** Runs the command that is installed in a project, in a folder of the user. */
export async function runInstalled(
  project: string,
  args: readonly string[],
  cwd: string,
  path: string,
): Promise<RunResult> {
  const bin = join(project, 'node_modules', '.bin', 'octo-access');
  const PATH = `${path}:${dirname(process.execPath)}:/usr/bin:/bin`;
  return run(bin, args, { cwd, env: { ...ENV, PATH } });
}
