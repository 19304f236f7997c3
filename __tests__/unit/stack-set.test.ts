import { describe, expect, test } from '@jest/globals';
import { OctoStackSet, type OctoStackSetProps } from '../../src';
import { cloudFormationText } from '../../src/outputs/cloudformation/template';
import { EXAMPLE, synthesized, type Synthesized } from '../support/synth';

const REQUIRED = { principal: EXAMPLE.principal, externalId: EXAMPLE.externalId };
const UNITS = ['ou-abcd-11112222', 'ou-abcd-33334444'];

function stackSet(props: Partial<OctoStackSetProps> = {}): Synthesized['resource'] {
  return synthesized((stack) => {
    new OctoStackSet(stack, 'octo', { ...REQUIRED, organizationalUnitIds: UNITS, ...props });
  }).resource;
}

function only(resources: Record<string, Record<string, unknown>> | undefined): Record<string, unknown> {
  const [one, ...others] = Object.values(resources ?? {});
  expect(others).toEqual([]);
  return one ?? {};
}

describe('OctoStackSet', () => {
  test('has the published template, kept from Terraform’s interpolation', () => {
    const { template_body: body } = only(stackSet()['aws_cloudformation_stack_set']);
    expect(body).not.toMatch(/(?<!\$)\$\{/);
    expect(String(body).replaceAll('$${', '${')).toBe(cloudFormationText());
  });

  test('installs what joins later, gets over single failures, and asks for what named roles take', () => {
    expect(only(stackSet()['aws_cloudformation_stack_set'])).toMatchObject({
      permission_model: 'SERVICE_MANAGED',
      call_as: 'SELF',
      capabilities: ['CAPABILITY_NAMED_IAM'],
      auto_deployment: { enabled: true, retain_stacks_on_account_removal: false },
      managed_execution: { active: true },
      operation_preferences: { failure_tolerance_percentage: 50, max_concurrent_percentage: 25 },
      parameters: { Principal: EXAMPLE.principal, ExternalId: EXAMPLE.externalId },
    });
  });

  test('gives inputs as parameters, tags as tags', () => {
    const { parameters, tags } = only(
      stackSet({
        roles: ['AlphausAcctAccessRole'],
        allowSelfUpdate: false,
        maxSessionDuration: 3600,
        vettedRunbooks: ['AWS-StopEC2Instance', 'AWS-StartEC2Instance'],
        tags: { Owner: 'finops' },
      })['aws_cloudformation_stack_set'],
    );
    expect(parameters).toEqual({
      Principal: EXAMPLE.principal,
      ExternalId: EXAMPLE.externalId,
      InstallOctoRecommendationSearcherRole: 'false',
      InstallOctoChangeExecutorRole: 'false',
      InstallOctoSSMUpdaterRole: 'false',
      InstallOctoChangeTemplateApproverRole: 'false',
      InstallAlphausAcctAccessRole: 'true',
      MaxSessionDuration: '3600',
      AllowSelfUpdate: 'false',
      VettedRunbooks: 'AWS-StopEC2Instance,AWS-StartEC2Instance',
    });
    expect(tags).toEqual({ Owner: 'finops' });
  });

  test('has a resource for each unit, so that units come and go one by one', () => {
    const instances = stackSet({ excludedAccountIds: ['111122223333'], callAs: 'DELEGATED_ADMIN' });
    const targets = Object.values(instances['aws_cloudformation_stack_set_instance'] ?? {});
    expect(targets.map(({ deployment_targets: targeted }) => targeted)).toEqual(
      UNITS.map((unit) => ({
        organizational_unit_ids: [unit],
        account_filter_type: 'DIFFERENCE',
        accounts: ['111122223333'],
      })),
    );
    for (const target of targets) {
      expect(target).toMatchObject({
        call_as: 'DELEGATED_ADMIN',
        lifecycle: { ignore_changes: ['deployment_targets'] },
      });
    }
  });

  test('excludes nobody where nobody is named', () => {
    const [instance] = Object.values(stackSet()['aws_cloudformation_stack_set_instance'] ?? {});
    expect(instance?.['deployment_targets']).toEqual({ organizational_unit_ids: [UNITS[0]] });
  });

  test('fails with everything that is wrong at once', () => {
    const bad = {
      externalId: 'a b',
      organizationalUnitIds: ['ou-1'],
      excludedAccountIds: ['1234'],
      failureTolerancePercentage: 101,
      maxConcurrentPercentage: 0,
    };
    expect(() => stackSet(bad)).toThrow(/externalId may hold only/);
    expect(() => stackSet({ ...bad, externalId: 'octo' })).toThrow(
      /organizationalUnitIds must hold ids like .* got "ou-1"[^]*got "1234"[^]*from 0 to 100, got 101[^]*from 1 to 100, got 0/,
    );
    expect(() => stackSet({ organizationalUnitIds: [] })).toThrow(/at least one unit/);
  });

  test('fails where the stack is to be named: each stack names itself', () => {
    const arn =
      'arn:aws:cloudformation:us-east-1:111122223333:stack/octo/0f2c3a10-5b1e-11f0-9d1b-0a1b2c3d4e5f';
    expect(() => stackSet({ cloudformationStackArn: arn } as Partial<OctoStackSetProps>)).toThrow(
      /cloudformationStackArn is not an input/,
    );
  });
});
