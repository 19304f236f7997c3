import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { describe, expect, test } from '@jest/globals';
import { TerraformStack, Testing } from 'cdktf';
import { AcctAccessRole, OctoAccess, RecommendationSearcherRole, ROLE_NAMES, TargetAccount } from '../../src';
import type { OctoAccessProps } from '../../src';
import { all, withAccess } from '../support/access';
import { EXAMPLE } from '../support/example';
import { addresses, synthesized } from '../support/synth';

const { principal, externalId } = EXAMPLE;

describe('OctoAccess', () => {
  test('installs the five roles by their fixed names', () => {
    const names = all(withAccess(), 'aws_iam_role').map((role) => role['name']);
    expect(names.sort()).toEqual([...ROLE_NAMES].sort());
  });

  test('installs only the roles that are asked for, and nothing of the others', () => {
    const stack = withAccess({ roles: ['OctoRecommendationSearcherRole'] });
    expect(all(stack, 'aws_iam_role').map((role) => role['name'])).toEqual([
      'OctoRecommendationSearcherRole',
    ]);
    expect(addresses(stack).filter((address) => !address.includes('recommendation_searcher'))).toEqual([]);
  });

  test('uses no deprecated argument of aws_iam_role', () => {
    for (const role of all(withAccess(), 'aws_iam_role')) {
      expect(Object.keys(role)).not.toContain('inline_policy');
      expect(Object.keys(role)).not.toContain('managed_policy_arns');
    }
  });

  test('bounds the two self-updatable roles, and no other', () => {
    const bounded = all(withAccess(), 'aws_iam_role').filter(
      (role) => role['permissions_boundary'] !== undefined,
    );
    expect(bounded.map((role) => role['name']).sort()).toEqual([
      'AlphausAcctAccessRole',
      'OctoRecommendationSearcherRole',
    ]);
  });

  test('fills the id of the account into an own boundary and the policies of the executor', () => {
    const open = 'arn:aws:iam::{accountId}:policy/own';
    const stack = withAccess({ permissionsBoundaryArn: open, changeExecutorPolicyArns: [open] });
    const own =
      'arn:aws:iam::${data.aws_caller_identity.octo_current_CallerIdentity_X.account_id}:policy/own';
    const shown = (value: unknown): string => String(value).replace(/(CallerIdentity_)\w+/, '$1X');
    expect(all(stack, 'aws_iam_role').map((role) => shown(role['permissions_boundary']))).toEqual(
      Array(5).fill(own),
    );
    const attached = all(stack, 'aws_iam_role_policy_attachments_exclusive').map(
      (attachments) => attachments['policy_arns'] as string[],
    );
    expect(attached.flat().map(shown)).toContain(own);
    expect(JSON.stringify(stack)).not.toContain('{accountId}');
  });

  test('puts an own boundary on every role, attaches the built-in Denies, and turns self-update off', () => {
    const own = 'arn:aws:iam::111122223333:policy/own';
    const stack = withAccess({ permissionsBoundaryArn: own });
    expect(all(stack, 'aws_iam_role').map((role) => role['permissions_boundary'])).toEqual(
      Array(5).fill(own),
    );
    const boundaries = all(stack, 'aws_iam_policy').filter((policy) =>
      String(policy['name']).endsWith('Boundary'),
    );
    expect(boundaries).toHaveLength(2);
    for (const { policy } of boundaries) {
      expect(String(policy)).not.toContain('"Effect" = "Allow"');
      expect(String(policy)).toContain('"Sid" = "NothingElse", "Effect" = "Deny", "NotAction" = [');
    }
    // Nothing that Alphaus writes could outlive the built-in limits: it writes nothing.
    expect(JSON.stringify(all(stack, 'aws_iam_policy'))).not.toContain('PutRolePolicy');
    expect(all(stack, 'aws_iam_role_policies_exclusive')).toHaveLength(5);
    const attached = all(stack, 'aws_iam_role_policy_attachments_exclusive').flatMap(
      (one) => one['policy_arns'],
    );
    expect(attached.filter((arn) => String(arn).includes('boundary'))).toHaveLength(2);
  });

  test('destroys a role before every policy that is attached to it', () => {
    const stack = withAccess({ permissionsBoundaryArn: 'arn:aws:iam::111122223333:policy/own' });
    const attached = all(stack, 'aws_iam_role_policy_attachments_exclusive').flatMap(
      (one) => one['policy_arns'],
    );
    const own = attached.map(String).filter((arn) => arn.includes('aws_iam_policy.'));
    const dependencies = all(stack, 'aws_iam_role').flatMap((role) => role['depends_on'] ?? []);
    expect(own.map((arn) => arn.replace(/^\$\{|\.arn\}$/g, '')).sort()).toEqual(dependencies.sort());
    expect(own).toHaveLength(5);
  });

  test('leaves inline policies free on the two self-updatable roles and manages all else exclusively', () => {
    const stack = withAccess();
    expect(all(stack, 'aws_iam_role_policy_attachments_exclusive')).toHaveLength(5);
    expect(all(stack, 'aws_iam_role_policies_exclusive')).toHaveLength(3);
    expect(all(stack, 'aws_iam_role').every((role) => role['force_detach_policies'] === true)).toBe(true);
  });

  test('passes tags to roles and policies, and copies what it was given', () => {
    const tags = { team: 'finops' };
    const vettedRunbooks = ['AWS-StopEC2Instance'];
    const stack = synthesized((scope) => {
      new OctoAccess(scope, 'octo', { principal, externalId, tags, vettedRunbooks });
      tags.team = 'changed';
      vettedRunbooks.push('AWS-*');
    });
    for (const resource of [...all(stack, 'aws_iam_role'), ...all(stack, 'aws_iam_policy')]) {
      expect(resource['tags']).toEqual({ team: 'finops' });
    }
    expect(JSON.stringify(stack)).not.toContain('AWS-*');
  });

  test('works twice in one stack, each under its own provider', () => {
    const stack = synthesized((scope) => {
      for (const alias of ['production', 'staging']) {
        const provider = new AwsProvider(scope, alias, { alias, region: 'us-east-1' });
        new OctoAccess(scope, `octo-${alias}`, { principal, externalId, provider });
      }
    });
    expect(all(stack, 'aws_iam_role')).toHaveLength(10);
    for (const alias of ['production', 'staging']) {
      const own = Object.entries({ ...stack.resource, ...stack.data }).flatMap(([type, named]) =>
        type === 'terraform_data'
          ? []
          : Object.entries(named).filter(([id]) => id.startsWith(`octo-${alias}`)),
      );
      expect(own).toHaveLength(22);
      expect(new Set(own.map(([, attributes]) => attributes['provider']))).toEqual(new Set([`aws.${alias}`]));
      // Nothing of one account refers to the other's.
      const other = alias === 'production' ? 'staging' : 'production';
      expect(JSON.stringify(own)).not.toContain(`octo-${other}`);
    }
  });

  test('takes inline policies away from Alphaus where self-update is off', () => {
    const exclusive = all(withAccess({ allowSelfUpdate: false }), 'aws_iam_role_policies_exclusive');
    expect(exclusive).toHaveLength(5);
    expect(JSON.stringify(withAccess({ allowSelfUpdate: false }))).not.toContain('UpdateInline');
  });

  test('cleans the searcher only when the role that writes into it has lost the right to', () => {
    const { resource } = withAccess({ allowSelfUpdate: false });
    const exclusive = resource['aws_iam_role_policies_exclusive'] ?? {};
    const searcher = Object.keys(exclusive).find((id) => id.includes('recommendation_searcher')) ?? '';
    const policies = Object.keys(resource['aws_iam_policy'] ?? {}).filter((id) => id.includes('acct_access'));
    expect(policies).toHaveLength(2);
    const awaited = exclusive[searcher]?.['depends_on'] as string[] | undefined;
    expect(awaited?.toSorted()).toEqual(policies.map((id) => `aws_iam_policy.${id}`).sort());
  });

  test('stands in two stacks, the searcher in one and the role that writes into it in another', () => {
    const app = Testing.app();
    const [first, second] = ['first', 'second'].map((name) => {
      const stack = new TerraformStack(app, name);
      new AwsProvider(stack, 'aws');
      return stack;
    }) as [TerraformStack, TerraformStack];
    const account = new TargetAccount(first, 'account', {});
    const common = { account, principal, externalId, allowSelfUpdate: false };
    const recommendationSearcher = new RecommendationSearcherRole(first, 'searcher', common);
    new AcctAccessRole(second, 'acct_access', { ...common, recommendationSearcher });
    expect(() => {
      app.synth();
    }).not.toThrow();
  });

  test('takes null for the default, as Terraform does', () => {
    const nothing = { tags: null, roles: null, vettedRunbooks: null, directAutomation: null } as never;
    expect(JSON.stringify(withAccess(nothing))).toBe(JSON.stringify(withAccess()));
  });

  test('replaces role and boundary together where the kind of boundary changes', () => {
    const kind = (props: Partial<OctoAccessProps>): unknown[] =>
      all(withAccess(props), 'terraform_data').map(({ input }) => input);
    expect(kind({})).toEqual(['built-in', 'built-in']);
    expect(kind({ permissionsBoundaryArn: 'arn:aws:iam::111122223333:policy/own' })).toEqual(['own', 'own']);
    const stack = withAccess();
    for (const resource of [...all(stack, 'aws_iam_role'), ...all(stack, 'aws_iam_policy')]) {
      const { replace_triggered_by: triggers } = (resource['lifecycle'] ?? {}) as Record<string, unknown>;
      const selfUpdatable = ['AlphausAcctAccessRole', 'OctoRecommendationSearcherRole'];
      const bounded =
        String(resource['name']).endsWith('Boundary') || selfUpdatable.includes(String(resource['name']));
      expect([resource['name'], triggers !== undefined]).toEqual([resource['name'], bounded]);
    }
  });

  test('fails twice under the same provider, naming both', () => {
    expect(() =>
      synthesized((scope) => {
        for (const id of ['one', 'two']) new OctoAccess(scope, id, { principal, externalId });
      }),
    ).toThrow(/theirs\/two has the same provider/);
  });

  test('gives the same bytes at every synthesis', () => {
    expect(JSON.stringify(withAccess())).toBe(JSON.stringify(withAccess()));
  });

  test('gives ARNs by role name', () => {
    const stack = new TerraformStack(Testing.app(), 'theirs');
    new AwsProvider(stack, 'aws');
    const access = new OctoAccess(stack, 'octo', { principal, externalId });
    expect(Object.keys(access.roleArns)).toEqual([...ROLE_NAMES]);
    expect(Object.keys(access.boundaryArns)).toEqual([
      'OctoRecommendationSearcherRole',
      'AlphausAcctAccessRole',
    ]);
  });
});
