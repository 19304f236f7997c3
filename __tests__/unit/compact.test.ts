import { describe, expect, test } from '@jest/globals';
import { withOneGrantByType, withOneOfAlike } from '../../src/cloudformation/compact';

describe('rows that grant on every resource, under no condition', () => {
  const allow = (sid: string, Action: unknown, more: object = {}): object => ({
    Sid: sid,
    Effect: 'Allow',
    Action,
    Resource: '*',
    ...more,
  });
  const others = [
    allow('Denied', ['d:One', 'd:Two'], { Effect: 'Deny' }),
    allow('Conditional', 'c:One', { Condition: { Bool: { 'aws:SecureTransport': 'true' } } }),
    allow('Scoped', ['s:One'], { Resource: ['arn:aws:s3:::bucket'] }),
    { 'Fn::If': ['Toggle', allow('Toggled', 't:One'), { Ref: 'AWS::NoValue' }] },
  ];
  const joined = (...statements: object[]): unknown =>
    withOneOfAlike({ name: 'Policy', document: { Version: '2012-10-17', Statement: statements } }).document
      .Statement;

  test('are one statement, and no other row is touched', () => {
    expect(joined(allow('Two', ['b:Two', 'a:One']), ...others, allow('One', 'b:Two'))).toEqual([
      allow('Baseline', ['a:One', 'b:Two']),
      ...others,
    ]);
  });

  test('stay as they are where there is but one', () => {
    expect(joined(...others, allow('One', 'a:One'))).toEqual([...others, allow('One', 'a:One')]);
  });

  test('fail where another has their Sid', () => {
    const taken = allow('Baseline', 'a:One', { Effect: 'Deny' });
    expect(() => joined(allow('One', 'a:One'), allow('Two', 'a:Two'), taken)).toThrow(
      'Policy: the Sid Baseline is taken',
    );
  });
});

describe('rows that grant on types of resources', () => {
  const allow = (sid: string, Action: unknown, Resource: unknown, more: object = {}): object => ({
    Sid: sid,
    Effect: 'Allow',
    Action,
    Resource,
    ...more,
  });
  const absent = (key: string): object => ({ Condition: { Null: { [key]: 'true' } } });
  const joined = (...statements: object[]): unknown =>
    withOneGrantByType({ name: 'Policy', document: { Version: '2012-10-17', Statement: statements } })
      .document.Statement;
  const others = [
    allow('Everywhere', 'a:One', '*'),
    allow('Denied', 'd:One', 'arn:d', { Effect: 'Deny' }),
    allow('Equal', 'e:One', 'arn:e', { Condition: { StringEquals: { 'e:Key': 'x' } } }),
    allow('Present', 'p:One', 'arn:p', { Condition: { Null: { 'p:Key': 'false' } } }),
    allow('Both', 'p:Two', 'arn:p', {
      Condition: { Null: { 'p:Key': 'true' }, Bool: { 'p:Other': 'true' } },
    }),
  ];

  test('are one statement that demands what each demands to be absent, and no other row is touched', () => {
    const rows = [
      allow('Two', ['b:Two', 'b:One'], ['arn:b', 'arn:c']),
      allow('Absent', 'c:One', 'arn:c', absent('c:Key')),
      allow('Another', 'f:One', 'arn:f', absent('f:Key')),
    ];
    expect(joined(...rows, ...others)).toEqual([
      allow('ByType', ['b:One', 'b:Two', 'c:One', 'f:One'], ['arn:b', 'arn:c', 'arn:f'], {
        Condition: { Null: { 'c:Key': 'true', 'f:Key': 'true' } },
      }),
      ...others,
    ]);
  });

  test('stay as they are where there is but one', () => {
    expect(joined(...others, allow('One', 'a:One', 'arn:a'))).toEqual([
      ...others,
      allow('One', 'a:One', 'arn:a'),
    ]);
  });
});
