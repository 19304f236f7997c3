import { expect, test } from '@jest/globals';
import { statusOf } from '../../src/names/exit-status';

test.each([
  [[], 0],
  [['same', 'same'], 0],
  [['same', 'unknown'], 2],
  [['unknown', 'differs'], 1],
] as const)('the status of %j is %i', (statuses, expected) => {
  expect(
    statusOf(
      statuses.map((status) => ({ status })),
      'differs',
    ),
  ).toBe(expected);
});
