import { expect, test } from '@jest/globals';
import { FleetText } from '../../src/fleet/fleet-text';
import { nameOf, Problems } from '../../src/fleet/problems';

const TEXT = 'accounts:\n  - &a { id: "1", name: x }\n  - *a\n';

test('problems are thrown together, in the order of the file, each once', () => {
  const problems = new Problems(new FleetText(TEXT));
  problems.add(['accounts', 0, 'name'], 'is short');
  problems.add(['accounts', 0, 'id'], 'is wrong');
  problems.add(['accounts', 0, 'id'], 'is a key', 'key');
  // The same value, by its alias.
  problems.add(['accounts', 1, 'id'], 'is wrong');
  expect(() => {
    problems.throwIfAny('octo.yaml');
  }).toThrow(
    [
      'octo.yaml cannot be used, 3 problems:',
      'octo.yaml:2:10: accounts[0].id is a key',
      'octo.yaml:2:14: accounts[0].id is wrong',
      'octo.yaml:2:25: accounts[0].name is short',
    ].join('\n'),
  );
});

test('no problem is no error', () => {
  expect(() => {
    new Problems(new FleetText(TEXT)).throwIfAny('octo.yaml');
  }).not.toThrow();
});

test.each([
  [[], 'the file'],
  [['accounts', 2, 'inputs'], 'accounts[2].inputs'],
  [[0], '[0]'],
  [['a b', 'c'], '["a b"].c'],
])('the part %j is called %s', (path, name) => {
  expect(nameOf(path)).toBe(name);
});
