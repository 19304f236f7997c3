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

  test('says once what each account has by the same name', () => {
    const inputs = `{ permissions_boundary_arn: "arn:aws:iam::{accountId}:policy/Corp", change_executor_policy_arns: ["arn:aws:iam::{accountId}:policy/a/B", "arn:aws:iam::aws:policy/C"] }`;
    const { accounts } = parse(
      `defaults: { inputs: { principal: "444455556666", external_id: ab, ...X } }`.replace(
        '...X',
        inputs.slice(2, -2),
      ),
      'accounts: [{ id: "222222222222" }, { id: "033333333333" }]',
    );
    expect(accounts.map(({ inputs: { permissionsBoundaryArn } }) => permissionsBoundaryArn)).toEqual([
      'arn:aws:iam::222222222222:policy/Corp',
      'arn:aws:iam::033333333333:policy/Corp',
    ]);
    expect(accounts[1]?.inputs.changeExecutorPolicyArns).toEqual([
      'arn:aws:iam::033333333333:policy/a/B',
      'arn:aws:iam::aws:policy/C',
    ]);
  });

  test('leaves the account open in a StackSet, whose stacks fill it in', () => {
    const own = 'arn:aws:iam::{accountId}:policy/Corp';
    const { organization } = parse(
      `defaults: { inputs: { principal: "444455556666", external_id: ab, permissions_boundary_arn: "${own}" } }`,
      `organization: { organizational_units: [r-abcd], inputs: { change_executor_policy_arns: ["${own}"] } }`,
    );
    expect(organization?.inputs).toMatchObject({
      permissionsBoundaryArn: own,
      changeExecutorPolicyArns: [own],
    });
  });

  test('takes the ways into an account from its entry, else from defaults', () => {
    const { accounts } = parse(
      'defaults:',
      '  role: Installer',
      '  role_external_id: our-own-id',
      '  session_name: octo',
      '  inputs: { principal: "444455556666", external_id: ab }',
      'accounts:',
      '  - { id: "222222222222" }',
      '  - { id: "333333333333", role_external_id: null, session_name: other }',
      '  - { id: "444444444444", role: null, profile: sso four }',
    );
    const ways = accounts.map(({ profile, roleArn, roleExternalId, sessionName }) => ({
      profile,
      roleArn,
      roleExternalId,
      sessionName,
    }));
    expect(ways).toEqual([
      {
        roleArn: 'arn:aws:iam::222222222222:role/Installer',
        roleExternalId: 'our-own-id',
        sessionName: 'octo',
      },
      { roleArn: 'arn:aws:iam::333333333333:role/Installer', sessionName: 'other' },
      { profile: 'sso four' },
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
