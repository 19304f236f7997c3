import { expect, test } from '@jest/globals';
import type { z } from 'zod';
import { choice, list, percentage, section, text, yesOrNo } from '../../src/fleet/schema-parts';

const said = (shape: z.ZodType, value: unknown): string[] =>
  shape.safeParse(value).error?.issues.map(({ message }) => message) ?? [];
const letters = text({ pattern: /^[a-z]+$/, allowed: 'letters' });

test.each<[string, z.ZodType, readonly unknown[], readonly unknown[], string]>([
  ['a text', letters, ['a'], ['', 'A', 3, null], 'letters'],
  ['a list', list(letters, 'words', ''), [[], ['a']], ['a', {}], 'a list of words'],
  ['a list that is not empty', list(letters, 'words', '', 1), [['a']], [[]], 'a list of words, at least 1'],
  ['a choice', choice(['a', 'b'], 'a', ''), ['b', undefined], ['c', null], '"a" or "b"'],
  ['yes or no', yesOrNo(true, ''), [true, false], ['yes', 0], 'true or false'],
  ['a percentage', percentage(1, 5, ''), [1, 100], [0, 101, 1.5, '5'], 'a whole number from 1 to 100'],
])('%s says what it allows', (_, shape, right, wrong, allowed) => {
  for (const value of right) expect(said(shape, value)).toEqual([]);
  for (const value of wrong) expect(said(shape, value)).toEqual([allowed]);
});

test('a section says which keys it has, but not the one for editors', () => {
  const shape = section({ $schema: letters.optional(), a: letters, b: letters.optional() });
  expect(said(shape, { a: 'a', $schema: 'x' })).toEqual([]);
  expect(said(shape, { a: 'a', c: 1 })).toEqual(['a, b']);
  expect(said(shape, [])).toEqual(['a section with a, b']);
});
