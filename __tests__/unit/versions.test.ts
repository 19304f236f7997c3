import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { describe, expect, test } from '@jest/globals';
import { ALL_CALLS, LEFT_OUT } from '../../dev/versions/commands';
import { files, NAMES, table } from '../../dev/versions/page';
import { isGood, merge, type Results, type RowResult } from '../../dev/versions/results';
import { ROWS } from '../../dev/versions/rows';
import { octoAccess } from '../../src/cli/program';
import { REQUIRED } from '../../src/names/versions';
import { moduleRequirements } from '../support/module-blocks';

const CHECKOUT = resolve(__dirname, '../..');
const read = (...path: string[]): string => readFileSync(join(CHECKOUT, ...path), 'utf8');

const manifest = JSON.parse(read('package.json')) as {
  engines: { node: string };
  devDependencies: Record<string, string>;
};
const committed = JSON.parse(read('docs', NAMES.results)) as Results;

/** Versions of a tool in the committed table, oldest first. */
const versionsOf = (tool: string): string[] =>
  committed.rows
    .filter((row) => row.tool === tool)
    .map(({ version }) => version)
    .sort(compare);

function compare(left: string, right: string): number {
  return left.localeCompare(right, 'en', { numeric: true });
}

/** `1.5` of `1.5.7`. */
const minorOf = (version: string): string => version.split('.', 2).join('.');

const PASSED: RowResult = {
  id: 'node-22',
  tool: 'Node.js',
  version: '22.23.3',
  day: '2026-11-27',
  platform: 'linux-x64',
  checks: [
    { what: '`npm start`', seconds: 12.3 },
    { what: 'the unit tests', seconds: 4 },
  ],
};
const FAILED: RowResult = {
  ...PASSED,
  id: 'node-24',
  checks: [...PASSED.checks, { what: 'the rest', seconds: 1, failure: 'no' }],
};
const MISSING: RowResult = { ...PASSED, id: 'node-26', missing: 'Node 26 is missing.', checks: [] };

describe('the table of versions', () => {
  test('and its data, as they are committed, match', () => {
    expect([...files(committed)].filter(([name, text]) => read('docs', name) !== text)).toEqual([]);
  });

  test('has all that is run on every version, and nothing failed', () => {
    expect(committed.rows.map(({ id, checks }) => ({ id, checks: checks.map(({ what }) => what) }))).toEqual(
      ROWS.map(({ id, checks }) => ({ id, checks: checks.map(({ what }) => what) })),
    );
    expect(committed.rows.filter((row) => !isGood(row))).toEqual([]);
  });

  test('has each Node.js that package.json admits, and a newer one than it names', () => {
    const run = versionsOf('Node.js');
    const ranges = manifest.engines.node.split(' || ');
    const oldest = ranges.map((range) => range.replace(/^(\^|>=)/, ''));
    const covers = (version: string): boolean =>
      run.some((one) => parseInt(one) === parseInt(version) && compare(one, version) >= 0);

    expect(oldest.filter((version) => !covers(version))).toEqual([]);
    expect(ranges.at(-1)).toMatch(/^>=/);
    expect(parseInt(run.at(-1) ?? '')).toBeGreaterThan(parseInt(oldest.at(-1) ?? ''));
  });

  test('begins with the oldest Terraform that the module takes', async () => {
    const { required_version: required } = await moduleRequirements();
    const [, floor = ''] = /^>= (\d+\.\d+)\./.exec(required) ?? [];

    expect(minorOf(versionsOf('Terraform')[0] ?? '')).toBe(floor);
  });

  test('begins with the oldest OpenTofu that takes providers with for_each', () => {
    expect(`>= ${minorOf(versionsOf('OpenTofu')[0] ?? '')}.0`).toBe(REQUIRED.openTofuForEach);
  });

  test('has each TypeScript of package.json', () => {
    const wanted = ['typescript', 'typescript-7'].map((name) =>
      minorOf(/\d.*/.exec((manifest.devDependencies[name] ?? '').replace('typescript', ''))?.[0] ?? ''),
    );

    expect(versionsOf('TypeScript').map(minorOf)).toEqual(wanted);
  });

  test('says what failed, and what could not be had', () => {
    const [, , passed, failed, missing] = table({ rows: [PASSED, FAILED, MISSING] }).split('\n');

    expect(passed).toMatch(
      /Node\.js .* 22\.23\.3 .*`npm start`; the unit tests.* 2026-11-27, linux-x64 .* passed/,
    );
    expect(failed).toMatch(/failed: the rest/);
    expect(missing).toMatch(/nothing .* not run: Node 26 is missing\./);
  });

  test('keeps what was not run again, in the order of the matrix', () => {
    const again = { ...FAILED, checks: PASSED.checks };
    const dropped = { ...PASSED, id: 'node-18' };

    expect(
      merge({ rows: [dropped, FAILED, PASSED] }, { rows: [again] }, ['node-22', 'node-24', 'node-26']),
    ).toEqual({ rows: [PASSED, again] });
  });
});

describe('the round of commands', () => {
  test('has every command, but those that it leaves out with a reason', () => {
    const names = (program: Command): string[] => program.commands.map((command) => command.name());
    const called = ALL_CALLS.filter(({ status }) => status !== 64).map(({ args: [name = ''] }) => name);

    expect(
      [...new Set([...called, ...Object.keys(LEFT_OUT)])].filter((name) => !name.startsWith('-')).sort(),
    ).toEqual([...names(octoAccess()), 'help'].sort());
  });
});
