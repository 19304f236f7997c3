import { expect, test } from '@jest/globals';
import { literal } from '../../src/text/hcl-literal';

test.each([
  ['${aws.x}', '$${aws.x}'],
  ['%{ if x }', '%%{ if x }'],
  ['costs $5, 10 %', 'costs $5, 10 %'],
  [{ '${a}': ['${b}', 1, null] }, { '$${a}': ['$${b}', 1, null] }],
])('Terraform reads %j literally', (value, expected) => {
  expect(literal(value)).toEqual(expected);
});
