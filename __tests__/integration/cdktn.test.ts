import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { toolchainOrSkip } from '../../dev/toolchain/toolchain';
import { runOrFail } from '../../src/process/run';
import {
  allBlocks,
  blocksOf,
  cdkTerrain,
  compile,
  ENV,
  type Framework,
  importedPackages,
  node,
  nodeOrFail,
  pack,
  PACKAGE,
  prepare,
  program,
  roleNames,
  ROOT,
  runInstalled,
  userFolder,
} from '../support/packed';

jest.setTimeout(180_000);

const suite = toolchainOrSkip(['cdktn']);
let folder: string;
let framework: Framework;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'octo-cdktn-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

suite.describe('the sources, with cdktn under the names of cdktf', () => {
  /** As npm's aliases do it, for the compiler and for what runs the sources. */
  let configuration: string;

  beforeAll(() => {
    framework = cdkTerrain(suite.toolchain().cdktn.modules);
    configuration = join(folder, 'tsconfig.json');
    const { modules } = framework;
    const paths = {
      cdktf: [join(modules, 'cdktn')],
      'cdktf/*': [join(modules, 'cdktn/*')],
      '@cdktf/provider-aws/*': [join(modules, '@cdktn/provider-aws/*')],
      constructs: [join(modules, 'constructs')],
    };
    const typeRoots = [join(ROOT, 'node_modules/@types')];
    const files = ['main.ts', 'src/index.ts', 'src/cli/start.ts', 'src/module/generated-module.ts'];
    writeFileSync(
      configuration,
      JSON.stringify({
        extends: join(ROOT, 'tsconfig.json'),
        compilerOptions: { paths, typeRoots },
        files: files.map((file) => join(ROOT, file)),
        include: [],
      }),
    );
  });

  /** Runs sources; with cdktn where a configuration says so. */
  const runSources = (args: readonly string[], cwd: string, more: Record<string, string>) =>
    runOrFail(process.execPath, ['--import', pathToFileURL(require.resolve('tsx')).href, ...args], {
      cwd,
      env: { ...ENV, ...more },
    });

  async function synthesized(stack: string, cwd: string, more: Record<string, string>): Promise<string> {
    const out = mkdtempSync(join(folder, 'out-'));
    await runSources([join(ROOT, 'main.ts')], cwd, { ...more, CDKTF_OUTDIR: out });
    return readFileSync(join(out, 'stacks', stack, 'cdk.tf.json'), 'utf8');
  }

  it('compile against the types of cdktn', async () => {
    const result = await node(folder, [
      program('typescript-7', 'bin/tsc'),
      '--noEmit',
      '--project',
      configuration,
    ]);
    expect(result).toMatchObject({ status: 0, output: '' });
  });

  it('write the Terraform module with the same bytes', async () => {
    const file = join(folder, 'module.ts');
    writeFileSync(
      file,
      `import { version } from 'cdktf/package.json';
       import { generatedModule } from '${join(ROOT, 'src/module/generated-module')}';
       console.log(JSON.stringify({ version, files: [...generatedModule('${ROOT}')] }))`,
    );
    const { stdout } = await runSources([file], folder, { TSX_TSCONFIG_PATH: configuration });
    const { version, files } = JSON.parse(stdout) as { version: string; files: [string, string][] };

    expect(version).toBe('0.24.0');
    expect(files.length).toBeGreaterThan(5);
    for (const [name, text] of files) expect(text).toBe(readFileSync(join(ROOT, name), 'utf8'));
  });

  // cdktn writes an empty list as `[]`, cdktf as `[` and `]` on two lines.
  it.each([
    ['the account stack', 'octo-access', 'modules'],
    ['a StackSet', 'octo-organization', 'examples/organization'],
  ])(
    'write %s with the same bytes but for the version of the framework and blanks in what is empty',
    async (_, stack, place) => {
      const cwd = join(ROOT, place);
      const [before, after] = await Promise.all([
        synthesized(stack, cwd, {}),
        synthesized(stack, cwd, { TSX_TSCONFIG_PATH: configuration }),
      ]);
      const versions = (text: string): string[] => text.match(/^ {6}"version": "0\.2\d\.\d"$/gm) ?? [];
      expect([versions(before), versions(after)]).toEqual([
        ['      "version": "0.21.0"'],
        ['      "version": "0.24.0"'],
      ]);
      expect(before.replace(/([[{])\n *([\]}])/g, '$1$2').replace('"0.21.0"', '"0.24.0"')).toBe(after);
    },
  );
});

