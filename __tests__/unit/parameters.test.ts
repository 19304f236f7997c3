import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { TEMPLATE_FILES } from '../../src/generate/write-generated';
import { violations } from '../../src/inputs/rules';
import {
  defaults,
  inputProperty,
  INPUTS,
  inputSpec,
  type InputName,
  type Inputs,
} from '../../src/inputs/inputs';
import { parameterName } from '../../src/inputs/to-cloudformation';
import { inputsOfParameters, parameterValues } from '../../src/cloudformation/parameters';
import { exampleParameters } from '../../src/cloudformation/example-parameters';
import { cloudFormationTemplate } from '../../src/cloudformation/template';
import { ROLE_NAMES } from '../../src/names/role-names';
import { VETTED_RUNBOOK_NAMES } from '../../src/inputs/vetted-runbooks';
import { parseTemplate } from '../support/cloudformation';

const ROOT = resolve(__dirname, '../..');
const template = parseTemplate(readFileSync(join(ROOT, TEMPLATE_FILES.yaml), 'utf8'));

describe('the committed CloudFormation template', () => {
  test('has the defaults of the input table', () => {
    const given = Object.entries(template.Parameters).flatMap(([name, { Default }]) =>
      Default === undefined ? [] : [[name, String(Default as string | number)]],
    );
    const { AllowStackUpdate: allowStackUpdate, ...ofInputs } = Object.fromEntries(given) as Record<
      string,
      string
    >;
    expect(ofInputs).toEqual(parameterValues(defaults() as Inputs));
    expect(allowStackUpdate).toBe('true');
  });

  test('shows every parameter in one section of the console', () => {
    const { Metadata: metadata } = template as unknown as {
      Metadata: { 'AWS::CloudFormation::Interface': { ParameterGroups: { Parameters: string[] }[] } };
    };
    const shown = metadata['AWS::CloudFormation::Interface'].ParameterGroups.flatMap(
      (group) => group.Parameters,
    );
    expect(shown.sort()).toEqual(Object.keys(template.Parameters).sort());
  });

  test('says of every parameter what it is for', () => {
    const silent = Object.entries(template.Parameters).filter(([, { Description }]) => !Description);
    expect(silent).toEqual([]);
  });

  test('takes the values of the parameters file, which has every parameter', () => {
    const file = readFileSync(join(ROOT, TEMPLATE_FILES.parameters), 'utf8');
    expect(file).toBe(exampleParameters());
    const values = JSON.parse(file) as { ParameterKey: string; ParameterValue: string }[];
    expect(values.map(({ ParameterKey }) => ParameterKey)).toEqual(Object.keys(template.Parameters));
    for (const { ParameterKey: name, ParameterValue: value } of values) {
      const { AllowedPattern, AllowedValues = [value] } = template.Parameters[name] ?? {};
      expect(AllowedValues).toContain(value);
      expect(value).toMatch(new RegExp((AllowedPattern as string | undefined) ?? ''));
    }
  });

  const samples: [InputName, string[]][] = [
    [
      'principal',
      [
        '444455556666',
        '44445555666',
        '4444555566667',
        '４４４４５５５５６６６６',
        ' 444455556666',
        '',
        '44445555666a',
      ],
    ],
    [
      'external_id',
      [
        'octo-ext',
        'a',
        'ab',
        '',
        'a b',
        'a"b',
        'a\nb',
        'a\u200bb',
        '${AWS::AccountId}',
        'x'.repeat(1224),
        'x'.repeat(1225),
      ],
    ],
    [
      'permissions_boundary_arn',
      [
        'arn:aws:iam::111122223333:policy/own',
        'arn:aws-us-gov:iam::aws:policy/AdministratorAccess',
        'arn:aws:iam::111122223333:policy/*',
        'arn:aws:iam::111122223333:role/own',
        'arn:aws:iam::111122223333:policy/AlphausAcctAccessBoundary',
        'arn:aws:iam::111122223333:policy/path/OctoRecommendationSearcherBoundary',
        'arn:aws:iam::{accountId}:policy/own',
        'arn:aws:iam::{accountId}:policy/AlphausAcctAccessBoundary',
        'arn:{partition}:iam::{accountId}:policy/own',
        'arn:aws:iam::{accountId}{accountId}:policy/own',
      ],
    ],
  ];

  test.each(samples)('takes of %s what Terraform takes', (name, values) => {
    const pattern = patternOf(name);
    for (const value of values) {
      const problems = violations(inputSpec(name), name, value);
      expect([value, pattern.test(value)]).toEqual([value, problems.length === 0]);
    }
  });

  const items: [InputName, string[]][] = [
    [
      'vetted_runbooks',
      [
        ...VETTED_RUNBOOK_NAMES,
        ...VETTED_RUNBOOK_NAMES.map((name) => name.toLowerCase()),
        'AWS-RunPacker',
        'AWS-AttachEBSVolume',
        'AWS-ConfigureMaintenanceWindows',
        'AWSSupport-ModifyEBSSnapshotPermission',
        'AWS-StopEC2InstanceWithApproval',
        'xAWS-StopEC2Instance',
        'AWS-StopEC2Instance,AWS-RunPacker',
        'AWS-StopEC2InstanceAWS-StopRdsInstance',
        'AWS-StopEC2Instance ',
        'AWS-StopEC2Instance\n',
        'AWS-*',
        'Own',
      ],
    ],
    [
      'change_executor_policy_arns',
      ['arn:aws:iam::aws:policy/ReadOnlyAccess', 'ReadOnlyAccess', 'arn:aws:iam::aws:policy/*'],
    ],
  ];

  test.each(items)('takes as an element of %s what Terraform takes', (name, values) => {
    const pattern = patternOf(name);
    for (const value of values) {
      const problems = violations(inputSpec(name), name, [value]);
      expect([value, pattern.test(value)]).toEqual([value, problems.length === 0]);
    }
  });

  test('takes up to ten policies of the executor, separated by commas alone', () => {
    const pattern = patternOf('change_executor_policy_arns');
    const arns = Array.from({ length: 11 }, (_, index) => `arn:aws:iam::111122223333:policy/own${index}`);
    expect(arns.map((_, index) => pattern.test(arns.slice(0, index + 1).join(',')))).toEqual([
      ...Array<boolean>(10).fill(true),
      false,
    ]);
    expect(pattern.test('')).toBe(true);
    for (const wrong of ['a', ',', `${arns[0]},`, `,${arns[0]}`, `${arns[0]}, ${arns[1]}`, `${arns[0]},b`]) {
      expect([wrong, pattern.test(wrong)]).toEqual([wrong, false]);
    }
  });

  test('refuses self-update beside a boundary of the own, by a rule', () => {
    const { AllowSelfUpdateOrPermissionsBoundaryArn: rule } = cloudFormationTemplate()['Rules'] as Record<
      string,
      unknown
    >;
    expect(rule).toEqual({
      RuleCondition: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'PermissionsBoundaryArn' }, ''] }] },
      Assertions: [
        {
          Assert: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'AllowSelfUpdate' }, 'true'] }] },
          AssertDescription: expect.stringMatching(
            /^AllowSelfUpdate may not be true where PermissionsBoundaryArn is set/,
          ),
        },
      ],
    });
  });

  test('refuses recommendations for the executor beside policies of the customer, by a rule', () => {
    const { Rules: rules } = template as unknown as { Rules: Record<string, unknown> };
    expect(rules['ChangeExecutorAccessOrChangeExecutorPolicyArns']).toEqual({
      RuleCondition: {
        'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'ChangeExecutorPolicyArns' }, ''] }],
      },
      Assertions: [
        {
          Assert: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'ChangeExecutorAccess' }, 'recommendations'] }] },
          AssertDescription:
            'ChangeExecutorAccess may not be recommendations where ChangeExecutorPolicyArns is set; leave one of the two out.',
        },
      ],
    });
  });
});

