import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { octoAccess } from '../../src/cli/program';
import { candidates } from '../../src/fleet/candidates';
import { fleetOf } from '../../src/fleet/find-fleet';
import type { FleetAccount } from '../../src/fleet/fleet';
import { readAccountList } from '../../src/fleet/read-account-list';
import { readText } from '../../src/fleet/read-text';
import { ErrorInWords } from '../../src/names/error-in-words';
import { INPUTS } from '../support/fleet-file';

interface OddFile {
  readonly name: string;
  /** @default - UTF-8 */
  readonly encoding?: 'utf-16le' | 'utf-16be' | 'latin1' | 'hex';
  readonly text: string;
  /** The lines of the error below its first. */
  readonly says?: readonly string[];
}

interface OddList extends OddFile {
  /** What is printed. */
  readonly reads?: object;
  /** What is said beside it. */
  readonly notes?: string;
}

interface OddFleet extends OddFile {
  readonly accounts?: readonly (Omit<FleetAccount, 'inputs'> & { readonly inputs?: object })[];
}

const casesIn = <Case extends OddFile>(file: string): Case[] =>
  parse(readFileSync(join(__dirname, 'odd-files', file), 'utf8')) as Case[];
const LISTS = casesIn<OddList>('lists.yaml');
const FLEETS = casesIn<OddFleet>('fleet.yaml');

function bytesOf({ text, encoding }: OddFile): Buffer {
  if (encoding === 'utf-16be') return Buffer.from(text, 'utf16le').swap16();
  return Buffer.from(text, encoding);
}

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'octo-odd-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function written(name: string, content: Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** Runs the command in this process; an error that it would print with a stack trace is thrown. */
async function command(
  ...args: readonly string[]
): Promise<{ said: string[]; printed: string; notes: string }> {
  const { log } = console;
  const write = process.stderr.write.bind(process.stderr);
  let printed = '';
  let notes = '';
  console.log = (text: string) => {
    printed += text;
  };
  process.stderr.write = (text: string | Uint8Array) => {
    notes += String(text);
    return true;
  };
  try {
    await octoAccess().parseAsync(['node', 'octo-access', ...args]);
    return { said: [], printed, notes };
  } catch (error) {
    if (!(error instanceof ErrorInWords)) throw error;
    return { said: error.message.split('\n'), printed, notes };
  } finally {
    console.log = log;
    process.stderr.write = write;
  }
}

/** The words before the problems of a file. */
const headline = (file: string, { length }: readonly string[]): string =>
  `${file} cannot be used, ${length === 1 ? 'one problem' : `${length} problems`}:`;

describe('a list of accounts', () => {
  test.each(LISTS.filter(({ says }) => says === undefined))(
    'is read exactly, and what is not read is said: $name',
    async (list) => {
      const file = written('accounts.list', bytesOf(list));
      const { said, printed, notes } = await command('accounts', '--json', '--list', file);
      expect(said).toEqual([]);
      expect(JSON.parse(printed)).toEqual(list.reads);
      expect(notes.trim()).toBe(list.notes ?? '');
      expect(candidates(readAccountList(readText(file, 'x'), 'x'))).toEqual(list.reads);
    },
  );

  test.each(LISTS.filter(({ says }) => says !== undefined))(
    'fails with all its places: $name',
    async (list) => {
      const { says = [] } = list;
      const file = written('accounts.list', bytesOf(list));
      const { said, printed, notes } = await command('accounts', '--json', '--list', file);
      expect(said).toEqual([headline('accounts.list', says), ...says]);
      expect([printed, notes]).toEqual(['', '']);
    },
  );
});

describe('a fleet file', () => {
  test.each(FLEETS.filter(({ says }) => says === undefined))('is read exactly: $name', (fleet) => {
    const expected = fleet.accounts?.map(({ inputs, ...rest }) => ({
      ...rest,
      inputs: { ...INPUTS, ...inputs },
    }));
    expect(fleetOf(written('fleet.yaml', bytesOf(fleet))).accounts).toEqual(expected);
  });

  test.each(FLEETS.filter(({ says }) => says !== undefined))(
    'fails with all its places: $name',
    async (fleet) => {
      const { says = [] } = fleet;
      const file = written('fleet.yaml', bytesOf(fleet));
      const { said } = await command('root', '--out', join(folder, 'root'), '--file', file);
      expect(said).toEqual([headline('fleet.yaml', says), ...says]);
    },
  );
});

