import { describe, expect, test } from '@jest/globals';
import { matches, matchesAction, overlap, PART } from '../../src/analysis/wildcard';

describe('wildcards', () => {
  test.each<[string, string, boolean]>([
    ['arn:aws:ssm:*:1:document/*', 'arn:aws:ssm:us-east-1:1:document/a/b', true],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['a.c', 'abc', false],
    ['*', '', true],
    ['octo', 'Octo', false],
  ])('%s matches %s: %s', (pattern, text, expected) => {
    expect(matches(pattern, text)).toBe(expected);
  });

  test('of actions are compared without case', () => {
    expect(matchesAction('EC2:describe*', 'ec2:DescribeInstances')).toBe(true);
    expect(matchesAction('ec2:Describe*', 'ec2:RunInstances')).toBe(false);
    expect(matchesAction('ec2:*Instances?', 'EC2:RunInstancesX')).toBe(true);
  });

  test.each<[string, string, boolean]>([
    ['a*', '*b', true],
    ['a*c', 'ab?', true],
    ['a*', 'b*', false],
    ['abc', 'ab', false],
    ['*:role/Octo*', 'arn:aws:iam::1:role/*Role', true],
    ['arn:*:x', 'arn:*:y', false],
    ['', '*', true],
    ['?', '', false],
  ])('some text matches both %s and %s: %s', (left, right, expected) => {
    expect(overlap(left, right)).toBe(expected);
    expect(overlap(right, left)).toBe(expected);
  });

  test('overlap where a text matches both, for all short patterns and texts of two letters', () => {
    const words = (letters: string[], length: number): string[] =>
      length === 0
        ? ['']
        : words(letters, length - 1).flatMap((word) => ['', ...letters].map((letter) => word + letter));
    const texts = [...new Set(words(['a', 'b'], 5))];
    const patterns = [...new Set(words(['a', 'b', '*', '?'], 3))];
    const wrong: string[] = [];
    for (const left of patterns) {
      const matching = texts.filter((text) => matches(left, text));
      for (const right of patterns) {
        if (overlap(left, right) !== matching.some((text) => matches(right, text)))
          wrong.push(`${left} ${right}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test.each<[string, string, boolean]>([
    ['arn:*:a', `arn:${PART}:a`, true],
    ['arn:?:a', `arn:${PART}:a`, false],
    ['a*', PART, false],
  ])('%s matches all that a part of a question may be, in %j: %s', (pattern, question, expected) => {
    expect(matches(pattern, question)).toBe(expected);
  });

  test.each<[string, string, boolean]>([
    ['a:b', PART, false],
    ['ab', PART, true],
    ['a:b', `${PART}:${PART}`, true],
    ['*', PART, true],
    ['a*c', `a${PART}c`, true],
    ['a:*:c', `a${PART}c`, false],
  ])('%s and a question of %j, whose parts have no colon, overlap: %s', (pattern, question, expected) => {
    expect(overlap(pattern, question)).toBe(expected);
  });
});
