import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { run, type RunResult } from '../../src/process/run';
import {
  allBlocks,
  blocksOf,
  CDKTF,
  compile,
  type Compiler,
  DEPENDENCIES,
  ENV,
  filesBelow,
  FLEET,
  importedPackages,
  kindsOf,
  node,
  nodeOrFail,
  pack,
  PACKAGE,
  prepare,
  program,
  readManifest,
  roleNames,
  ROOT,
  runInstalled,
  userFolder,
} from '../support/packed';

let folder: string;
let tarball: string;
/** An empty project with the package and its peers installed. */
let project: string;
let installed: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'octo-package-'));
  tarball = await pack(folder, join(folder, 'checkout'));
  project = join(folder, 'project');
  installed = join(project, 'node_modules', PACKAGE);
  await prepare(project, tarball);
}, 180_000);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('the tarball', () => {
  it('holds the compiled library, the Terraform module and the papers, and nothing else', () => {
    const files = filesBelow(installed);
    const kinds = [
      /^lib\/.*\.(js|d\.ts)$/,
      /^src\/cli\/octo-access\.mjs$/,
      /^modules\/octo-access\/([a-z]+\.tf|README\.md)$/,
      /^cloudformation\/octo-access(-organization\.yaml|\.(yaml|json|parameters\.json))$/,
      /^schema\/(octo|fleet|fleet-list|accounts|root|launch-url|registrations|verify|adopt|values|confirm|forget|remove|error)\.schema\.json$/,
      /^(CHANGELOG|README)\.md$/,
      /^(LICENSE|package\.json)$/,
    ];
    expect(files.filter((file) => !kinds.some((kind) => kind.test(file)))).toEqual([]);
    expect(files).toEqual(
      expect.arrayContaining([
        ...['CHANGELOG.md', 'LICENSE', 'README.md'],
        ...['-organization.yaml', '.json', '.parameters.json', '.yaml'].map(
          (end) => `cloudformation/octo-access${end}`,
        ),
        ...['cdktn/index.d.ts', 'cdktn/index.js', 'index.d.ts', 'index.js'].map((file) => `lib/${file}`),
        ...['README.md', 'main.tf', 'outputs.tf', 'policies.tf', 'variables.tf', 'versions.tf'].map(
          (file) => `modules/octo-access/${file}`,
        ),
        ...['error', 'fleet', 'octo'].map((name) => `schema/${name}.schema.json`),
      ]),
    );
  });

  it('weighs at most 400 kB', () => {
    expect(statSync(tarball).size).toBeLessThanOrEqual(400_000);
  });

  it('names no path of the machine that packed it', () => {
    const places = [ROOT, folder];
    const leaking = filesBelow(installed).filter((file) => {
      const text = readFileSync(join(installed, file), 'utf8');
      return places.some((place) => text.includes(place));
    });
    expect(leaking).toEqual([]);
  });

  it('satisfies publint', async () => {
    const result = await node(project, [program('publint', 'src/cli.js'), 'run', tarball, '--strict']);
    expect(result).toMatchObject({ status: 0 });
    expect(result.output).toContain('All good!');
  });

  it('satisfies attw: its types resolve from CommonJS, ES modules and bundlers alike', async () => {
    const attw = program('@arethetypeswrong/cli', 'dist/index.js');
    const { stdout, status } = await node(project, [attw, tarball, '--no-definitely-typed', '--format=json']);
    const { problems } = JSON.parse(stdout) as { problems?: unknown };
    expect({ status, problems: problems ?? {} }).toEqual({ status: 0, problems: {} });
  }, 60_000);
});

