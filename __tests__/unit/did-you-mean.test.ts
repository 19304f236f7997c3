import { expect, test } from '@jest/globals';
import { didYouMean, nearest } from '../../src/text/did-you-mean';

const KNOWN = ['external_id', 'principal', 'region', 'regions', 'tags'];

test.each([
  ['regoin', 'region'],
  ['external-idd', 'external_id'],
  ['ExternalId', 'external_id'],
  ['tag', 'tags'],
])('%s means %s', (word, meant) => {
  expect(didYouMean(word, KNOWN)).toBe(meant);
});

test.each(['', 'zebra', 'a word that is much longer than any'])('"%s" means none of them', (word) => {
  expect(didYouMean(word, KNOWN)).toBeUndefined();
});

test('candidates that are near come nearest first, by the text of each', () => {
  const candidates = ['GetObjectAcl', 'PutBucket', 'GetObject', 'PutObject'].map((name) => ({ name }));
  expect(nearest('GetObjekt', candidates, ({ name }) => name)).toEqual([
    { name: 'GetObject' },
    { name: 'PutObject' },
    { name: 'GetObjectAcl' },
  ]);
});
