import { expect, test } from '@jest/globals';
import { parsedJson } from '../../src/text/parsed-json';

test('a text is its JSON, and undefined where it is none', () => {
  expect([parsedJson('{"a":[1]}'), parsedJson('null'), parsedJson('{ cut'), parsedJson('')]).toEqual([
    { a: [1] },
    null,
    undefined,
    undefined,
  ]);
});
