import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { OctoStackSet } from '../../src';
import { installations } from '../../src/analysis/installations';
import { inlineTemplate } from '../../src/cloudformation/inline-json';
import { organizationTemplate } from '../../src/cloudformation/organization-template';
import { parameterValues } from '../../src/cloudformation/parameters';
import { readableTemplate } from '../../src/cloudformation/template-yaml';
import { TEMPLATE_FILES } from '../../src/generate/write-generated';
import type { Inputs } from '../../src/inputs/inputs';
import { carriedOut, parseTemplate } from '../support/cloudformation';
import { EXAMPLE } from '../support/example';
import { synthesized } from '../support/synth';

const ROOT = resolve(__dirname, '../..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const text = read(TEMPLATE_FILES.organization);
const template = parseTemplate(text);
const ofOneAccount = parseTemplate(read(TEMPLATE_FILES.yaml));
const UNITS = ['ou-abcd-11112222', 'ou-abcd-33334444'];
const TARGET = { TargetOrganizationId: UNITS.join(',') };
const REQUIRED = { principal: EXAMPLE.principal, externalId: EXAMPLE.externalId };

type Attributes = Readonly<Record<string, unknown>>;

const SETTINGS = installations('aws').map(({ title, configuration }): [string, Inputs] => [
  title,
  configuration as Inputs,
]);

/** The properties of the StackSet that a stack of the template makes. */
function stackSet(values: Readonly<Record<string, string>>): Attributes | undefined {
  return carriedOut(template, values).Resources['OctoStackSet']?.Properties;
}

describe('the template for the management account of an organization', () => {
  test('is as `octo-access cloudformation` writes it, and short enough to be uploaded', () => {
    expect(text).toBe(readableTemplate(organizationTemplate()));
    expect(Buffer.byteLength(text)).toBeLessThan(1_000_000);
  });

  test.each(SETTINGS)('makes the roles of octo-access.yaml: %s', (_, inputs) => {
    for (const AllowStackUpdate of ['true', 'false']) {
      const values = { ...parameterValues(inputs), AllowStackUpdate };
      const expected = carriedOut(ofOneAccount, values);
      expect(carriedOut(template, values)).toEqual(expected);
      const { OctoStackSet: made, ...others } = carriedOut(template, { ...values, ...TARGET }).Resources;
      expect(made?.Type).toBe('AWS::CloudFormation::StackSet');
      expect(others).toEqual(expected.Resources);
    }
  });

  test('fails to be equal where one action differs', () => {
    const values = parameterValues(REQUIRED);
    const changed = parseTemplate(text.replace('- budgets:View*', '- budgets:Modify*'));
    expect(carriedOut(changed, values)).not.toEqual(carriedOut(ofOneAccount, values));
  });

  test('makes the StackSet that OctoStackSet makes of the same inputs', () => {
    const inputs = {
      ...REQUIRED,
      roles: ['OctoRecommendationSearcherRole', 'AlphausAcctAccessRole'],
      maxSessionDuration: 3600,
      permissionsBoundaryArn: 'arn:aws:iam::{accountId}:policy/own',
    } as const;
    const { resource } = synthesized((stack) => {
      new OctoStackSet(stack, 'octo', { ...inputs, organizationalUnitIds: UNITS });
    });
    const [expected] = Object.values(resource['aws_cloudformation_stack_set'] ?? {}) as [Attributes];
    const instances = Object.values(resource['aws_cloudformation_stack_set_instance'] ?? {});
    const made = stackSet({ ...parameterValues(inputs), ...TARGET });

    const { Parameters: parameters, TemplateBody: body, StackInstancesGroup: group, ...others } = made ?? {};
    expect(
      Object.fromEntries(
        (parameters as Record<string, string>[]).map(({ ParameterKey, ParameterValue }) => [
          ParameterKey,
          ParameterValue,
        ]),
      ),
    ).toEqual(expected['parameters']);
    expect(body).toBe(String(expected['template_body']).replaceAll('$${', '${'));
    expect(body).toBe(inlineTemplate());
    expect(group).toEqual([
      {
        DeploymentTargets: {
          OrganizationalUnitIds: instances.flatMap(
            ({ deployment_targets: targets }) =>
              (targets as { organizational_unit_ids: string[] }).organizational_unit_ids,
          ),
        },
        Regions: ['${AWS::Region}'],
      },
    ]);
    const rollout = expected['operation_preferences'] as Attributes;
    const joining = expected['auto_deployment'] as Attributes;
    expect(others).toEqual({
      StackSetName: expected['name'],
      Description: expected['description'],
      PermissionModel: expected['permission_model'],
      CallAs: expected['call_as'],
      Capabilities: expected['capabilities'],
      AutoDeployment: {
        Enabled: joining['enabled'],
        RetainStacksOnAccountRemoval: joining['retain_stacks_on_account_removal'],
      },
      ManagedExecution: { Active: (expected['managed_execution'] as Attributes)['active'] },
      OperationPreferences: {
        FailureTolerancePercentage: rollout['failure_tolerance_percentage'],
        MaxConcurrentPercentage: rollout['max_concurrent_percentage'],
      },
    });
  });

  test('makes no StackSet where no unit is named', () => {
    expect(stackSet(parameterValues(REQUIRED))).toBeUndefined();
  });

  test('lets nobody but its owner update the stacks of the StackSet, whatever is allowed here', () => {
    const made = stackSet({ ...parameterValues(REQUIRED), ...TARGET, AllowStackUpdate: 'true' });
    expect(made?.['Parameters']).toContainEqual({
      ParameterKey: 'AllowStackUpdate',
      ParameterValue: 'false',
    });
  });

  test('allows updates by Alphaus only where the owner asks for them', () => {
    expect(template.Parameters['AllowStackUpdate']?.['Default']).toBe('false');
    const stackOf = (values: Readonly<Record<string, string>>): string =>
      JSON.stringify(carriedOut(template, { ...parameterValues(REQUIRED), ...values }).Resources);
    expect(stackOf({})).not.toContain('cloudformation:UpdateStack');
    expect(stackOf({ AllowStackUpdate: 'true' })).toContain('cloudformation:UpdateStack');
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

  test.each([
    ['', true],
    ['r-abcd', true],
    ['ou-abcd-11112222', true],
    ['ou-abcd-11112222,ou-abcd-33334444', true],
    ['o-abcdefghij', false],
    ['111122223333', false],
    ['ou-abcd', false],
    ['r-abcd,ou-abcd-11112222', false],
    ['ou-abcd-11112222,', false],
    ['ou-abcd-11112222, ou-abcd-33334444', false],
  ])('takes the target %j: %s', (value, isTaken) => {
    const { AllowedPattern, ConstraintDescription } = template.Parameters['TargetOrganizationId'] ?? {};
    expect(new RegExp(String(AllowedPattern)).test(value)).toBe(isTaken);
    expect(ConstraintDescription).toBe(
      'must be empty, or the id of the root, like r-abcd, or ids of organizational units, like ou-abcd-11112222, separated by commas without spaces.',
    );
  });
});
