import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { describe, expect, test } from '@jest/globals';
import { TerraformStack, TerraformVariable, Testing, Token } from 'cdktf';
import {
  AcctAccessRole,
  ChangeExecutorRole,
  OctoAccess,
  RecommendationSearcherRole,
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

  describe('tags of single roles', () => {
    const tagged = (stack: Synthesized, type = 'aws_iam_role'): Record<string, unknown> =>
      Object.fromEntries(all(stack, type).map(({ name, tags }) => [String(name), tags] as const));

    test('stand beside those of all roles and win over them, and policies do not get them', () => {
      const own = { 'dp:exclude:identity': 'true', TEAM: 'alphaus' };
      const roleTags = {
        AlphausAcctAccessRole: own,
        OctoSSMUpdaterRole: {},
        OctoChangeExecutorRole: undefined,
      };
      const stack = synthesized((scope) => {
        new OctoAccess(scope, 'octo', { principal, externalId, tags: { team: 'finops', a: 'b' }, roleTags });
        own.TEAM = 'changed';
      });
      const others = { team: 'finops', a: 'b' };
      expect(tagged(stack)).toEqual({
        ...Object.fromEntries(ROLE_NAMES.map((name) => [name, others])),
        // One key, for IAM, whatever its case.
        AlphausAcctAccessRole: { a: 'b', 'dp:exclude:identity': 'true', TEAM: 'alphaus' },
      });
      const policies = Object.values(tagged(stack, 'aws_iam_policy'));
      expect(policies).toEqual(policies.map(() => others));
    });

    test('stand alone where there are no others', () => {
      const stack = withAccess({ roleTags: { AlphausAcctAccessRole: { a: 'b' } } });
      expect(tagged(stack)).toMatchObject({
        AlphausAcctAccessRole: { a: 'b' },
        OctoSSMUpdaterRole: undefined,
      });
    });

    test('may be those of a role that is not installed: one map serves accounts with other roles', () => {
      const stack = withAccess({
        roles: ['AlphausAcctAccessRole'],
        roleTags: { OctoSSMUpdaterRole: { a: 'b' } },
      });
      expect(tagged(stack)).toEqual({ AlphausAcctAccessRole: undefined });
    });

    test('are nothing at all by default', () => {
      expect(JSON.stringify(withAccess({ roleTags: {} }))).toBe(JSON.stringify(withAccess()));
      expect(JSON.stringify(withAccess({ roleTags: null } as never))).toBe(JSON.stringify(withAccess()));
    });

    test('fail on a name that is no role, and on what IAM does not take, at once', () => {
      const roleTags = { OctoRole: { a: 'b' }, OctoSSMUpdaterRole: { 'aws:x': 'y' } };
      expect(() => withAccess({ roleTags })).toThrow(
        /^theirs\/octo:\n {2}- roleTags may name only .*\n {2}- roleTags may not have a tag whose key begins with aws:, .* got {"OctoSSMUpdaterRole":{"aws:x":"y"}}$/,
      );
    });

    test('are put together by Terraform where it alone knows them', () => {
      const stack = synthesized((scope) => {
        const theirs = new TerraformVariable(scope, 'theirs', { type: 'map(string)' });
        new OctoAccess(scope, 'octo', {
          principal,
          externalId,
          roles: ['AlphausAcctAccessRole', 'OctoChangeExecutorRole'],
          tags: { team: 'finops' },
          roleTags: { AlphausAcctAccessRole: Token.asStringMap(theirs.value as never) },
        });
      });
      expect(tagged(stack)).toEqual({
        AlphausAcctAccessRole:
          '${merge({for key, value in {"team" = "finops"} : key => value if !contains([for own in keys(var.theirs) : lower(own)], lower(key))}, var.theirs)}',
        OctoChangeExecutorRole: { team: 'finops' },
      });
      const checks = Object.values(stack.resource['terraform_data'] ?? {}).flatMap(
        ({ lifecycle }) => (lifecycle as { precondition?: unknown[] } | undefined)?.precondition ?? [],
      );
      // The names, that each has tags, the five rules of tags, and how many they are together with tags.
      expect(checks).toHaveLength(8);
    });

    test('are put together at synthesis where values alone are tokens', () => {
      const stack = synthesized((scope) => {
        const theirs = new TerraformVariable(scope, 'theirs', { type: 'string' }).stringValue;
        new OctoAccess(scope, 'octo', {
          principal,
          externalId,
          roles: ['AlphausAcctAccessRole'],
          tags: { team: 'finops', a: 'b' },
          roleTags: { AlphausAcctAccessRole: { Team: theirs }, OctoSSMUpdaterRole: undefined },
        });
      });
      expect(tagged(stack)).toEqual({ AlphausAcctAccessRole: { a: 'b', Team: '${var.theirs}' } });
      expect(Object.values(stack.locals ?? {})).toEqual([
        '${{"AlphausAcctAccessRole" = {"Team" = var.theirs}}}',
      ]);
    });
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

describe('change_executor_access', () => {
  const own = (stack: Synthesized): Record<string, unknown>[] =>
    all(stack, 'aws_iam_policy').filter((policy) => policy['name'] === 'OctoChangeExecutor1');
  const attachedTo = (stack: Synthesized): unknown => {
    const attachments = stack.resource['aws_iam_role_policy_attachments_exclusive'] ?? {};
    const [, executor] = Object.entries(attachments).find(([name]) => name.includes('change_executor')) ?? [];
    return executor?.['policy_arns'];
  };
  const withToken = (props: Partial<OctoAccessProps> = {}): Synthesized =>
    synthesized((scope) => {
      const theirs = new TerraformVariable(scope, 'theirs', { type: 'string' });
      const changeExecutorAccess = theirs.stringValue as OctoAccessProps['changeExecutorAccess'];
      new OctoAccess(scope, 'octo', { principal, externalId, ...props, changeExecutorAccess });
    });

  test.each([{}, { changeExecutorAccess: 'administrator' } as const])('makes no policy with %j', (props) => {
    const stack = withAccess(props);
    expect(own(stack)).toEqual([]);
    expect(attachedTo(stack)).toEqual([
      expect.stringMatching(/^arn:.*:iam::aws:policy\/AdministratorAccess$/),
    ]);
  });

  test('attaches one policy of its own, and no other, with recommendations', () => {
    const stack = withAccess({ changeExecutorAccess: 'recommendations' });
    const [policy, ...others] = own(stack);
    expect(others).toEqual([]);
    expect(policy).not.toHaveProperty('count');
    expect(attachedTo(stack)).toEqual([
      expect.stringMatching(/^\$\{aws_iam_policy\.octo_change_executor_baseline_1_\w+\.arn\}$/),
    ]);
    expect(JSON.stringify(stack)).not.toContain('AdministratorAccess');
  });

  test('leaves to Terraform what only Terraform knows', () => {
    const stack = withToken();
    const [policy] = own(stack);
    expect(policy?.['count']).toBe('${((var.theirs == "recommendations") ? 1 : 0)}');
    expect(attachedTo(stack)).toMatch(
      /^\$\{concat\(\(\(var\.theirs == "recommendations"\) \? aws_iam_policy\.\w+\[\*\]\.arn : \[\]\), \(\(var\.theirs == "administrator"\) \? \["arn:.*AdministratorAccess"\] : \[\]\)\)\}$/,
    );
  });

  const policyArns = { changeExecutorPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] };

  test('may not be recommendations beside policies of the customer', () => {
    expect(() => withAccess({ ...policyArns, changeExecutorAccess: 'recommendations' })).toThrow(
      /^theirs\/octo:\n {2}- changeExecutorAccess may not be recommendations where changeExecutorPolicyArns is set; leave one of the two out, got changeExecutorAccess = "recommendations" and changeExecutorPolicyArns = \["arn:aws:iam::aws:policy\/ReadOnlyAccess"\]$/,
    );
    expect(attachedTo(withAccess({ ...policyArns, changeExecutorAccess: 'administrator' }))).toEqual(
      policyArns.changeExecutorPolicyArns,
    );
  });

  test('is checked beside them when Terraform plans, where only Terraform knows it', () => {
    const stack = withToken(policyArns);
    const checks = all(stack, 'terraform_data').flatMap(
      ({ lifecycle }) =>
        (lifecycle as { precondition?: { error_message: string }[] } | undefined)?.precondition ?? [],
    );
    expect(
      checks.filter(({ error_message: message }) => message.includes('may not be recommendations')),
    ).toEqual([
      {
        condition: '${!(var.theirs == "recommendations")}',
        error_message: expect.stringContaining(
          'changeExecutorAccess may not be recommendations where changeExecutorPolicyArns is set',
        ) as unknown,
      },
    ]);
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

  test('take the tags of their own out of a map that they share', () => {
    const stack = synthesized((scope) => {
      const account = new TargetAccount(scope, 'account');
      const roleTags = { AlphausAcctAccessRole: { a: 'b' }, OctoSSMUpdaterRole: { c: 'd' } };
      new AcctAccessRole(scope, 'billing', { account, principal, externalId, roleTags });
      new ChangeExecutorRole(scope, 'executor', { account, roleTags });
    });
    expect(all(stack, 'aws_iam_role').map(({ name, tags }) => [name, tags])).toEqual([
      ['AlphausAcctAccessRole', { a: 'b' }],
      ['OctoChangeExecutorRole', undefined],
    ]);
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
