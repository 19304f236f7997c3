import { describe, expect, test } from '@jest/globals';
import { INPUTS, parse } from '../support/fleet-file';

describe('a fleet file', () => {
  test('lets an account override the role and the region of all, and go without a role', () => {
    const { accounts } = parse(
      'defaults:',
      '  region: eu-central-1',
      '  role: OctoInstaller',
      '  inputs: { principal: "444455556666", external_id: octo-ext-7f3c2a1b9d }',
      'accounts:',
      '  - id: "222222222222"',
      '  - { id: "333333333333", region: us-west-2, role: "arn:aws:iam::333333333333:role/Other" }',
      '  - { id: "555555555555", role: null }',
    );
    expect(accounts.map(({ region, roleArn }) => [region, roleArn])).toEqual([
      ['eu-central-1', 'arn:aws:iam::222222222222:role/OctoInstaller'],
      ['us-west-2', 'arn:aws:iam::333333333333:role/Other'],
      ['eu-central-1', undefined],
    ]);
  });

  test('merges inputs one by one; null is the default of the input', () => {
    const { accounts } = parse(
      'defaults:',
      '  inputs:',
      '    principal: "444455556666"',
      '    external_id: octo-ext-7f3c2a1b9d',
      '    max_session_duration: 3600',
      '    tags: { Owner: finops }',
      'accounts:',
      '  - id: "222222222222"',
      '    inputs: { max_session_duration: null, external_id: another, tags: { Stage: test } }',
      '  - id: "333333333333"',
      `    inputs: { permissions_boundary_arn: "arn:aws:iam::333333333333:policy/Own" }`,
    );
    expect(accounts.map(({ inputs }) => inputs)).toEqual([
      { principal: '444455556666', externalId: 'another', tags: { Stage: 'test' } },
      {
        ...INPUTS,
        maxSessionDuration: 3600,
        tags: { Owner: 'finops' },
        permissionsBoundaryArn: 'arn:aws:iam::333333333333:policy/Own',
      },
    ]);
  });
});
