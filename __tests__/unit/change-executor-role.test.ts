import { describe, expect, test } from '@jest/globals';
import { TerraformVariable } from 'cdktf';
import { OctoAccess, type OctoAccessProps } from '../../src';
import { all, withAccess } from '../support/access';
import { EXAMPLE } from '../support/example';
import { synthesized, type Synthesized } from '../support/synth';

const { principal, externalId } = EXAMPLE;

describe('change_executor_access', () => {
  const own = (stack: Synthesized): Record<string, unknown>[] =>
    all(stack, 'aws_iam_policy').filter((policy) => policy['name'] === 'OctoChangeExecutor1');
  const attachedTo = (stack: Synthesized): unknown => {
    const attachments = stack.resource['aws_iam_role_policy_attachments_exclusive'] ?? {};
    const [, executor] = Object.entries(attachments).find(([name]) => name.includes('change_executor')) ?? [];
    return executor?.['policy_arns'];
  };
  const withToken = (props: Partial<OctoAccessProps> = {}): Synthesized =>
    synthesized((scope) => {
      const theirs = new TerraformVariable(scope, 'theirs', { type: 'string' });
      const changeExecutorAccess = theirs.stringValue as OctoAccessProps['changeExecutorAccess'];
      new OctoAccess(scope, 'octo', { principal, externalId, ...props, changeExecutorAccess });
    });

  test.each([{}, { changeExecutorAccess: 'administrator' } as const])('makes no policy with %j', (props) => {
    const stack = withAccess(props);
    expect(own(stack)).toEqual([]);
    expect(attachedTo(stack)).toEqual([
      expect.stringMatching(/^arn:.*:iam::aws:policy\/AdministratorAccess$/),
    ]);
  });

  test('attaches one policy of its own, and no other, with recommendations', () => {
    const stack = withAccess({ changeExecutorAccess: 'recommendations' });
    const [policy, ...others] = own(stack);
    expect(others).toEqual([]);
    expect(policy).not.toHaveProperty('count');
    expect(attachedTo(stack)).toEqual([
      expect.stringMatching(/^\$\{aws_iam_policy\.octo_change_executor_baseline_1_\w+\.arn\}$/),
    ]);
    expect(JSON.stringify(stack)).not.toContain('AdministratorAccess');
  });

  test('leaves to Terraform what only Terraform knows', () => {
    const stack = withToken();
    const [policy] = own(stack);
    expect(policy?.['count']).toBe('${((var.theirs == "recommendations") ? 1 : 0)}');
    expect(attachedTo(stack)).toMatch(
      /^\$\{concat\(\(\(var\.theirs == "recommendations"\) \? aws_iam_policy\.\w+\[\*\]\.arn : \[\]\), \(\(var\.theirs == "administrator"\) \? \["arn:.*AdministratorAccess"\] : \[\]\)\)\}$/,
    );
  });

  const policyArns = { changeExecutorPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] };

  test('may not be recommendations beside policies of the customer', () => {
    expect(() => withAccess({ ...policyArns, changeExecutorAccess: 'recommendations' })).toThrow(
      /^theirs\/octo:\n {2}- changeExecutorAccess may not be recommendations where changeExecutorPolicyArns is set; leave one of the two out, got changeExecutorAccess = "recommendations" and changeExecutorPolicyArns = \["arn:aws:iam::aws:policy\/ReadOnlyAccess"\]$/,
    );
    expect(attachedTo(withAccess({ ...policyArns, changeExecutorAccess: 'administrator' }))).toEqual(
      policyArns.changeExecutorPolicyArns,
    );
  });

  test('is checked beside them when Terraform plans, where only Terraform knows it', () => {
    const stack = withToken(policyArns);
    const checks = all(stack, 'terraform_data').flatMap(
      ({ lifecycle }) =>
        (lifecycle as { precondition?: { error_message: string }[] } | undefined)?.precondition ?? [],
    );
    expect(
      checks.filter(({ error_message: message }) => message.includes('may not be recommendations')),
    ).toEqual([
      {
        condition: '${!(var.theirs == "recommendations")}',
        error_message: expect.stringContaining(
          'changeExecutorAccess may not be recommendations where changeExecutorPolicyArns is set',
        ) as unknown,
      },
    ]);
  });
});
