import { describe, expect, test } from '@jest/globals';
import { statementsOf } from '../../src/analysis/statements';

describe('the statements of a document', () => {
  const ALLOW = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };

  test('have every list as a list, and conditions one by one', () => {
    const condition = { StringEquals: { 'aws:a': 'x', 'aws:b': ['y', 'z'] } };
    expect(statementsOf({ Statement: { ...ALLOW, Sid: 'One', Condition: condition } })).toEqual([
      {
        sid: 'One',
        effect: 'Allow',
        actions: ['s3:GetObject'],
        notActions: [],
        resources: ['*'],
        notResources: [],
        conditions: [
          { operator: 'StringEquals', key: 'aws:a', values: ['x'] },
          { operator: 'StringEquals', key: 'aws:b', values: ['y', 'z'] },
        ],
      },
    ]);
  });

  test('name everybody as the principal that IAM takes for it', () => {
    const principals = (Principal: unknown): unknown =>
      statementsOf({ Statement: [{ ...ALLOW, Principal }] })[0]?.principals;
    expect(principals('*')).toEqual({ '*': ['*'] });
    expect(principals({ Service: 'ssm.amazonaws.com' })).toEqual({ Service: ['ssm.amazonaws.com'] });
  });

  test('fails on a document without any, and on an element that is not known', () => {
    expect(() => statementsOf({ statement: [ALLOW] })).toThrow(
      'cannot analyse a policy document without Statement',
    );
    expect(() => statementsOf({ Statement: [{ ...ALLOW, NotPrincipal: '*' }] })).toThrow(
      'cannot analyse the policy element NotPrincipal',
    );
  });
});
