import { expect, test } from '@jest/globals';
import { ofAccount } from '../../src/inputs/account-placeholder';

test.each([
  ['arn:aws:iam::{accountId}:policy/Own', 'arn:aws:iam::111111111111:policy/Own'],
  [
    ['arn:aws:iam::{accountId}:policy/A', 3],
    ['arn:aws:iam::111111111111:policy/A', 3],
  ],
  // Only where an account's id is in an ARN.
  ['arn:aws:iam::222222222222:policy/{accountId}', 'arn:aws:iam::222222222222:policy/{accountId}'],
  ['{accountId}', '{accountId}'],
  [{ a: 'arn:aws:iam::{accountId}:x' }, { a: 'arn:aws:iam::{accountId}:x' }],
  [undefined, undefined],
])('%j is %j in account 111111111111', (value, expected) => {
  expect(ofAccount(value, '111111111111')).toEqual(expected);
});
