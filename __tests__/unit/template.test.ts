import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { TEMPLATE_FILES } from '../../src/generate/write-generated';
import { defaults } from '../../src/inputs/inputs';
import { parameterValues } from '../../src/cloudformation/parameters';
import { cloudFormationTemplate } from '../../src/cloudformation/template';
import { readableTemplate } from '../../src/cloudformation/template-yaml';
import { ROLES } from '../../src/catalogue/roles';
import { ROLE_NAMES } from '../../src/names/role-names';
import { rolePlan } from '../../src/policy/plan';
import { literalScope } from '../../src/policy/scope';
import { carriedOut, decided, parseTemplate } from '../support/cloudformation';
import { EXAMPLE } from '../support/example';

const ROOT = resolve(__dirname, '../..');
const text = readFileSync(join(ROOT, TEMPLATE_FILES.yaml), 'utf8');
const template = parseTemplate(text);
const REQUIRED = { principal: EXAMPLE.principal, externalId: EXAMPLE.externalId };

describe('the committed CloudFormation template', () => {
  test('is as `octo-access cloudformation` writes it', () => {
    expect(text).toBe(readableTemplate());
  });

  test('says in YAML what it says as data', () => {
    expect(template).toEqual(cloudFormationTemplate());
  });

  test('has no statement behind Mappings, and each action on a line of its own', () => {
    expect(template).not.toHaveProperty('Mappings');
    const lists = text.match(/^ *(Not)?Action:.*$/gm) ?? [];
    expect(lists.filter((line) => /[[,]/.test(line))).toEqual([]);
    expect(text).toMatch(/^ +Action:\n +- account:ListRegions\n +- acm-pca:ListCertificateAuthorities\n/m);
  });

  test.each(['OctoRecommendationSearcherRole', 'AlphausAcctAccessRole'] as const)(
    'has the boundary of %s as Terraform has it, action by action and in its order',
    (name) => {
      const { policyName = '' } = ROLES[name].boundary ?? {};
      const boundary = decided(template, parameterValues(REQUIRED)).Resources[policyName]?.Properties;
      const configuration = { ...defaults(), ...REQUIRED, cloudformationStackArn: 'arn:stack' };
      const scope = literalScope({ partition: 'aws', accountId: EXAMPLE.accountId }, configuration);
      const lists = (document: unknown): unknown =>
        (document as { Statement: Record<string, unknown>[] }).Statement.map(({ Sid, Action, NotAction }) => [
          Sid,
          Action ?? NotAction,
        ]);
      expect(lists(boundary?.['PolicyDocument'])).toEqual(
        lists(rolePlan(ROLES[name], scope).boundary?.document),
      );
    },
  );

  test('installs no role, no policy and no output of a role that is not wanted', () => {
    const some = decided(
      template,
      parameterValues({ ...REQUIRED, roles: ['OctoChangeTemplateApproverRole'] }),
    );
    expect(Object.keys(some.Resources)).toEqual(['OctoChangeTemplateApproverRole']);
  });

  test("turns self-update off where the customer's boundary takes the built-in one's place", () => {
    const own = decided(
      template,
      parameterValues({ ...REQUIRED, permissionsBoundaryArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }),
    );
    const policies = Object.values(own.Resources).filter(({ Type: type }) => type !== 'AWS::IAM::Role');
    expect(policies.filter((policy) => JSON.stringify(policy).includes('PutRolePolicy'))).toEqual([]);
    expect(policies.filter((policy) => JSON.stringify(policy).includes('UpdateStack'))).toEqual([]);
    for (const name of ['OctoRecommendationSearcherBoundary', 'AlphausAcctAccessBoundary']) {
      const { Statement: statements } = own.Resources[name]?.Properties['PolicyDocument'] as {
        Statement: { Sid: string; Effect: string }[];
      };
      expect(statements.filter(({ Effect: effect }) => effect !== 'Deny')).toEqual([]);
      expect(statements.map(({ Sid: sid }) => sid)).toContain('NothingElse');
    }
  });

  const OWN = 'arn:aws:iam::aws:policy/AdministratorAccess';
  test.each([
    ['OctoRecommendationSearcherRole', 'OctoRecommendationSearcherBoundary'],
    ['AlphausAcctAccessRole', 'AlphausAcctAccessBoundary'],
  ])(
    "attaches the Deny of writes to %s where the customer's own boundary is set, and only there",
    (role, boundary) => {
      const roleWith = (arn: string): Readonly<Record<string, unknown>> =>
        decided(template, parameterValues({ ...REQUIRED, permissionsBoundaryArn: arn })).Resources[role]
          ?.Properties ?? {};
      expect(roleWith(OWN)['ManagedPolicyArns']).toContainEqual({ Ref: boundary });
      expect(roleWith(OWN)['PermissionsBoundary']).toEqual({ Ref: 'PermissionsBoundaryArn' });
      expect(roleWith('')['ManagedPolicyArns']).not.toContainEqual({ Ref: boundary });
      expect(roleWith('')['PermissionsBoundary']).toEqual({ Ref: boundary });
    },
  );

  test('fills the id of the account into the boundary and into a policy, wherever they stand', () => {
    const made = (arn: string, arns: readonly string[]): Record<string, Readonly<Record<string, unknown>>> =>
      Object.fromEntries(
        Object.entries(
          carriedOut(
            template,
            parameterValues({ ...REQUIRED, permissionsBoundaryArn: arn, changeExecutorPolicyArns: arns }),
          ).Resources,
        ).map(([id, { Properties: properties }]) => [id, properties]),
      );
    const aws = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
    const open = made('arn:aws:iam::{accountId}:policy/own', [
      aws,
      'arn:aws:iam::{accountId}:policy/a/b',
      aws,
    ]);
    for (const role of ROLE_NAMES) {
      expect(open[role]?.['PermissionsBoundary']).toBe('arn:aws:iam::${AWS::AccountId}:policy/own');
    }
    const executor = ['arn:aws:iam::${AWS::AccountId}:policy/a/b', aws];
    expect(open['OctoChangeExecutorRole']?.['ManagedPolicyArns']).toEqual([aws, ...executor]);
    expect(made(aws, executor)['OctoChangeExecutorRole']).toMatchObject({
      PermissionsBoundary: aws,
      ManagedPolicyArns: executor,
    });
  });

  test('takes an open account in one policy of the executor, as it can fill in no more', () => {
    const { AllowedPattern } = template.Parameters['ChangeExecutorPolicyArns'] ?? {};
    const own = 'arn:aws:iam::{accountId}:policy/own';
    const aws = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
    for (const [value, isTaken] of [
      [own, true],
      [`${aws},${own},${aws}2`, true],
      [`${own},${own}2`, false],
      [`${own},${aws},${own}2`, false],
    ] as const) {
      expect([value, new RegExp(String(AllowedPattern)).test(value)]).toEqual([value, isTaken]);
    }
  });

  test('gives the executor what recommendations take, in place of AdministratorAccess, where that is wanted', () => {
    const resources = (changeExecutorAccess?: 'recommendations'): ReturnType<typeof decided>['Resources'] =>
      decided(
        template,
        parameterValues({ ...REQUIRED, ...(changeExecutorAccess && { changeExecutorAccess }) }),
      ).Resources;
    const arns = (of: ReturnType<typeof resources>): unknown =>
      of['OctoChangeExecutorRole']?.Properties['ManagedPolicyArns'];
    expect(arns(resources())).toEqual([
      { 'Fn::Sub': 'arn:${AWS::Partition}:iam::aws:policy/AdministratorAccess' },
    ]);
    expect(resources()).not.toHaveProperty('OctoChangeExecutor1');
    expect(arns(resources('recommendations'))).toEqual([{ Ref: 'OctoChangeExecutor1' }]);
    expect(resources('recommendations')['OctoChangeExecutor1']).toMatchObject({
      Type: 'AWS::IAM::ManagedPolicy',
      Properties: { ManagedPolicyName: 'OctoChangeExecutor1' },
    });
    const without = { ...REQUIRED, roles: ['OctoChangeTemplateApproverRole'] } as const;
    const none = decided(
      template,
      parameterValues({ ...without, changeExecutorAccess: 'recommendations' }),
    ).Resources;
    expect(Object.keys(none)).toEqual(['OctoChangeTemplateApproverRole']);
  });

  test("fails an update in place that sets or removes the customer's own boundary", () => {
    const boundaries = ['', 'arn:aws:iam::aws:policy/AdministratorAccess'].map(
      (arn) => decided(template, parameterValues({ ...REQUIRED, permissionsBoundaryArn: arn })).Resources,
    );
    for (const id of ['OctoRecommendationSearcherBoundary', 'AlphausAcctAccessBoundary']) {
      const [before, after] = boundaries.map((resources) => resources[id]?.Properties ?? {});
      // A new description takes a new policy, which CloudFormation makes of none that has a name.
      expect(before?.['ManagedPolicyName']).toBe(id);
      expect(after?.['ManagedPolicyName']).toBe(id);
      expect(before?.['Description']).not.toBe(after?.['Description']);
    }
  });
});
