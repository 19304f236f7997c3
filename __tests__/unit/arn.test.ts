import { describe, expect, test } from '@jest/globals';
import { arnMatches, arnsOverlap, mayConcern, parsedArn, surelyCovers } from '../../src/analysis/arn';

const DOCUMENTS = 'arn:aws:ssm:*:111122223333:document/*';

describe('an ARN', () => {
  test('is read in its parts, a resource with colons whole', () => {
    expect(parsedArn('arn:aws:logs:us-east-1:111122223333:log-group:a:*')).toEqual({
      partition: 'aws',
      service: 'logs',
      region: 'us-east-1',
      account: '111122223333',
      resource: 'log-group:a:*',
    });
  });

  test.each(['*', 'ssm', 'arn:aws:iam::111122223333', 'arn::iam::1:role/x'])('is none: %s', (text) => {
    expect(parsedArn(text)).toBeUndefined();
  });

  test.each<[string, string, boolean | undefined]>([
    [DOCUMENTS, 'arn:aws:ssm:us-east-1:111122223333:document/x', true],
    ['arn:aws:*:document/x', 'arn:aws:ssm:us-east-1:111122223333:document/x', undefined],
    ['arn:aws:ssm:*:*:document/x', 'arn:aws:ssm:us-east-1:111122223333:document/y', false],
  ])('%s matches %s part by part: %s', (pattern, arn, expected) => {
    expect(arnMatches(pattern, arn)).toBe(expected);
  });

  test.each<[string, string, boolean]>([
    ['*', 'document/x', true],
    [DOCUMENTS, 'arn:aws:ssm:us-*:*:document/Octo*', true],
    [DOCUMENTS, 'arn:aws:ssm:*:444455556666:document/*', false],
    [DOCUMENTS, 'document/x', false],
  ])('some ARN matches both %s and %s: %s', (left, right, expected) => {
    expect(arnsOverlap(left, right)).toBe(expected);
    expect(arnsOverlap(right, left)).toBe(expected);
  });
});

describe('of a question, in which * is any part,', () => {
  test.each<[pattern: string, question: string, concerns: boolean, covers: boolean]>([
    ['*', DOCUMENTS, true, true],
    [DOCUMENTS, DOCUMENTS, true, true],
    ['arn:aws:ssm:us-east-1:111122223333:document/*', DOCUMENTS, true, false],
    ['arn:aws:ssm:*:111122223333:document/?', DOCUMENTS, true, false],
    // Wildcards of policies may span colons, so that it may concern; whether they do is not certain.
    ['arn:aws:*:document/*', DOCUMENTS, true, false],
    ['arn:aws:ssm:*:111122223333:document/${aws:username}', DOCUMENTS, true, false],
    ['arn:aws:s3:::bucket/*', DOCUMENTS, false, false],
    [DOCUMENTS, '*', true, false],
  ])('%s may concern it, and surely covers it: %s: %s, %s', (pattern, question, concerns, covers) => {
    expect([mayConcern(pattern, question), surelyCovers(pattern, question)]).toEqual([concerns, covers]);
  });

  test.each([
    ['arn:{partition}:iam::1*:role/x', 'arn:{partition}:iam::{accountId}:role/x'],
    ['arn:{partition}:iam::????????????:role/x', 'arn:{partition}:iam::{accountId}:role/x'],
    ['arn:aws*:iam::{accountId}:role/x', 'arn:{partition}:iam::{accountId}:role/x'],
    ['{stackArn}', 'arn:{partition}:cloudformation:*:{accountId}:stack/*'],
  ])('fails where only the value of a placeholder tells whether %s is about %s', (pattern, question) => {
    expect(() => mayConcern(pattern, question)).toThrow('depends on the values of the placeholders');
  });
});
