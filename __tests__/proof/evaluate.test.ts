import { describe, expect, test } from '@jest/globals';
import { holds, type KnownContext, type Truth } from '../../src/analysis/conditions';
import { decide, type Request } from '../../src/analysis/evaluate';
import { statementsOf } from '../../src/analysis/statements';
import { matches, matchesAction, overlap } from '../../src/analysis/wildcard';

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
});

describe('a condition', () => {
  const KNOWN: KnownContext = {
    'aws:TagKeys': ['Team', 'octoapproved'],
    'aws:PrincipalArn': 'arn:a',
    'iam:Absent': null,
    'aws:SourceArn': 'arn:aws:ssm:us-east-1:1:x/1',
  };

  test.each<[string, string, string[], Truth]>([
    ['StringEquals', 'aws:PrincipalArn', ['arn:b', 'arn:a'], 'yes'],
    ['StringEquals', 'AWS:principalarn', ['arn:a'], 'yes'],
    ['StringEquals', 'aws:PrincipalArn', ['ARN:A'], 'no'],
    ['StringEqualsIgnoreCase', 'aws:PrincipalArn', ['ARN:A'], 'yes'],
    ['StringNotEquals', 'aws:PrincipalArn', ['arn:b'], 'yes'],
    ['StringNotEquals', 'aws:PrincipalArn', ['arn:b', 'arn:a'], 'no'],
    ['StringLike', 'aws:PrincipalArn', ['arn:*'], 'yes'],
    ['ArnNotLike', 'aws:SourceArn', ['arn:aws:ssm:*:1:*'], 'no'],
    ['ArnLike', 'aws:SourceArn', ['arn:aws:ssm:us-*:1:x/*'], 'yes'],
    ['ArnLike', 'aws:SourceArn', ['arn:aws:ssm:*'], 'unknown'],
    ['ArnEquals', 'aws:PrincipalArn', ['arn:*'], 'unknown'],
    ['StringEquals', 'aws:TagKeys', ['Team', 'octoapproved'], 'unknown'],
    ['Null', 'aws:PrincipalArn', ['True'], 'unknown'],
    ['StringEquals', 'iam:Absent', ['x'], 'no'],
    ['StringNotEquals', 'iam:Absent', ['x'], 'yes'],
    ['StringEqualsIfExists', 'iam:Absent', ['x'], 'yes'],
    ['Null', 'iam:Absent', ['true'], 'yes'],
    ['Null', 'iam:Absent', ['false'], 'no'],
    ['Null', 'aws:PrincipalArn', ['false'], 'yes'],
    ['ForAnyValue:StringEqualsIgnoreCase', 'aws:TagKeys', ['OctoApproved'], 'yes'],
    ['ForAnyValue:StringEquals', 'aws:TagKeys', ['OctoApproved'], 'no'],
    ['ForAllValues:StringEquals', 'aws:TagKeys', ['Team'], 'no'],
    ['ForAllValues:StringEquals', 'aws:TagKeys', ['Team', 'octoapproved'], 'yes'],
    ['ForAllValues:StringEquals', 'iam:Absent', ['x'], 'yes'],
    ['ForAnyValue:StringEquals', 'iam:Absent', ['x'], 'no'],
    ['StringEquals', 'aws:SourceIp', ['x'], 'unknown'],
    ['Null', 'aws:SourceIp', ['true'], 'unknown'],
    ['NumericLessThan', 'aws:PrincipalArn', ['3'], 'unknown'],
    ['StringEquals', 'aws:PrincipalArn', ['${aws:username}'], 'unknown'],
  ])('%s of %s with %j: %s', (operator, key, values, expected) => {
    expect(holds({ operator, key, values }, KNOWN)).toBe(expected);
  });
});

