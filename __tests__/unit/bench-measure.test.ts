import { describe, expect, test } from '@jest/globals';
import { compare, usual } from '../../dev/bench/measure';

describe('the usual value of several', () => {
  test('is the mean of the middle three fifths, whatever the order', () => {
    expect(usual([9, 1, 3, 100, 2])).toBeCloseTo((2 + 3 + 9) / 3);
    expect(usual([4, 6])).toBe(5);
  });

  test('does not see a run in five that something held up', () => {
    expect(usual([2, 2, 2, 2, 60])).toBe(2);
  });
});

test('a comparison does both in turns, and once before', async () => {
  const done: string[] = [];
  const work = (name: string) => (): Promise<unknown> => Promise.resolve(done.push(name));
  const notes: string[] = [];
  const { ratios, first, second, ratio } = await compare(work('a'), work('b'), {
    runs: 2,
    note: (line) => notes.push(line),
  });
  expect(done.join('')).toBe('ababab');
  expect(notes).toHaveLength(2);
  expect(ratios).toHaveLength(2);
  expect(ratio).toBeCloseTo(first / second);
});