describe('what is no file to read', () => {
  test.each<[string, string, (path: string) => void]>([
    ['a folder', 'it is a folder; name a file in it', mkdirSync],
    ['nothing', 'there is no such file', () => undefined],
    [
      'a link to itself',
      'it is a symbolic link that leads to itself',
      (path) => {
        symlinkSync(path, path);
      },
    ],
    [
      'a link to nothing',
      'there is no such file',
      (path) => {
        symlinkSync(`${path}.gone`, path);
      },
    ],
  ])('fails in words: %s', async (_, why, make) => {
    const path = join(folder, 'octo.yaml');
    make(path);
    const expected = ['octo.yaml cannot be used, one problem:', `octo.yaml: cannot be read: ${why}`];
    expect((await command('accounts', '--list', path)).said).toEqual(expected);
    expect((await command('root', '--out', folder, '--file', path)).said).toEqual(expected);
  });

  test.each([
    ['brackets', '['.repeat(30_000)],
    ['brackets that are closed', '['.repeat(30_000) + ']'.repeat(30_000)],
    ['braces', '{"a":'.repeat(30_000)],
    ['hyphens', '- '.repeat(30_000)],
  ])('fails where it is nested without end, which would end Node.js: %s', async (_, text) => {
    const path = written('octo.json', Buffer.from(text));
    const expected = /^octo\.json:1:\d+: is nested more than 100 levels deep; is it another file\?$/;
    expect((await command('accounts', '--list', path)).said[1]).toMatch(expected);
    expect((await command('root', '--out', folder, '--file', path)).said[1]).toMatch(expected);
  });
});

describe('a huge file', () => {
  const cpuSeconds = async (work: () => Promise<unknown>): Promise<number> => {
    // Processor time, since wall time depends on what else runs.
    const start = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1e6;
  };

  test.each([
    ['one word', 'x'.repeat(10_000_000)],
    ['spaces within a name', `id,name\n222222222222,a${' '.repeat(10_000_000)}b\n`],
  ])('of 10 MB is refused in seconds: %s', async (_, text) => {
    const path = written('accounts.list', Buffer.from(text));
    const seconds = await cpuSeconds(async () => {
      const { said } = await command('accounts', '--list', path);
      expect([said.length, said.join('').length < 1000]).toEqual([2, true]);
    });
    expect(seconds).toBeLessThan(30);
  });

  test('of 20 MB and more is not read', async () => {
    const path = written('accounts.list', Buffer.alloc(20_000_001, 'x'));
    expect((await command('accounts', '--list', path)).said).toEqual([
      'accounts.list cannot be used, one problem:',
      'accounts.list: has 21 MB, but a file of accounts may have at most 20; is it another file?',
    ]);
  });

  test('with thousands of problems names the first ones, and how many there are', async () => {
    const lines = Array.from({ length: 5000 }, (_, index) => `x${index}`);
    const { said } = await command(
      'accounts',
      '--list',
      written('x.csv', Buffer.from(`id\n${lines.join('\n')}\n`)),
    );
    expect([said.length, said.at(0), said.at(-1)]).toEqual([
      202,
      'x.csv cannot be used, 5000 problems:',
      'and 4800 more problems',
    ]);
  });
});

test.each([
  ['deep', 'accounts', '--list'],
  ['fleet', 'root', '--file'],
])('the program itself ends with the error and no stack trace: %s', async (kind, name, option) => {
  const texts: Readonly<Record<string, Buffer>> = {
    deep: Buffer.from('['.repeat(30_000)),
    fleet: Buffer.from('accounts:\n\t- id: "222222222222"\n'),
  };
  const file = written('odd.txt', texts[kind] ?? Buffer.alloc(0));
  const program = resolve(__dirname, '../../src/cli/octo-access.mjs');
  const args = [program, name, option, file, ...(name === 'root' ? ['--out', folder] : [])];
  const child = spawn(process.execPath, args);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (output += String(part)));
  const status = await new Promise((done) => child.on('close', done));
  expect([status, output.trim().split('\n')]).toEqual([
    1,
    ['odd.txt cannot be used, one problem:', expect.stringMatching(/^odd\.txt:\d+(:\d+)?: [a-z]/)],
  ]);
});
