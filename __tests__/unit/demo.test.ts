import { describe, expect, test } from '@jest/globals';
import { ROLES } from '../../src/catalogue/roles';
import { defaults } from '../../src/inputs/inputs';
import { type RoleName } from '../../src/names/role-names';
import { rolePlan } from '../../src/policy/plan';
import { literalScope } from '../../src/policy/scope';
import { describeTrust, type TrustDocument, type TrustStatement } from '../../dev/demo/describe-trust';
import { renderRoles } from '../../dev/demo/role-table';
import { EXAMPLE } from '../support/example';

const context = {
  accountId: EXAMPLE.accountId,
  vendorAccount: EXAMPLE.principal,
  vendorRoleArns: ['OctoRecommendationSearcherRole', 'OctoSSMUpdaterRole', 'AlphausAcctAccessRole'].map(
    (name) => `arn:aws:iam::${EXAMPLE.accountId}:role/${name}`,
  ),
};

function described(name: RoleName, changes: object = {}): string {
  const configuration = { ...defaults(), ...EXAMPLE, ...changes };
  const scope = literalScope({ partition: 'aws', accountId: EXAMPLE.accountId }, configuration);
  return describeTrust(rolePlan(ROLES[name], scope).trust.document as unknown as TrustDocument, context);
}

function allow(statement: Partial<TrustStatement>): string {
  return describeTrust({ Statement: [{ Effect: 'Allow', Principal: '*', ...statement }] }, context);
}

describe('the description of a trust policy', () => {
  test('describes the five trust policies', () => {
    expect(described('OctoSSMUpdaterRole')).toBe('Alphaus 444455556666 with external id octo-ext-7f3c2a1b9d');
    expect(described('OctoChangeTemplateApproverRole')).toBe(
      "this account, never Alphaus's roles or OctoChangeExecutorRole",
    );
    expect(described('OctoChangeExecutorRole')).toBe(
      "SSM Automation; this account, never Alphaus's roles or OctoChangeExecutorRole",
    );
  });

  test('never hides that a trust is too wide', () => {
    expect(described('OctoChangeExecutorRole', { changeExecutorSourceArnCheck: false })).toBe(
      "Systems Manager; this account, never Alphaus's roles or OctoChangeExecutorRole",
    );
    expect(allow({})).toBe('anybody');
    expect(allow({ Principal: { Service: 'ssm.amazonaws.com' } })).toBe('Systems Manager of any account');
    expect(allow({ Principal: { AWS: 'arn:aws:iam::444455556666:root' } })).toBe(
      'Alphaus 444455556666 without external id',
    );
    expect(allow({ Principal: { AWS: '999988887777' } })).toBe('account 999988887777 without external id');
  });

  test('prints a condition for which it has no words', () => {
    expect(allow({ Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } })).toBe(
      'anybody if Bool aws:MultiFactorAuthPresent true',
    );
  });
});

describe('the table of roles', () => {
  const role = {
    name: 'OctoChangeExecutorRole',
    arn: '',
    assumedBy: 'SSM Automation; this account',
    managedPolicies: ['AdministratorAccess'],
    inlinePolicies: ['octo'],
    sessionHours: 1,
  };

  test.each([60, 80, 100, 200])('fits in %i columns and loses no text', (width) => {
    const table = renderRoles([role, { ...role, boundary: 'Boundary', sessionHours: 12 }], width);
    for (const line of table.split('\n')) expect(line.length).toBeLessThanOrEqual(width);
    const text = table.replace(/\s+/g, '');
    for (const part of ['OctoChangeExecutorRole', 'Administrator', 'Access', 'octo(inline)', 'none', '12h']) {
      expect(text).toContain(part);
    }
  });
});
