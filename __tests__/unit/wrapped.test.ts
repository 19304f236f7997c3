import { expect, test } from '@jest/globals';
import { wrapped } from '../../src/text/wrapped';

test('a text is wrapped between words, and a word that is too long stands alone', () => {
  expect(wrapped('one two three-and-more four', 8)).toEqual(['one two', 'three-and-more', 'four']);
  expect(wrapped('', 8)).toEqual(['']);
});
