import { describe, expect, test } from '@jest/globals';
import { OctoStackSet, type OctoStackSetProps } from '../../src';
import { inlineTemplate } from '../../src/cloudformation/inline-json';
import { parseTemplate } from '../support/cloudformation';
import { EXAMPLE } from '../support/example';
import { synthesized, type Synthesized } from '../support/synth';

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
    expect(String(body).replaceAll('$${', '${')).toBe(inlineTemplate());
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

  test('gives every parameter, so that none that AWS reports looks like a change; tags as tags', () => {
    const { parameters, tags } = only(
      stackSet({
        roles: ['AlphausAcctAccessRole'],
        allowSelfUpdate: false,
        maxSessionDuration: 3600,
        vettedRunbooks: ['AWS-StopEC2Instance', 'AWS-StartEC2Instance'],
        tags: { Owner: 'finops' },
      })['aws_cloudformation_stack_set'],
    );
    const { Parameters: declared } = parseTemplate(inlineTemplate());
    expect(Object.keys(parameters as object).sort()).toEqual(Object.keys(declared).sort());
    expect(parameters).toMatchObject({
      Principal: EXAMPLE.principal,
      ExternalId: EXAMPLE.externalId,
      InstallOctoRecommendationSearcherRole: 'false',
      InstallAlphausAcctAccessRole: 'true',
      MaxSessionDuration: '3600',
      AllowSelfUpdate: 'false',
      VettedRunbooks: 'AWS-StopEC2Instance,AWS-StartEC2Instance',
    });
    expect(tags).toEqual({ Owner: 'finops' });
  });

  test('leaves the account of a policy open, which each stack fills in, in one ARN at most', () => {
    const own = 'arn:aws:iam::{accountId}:policy/own';
    const { parameters } = only(
      stackSet({ permissionsBoundaryArn: own, changeExecutorPolicyArns: [own] })[
        'aws_cloudformation_stack_set'
      ],
    );
    expect(parameters).toMatchObject({ PermissionsBoundaryArn: own, ChangeExecutorPolicyArns: own });
    expect(() => stackSet({ changeExecutorPolicyArns: [own, `${own}2`] })).toThrow(
      /changeExecutorPolicyArns may have \{accountId\} in one ARN only, since CloudFormation fills in no more than one, got \["arn/,
    );
  });

  test('lets nobody but its owner upgrade its stacks', () => {
    const { parameters } = only(stackSet()['aws_cloudformation_stack_set']);
    expect(parameters).toMatchObject({ AllowStackUpdate: 'false' });
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

  test('installs what joins later only where nobody is excluded: AWS does not look at exclusions then', () => {
    const enabled = (props: Partial<OctoStackSetProps>): unknown =>
      only(stackSet(props)['aws_cloudformation_stack_set'])['auto_deployment'];
    expect(enabled({})).toMatchObject({ enabled: true });
    expect(enabled({ excludedAccountIds: ['111122223333'] })).toEqual({ enabled: false });
    expect(() => stackSet({ excludedAccountIds: ['111122223333'], autoDeployment: true })).toThrow(
      /autoDeployment must be false where accounts are excluded/,
    );
  });

  test('remembers whom it excluded first, and fails a plan that says otherwise', () => {
    const record = only(stackSet({ excludedAccountIds: ['222233334444', '111122223333'] })['terraform_data']);
    expect(record).toMatchObject({
      input: ['111122223333', '222233334444'],
      lifecycle: {
        ignore_changes: ['input'],
        postcondition: [{ condition: '${join(",", self.input) == "111122223333,222233334444"}' }],
      },
    });
  });

  test('fails with everything that is wrong at once', () => {
    const bad = {
      externalId: 'a b',
      callAs: 'ME' as 'SELF',
      organizationalUnitIds: ['ou-1', 'r-abcd', 'r-abcd', 'ou-abcd-11112222'],
      excludedAccountIds: ['1234'],
      failureTolerancePercentage: 101,
      maxConcurrentPercentage: 0,
    };
    const parts = [
      /externalId may hold only/,
      /organizationalUnitIds must hold plain ids like .* got "ou-1"/,
      /organizationalUnitIds names r-abcd twice/,
      /ou-abcd-11112222, which is below the root r-abcd/,
      /excludedAccountIds must hold plain 12-digit account ids, got "1234"/,
      /callAs must be SELF or DELEGATED_ADMIN, got "ME"/,
      /from 0 to 100, got 101/,
      /from 1 to 100, got 0/,
    ];
    for (const part of parts) expect(() => stackSet(bad)).toThrow(part);
    expect(() => stackSet({ organizationalUnitIds: [] })).toThrow(/at least one unit/);
  });

  test('fails on tags of single roles, for which a stack has no parameter', () => {
    const roleTags = { AlphausAcctAccessRole: { a: 'b' } };
    expect(() => stackSet({ roleTags } as Partial<OctoStackSetProps>)).toThrow(/roleTags is not an input/);
  });

  test('fails where the stack is to be named: each stack names itself', () => {
    const arn =
      'arn:aws:cloudformation:us-east-1:111122223333:stack/octo/0f2c3a10-5b1e-11f0-9d1b-0a1b2c3d4e5f';
    expect(() => stackSet({ cloudformationStackArn: arn } as Partial<OctoStackSetProps>)).toThrow(
      /cloudformationStackArn is not an input/,
    );
  });
});
