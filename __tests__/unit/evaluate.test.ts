import { describe, expect, test } from '@jest/globals';
import { decide, type Request } from '../../src/analysis/evaluate';
import { statementsOf } from '../../src/analysis/statements';

describe('a decision', () => {
  const possible = (statements: object[], request: Partial<Request> = {}): boolean =>
    decide(statementsOf({ Statement: statements }), {
      action: 's3:GetObject',
      resource: 'arn:aws:s3:::a/b',
      ...request,
    }).possible;
  const ALLOW = { Effect: 'Allow', Action: '*', Resource: '*' };
  const IF_MFA = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } };

  test('takes an Allow whose condition may hold, and a Deny only where it certainly does', () => {
    expect(possible([{ ...ALLOW, Condition: IF_MFA }])).toBe(true);
    expect(possible([ALLOW, { ...ALLOW, Effect: 'Deny', Condition: IF_MFA }])).toBe(true);
    const known = { context: { 'aws:MultiFactorAuthPresent': 'true' } };
    expect(possible([ALLOW, { ...ALLOW, Effect: 'Deny', Condition: IF_MFA }], known)).toBe(false);
    expect(
      possible([{ ...ALLOW, Condition: IF_MFA }], { context: { 'aws:MultiFactorAuthPresent': 'false' } }),
    ).toBe(false);
  });

  test('takes a Deny of some resources for one of all only where it covers all that are asked for', () => {
    const deny = { Effect: 'Deny', Action: 's3:*', Resource: 'arn:aws:s3:::a/*' };
    expect(possible([ALLOW, deny])).toBe(false);
    expect(possible([ALLOW, deny], { resource: '*' })).toBe(true);
    expect(possible([ALLOW, { Effect: 'Deny', Action: '*', NotResource: 'arn:aws:s3:::a/*' }])).toBe(true);
    expect(possible([ALLOW, { Effect: 'Deny', Action: '*', NotResource: 'arn:aws:s3:::c/*' }])).toBe(false);
    expect(
      possible([ALLOW, { ...deny, Resource: 'arn:aws:s3:::a/?' }], { resource: 'arn:aws:s3:::a/*' }),
    ).toBe(true);
    expect(possible([ALLOW, { ...deny, Resource: 'arn:aws:*:a/b' }])).toBe(true);
    expect(possible([ALLOW, { ...deny, Resource: 'arn:aws:s3:::${aws:username}/*' }])).toBe(true);
    expect(possible([{ ...ALLOW, Resource: 'arn:aws:s3:::${aws:username}/*' }])).toBe(true);
    expect(
      possible([ALLOW, { Effect: 'Deny', Action: '*', NotResource: 'arn:aws:s3:::a/*' }], { resource: '*' }),
    ).toBe(true);
  });

  test('denies what NotAction does not except', () => {
    expect(possible([ALLOW, { Effect: 'Deny', NotAction: 'ec2:*', Resource: '*' }])).toBe(false);
    expect(possible([ALLOW, { Effect: 'Deny', NotAction: 'S3:get*', Resource: '*' }])).toBe(true);
  });

  test("lets an account's principals in by its root, and nobody else", () => {
    const trust = [
      { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: 'sts:AssumeRole' },
    ];
    const asks = (principal: string): boolean => possible(trust, { action: 'sts:AssumeRole', principal });
    expect(asks('arn:aws:iam::111122223333:role/any')).toBe(true);
    expect(asks('arn:aws:iam::444455556666:role/any')).toBe(false);
    expect(asks('ssm.amazonaws.com')).toBe(false);
    const named = (name: string, principal: string): boolean =>
      possible([{ ...trust[0], Principal: { AWS: name } }], { action: 'sts:AssumeRole', principal });
    expect(named('arn:aws:iam::444455556666:role/octo', 'arn:aws:iam::444455556666:*')).toBe(true);
    expect(named('arn:aws:iam::444455556666:role/octo', 'arn:aws:iam::444455556666:role/other')).toBe(false);
    const session = 'arn:aws:sts::111122223333:assumed-role/octo/session';
    expect(named(session, 'arn:aws:iam::111122223333:role/octo')).toBe(true);
  });

  test.each(['444455556666', '{principal}'])(
    'takes a Deny of one role of account %s not for one of all its principals',
    (account) => {
      const root = `arn:aws:iam::${account}:root`;
      const allow = { Effect: 'Allow', Principal: { AWS: root }, Action: 'sts:AssumeRole' };
      const deny = (name: string): object => ({ ...allow, Effect: 'Deny', Principal: { AWS: name } });
      const anybody = { action: 'sts:AssumeRole', principal: `arn:aws:iam::${account}:*` };
      expect(possible([allow, deny(`arn:aws:iam::${account}:role/One`)], anybody)).toBe(true);
      expect(possible([allow, deny(root)], anybody)).toBe(false);
    },
  );
});
