import { Testing, TerraformStack } from 'cdktf';
import { describe, expect, test } from '@jest/globals';
import type { Fleet, FleetAccount, FleetBackend, Layout } from '../../src/fleet/fleet';
import { fleetStacks } from '../../src/stacks/fleet-stacks';
import { EXAMPLE } from '../support/example';

const INPUTS = { principal: EXAMPLE.principal, externalId: EXAMPLE.externalId };
const ACCOUNT: FleetAccount = {
  id: '111122223333',
  name: 'production',
  roleArn: 'arn:aws:iam::111122223333:role/OctoInstaller',
  region: 'us-east-1',
  state: 'active',
  inputs: INPUTS,
};
const REMOVING: FleetAccount = { ...ACCOUNT, id: '222233334444', state: 'removing', roleArn: undefined };
const ORGANIZATION: Fleet['organization'] = {
  organizationalUnitIds: ['r-abcd'],
  excludedAccountIds: ['111122223333', '222233334444'],
  region: 'eu-west-1',
  callAs: 'SELF',
  autoDeployment: false,
  retainStacksOnAccountRemoval: false,
  failureTolerancePercentage: 50,
  maxConcurrentPercentage: 25,
  inputs: INPUTS,
};

type Root = Record<'terraform' | 'provider' | 'resource' | 'output', Record<string, unknown> | undefined>;

/** Stack name -> what it synthesizes to. */
function stacks(fleet: Partial<Fleet>): Record<string, Root> {
  const app = Testing.app();
  fleetStacks(app, {
    layout: 'stack-per-account',
    backend: { type: 'local' },
    accounts: [ACCOUNT, REMOVING],
    exclude: [],
    ...fleet,
  });
  const all = app.node.children.filter((child): child is TerraformStack => child instanceof TerraformStack);
  return Object.fromEntries(all.map((stack) => [stack.node.id, JSON.parse(Testing.synth(stack)) as Root]));
}

function terraformOf(backend: FleetBackend): unknown {
  return stacks({ backend })['octo-111122223333']?.terraform;
}

describe('the stacks of a fleet', () => {
  test('are one for each account, with a provider that accepts no other account', () => {
    const { 'octo-111122223333': active, 'octo-222233334444': removing, ...others } = stacks({});
    expect(others).toEqual({});
    expect(active?.provider).toEqual({
      aws: [
        {
          allowed_account_ids: ['111122223333'],
          assume_role: [{ role_arn: 'arn:aws:iam::111122223333:role/OctoInstaller' }],
          region: 'us-east-1',
        },
      ],
    });
    expect(Object.keys(active?.resource?.['aws_iam_role'] ?? {})).toHaveLength(5);
    expect(Object.keys(active?.output ?? {}).sort()).toEqual([
      'boundary_arns',
      'octo_onboarding',
      'role_arns',
      'role_names',
    ]);
    expect(removing?.provider).toEqual({
      aws: [{ allowed_account_ids: ['222233334444'], region: 'us-east-1' }],
    });
    expect(removing?.resource).toBeUndefined();
  });

  test('keep the addresses of the one-account stack and of the module', () => {
    const roles = stacks({})['octo-111122223333']?.resource?.['aws_iam_role'];
    expect(Object.keys(roles ?? {}).sort()).toEqual([
      'acct_access',
      'change_executor',
      'change_template_approver',
      'recommendation_searcher',
      'ssm_updater',
    ]);
  });

  test.each<Layout>(['provider-aliases', 'opentofu'])(
    'do not exist for accounts with layout %s, whose roles are in another state',
    (layout) => {
      expect(() => stacks({ layout })).toThrow(/octo-access root --out FOLDER/);
      expect(Object.keys(stacks({ layout, organization: ORGANIZATION }))).toEqual(['octo-organization']);
    },
  );

  test('have the StackSet in the account that owns it', () => {
    const { 'octo-organization': organization } = stacks({
      organization: ORGANIZATION,
      managementAccountId: '999988887777',
    });
    expect(organization?.provider).toEqual({
      aws: [{ allowed_account_ids: ['999988887777'], region: 'eu-west-1' }],
    });
    expect(Object.keys(organization?.resource ?? {}).sort()).toEqual([
      'aws_cloudformation_stack_set',
      'aws_cloudformation_stack_set_instance',
      'terraform_data',
    ]);
  });

  test('keep local states beside cdktf.out', () => {
    expect(terraformOf({ type: 'local' })).toMatchObject({
      backend: { local: { path: '../../../terraform.octo-111122223333.tfstate' } },
      required_version: '>= 1.5.0',
      required_providers: { aws: { source: 'hashicorp/aws', version: '>= 5.72.0, < 7.0.0' } },
    });
  });

  test('keep states in S3 under a key each, encrypted and locked', () => {
    expect(terraformOf({ type: 's3', bucket: 'states', region: 'us-east-1', prefix: 'octo' })).toMatchObject({
      backend: {
        s3: {
          bucket: 'states',
          encrypt: true,
          key: 'octo/octo-111122223333.tfstate',
          region: 'us-east-1',
          use_lockfile: true,
        },
      },
      required_version: '>= 1.10.0',
    });
  });

  test('reach a bucket as companies guard them: with a key, a role, and a lock in DynamoDB', () => {
    const guarded = {
      type: 's3',
      bucket: 'states',
      region: 'us-east-1',
      prefix: 'octo',
      kms_key_id: '11112222-3333-4444-5555-666677778888',
      profile: 'states',
      assume_role: {
        role_arn: 'arn:aws:iam::111122223333:role/States',
        external_id: 'ab',
        session_name: 'octo',
      },
      use_lockfile: false,
      dynamodb_table: 'locks',
    } as const;
    const { type: _, prefix: _prefix, use_lockfile: _lock, ...settings } = guarded;
    expect(terraformOf(guarded)).toMatchObject({
      backend: { s3: { ...settings, encrypt: true, key: 'octo/octo-111122223333.tfstate' } },
      required_version: '>= 1.6.0',
    });
    expect(JSON.stringify(terraformOf(guarded))).not.toContain('use_lockfile');
  });

  test('have a workspace each in HCP Terraform, in a project only for a Terraform that knows projects', () => {
    expect(terraformOf({ type: 'cloud', organization: 'acme' })).toMatchObject({
      cloud: { organization: 'acme', workspaces: { name: 'octo-111122223333' } },
      required_version: '>= 1.5.0',
    });
    expect(
      terraformOf({ type: 'cloud', organization: 'acme', hostname: 'tfe.example.com', project: 'FinOps' }),
    ).toMatchObject({
      cloud: {
        hostname: 'tfe.example.com',
        organization: 'acme',
        workspaces: { name: 'octo-111122223333', project: 'FinOps' },
      },
      required_version: '>= 1.6.0',
    });
  });
});