describe('the installed package', () => {
  it('takes the CDK libraries of either framework as peers, and needs small packages with next to no dependencies for its command', () => {
    const manifest = readManifest(installed);
    expect(Object.keys(manifest['dependencies'] ?? {}).sort()).toEqual(DEPENDENCIES);
    for (const name of DEPENDENCIES) {
      const own = Object.keys(readManifest(join(ROOT, 'node_modules', name))['dependencies'] ?? {});
      expect(['agent-base', 'debug']).toEqual(expect.arrayContaining(own));
    }
    expect(manifest['optionalDependencies']).toBeUndefined();
    const optional = Object.keys(manifest['peerDependenciesMeta'] ?? {});
    expect(optional).toEqual([
      '@aws-sdk/client-cloudformation',
      '@aws-sdk/client-iam',
      '@aws-sdk/client-organizations',
      '@aws-sdk/client-ssm',
      '@aws-sdk/client-sts',
      '@cdktf/provider-aws',
      '@cdktn/provider-aws',
      'cdktf',
      'cdktn',
    ]);
    expect(Object.keys(manifest['peerDependencies'] ?? {}).sort()).toEqual([...optional, 'constructs']);
  });

  it('imports its peers and nothing else for the constructs', () => {
    const { files, packages } = importedPackages(installed, CDKTF.lib);
    expect(files).toBeGreaterThan(20);
    const isPeer = (name: string): boolean => CDKTF.peers.some((peer) => `${name}/`.startsWith(`${peer}/`));
    expect(packages.filter((name) => !isPeer(name))).toEqual([]);
  });

  it('loads neither the index of the provider nor a library for command lines', async () => {
    const script = `require('${PACKAGE}'); process.stdout.write(JSON.stringify(Object.keys(require.cache)))`;
    const { stdout } = await nodeOrFail(project, ['-e', script]);
    const loaded = JSON.parse(stdout) as string[];
    // The first proves that the list is one of loaded modules, the second is the point.
    expect(loaded.some((file) => file.endsWith('/provider-aws/lib/iam-role/index.js'))).toBe(true);
    const unwanted = /\/provider-aws\/lib\/index\.js$|\/node_modules\/commander\//;
    expect(loaded.filter((file) => unwanted.test(file))).toEqual([]);
  });

  it('keeps its internals out of its types', () => {
    const declarations = filesBelow(installed).filter((file) => file.endsWith('.d.ts'));
    const marked = declarations.filter((file) =>
      readFileSync(join(installed, file), 'utf8').includes('@internal'),
    );
    expect(marked).toEqual([]);
    expect(declarations.filter((file) => /^lib\/(cdktn\/)?(cli|deploy|fleet)\//.test(file))).toEqual([]);
  });

  // skipLibCheck stays off: a declaration that names a stripped internal fails here.
  it.each<[string, string, Compiler, object]>([
    ['node10', 'commonjs', 'typescript', {}],
    ['node16', 'node16', 'typescript', { exactOptionalPropertyTypes: true }],
    ['bundler', 'esnext', 'typescript', {}],
    ['node16', 'node16', 'typescript-7', { exactOptionalPropertyTypes: true }],
    ['bundler', 'esnext', 'typescript-7', {}],
  ])(
    'gives strict TypeScript every public name under moduleResolution %s, module %s, with %s',
    async (moduleResolution, module, compiler, more) => {
      const options = { moduleResolution, module, noEmit: true, ...more };
      expect(await compile(project, options, undefined, compiler)).toMatchObject({
        status: 0,
        output: '',
      });
    },
    60_000,
  );

  it('gives strict TypeScript, CommonJS and ES modules at run time every public name under nodenext', async () => {
    const compilation = await compile(project, {
      moduleResolution: 'nodenext',
      module: 'nodenext',
      outDir: 'nodenext',
    });
    expect(compilation).toMatchObject({ status: 0, output: '' });
    await nodeOrFail(project, ['nodenext/names.cjs']);
    await nodeOrFail(project, ['nodenext/names.mjs']);
  }, 60_000);

  it('installs all roles in each of two accounts of one stack, each with its provider', async () => {
    const options = { moduleResolution: 'node16', module: 'node16', outDir: 'accounts' };
    expect(await compile(project, options, ['accounts.cts'])).toMatchObject({ status: 0, output: '' });
    await nodeOrFail(project, ['accounts/accounts.cjs']);
    const production = blocksOf(project, 'aws.production');
    const staging = blocksOf(project, 'aws.staging');
    const ofProvider = allBlocks(project).filter(({ kind }) => kind !== 'terraform_data');
    expect(production).toHaveLength(ofProvider.length / 2);
    expect(roleNames(production)).toEqual([
      'AlphausAcctAccessRole',
      'OctoChangeExecutorRole',
      'OctoChangeTemplateApproverRole',
      'OctoRecommendationSearcherRole',
      'OctoSSMUpdaterRole',
    ]);
    expect(kindsOf(staging)).toEqual(kindsOf(production));
    const addresses = allBlocks(project).map(({ address }) => address);
    expect(new Set(addresses).size).toBe(addresses.length);
    // Nothing of one account refers to a resource of the other, or carries its external id.
    for (const [mine, theirs] of [
      [production, staging],
      [staging, production],
    ] as const) {
      const text = JSON.stringify(mine.map(({ body }) => body));
      expect(theirs.map(({ address }) => address).filter((address) => text.includes(`${address}.`))).toEqual(
        [],
      );
    }
    expect(JSON.stringify(production)).not.toContain('octo-staging');
    expect(JSON.stringify(staging)).not.toContain('octo-production');
  }, 60_000);
});

describe('the command octo-access', () => {
  /** Runs it as a user whose folder holds nothing of ours but a fleet file. */
  const command = (args: readonly string[], place = userFolder(folder), path = ''): Promise<RunResult> =>
    runInstalled(project, args, place, path);

  it('has what its users need, and nothing that only a checkout can do', async () => {
    const { status, stdout } = await command(['--help']);
    expect(status).toBe(0);
    const [, commands = ''] = /^Commands:\n((?: .*\n)+)/m.exec(stdout) ?? [];
    const names = [...commands.matchAll(/^ {2}([a-z-]+) [[<]/gm)].map(([, name]) => name);
    expect(names.join(' ')).toBe(
      'fleet accounts verify adopt values confirm forget remove root launch-url completion help',
    );
    expect(stdout).not.toContain('In a checkout');
  });

  it('tells its version', async () => {
    const { version } = readManifest(installed);
    expect(await command(['--version'])).toMatchObject({ status: 0, stdout: version });
  });

  it('loads commander and nothing else to print its help', async () => {
    const script = `process.on('exit', () => process.stderr.write(JSON.stringify(Object.keys(require.cache))));
      process.argv.push('--help'); require('${join(installed, 'lib/cli/start.js')}').start()`;
    const { output } = await nodeOrFail(project, ['-e', script]);
    const loaded = JSON.parse(output.slice(output.indexOf('["/'))) as string[];
    const commands = output.split('Commands:\n')[1]?.match(/^ {2}[a-z-]+ /gm) ?? [];
    const packages = loaded.flatMap((file) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? []);
    expect([...new Set(packages)].sort()).toEqual([PACKAGE, 'commander']);
    // Each command has a module of its own, which loads the others when it is called.
    expect(commands.length).toBeGreaterThan(5);
    expect(loaded.length).toBeLessThanOrEqual(20 + commands.length);
  });

  it('writes a root module that calls the module of the package, by its path from the folder of the user', async () => {
    const fleet = FLEET.replace('\n', '\nlayout: provider-aliases\n');
    writeFileSync(join(project, 'octo.yaml'), fleet);
    const bin = join(project, 'node_modules', '.bin', 'octo-access');
    const { status, stdout } = await run(bin, ['root', '--out', 'deploy/fleet'], {
      cwd: project,
      env: ENV,
    });
    expect(status).toBe(0);
    const source = `../../node_modules/${PACKAGE}/modules/octo-access`;
    expect(stdout).toBe(
      [
        'written: deploy/fleet/main.tf.json (active: 1, removing: 0)',
        `module: ${source}`,
        'to deploy: terraform -chdir=deploy/fleet init && terraform -chdir=deploy/fleet apply',
      ].join('\n'),
    );
    expect(existsSync(join(project, 'deploy/fleet', source, 'main.tf'))).toBe(true);
  });

  it('plans a fleet: synthesizes every account and hands it to the Terraform on PATH', async () => {
    const path = mkdtempSync(join(folder, 'path-'));
    const script =
      '#!/bin/sh\n[ "$1 $2" = "version -json" ] && echo \'{"terraform_version":"1.11.4"}\' && exit\n[ "$1" = version ] && echo Terraform v1.11.4 && exit\necho "Error: asked for $1" >&2; exit 1\n';
    writeFileSync(join(path, 'terraform'), script, { mode: 0o755 });
    const place = userFolder(folder);
    const { status, output } = await command(['fleet', 'plan'], place, path);
    expect(status).toBe(1);
    expect(output).toContain('asked for init');
    const stack = readFileSync(join(place, 'cdktf.out/stacks/octo-111122223333/cdk.tf.json'), 'utf8');
    expect(stack).toContain('OctoRecommendationSearcherRole');
  }, 60_000);

  it('says what is missing where it lists an organization without the package that reads it', async () => {
    const { status, output } = await command(['accounts', '--organizations']);
    expect(status).toBe(1);
    expect(output).toMatch(
      /^reading AWS Organizations needs a package that is not installed: run npm install @aws-sdk/,
    );
  });
});
