import { describe, expect, test } from '@jest/globals';
import { AcctAccessRole, ChangeExecutorRole, SsmUpdaterRole, TargetAccount } from '../../src';
import { all } from '../support/access';
import { EXAMPLE } from '../support/example';
import { synthesized } from '../support/synth';

const { principal, externalId } = EXAMPLE;

describe('roles on their own', () => {
  test('update only themselves where they are given no other role', () => {
    const stack = synthesized((scope) => {
      const account = new TargetAccount(scope, 'account');
      new AcctAccessRole(scope, 'billing', { account, principal, externalId });
    });
    const policies = all(stack, 'aws_iam_policy').map((policy) => policy['policy']);
    expect(policies.join()).toContain('UpdateInlineOfAcctAccess');
    expect(policies.join()).not.toContain('UpdateInlineOfSearcher');
  });

  test('fails where a role of another account is given', () => {
    expect(() =>
      synthesized((scope) => {
        const changeExecutor = new ChangeExecutorRole(scope, 'executor', {
          account: new TargetAccount(scope, 'one'),
        });
        new SsmUpdaterRole(scope, 'updater', {
          account: new TargetAccount(scope, 'two'),
          changeExecutor,
          principal,
          externalId,
        });
      }),
    ).toThrow(/theirs\/updater: theirs\/executor belongs to another account/);
  });
});
