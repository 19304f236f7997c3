import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@jest/globals';

interface Sequencer {
  sort(tests: readonly unknown[]): Promise<{ readonly path: string }[]>;
}

const TESTS = resolve(__dirname, '..');

const { href } = pathToFileURL(resolve(TESTS, 'support', 'longest-first.mjs'));
const loaded = import(href) as Promise<{
  readonly default: new (options: object) => Sequencer;
  readonly LONGEST: readonly string[];
}>;

test('names tests that exist', async () => {
  const { LONGEST } = await loaded;
  expect(LONGEST.filter((name) => !existsSync(resolve(TESTS, `${name}.test.ts`)))).toEqual([]);
});

test('begins with the longest, whatever the size of their files', async () => {
  const sizes = { 'unit/arn': 300, 'e2e/fleet': 200, 'e2e/module': 900, 'e2e/faults': 100 };
  const given = Object.entries(sizes).map(([name, size]) => ({
    path: resolve(TESTS, `${name}.test.ts`),
    context: {
      config: { cacheDirectory: resolve(TESTS, 'no-cache'), id: 'none' },
      hasteFS: { getSize: () => size },
    },
  }));
  const { default: LongestFirst } = await loaded;
  const sorted = await new LongestFirst({ contexts: [], globalConfig: {} }).sort(given);
  expect(sorted.map(({ path }) => path.slice(TESTS.length + 1, -'.test.ts'.length))).toEqual([
    'e2e/faults',
    'e2e/fleet',
    'e2e/module',
    'unit/arn',
  ]);
});
