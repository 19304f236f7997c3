import { beforeAll, describe, expect, test } from '@jest/globals';
import { auditorPolicy, type AuditedToo } from '../../../src/account/auditor-policy';
import type { Analysis } from '../../../src/analysis/analysis';
import { decide } from '../../../src/analysis/evaluate';
import { statementsOf } from '../../../src/analysis/statements';
import { sharedAnalysis } from '../../support/reference';

const STACK = 'arn:aws:cloudformation:us-east-1:111122223333:stack/octo-access/0';

describe('the policy of a role that verifies', () => {
  let aws: Analysis;
  beforeAll(async () => {
    aws = await sharedAnalysis();
  });

  /** Every action of AWS beyond those on IAM that it allows on some resource. */
  function beyondIam(about: AuditedToo): string[] {
    const statements = statementsOf(auditorPolicy(about));
    return [...aws.actions.keys()].filter(
      (action) => !action.startsWith('iam:') && decide(statements, { action, resource: '*' }).possible,
    );
  }

  test('reads roles and policies, and writes nothing, whatever it looks at', () => {
    const statements = statementsOf(auditorPolicy({ approvals: true, stack: STACK }));
    for (const [action, { accessLevel }] of aws.actions)
      if (accessLevel !== 'Read' && accessLevel !== 'List')
        expect([action, decide(statements, { action, resource: '*' }).possible]).toEqual([action, false]);
  });

  test('has the reads of documents and stacks only for whoever looks at these', () => {
    expect(beyondIam({ approvals: false })).toEqual([]);
    expect(beyondIam({ approvals: true })).toEqual(['ssm:ListDocuments']);
    expect(beyondIam({ approvals: false, stack: STACK })).toEqual(['cloudformation:DescribeStacks']);
  });

  test.each([STACK, 'octo-access'])('reads the stack %s, and no other', (stack) => {
    const statements = statementsOf(auditorPolicy({ approvals: false, stack }));
    const may = (resource: string): boolean =>
      decide(statements, { action: 'cloudformation:DescribeStacks', resource }).possible;
    expect(may(STACK)).toBe(true);
    expect(may(STACK.replace('octo-access', 'octo-access-2'))).toBe(false);
    expect(may(STACK.replace('octo-access', 'billing'))).toBe(false);
  });

  test.each(['*', 'octo-*', `${STACK}*`, ''])(
    'is not printed for the stack %j, which names more or none',
    (stack) => {
      expect(() => auditorPolicy({ approvals: false, stack })).toThrow(
        `--stack must be the name or the ARN of a CloudFormation stack, got ${JSON.stringify(stack)}`,
      );
    },
  );
});