suite.describe('the package beside cdktn, without cdktf', () => {
  let tarball: string;
  let project: string;

  beforeAll(async () => {
    framework = cdkTerrain(suite.toolchain().cdktn.modules);
    tarball = await pack(folder, join(folder, 'checkout'));
    project = join(folder, 'project');
    await prepare(project, tarball, framework);
  });

  it('imports peers of cdktn and nothing else for the constructs', () => {
    const { resolve } = createRequire(join(project, 'node_modules', PACKAGE, 'lib/index.js'));
    expect(() => resolve('cdktf')).toThrow('Cannot find module');
    const { files, packages } = importedPackages(join(project, 'node_modules', PACKAGE), framework.lib);
    expect(files).toBeGreaterThan(20);
    const isPeer = (name: string): boolean =>
      framework.peers.some((peer) => `${name}/`.startsWith(`${peer}/`));
    expect(packages.filter((name) => !isPeer(name))).toEqual([]);
  });

  it('gives strict TypeScript 7 every public name through a bundler', async () => {
    const options = { moduleResolution: 'bundler', module: 'esnext', noEmit: true };
    const result = await compile(project, options, undefined, 'typescript-7');
    expect(result).toMatchObject({ status: 0, output: '' });
  });

  it('gives strict TypeScript, CommonJS and ES modules every public name, and installs all roles in two accounts of one stack', async () => {
    const options = { moduleResolution: 'nodenext', module: 'nodenext', outDir: 'out' };
    expect(await compile(project, options)).toMatchObject({ status: 0, output: '' });
    await nodeOrFail(project, ['out/names.cjs']);
    await nodeOrFail(project, ['out/names.mjs']);
    await nodeOrFail(project, ['out/accounts.cjs']);
    for (const account of ['production', 'staging']) {
      expect(roleNames(blocksOf(project, `aws.${account}`))).toEqual([
        'AlphausAcctAccessRole',
        'OctoChangeExecutorRole',
        'OctoChangeTemplateApproverRole',
        'OctoRecommendationSearcherRole',
        'OctoSSMUpdaterRole',
      ]);
    }
    const addresses = allBlocks(project).map(({ address }) => address);
    expect(new Set(addresses).size).toBe(addresses.length);
  });

  it('plans a fleet: synthesizes every account and hands it to the Terraform on PATH', async () => {
    const path = mkdtempSync(join(folder, 'path-'));
    const script =
      '#!/bin/sh\n[ "$1 $2" = "version -json" ] && echo \'{"terraform_version":"1.11.4"}\' && exit\n[ "$1" = version ] && echo Terraform v1.11.4 && exit\necho "Error: asked for $1" >&2; exit 1\n';
    writeFileSync(join(path, 'terraform'), script, { mode: 0o755 });
    const place = userFolder(folder);
    const { status, output } = await runInstalled(project, ['fleet', 'plan'], place, path);
    expect(status).toBe(1);
    expect(output).toContain('asked for init');
    const stack = readFileSync(join(place, 'cdktf.out/stacks/octo-111122223333/cdk.tf.json'), 'utf8');
    expect(stack).toContain('"version": "0.24.0"');
    expect(stack).toContain('OctoRecommendationSearcherRole');
  });

  it('fails to plan a fleet where no framework is left, and says which to install', async () => {
    rmSync(join(project, 'node_modules/cdktn'));
    const { status, output } = await runInstalled(project, ['fleet', 'plan'], userFolder(folder), '');
    expect(status).toBe(1);
    expect(output).toMatch(/^the stacks of a fleet are written by CDK Terrain or by CDKTF, and neither is/);
  });

  it('writes a root module, and begins to adopt, where no framework is left', async () => {
    rmSync(join(project, 'node_modules/cdktn'), { force: true });
    const place = userFolder(folder);
    const fleet = readFileSync(join(place, 'octo.yaml'), 'utf8');
    writeFileSync(join(place, 'octo.yaml'), `layout: provider-aliases\n${fleet}`);

    expect(await runInstalled(project, ['root', '--out', 'deploy'], place, '')).toMatchObject({ status: 0 });
    const state = [
      '--principal',
      '444455556666',
      '--external-id',
      'octo-ext-7f3c2a1b9d',
      '--state',
      'none.tfstate',
    ];
    const { output } = await runInstalled(project, ['adopt', ...state, '--write', 'adopt.tf'], folder, '');
    expect(output).toContain('--state must name a Terraform state, got "none.tfstate", which is not there');
  });
});