describe('a decision', () => {
  const possible = (statements: object[], request: Partial<Request> = {}): boolean =>
    decide(statementsOf({ Statement: statements }), {
      action: 's3:GetObject',
      resource: 'arn:aws:s3:::a/b',
      ...request,
    }).possible;
  const ALLOW = { Effect: 'Allow', Action: '*', Resource: '*' };
  const IF_MFA = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } };

  test('takes an Allow whose condition may hold, and a Deny only where it certainly does', () => {
    expect(possible([{ ...ALLOW, Condition: IF_MFA }])).toBe(true);
    expect(possible([ALLOW, { ...ALLOW, Effect: 'Deny', Condition: IF_MFA }])).toBe(true);
    const known = { context: { 'aws:MultiFactorAuthPresent': 'true' } };
    expect(possible([ALLOW, { ...ALLOW, Effect: 'Deny', Condition: IF_MFA }], known)).toBe(false);
    expect(
      possible([{ ...ALLOW, Condition: IF_MFA }], { context: { 'aws:MultiFactorAuthPresent': 'false' } }),
    ).toBe(false);
  });

  test('takes a Deny of some resources for one of all only where it covers all that are asked for', () => {
    const deny = { Effect: 'Deny', Action: 's3:*', Resource: 'arn:aws:s3:::a/*' };
    expect(possible([ALLOW, deny])).toBe(false);
    expect(possible([ALLOW, deny], { resource: '*' })).toBe(true);
    expect(possible([ALLOW, { Effect: 'Deny', Action: '*', NotResource: 'arn:aws:s3:::a/*' }])).toBe(true);
    expect(possible([ALLOW, { Effect: 'Deny', Action: '*', NotResource: 'arn:aws:s3:::c/*' }])).toBe(false);
    expect(
      possible([ALLOW, { ...deny, Resource: 'arn:aws:s3:::a/?' }], { resource: 'arn:aws:s3:::a/*' }),
    ).toBe(true);
    expect(possible([ALLOW, { ...deny, Resource: 'arn:aws:*:a/b' }])).toBe(true);
    expect(possible([ALLOW, { ...deny, Resource: 'arn:aws:s3:::${aws:username}/*' }])).toBe(true);
    expect(possible([{ ...ALLOW, Resource: 'arn:aws:s3:::${aws:username}/*' }])).toBe(true);
    expect(
      possible([ALLOW, { Effect: 'Deny', Action: '*', NotResource: 'arn:aws:s3:::a/*' }], { resource: '*' }),
    ).toBe(true);
  });

  test('denies what NotAction does not except', () => {
    expect(possible([ALLOW, { Effect: 'Deny', NotAction: 'ec2:*', Resource: '*' }])).toBe(false);
    expect(possible([ALLOW, { Effect: 'Deny', NotAction: 'S3:get*', Resource: '*' }])).toBe(true);
  });

  test("lets an account's principals in by its root, and nobody else", () => {
    const trust = [
      { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: 'sts:AssumeRole' },
    ];
    const asks = (principal: string): boolean => possible(trust, { action: 'sts:AssumeRole', principal });
    expect(asks('arn:aws:iam::111122223333:role/any')).toBe(true);
    expect(asks('arn:aws:iam::444455556666:role/any')).toBe(false);
    expect(asks('ssm.amazonaws.com')).toBe(false);
    const named = (name: string, principal: string): boolean =>
      possible([{ ...trust[0], Principal: { AWS: name } }], { action: 'sts:AssumeRole', principal });
    expect(named('arn:aws:iam::444455556666:role/octo', 'arn:aws:iam::444455556666:*')).toBe(true);
    expect(named('arn:aws:iam::444455556666:role/octo', 'arn:aws:iam::444455556666:role/other')).toBe(false);
    const session = 'arn:aws:sts::111122223333:assumed-role/octo/session';
    expect(named(session, 'arn:aws:iam::111122223333:role/octo')).toBe(true);
  });

  test('fails on an element that it does not know', () => {
    expect(() => statementsOf({ statement: [ALLOW] })).toThrow(
      'cannot analyse a policy document without Statement',
    );
    expect(() => possible([{ ...ALLOW, NotPrincipal: '*' }])).toThrow(
      'cannot analyse the policy element NotPrincipal',
    );
  });
});
