import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { TEMPLATE_FILES } from '../../src/generate/write-generated';
import { violations } from '../../src/inputs/rules';
import { defaults, inputSpec, type InputName, type Inputs } from '../../src/inputs/table';
import { parameterName } from '../../src/inputs/to-cloudformation';
import { parameterValues } from '../../src/cloudformation/parameters';
import { exampleParameters } from '../../src/cloudformation/example-parameters';
import { cloudFormationTemplate } from '../../src/cloudformation/template';
import { readableTemplate } from '../../src/cloudformation/template-yaml';
import { ROLES } from '../../src/catalogue/roles';
import { VETTED_RUNBOOK_NAMES } from '../../src/inputs/vetted-runbooks';
import { rolePlan } from '../../src/policy/plan';
import { literalScope } from '../../src/policy/scope';
import { decided, parseTemplate } from '../support/cloudformation';
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

  test('has the defaults of the input table', () => {
    const given = Object.entries(template.Parameters).flatMap(([name, { Default }]) =>
      Default === undefined ? [] : [[name, String(Default as string | number)]],
    );
    const { AllowStackUpdate: allowStackUpdate, ...ofInputs } = Object.fromEntries(given) as Record<
      string,
      string
    >;
    expect(ofInputs).toEqual(parameterValues(defaults() as Inputs));
    expect(allowStackUpdate).toBe('true');
  });

  test('shows every parameter in one section of the console', () => {
    const { Metadata: metadata } = template as unknown as {
      Metadata: { 'AWS::CloudFormation::Interface': { ParameterGroups: { Parameters: string[] }[] } };
    };
    const shown = metadata['AWS::CloudFormation::Interface'].ParameterGroups.flatMap(
      (group) => group.Parameters,
    );
    expect(shown.sort()).toEqual(Object.keys(template.Parameters).sort());
  });

  test('says of every parameter what it is for', () => {
    const silent = Object.entries(template.Parameters).filter(([, { Description }]) => !Description);
    expect(silent).toEqual([]);
  });

  test('takes the values of the parameters file, which has every parameter', () => {
    const file = readFileSync(join(ROOT, TEMPLATE_FILES.parameters), 'utf8');
    expect(file).toBe(exampleParameters());
    const values = JSON.parse(file) as { ParameterKey: string; ParameterValue: string }[];
    expect(values.map(({ ParameterKey }) => ParameterKey)).toEqual(Object.keys(template.Parameters));
    for (const { ParameterKey: name, ParameterValue: value } of values) {
      const { AllowedPattern, AllowedValues = [value] } = template.Parameters[name] ?? {};
      expect(AllowedValues).toContain(value);
      expect(value).toMatch(new RegExp((AllowedPattern as string | undefined) ?? ''));
    }
  });

  const samples: [InputName, string[]][] = [
    [
      'principal',
      [
        '444455556666',
        '44445555666',
        '4444555566667',
        '４４４４５５５５６６６６',
        ' 444455556666',
        '',
        '44445555666a',
      ],
    ],
    [
      'external_id',
      [
        'octo-ext',
        'a',
        'ab',
        '',
        'a b',
        'a"b',
        'a\nb',
        'a\u200bb',
        '${AWS::AccountId}',
        'x'.repeat(1224),
        'x'.repeat(1225),
      ],
    ],
    [
      'permissions_boundary_arn',
      [
        'arn:aws:iam::111122223333:policy/own',
        'arn:aws-us-gov:iam::aws:policy/AdministratorAccess',
        'arn:aws:iam::111122223333:policy/*',
        'arn:aws:iam::111122223333:role/own',
        'arn:aws:iam::111122223333:policy/AlphausAcctAccessBoundary',
        'arn:aws:iam::111122223333:policy/path/OctoRecommendationSearcherBoundary',
      ],
    ],
  ];

  test.each(samples)('takes of %s what Terraform takes', (name, values) => {
    const pattern = patternOf(name);
    for (const value of values) {
      const problems = violations(inputSpec(name), name, value);
      expect([value, pattern.test(value)]).toEqual([value, problems.length === 0]);
    }
  });

  const items: [InputName, string[]][] = [
    [
      'vetted_runbooks',
      [
        ...VETTED_RUNBOOK_NAMES,
        ...VETTED_RUNBOOK_NAMES.map((name) => name.toLowerCase()),
        'AWS-RunPacker',
        'AWS-AttachEBSVolume',
        'AWS-ConfigureMaintenanceWindows',
        'AWSSupport-ModifyEBSSnapshotPermission',
        'AWS-StopEC2InstanceWithApproval',
        'xAWS-StopEC2Instance',
        'AWS-StopEC2Instance,AWS-RunPacker',
        'AWS-StopEC2InstanceAWS-StopRdsInstance',
        'AWS-StopEC2Instance ',
        'AWS-StopEC2Instance\n',
        'AWS-*',
        'Own',
      ],
    ],
    [
      'change_executor_policy_arns',
      ['arn:aws:iam::aws:policy/ReadOnlyAccess', 'ReadOnlyAccess', 'arn:aws:iam::aws:policy/*'],
    ],
  ];

  test.each(items)('takes as an element of %s what Terraform takes', (name, values) => {
    const pattern = patternOf(name);
    for (const value of values) {
      const problems = violations(inputSpec(name), name, [value]);
      expect([value, pattern.test(value)]).toEqual([value, problems.length === 0]);
    }
  });

  test('takes up to ten policies of the executor, separated by commas alone', () => {
    const pattern = patternOf('change_executor_policy_arns');
    const arns = Array.from({ length: 11 }, (_, index) => `arn:aws:iam::111122223333:policy/own${index}`);
    expect(arns.map((_, index) => pattern.test(arns.slice(0, index + 1).join(',')))).toEqual([
      ...Array<boolean>(10).fill(true),
      false,
    ]);
    expect(pattern.test('')).toBe(true);
    for (const wrong of ['a', ',', `${arns[0]},`, `,${arns[0]}`, `${arns[0]}, ${arns[1]}`, `${arns[0]},b`]) {
      expect([wrong, pattern.test(wrong)]).toEqual([wrong, false]);
    }
  });

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

  test('refuses self-update beside a boundary of the own, by a rule', () => {
    const { AllowSelfUpdateOrPermissionsBoundaryArn: rule } = cloudFormationTemplate()['Rules'] as Record<
      string,
      unknown
    >;
    expect(rule).toEqual({
      RuleCondition: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'PermissionsBoundaryArn' }, ''] }] },
      Assertions: [
        {
          Assert: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'AllowSelfUpdate' }, 'true'] }] },
          AssertDescription: expect.stringMatching(
            /^AllowSelfUpdate may not be true where PermissionsBoundaryArn is set/,
          ),
        },
      ],
    });
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

  test('refuses recommendations for the executor beside policies of the customer, by a rule', () => {
    const { Rules: rules } = template as unknown as { Rules: Record<string, unknown> };
    expect(rules['ChangeExecutorAccessOrChangeExecutorPolicyArns']).toEqual({
      RuleCondition: {
        'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'ChangeExecutorPolicyArns' }, ''] }],
      },
      Assertions: [
        {
          Assert: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'ChangeExecutorAccess' }, 'recommendations'] }] },
          AssertDescription:
            'ChangeExecutorAccess may not be recommendations where ChangeExecutorPolicyArns is set; leave one of the two out.',
        },
      ],
    });
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

/** As CloudFormation uses it: the whole value. */
function patternOf(name: InputName): RegExp {
  const allowed = template.Parameters[parameterName(name)]?.['AllowedPattern'] as string;
  return new RegExp(`^(?:${allowed})$`);
}
