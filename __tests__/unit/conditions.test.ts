import { describe, expect, test } from '@jest/globals';
import { holds, type KnownContext, type Truth } from '../../src/analysis/conditions';

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
