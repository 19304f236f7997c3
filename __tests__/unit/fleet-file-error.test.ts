import { expect, test } from '@jest/globals';
import { FleetFileError } from '../../src/fleet/fleet-file-error';

test('the error of a file counts its problems and gives each as editors link it', () => {
  const problems = [{ message: 'a' }, { line: 2, message: 'b' }, { line: 3, column: 4, message: 'c' }];
  const error = new FleetFileError('octo.yaml', problems);
  expect(error.message).toBe(
    'octo.yaml cannot be used, 3 problems:\nocto.yaml: a\nocto.yaml:2: b\nocto.yaml:3:4: c',
  );
  expect(error.problems).toEqual(problems);
});

test('of many problems the first are listed, and the others counted', () => {
  const problems = Array.from({ length: 250 }, (_, index) => ({ line: index + 1, message: 'x' }));
  const lines = new FleetFileError('f', problems).message.split('\n');
  expect([lines.length, lines[200], lines[201]]).toEqual([202, 'f:200: x', 'and 50 more problems']);
});
