import { describe, expect, test } from '@jest/globals';
import { TerraformVariable } from 'cdktf';
import { OctoAccess } from '../../src';
import { all } from '../support/access';
import { EXAMPLE } from '../support/example';
import { synthesized } from '../support/synth';

const { externalId } = EXAMPLE;

describe('OctoAccess', () => {
  test('checks tokens when Terraform plans, by the same rules', () => {
    const stack = synthesized((scope) => {
      const theirs = new TerraformVariable(scope, 'theirs', { type: 'string' });
      new OctoAccess(scope, 'octo', {
        principal: theirs.stringValue,
        externalId,
        roles: ['AlphausAcctAccessRole'],
      });
    });
    const [id, checks] = Object.entries(stack.resource['terraform_data'] ?? {}).find(([name]) =>
      name.includes('Checks'),
    ) as [string, { input: unknown; lifecycle: { precondition: unknown } }];
    const [local] = Object.keys(stack.locals ?? {}) as [string];
    expect(stack.locals).toEqual({ [local]: '${var.theirs}' });
    expect(checks.input).toEqual({ principal: `\${local.${local}}` });
    expect(checks.lifecycle.precondition).toEqual([
      {
        condition: `\${try(can(regex("^[0-9]{12}$", local.${local})), false)}`,
        error_message: expect.stringContaining('principal must be the 12-digit AWS account id') as unknown,
      },
    ]);
    // Nothing with the value in it is written before it passed.
    for (const resource of [...all(stack, 'aws_iam_role'), ...all(stack, 'aws_iam_policy')]) {
      expect(resource['depends_on']).toContain(`terraform_data.${id}`);
    }
  });
});
