import { describe, expect, test } from '@jest/globals';
import { TerraformVariable, Token, type IResolvable } from 'cdktf';
import { OctoAccess, RecommendationSearcherRole, TargetAccount } from '../../src';
import {
  COMBINATIONS,
  combinationProblems,
  combinationText,
  inputsTogether,
} from '../../src/inputs/combinations';
import { INPUTS, inputProperty, type InputName } from '../../src/inputs/inputs';
import { parseFleet } from '../../src/fleet/parse-fleet';
import { cloudFormationTemplate } from '../../src/cloudformation/template';
import { EXAMPLE } from '../support/example';
import { moduleBlocks } from '../support/module-blocks';
import { synthesized } from '../support/synth';

const { principal, externalId } = EXAMPLE;
const OWN = `arn:aws:iam::${EXAMPLE.accountId}:policy/own`;
/** As many tags as a role can have. */
const TAGS = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`key${index}`, 'x']));

describe('inputs that exclude each other', () => {
  test.each(
    COMBINATIONS.map((combination) => [combinationText(combination, (name) => name), combination] as const),
  )('%s: names inputs that there are, and says what to do', (text, combination) => {
    const names = INPUTS.map(({ name }) => name);
    for (const input of inputsTogether(combination)) expect(names).toContain(input);
    expect(text).toMatch(/^\w+ may not (be|give) .*; (leave|set|take)/);
    expect(text).not.toMatch(/[{}]/);
  });

  test.each(COMBINATIONS.map((combination) => [combination]))('finds %j, and nothing else', (combination) => {
    const values =
      'refused' in combination
        ? Object.fromEntries(combination.refused.map(({ input, is }) => [input, is === 'set' ? OWN : is]))
        : { tags: TAGS, role_tags: { OctoSSMUpdaterRole: { another: 'x' } } };
    const found = (given: Record<string, unknown>): unknown[] =>
      combinationProblems((name) => given[name]).map((problem) => problem.combination);
    expect(found(values)).toEqual([combination]);
    for (const input of inputsTogether(combination)) expect(found({ ...values, [input]: null })).toEqual([]);
  });

  test('fails where constructs have plain values, in one error with all others', () => {
    const build = (): unknown =>
      synthesized((stack) => {
        new OctoAccess(stack, 'octo', {
          principal: 'alphaus',
          externalId,
          allowSelfUpdate: true,
          permissionsBoundaryArn: OWN,
        });
      });
    expect(build).toThrow(/principal must be the 12-digit AWS account id/);
    expect(build).toThrow(
      /allowSelfUpdate may not be true where permissionsBoundaryArn is set, .*; leave one of the two out, got allowSelfUpdate = true and permissionsBoundaryArn = "arn:aws:iam::111122223333:policy\/own"/,
    );
  });

  test('fails where a role has more tags than IAM takes, its own and those of all counted once', () => {
    const build = (own: Record<string, string>) => (): unknown =>
      synthesized((stack) => {
        new OctoAccess(stack, 'octo', {
          principal,
          externalId,
          tags: TAGS,
          roleTags: { OctoSSMUpdaterRole: own },
        });
      });
    expect(build({ KEY0: 'wins', key49: 'too' })).not.toThrow();
    expect(build({ another: 'x' })).toThrow(
      /roleTags may not give a role more than 50 tags together with tags, .*; leave some out, got roleTags = \{"OctoSSMUpdaterRole":\{"another":"x"\}\} and tags = \{"key0"/,
    );
  });

  test('has tags counted by Terraform where some are a token', () => {
    const stack = synthesized((scope) => {
      const tags = new TerraformVariable(scope, 'tags', { type: 'map(string)' });
      new OctoAccess(scope, 'octo', {
        principal,
        externalId,
        tags: Token.asStringMap(tags.value as IResolvable),
        roleTags: { OctoSSMUpdaterRole: { another: 'x' } },
      });
    });
    expect(JSON.stringify(stack.resource['terraform_data'])).toContain(
      'for own in values({\\"OctoSSMUpdaterRole\\" = {\\"another\\" = \\"x\\"}}) : length(setunion(',
    );
  });

  test('fails on a single role, too', () => {
    const build = (): unknown =>
      synthesized((stack) => {
        new RecommendationSearcherRole(stack, 'searcher', {
          account: new TargetAccount(stack, 'account', {}),
          principal,
          externalId,
          allowSelfUpdate: true,
          permissionsBoundaryArn: OWN,
        });
      });
    expect(build).toThrow(/allowSelfUpdate may not be true/);
  });

  test('lets an own boundary alone, and self-update alone, pass', () => {
    for (const inputs of [
      { permissionsBoundaryArn: OWN },
      { allowSelfUpdate: true },
      { allowSelfUpdate: false, permissionsBoundaryArn: OWN },
    ]) {
      expect(() =>
        synthesized((stack) => new OctoAccess(stack, 'octo', { principal, externalId, ...inputs })),
      ).not.toThrow();
    }
  });

  test('are checked by one precondition, which all roles wait for, where a value is a token', () => {
    const stack = synthesized((scope) => {
      const arn = new TerraformVariable(scope, 'boundary', { type: 'string' });
      new OctoAccess(scope, 'octo', {
        principal,
        externalId,
        allowSelfUpdate: true,
        permissionsBoundaryArn: arn.stringValue,
      });
    });
    const checks = Object.values(stack.resource['terraform_data'] ?? {}).flatMap(
      ({ lifecycle }) =>
        (lifecycle as { precondition?: { error_message: string }[] } | undefined)?.precondition ?? [],
    );
    // Once, though two roles depend on it.
    expect(checks.filter(({ error_message: message }) => message.startsWith('allowSelfUpdate'))).toEqual([
      {
        condition: '${!(var.boundary != null)}',
        error_message: expect.stringMatching(
          /^allowSelfUpdate may not be true where permissionsBoundaryArn.*, got allowSelfUpdate = \$\{jsonencode\(true\)\} and permissionsBoundaryArn = \$\{jsonencode\(var\.boundary\)\}\.$/,
        ),
      },
    ]);
  });

  test("are checked by the module in the variables' names", async () => {
    const { resource } = await moduleBlocks();
    // Whichever roles are installed.
    expect(resource['terraform_data']?.['input_checks']).not.toHaveProperty('count');
    expect(resource['terraform_data']?.['input_checks']).toMatchObject({
      // Nothing is created in AWS before the rules of all variables hold, where a value is known only at apply, too.
      depends_on: INPUTS.map(({ name }) => `\${var.${name}}`),
      lifecycle: [
        {
          precondition: [
            {
              condition:
                '${!(coalesce(var.allow_self_update, false) && (var.permissions_boundary_arn != null))}',
              error_message: expect.stringMatching(
                /^allow_self_update may not be true where permissions_boundary_arn is set.*, got allow_self_update = \$\{jsonencode\(var\.allow_self_update\)\} and permissions_boundary_arn = \$\{jsonencode\(var\.permissions_boundary_arn\)\}\.$/,
              ),
            },
            {
              condition:
                '${!((var.change_executor_access == "recommendations") && (var.change_executor_policy_arns != null))}',
              error_message:
                'change_executor_access may not be recommendations where change_executor_policy_arns is set; leave one of the two out, got change_executor_access = ${jsonencode(var.change_executor_access)} and change_executor_policy_arns = ${jsonencode(var.change_executor_policy_arns)}.',
            },
            {
              condition: expect.stringMatching(
                /^\$\{!try\(anytrue\(\[for own in values\(var\.role_tags\) : /,
              ),
              error_message: expect.stringMatching(
                /^role_tags may not give a role more than 50 tags together with tags, .*, got role_tags = \$\{jsonencode\(var\.role_tags\)\} and tags = \$\{jsonencode\(var\.tags\)\}\.$/,
              ),
            },
          ],
        },
      ],
    });
    for (const role of Object.values(resource['aws_iam_role'] ?? {})) {
      expect(role).toMatchObject({ depends_on: expect.arrayContaining(['${terraform_data.input_checks}']) });
    }
  });

  test('fail in a fleet file where they stand, defaults and account taken together', () => {
    const file = [
      `defaults: { inputs: { principal: "${principal}", external_id: ${externalId}, allow_self_update: true } }`,
      'accounts:',
      '  - { id: "222222222222", inputs: { permissions_boundary_arn: "arn:aws:iam::222222222222:policy/own" } }',
    ].join('\n');
    expect(() => parseFleet(file, 'octo.yaml')).toThrow(
      /octo\.yaml:1:\d+: defaults\.inputs\.allow_self_update may not be true where permissions_boundary_arn is set/,
    );
    const right = file.replace('allow_self_update: true', 'allow_self_update: false');
    expect(() => parseFleet(right, 'octo.yaml')).not.toThrow();
  });

  test('are a rule of the template each', () => {
    const rules = Object.keys(cloudFormationTemplate()['Rules'] as object);
    const parameters = Object.keys(cloudFormationTemplate()['Parameters'] as object);
    const asParameter = (name: InputName): string =>
      inputProperty(name).replace(/^./, (letter) => letter.toUpperCase());
    for (const combination of COMBINATIONS) {
      const names = inputsTogether(combination).map(asParameter);
      if (names.every((name) => parameters.includes(name))) expect(rules).toContain(names.join('Or'));
    }
  });
});