/** As CloudFormation uses it: the whole value. */
function patternOf(name: InputName): RegExp {
  const allowed = template.Parameters[parameterName(name)]?.['AllowedPattern'] as string;
  return new RegExp(`^(?:${allowed})$`);
}

test('parameters of a stack are inputs again, the same as those that they were made of', () => {
  const stackArn = 'arn:aws:cloudformation:us-east-1:111122223333:stack/octo-access/x';
  for (const { name, samples, parameter } of INPUTS) {
    if (!parameter) continue;
    const inputs = {
      principal: '444455556666',
      externalId: 'x-1',
      [inputProperty(name)]: samples.other,
    } as Inputs;
    const values = parameterValues(inputs);
    const again = inputsOfParameters(values, stackArn);
    const given = Object.entries(again).map(
      ([key, value]) => [inputProperty(key as InputName), value] as const,
    );
    const { roles, ...rest } = Object.fromEntries(given);
    expect([name, { ...rest, ...(name === 'roles' && { roles }) }]).toEqual([name, inputs]);
  }
  const byDefault = inputsOfParameters(
    { AllowStackUpdate: 'true', AllowSelfUpdate: '', VettedRunbooks: '' },
    stackArn,
  );
  expect(byDefault).toEqual({ roles: ROLE_NAMES, vetted_runbooks: [], cloudformation_stack_arn: stackArn });
});
