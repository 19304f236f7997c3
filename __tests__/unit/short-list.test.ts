import { expect, test } from '@jest/globals';
import { shortList } from '../../src/text/short-list';

test('a list is short: its first items, and how many there are more', () => {
  expect(shortList(['a', 'b', 'c'], 2)).toBe('a, b and 1 more');
  expect(shortList(['a', 'b'], 2)).toBe('a, b');
  expect(shortList([], 2)).toBe('');
});
