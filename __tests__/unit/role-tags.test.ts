import { describe, expect, test } from '@jest/globals';
import { TerraformVariable, Token } from 'cdktf';
import { AcctAccessRole, ChangeExecutorRole, OctoAccess, ROLE_NAMES, TargetAccount } from '../../src';
import { all, withAccess } from '../support/access';
import { EXAMPLE } from '../support/example';
import { synthesized, type Synthesized } from '../support/synth';

const { principal, externalId } = EXAMPLE;

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
        '${merge({ for key, value in {"team" = "finops"} : key => value if !contains([for own in keys(var.theirs) : lower(own)], lower(key)) }, var.theirs)}',
      OctoChangeExecutorRole: { team: 'finops' },
    });
    const checks = Object.values(stack.resource['terraform_data'] ?? {}).flatMap(
      ({ lifecycle }) => (lifecycle as { precondition?: unknown[] } | undefined)?.precondition ?? [],
    );
    // The names, that each has tags, the five rules of tags, and how many they are together with tags.
    expect(checks).toHaveLength(9);
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

describe('roles on their own', () => {
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
});
