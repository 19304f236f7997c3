import { describe, expect, test } from '@jest/globals';
import { TerraformVariable } from 'cdktf';
import { OctoAccess, type OctoAccessProps } from '../../src';
import { withAccess } from '../support/access';
import { EXAMPLE } from '../support/example';
import { synthesized } from '../support/synth';

const { principal, externalId } = EXAMPLE;

describe('OctoAccess', () => {
  test('fails with every wrong input at once, naming the construct', () => {
    expect(() =>
      withAccess({
        principal: 'alphaus',
        externalId: '',
        maxSessionDuration: 60,
        roles: ['OctoSSMUpdaterRole'],
      }),
    ).toThrow(
      /^theirs\/octo:\n {2}- principal .*got "alphaus"\n {2}- externalId .*got ""\n {2}- roles .*OctoChangeExecutorRole.*\n {2}- maxSessionDuration .*got 60$/s,
    );
  });

  test.each([
    'AWSSupport-ModifyEBSSnapshotPermission',
    'AWS-AttachEBSVolume',
    'AWS-ConfigureMaintenanceWindows',
    'AWS-RunShellScript',
    'aws-stopec2instance',
    'AWS-StopEC2Instance ',
  ])('fails on the runbook "%s", naming it and what to do', (runbook) => {
    expect(() => withAccess({ vettedRunbooks: ['AWS-StopEC2Instance', runbook] })).toThrow(
      `by the tag OctoApproved=true, got ["${runbook}"]`,
    );
  });

  test('fails on a property that is no input', () => {
    expect(() => withAccess({ externalID: 'x' } as Partial<OctoAccessProps>)).toThrow(
      /externalID is not an input/,
    );
  });

  test('fails where what exists would depend on a token', () => {
    expect(() =>
      synthesized((stack) => {
        const roles = new TerraformVariable(stack, 'roles', {}).listValue as OctoAccessProps['roles'];
        new OctoAccess(stack, 'octo', { principal, externalId, roles });
      }),
    ).toThrow(/roles may hold only .* got \["a value that is known only to Terraform"\]/);
  });
});
