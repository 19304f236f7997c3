import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { octoAccess } from '../../src/cli/program';
import { generatedPages } from '../../src/generate/generated-pages';
import { OUTPUTS } from '../../src/generate/output-schemas';
import { schemaFile } from '../../src/generate/schema-file';
import { releasedModule } from '../../src/names/published-module';
import { EXIT_STATUSES } from '../../src/names/exit-status';
import { RELEASES } from '../../src/names/release';

const ROOT = resolve(__dirname, '../..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const manifest = JSON.parse(read('package.json')) as {
  readonly version: string;
  readonly repository?: { readonly url: string };
  readonly scripts: Readonly<Record<string, string>>;
  readonly files: readonly string[];
};

describe('the descriptions of the command', () => {
  const program = octoAccess();

  test.each([...generatedPages(ROOT, program)])(
    'are in %s as octo-access generate writes them',
    (path, text) => {
      expect(read(path)).toBe(text);
    },
  );

  test('cover every command, option and exit status', () => {
    for (const command of program.commands) {
      expect([command.name(), command.description()]).toEqual([
        command.name(),
        expect.stringMatching(/^[a-z]/),
      ]);
      for (const { flags, description } of command.options) {
        expect([command.name(), flags, description]).not.toContain('');
      }
    }
    const text = generatedPages(ROOT, program).get('docs/command.md');
    for (const { status, meaning } of Object.values(EXIT_STATUSES)) {
      expect(text).toMatch(new RegExp(`^\\| ${status} +\\| ${meaning} +\\|$`, 'm'));
    }
  });

  test('include a schema for all --json output', () => {
    const printing = program.commands.filter(({ options }) => options.some(({ long }) => long === '--json'));
    const known = OUTPUTS.flatMap(({ commands }) => commands).filter((name) => !name.includes(' '));
    expect(printing.map((command) => command.name()).sort()).toEqual([...known].sort());
  });

  test('include in the package the schemas that its users need', () => {
    const ofUsers = [
      'octo',
      'fleet',
      'fleet-list',
      'accounts',
      'root',
      'launch-url',
      'registrations',
      'verify',
      'adopt',
      'values',
      'confirm',
      'forget',
      'remove',
      'error',
    ].map(schemaFile);
    expect(manifest.files.filter((file) => file.startsWith('schema/'))).toEqual(ofUsers);
  });
});

describe('the page help', () => {
  test('names every npm script that people call, and no missing one', () => {
    const called = [...read('help').matchAll(/^ +npm (?:run )?(?:-s )?([a-z:]+)/gm)].map(
      ([, name = '']) => name,
    );
    const ofNpm = ['prepack'];
    expect([...new Set(called)].sort()).toEqual(
      Object.keys(manifest.scripts)
        .filter((name) => !ofNpm.includes(name))
        .sort(),
    );
  });
});

describe('the address of releases', () => {
  test('is in one constant, which package.json repeats', () => {
    expect(manifest.repository?.url ?? '').toBe(RELEASES && `git+${RELEASES}`);
  });

  test('gives the source of the module, and none if releases are not published', () => {
    expect(releasedModule('1.2.3', 'https://git.example.com/us/it.git')).toBe(
      'git::https://git.example.com/us/it.git//modules/octo-access?ref=v1.2.3',
    );
    expect(releasedModule('1.2.3', '')).toBeUndefined();
  });

  test.each(['README.md', 'modules/octo-access/README.md', 'examples/terraform-single/main.tf'])(
    'is named by %s, or a path if releases are not published',
    (path) => {
      const released = releasedModule(manifest.version);
      if (released === undefined) expect(read(path)).not.toMatch(/git::|github\.com\/[^/ ]*\/octo-access/);
      else expect(read(path)).toContain(released);
    },
  );
});
