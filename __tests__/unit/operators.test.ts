import { describe, expect, test } from '@jest/globals';
import { parsedOperator } from '../../src/analysis/operators';

describe('a condition operator', () => {
  test.each([
    ['StringEquals', { name: 'StringEquals', ifExists: false, negated: false }],
    ['ArnNotLikeIfExists', { name: 'ArnNotLike', ifExists: true, negated: true }],
    ['ForAllValues:StringLike', { name: 'StringLike', ifExists: false, negated: false, set: 'ForAllValues' }],
    ['Null', { name: 'Null', ifExists: false, negated: false }],
  ])('%s is read in its parts', (operator, parts) => {
    expect(parsedOperator(operator)).toEqual(parts);
  });

  test.each(['StringIs', 'stringEquals', 'NullIfExists', 'ForAnyValue:Null', 'ForNoValue:StringEquals'])(
    '%s is none that IAM has',
    (operator) => {
      expect(parsedOperator(operator)).toBeUndefined();
    },
  );
});
