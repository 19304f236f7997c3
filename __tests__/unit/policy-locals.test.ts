import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { describe, expect, test } from '@jest/globals';
import { TerraformVariable, type TerraformStack } from 'cdktf';
import { jsonencode, operation, PartsList } from '../../src/constructs/private/expression';
import { policiesAsLocals } from '../../src/stacks/policy-locals';
import { synthesized } from '../support/synth';

/** A stack whose one policy has these statements, with its policies as locals. */
function withPolicy(statements: (stack: TerraformStack) => unknown): {
  readonly policy: unknown;
  readonly locals: Record<string, unknown>;
} {
  const { resource, locals = {} } = synthesized((stack) => {
    const policy = jsonencode({ Version: '2012-10-17', Statement: statements(stack) });
    new IamPolicy(stack, 'own', { policy });
    policiesAsLocals(stack);
  });
  return { policy: resource['aws_iam_policy']?.['own']?.['policy'], locals };
}

describe('policies as locals', () => {
  test('are encoded by the resource that they belong to', () => {
    const { policy, locals } = withPolicy(() => [{ Sid: 'Read', Action: ['ec2:Get*', 'ec2:List*'] }]);
    const [name = ''] = Object.keys(locals);

    expect(policy).toBe(`\${jsonencode(local.${name})}`);
    expect(locals).toEqual({
      [name]: { Version: '2012-10-17', Statement: [{ Sid: 'Read', Action: ['ec2:Get*', 'ec2:List*'] }] },
    });
  });

  test('keep what a crafted text holds within that text, and what a variable holds within its value', () => {
    const { locals } = withPolicy((stack) => {
      const variable = new TerraformVariable(stack, 'x', { type: 'string' });
      return [{ Resource: ['${aws:PrincipalTag/x}", "*', `arn:${variable.stringValue}:x`] }];
    });

    expect(Object.values(locals)).toEqual([
      expect.objectContaining({
        Statement: [{ Resource: ['$${aws:PrincipalTag/x}", "*', 'arn:${var.x}:x'] }],
      }),
    ]);
  });

  test('have their conditional parts beside them, each with its condition, and join them', () => {
    const { locals } = withPolicy((stack) => {
      const full = operation(new TerraformVariable(stack, 'x', { type: 'string' }).stringValue, '==', 'full');
      const actions = new PartsList([{ items: ['a:Get'] }, { items: ['a:Put'], when: full }]);
      return new PartsList([
        { items: [{ Sid: 'Always', Action: new PartsList([{ items: ['b:Get'] }, { items: ['b:List'] }]) }] },
        { items: [{ Sid: 'OnlySo', Action: actions }], when: full },
      ]);
    });
    const named = (part: string): string => Object.keys(locals).find((name) => name.includes(part)) ?? '';
    const [action, statement] = [named('only_so_action'), named('policy_statement_')];
    const joined = (name: string): string =>
      `\${flatten([for part in local.${name} : part.items if part.when])}`;

    expect(Object.values(locals)).toContainEqual({ Version: '2012-10-17', Statement: joined(statement) });
    expect(locals[statement]).toEqual([
      { when: true, items: [{ Sid: 'Always', Action: '${concat(["b:Get"], ["b:List"])}' }] },
      { when: '${(var.x == "full")}', items: [{ Sid: 'OnlySo', Action: joined(action) }] },
    ]);
    expect(locals[action]).toEqual([
      { when: true, items: ['a:Get'] },
      { when: '${(var.x == "full")}', items: ['a:Put'] },
    ]);
  });

  test('fail where a policy is a text that somebody put together', () => {
    expect(() => {
      synthesized((stack) => {
        new IamRole(stack, 'own', { assumeRolePolicy: '{}' });
        policiesAsLocals(stack);
      });
    }).toThrow('theirs/own: trust is not encoded by jsonencode');
  });
});
