import { expect, test } from '@jest/globals';
import { ofAnotherAccount, stackAddress } from '../../../../src/account/stack/stack-address';

const ARN = 'arn:aws-us-gov:cloudformation:us-gov-west-1:111122223333:stack/octo-access/0f2c3a10';

test('an ARN says the name, the Region and the account, and a name only itself', () => {
  expect(stackAddress(ARN)).toEqual({
    name: 'octo-access',
    region: 'us-gov-west-1',
    account: '111122223333',
  });
  expect(stackAddress('octo-access')).toEqual({ name: 'octo-access' });
  expect(stackAddress('')).toEqual({ name: '' });
});

test('a stack is refused only where its ARN names another account', () => {
  expect(ofAnotherAccount(ARN, '111122223333')).toBeUndefined();
  expect(ofAnotherAccount('octo-access', '111122223333')).toBeUndefined();
  expect(ofAnotherAccount(ARN, '444455556666')).toBe(
    'the stack is of account 111122223333, but the credentials are for account 444455556666',
  );
});
