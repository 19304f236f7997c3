import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { shownPath } from '../../src/text/shown-path';

test('a path is shown from here, unless the way there is longer than the whole', () => {
  expect(shownPath(join(process.cwd(), 'a', 'b'))).toBe(join('a', 'b'));
  expect(shownPath(process.cwd())).toBe('.');
  expect(shownPath('/etc')).toBe('/etc');
});
