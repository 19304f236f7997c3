import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { describe, expect, test } from '@jest/globals';
import { TerraformStack, TerraformVariable, Testing } from 'cdktf';
import {
  AcctAccessRole,
  ChangeExecutorRole,
  OctoAccess,
  ROLE_NAMES,
  SsmUpdaterRole,
  TargetAccount,
} from '../../src';
import type { OctoAccessProps } from '../../src';
import { EXAMPLE } from '../support/example';
import { addresses, synthesized, type Synthesized } from '../support/synth';

const { principal, externalId } = EXAMPLE;

function withAccess(props: Partial<OctoAccessProps> = {}): Synthesized {
  return synthesized((stack) => new OctoAccess(stack, 'octo', { principal, externalId, ...props }));
}

/** Attributes of the resources of a type, in order. */
function all(stack: Synthesized, type: string): Record<string, unknown>[] {
  return Object.values(stack.resource[type] ?? {});
}

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

  test('puts an own boundary on every role and keeps the built-in limits as attached Denies', () => {
    const own = 'arn:aws:iam::111122223333:policy/own';
    const stack = withAccess({ permissionsBoundaryArn: own });
    expect(all(stack, 'aws_iam_role').map((role) => role['permissions_boundary'])).toEqual(
      Array(5).fill(own),
    );
    const ceilings = all(stack, 'aws_iam_policy').filter((policy) =>
      String(policy['name']).endsWith('Boundary'),
    );
    expect(ceilings).toHaveLength(2);
    // All that a guard allows are the updates that must not be had without it.
    const allowed = ceilings.flatMap(
      ({ policy }) => String(policy).match(/"Sid" = "\w+", "Effect" = "Allow"/g) ?? [],
    );
    expect(allowed).toEqual(['"Sid" = "UpdateInlineOfAcctAccess", "Effect" = "Allow"']);
    const baseline = all(stack, 'aws_iam_policy').filter((policy) => policy['name'] === 'AlphausAcctAccess1');
    expect(JSON.stringify(baseline)).not.toContain('UpdateInline');
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

  test('takes null for the default, as Terraform does', () => {
    const nothing = { tags: null, roles: null, vettedRunbooks: null, directAutomation: null } as never;
    expect(JSON.stringify(withAccess(nothing))).toBe(JSON.stringify(withAccess()));
  });

  test('replaces role and ceiling together where the kind of boundary changes', () => {
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

  test('checks tokens when Terraform plans, by the same rules', () => {
    const stack = synthesized((scope) => {
      const theirs = new TerraformVariable(scope, 'theirs', { type: 'string' });
      new OctoAccess(scope, 'octo', {
        principal: theirs.stringValue,
        externalId,
        roles: ['AlphausAcctAccessRole'],
      });
    });
    const [id, checks] = Object.entries(stack.resource['terraform_data'] ?? {}).find(([name]) =>
      name.includes('Checks'),
    ) as [string, { input: unknown; lifecycle: { precondition: unknown } }];
    const [local] = Object.keys(stack.locals ?? {}) as [string];
    expect(stack.locals).toEqual({ [local]: '${var.theirs}' });
    expect(checks.input).toEqual({ principal: `\${local.${local}}` });
    expect(checks.lifecycle.precondition).toEqual([
      {
        condition: `\${try(can(regex("^[0-9]{12}$", local.${local})), false)}`,
        error_message: expect.stringContaining('principal must be the 12-digit AWS account id') as unknown,
      },
    ]);
    // Nothing with the value in it is written before it passed.
    for (const resource of [...all(stack, 'aws_iam_role'), ...all(stack, 'aws_iam_policy')]) {
      expect(resource['depends_on']).toContain(`terraform_data.${id}`);
    }
  });
});

describe('roles on their own', () => {
  test('update only themselves where they are given no other role', () => {
    const stack = synthesized((scope) => {
      const account = new TargetAccount(scope, 'account');
      new AcctAccessRole(scope, 'billing', { account, principal, externalId });
    });
    const policies = all(stack, 'aws_iam_policy').map((policy) => policy['policy']);
    expect(policies.join()).toContain('UpdateInlineOfAcctAccess');
    expect(policies.join()).not.toContain('UpdateInlineOfSearcher');
  });

  test('fails where a role of another account is given', () => {
    expect(() =>
      synthesized((scope) => {
        const changeExecutor = new ChangeExecutorRole(scope, 'executor', {
          account: new TargetAccount(scope, 'one'),
        });
        new SsmUpdaterRole(scope, 'updater', {
          account: new TargetAccount(scope, 'two'),
          changeExecutor,
          principal,
          externalId,
        });
      }),
    ).toThrow(/theirs\/updater: theirs\/executor belongs to another account/);
  });
});
