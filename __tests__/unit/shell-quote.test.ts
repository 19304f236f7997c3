import { describe, expect, test } from '@jest/globals';
import { shellQuoted, shellWord } from '../../src/text/shell-quote';

describe('shellWord', () => {
  test.each(['octo.yaml', '../fleet/octo.json', '/srv/a-b_c/octo@1.yaml'])('leaves %s as it is', (text) => {
    expect(shellWord(text)).toBe(text);
  });

  test.each([
    ['my fleet/octo.yaml', "'my fleet/octo.yaml'"],
    ["it's.yaml", String.raw`'it'\''s.yaml'`],
    ['$(id).yaml', "'$(id).yaml'"],
    ['', "''"],
  ])('puts %j in quotes', (text, quoted) => {
    expect(shellWord(text)).toBe(quoted);
  });
});

describe('shellQuoted', () => {
  test('quotes whatever it is given', () => {
    expect(shellQuoted('octo.yaml')).toBe("'octo.yaml'");
  });
});
