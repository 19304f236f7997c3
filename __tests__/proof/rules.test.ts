import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Analysis } from '../../src/analysis/analysis';
import { judgedInstallations, type Installation } from '../../src/analysis/installations';
import { RULES } from '../../src/analysis/rules/house-rules';
import { acknowledgedFor } from '../../src/analysis/rules/acknowledged-for';
import { houseFindings } from '../../src/analysis/rules/house-findings';
import type { RuleFacts } from '../../src/analysis/rules/rule';
import { unsettled, unsettledText } from '../../src/analysis/rules/unsettled';
import { ACKNOWLEDGED } from '../../src/review/acknowledged';
import { RETURNS_CONTENT } from '../../src/review/returns-content';
import type { PolicyDocument } from '../../src/policy/clauses';
import type { InstalledRole } from '../../src/policy/installed';
import { EXAMPLE } from '../support/example';
import { sharedAnalysis } from '../support/reference';

const OWN = `arn:aws:iam::${EXAMPLE.accountId}`;
const ROOT = `${OWN}:root`;
const ALPHAUS = `arn:aws:iam::${EXAMPLE.principal}:root`;
const UPDATER = `${OWN}:role/OctoSSMUpdaterRole`;
const DOCUMENT = `arn:aws:ssm:*:${EXAMPLE.accountId}:document`;

let analysis: Analysis;

beforeAll(async () => {
  analysis = await sharedAnalysis();
});

function factsFor(vendorAccount: string): RuleFacts {
  return { analysis, content: Object.keys(RETURNS_CONTENT), vendorAccount };
}

type Raw = Readonly<Record<string, unknown>>;

const document = (...statements: readonly Raw[]): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: statements.map((statement) => ({ Sid: 'Statement', Effect: 'Allow', ...statement })),
});
const trust = (principal: unknown, condition?: Raw): Raw => ({
  Principal: principal,
  Action: 'sts:AssumeRole',
  ...(condition && { Condition: condition }),
});
const VENDOR = trust({ AWS: ALPHAUS }, { StringEquals: { 'sts:ExternalId': EXAMPLE.externalId } });

function role(overrides: Partial<InstalledRole>): InstalledRole {
  return {
    name: 'OctoChangeExecutorRole',
    arn: `${OWN}:role/OctoChangeExecutorRole`,
    trust: document(),
    policies: [],
    foreignPolicyArns: [],
    ...overrides,
  };
}

const trusting = (...statements: readonly Raw[]): InstalledRole => role({ trust: document(...statements) });
const permitting = (...statements: readonly Raw[]): InstalledRole =>
  role({ policies: [{ name: 'policy', document: document(...statements) }] });
const on = (resource: unknown, ...actions: string[]): Raw => ({ Action: actions, Resource: resource });
const when = (statement: Raw, condition: Raw): Raw => ({ ...statement, Condition: condition });
const deny = (statement: Raw): Raw => ({ ...statement, Effect: 'Deny' });

/** For each rule something that it finds, what it calls that, and the same as it should be. */
const CASES: Readonly<Record<string, readonly [bad: InstalledRole, found: string, good: InstalledRole]>> = {
  'any-principal': [
    trusting(trust({ AWS: '*' })),
    'Statement',
    trusting(deny(trust({ AWS: '*' })), trust({ AWS: ROOT })),
  ],
  'trust-without-external-id': [
    trusting(trust({ AWS: ALPHAUS }, { StringEqualsIfExists: { 'sts:ExternalId': 'x1' } })),
    'arn:{partition}:iam::{principal}:root',
    trusting(VENDOR, trust({ AWS: ROOT })),
  ],
  'unconditioned-service-trust': [
    trusting(trust({ Service: 'ssm.amazonaws.com' }, { StringLike: { 'aws:SourceAccount': '*' } })),
    'ssm.amazonaws.com',
    trusting(
      trust({ Service: 'ssm.amazonaws.com' }, { StringEquals: { 'aws:SourceAccount': EXAMPLE.accountId } }),
    ),
  ],
  'service-trust-without-source-arn': [
    trusting(
      trust({ Service: 'ssm.amazonaws.com' }, { StringEquals: { 'aws:SourceAccount': EXAMPLE.accountId } }),
    ),
    'ssm.amazonaws.com',
    trusting(
      trust(
        { Service: 'ssm.amazonaws.com' },
        {
          ArnLike: { 'aws:SourceArn': `arn:aws:ssm:*:${EXAMPLE.accountId}:automation-execution/*` },
        },
      ),
    ),
  ],
  'whole-account-trust': [
    trusting(trust({ AWS: ROOT })),
    'arn:{partition}:iam::{accountId}:root',
    trusting(trust({ AWS: `${OWN}:role/approver` })),
  ],
  'chained-from-vendor-role': [
    trusting(trust({ AWS: ROOT })),
    'OctoSSMUpdaterRole',
    trusting(
      trust({ AWS: ROOT }),
      deny(trust({ AWS: '*' }, { ArnEquals: { 'aws:PrincipalArn': [UPDATER] } })),
    ),
  ],
  'foreign-policy': [
    role({ foreignPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] }),
    'arn:{partition}:iam::aws:policy/ReadOnlyAccess',
    permitting(on('*', 'ec2:DescribeInstances')),
  ],
  'wildcard-action': [
    permitting(on('*', 'ec2:*Tags')),
    'ec2:*Tags',
    permitting(on('*', 'ec2:Describe*'), deny(on('*', 'ec2:*Tags'))),
  ],
  'not-action': [
    permitting({ NotAction: 'iam:*', Resource: '*' }),
    'Statement',
    permitting(deny({ NotAction: 'ec2:Describe*', Resource: '*' })),
  ],
  'redundant-action': [
    permitting(on('*', 'ec2:Describe*', 'ec2:DescribeInstances')),
    'ec2:DescribeInstances',
    permitting(on('*', 'ec2:DescribeInstances', 'ec2:DescribeVolumes')),
  ],
  'permissions-management': [
    permitting(on(`${OWN}:role/x`, 'iam:AttachRolePolicy')),
    'iam:AttachRolePolicy',
    permitting(on('*', 'iam:ListRoles'), deny(on('*', 'iam:*'))),
  ],
  tagging: [
    permitting(on(`${DOCUMENT}/x`, 'ssm:AddTagsToResource')),
    'ssm:AddTagsToResource',
    permitting(on(`${DOCUMENT}/x`, 'ssm:ListTagsForResource')),
  ],
  'content-read': [
    permitting(on('*', 'ec2:Describe*')),
    'ec2:DescribeInstanceAttribute',
    permitting(on('*', 'ec2:DescribeInst*s'), deny(on('*', 'ec2:DescribeInstanceAttribute'))),
  ],
  'unscoped-write': [
    permitting(on('*', 'ce:CreateReport')),
    'ce:CreateReport',
    permitting(on('*', 'ce:GetCostAndUsage', 'ssm:CreateDocument')),
  ],
  'wildcard-resource-on-scopable-write': [
    permitting(on('*', 'ssm:CreateDocument')),
    'ssm:CreateDocument',
    permitting(on(`${DOCUMENT}/x`, 'ssm:CreateDocument'), on('*', 'ce:CreateReport')),
  ],
  'write-on-whole-type': [
    permitting(on([`${DOCUMENT}/x`, `${DOCUMENT}/*`], 'ssm:CreateDocument')),
    'ssm:CreateDocument',
    permitting(on(`${DOCUMENT}/octo/*`, 'ssm:CreateDocument'), on(`${DOCUMENT}/*`, 'ssm:GetDocument')),
  ],
  'resource-in-other-account': [
    permitting(on('arn:aws:ssm:*:*:document/x', 'ssm:GetDocument')),
    'arn:{partition}:ssm:*:*:document/x',
    permitting(on([`${DOCUMENT}/x`, 'arn:aws:s3:::bucket'], 'ssm:GetDocument', 's3:GetBucketTagging')),
  ],
  'hard-coded-partition': [
    permitting(deny(on('arn:aws-cn:ssm:*:*:document/x', 'ssm:GetDocument'))),
    'arn:aws-cn:ssm:*:*:document/x',
    permitting(deny(on([`${DOCUMENT}/x`, 'arn:*:ssm:*:*:document/y'], 'ssm:GetDocument'))),
  ],
  'pass-role': [
    permitting(on(`${OWN}:role/x`, 'iam:PassRole')),
    'arn:{partition}:iam::{accountId}:role/x',
    permitting(on(`${OWN}:role/x`, 'iam:GetRole'), deny(on('*', 'iam:PassRole'))),
  ],
  'pass-role-to-any-service': [
    permitting(when(on(`${OWN}:role/x`, 'iam:PassRole'), { StringLike: { 'iam:PassedToService': '*' } })),
    'arn:{partition}:iam::{accountId}:role/x',
    permitting(
      when(on(`${OWN}:role/x`, 'iam:PassRole'), {
        StringEquals: { 'iam:PassedToService': 'ssm.amazonaws.com' },
      }),
    ),
  ],
  'assume-role': [
    permitting(on('*', 'sts:Assume*')),
    'sts:AssumeRole',
    permitting(on('*', 'sts:GetCallerIdentity'), deny(on('*', 'sts:Assume*'))),
  ],
  'unbounded-policy-write': [
    permitting(
      when(on(`${OWN}:role/x`, 'iam:PutRolePolicy'), {
        StringEqualsIfExists: { 'iam:PermissionsBoundary': `${OWN}:policy/boundary` },
      }),
    ),
    'iam:PutRolePolicy',
    permitting(
      when(on(`${OWN}:role/x`, 'iam:PutRolePolicy'), {
        StringEquals: { 'iam:PermissionsBoundary': `${OWN}:policy/boundary` },
      }),
      on(`${OWN}:role/x`, 'iam:GetRole'),
    ),
  ],
  'service-linked-role-for-any-service': [
    permitting(on(`${OWN}:role/aws-service-role/*`, 'iam:CreateServiceLinkedRole')),
    'iam:CreateServiceLinkedRole',
    permitting(
      when(on(`${OWN}:role/aws-service-role/*`, 'iam:CreateServiceLinkedRole'), {
        StringEquals: { 'iam:AWSServiceName': 'trustedadvisor.amazonaws.com' },
      }),
    ),
  ],
  'stack-write-with-any-role': [
    permitting(on('arn:aws:cloudformation:*:*:stack/octo/*', 'cloudformation:UpdateStack')),
    'cloudformation:UpdateStack',
    permitting(
      when(on('arn:aws:cloudformation:*:*:stack/octo/*', 'cloudformation:UpdateStack'), {
        Null: { 'cloudformation:RoleArn': 'true' },
      }),
    ),
  ],
  'start-without-approval': [
    permitting(on(`${DOCUMENT}/x`, 'ssm:StartAutomationExecution')),
    'arn:{partition}:ssm:*:{accountId}:document/x',
    permitting(
      when(on(`${DOCUMENT}/x`, 'ssm:StartAutomationExecution'), {
        StringEquals: { 'aws:ResourceTag/OctoApproved': 'true' },
      }),
      on(DOCUMENT.replace('document', 'automation-execution/*'), 'ssm:StartAutomationExecution'),
    ),
  ],
  'request-without-approval': [
    permitting(on(`${DOCUMENT}/x`, 'ssm:StartChangeRequestExecution')),
    'arn:{partition}:ssm:*:{accountId}:document/x',
    permitting(
      when(on(`${DOCUMENT}/x`, 'ssm:StartChangeRequestExecution'), {
        StringEquals: { 'aws:ResourceTag/OctoApproved': 'true' },
      }),
      on(DOCUMENT.replace('document', 'automation-execution/*'), 'ssm:StartChangeRequestExecution'),
    ),
  ],
  'parameters-that-exclude-each-other': [
    permitting(
      when(on('*', 'cloudformation:UpdateStack'), { Null: { 'cloudformation:ResourceTypes': 'false' } }),
    ),
    'cloudformation:UpdateStack',
    permitting(
      when(on('*', 'cloudformation:UpdateStack'), {
        'ForAllValues:StringEquals': { 'cloudformation:ResourceTypes': ['AWS::IAM::Role'] },
      }),
    ),
  ],
  'forallvalues-without-null': [
    permitting(when(on('*', 'ec2:CreateTags'), { 'ForAllValues:StringEquals': { 'aws:TagKeys': 'x' } })),
    'aws:TagKeys',
    permitting(
      when(on('*', 'ec2:CreateTags'), {
        'ForAllValues:StringEquals': { 'aws:TagKeys': 'x' },
        Null: { 'aws:TagKeys': 'false' },
      }),
    ),
  ],
  'forallvalues-in-deny': [
    permitting(
      deny(when(on('*', 'ec2:CreateTags'), { 'ForAllValues:StringEquals': { 'aws:TagKeys': 'x' } })),
    ),
    'aws:TagKeys',
    permitting(deny(when(on('*', 'ec2:CreateTags'), { 'ForAnyValue:StringEquals': { 'aws:TagKeys': 'x' } }))),
  ],
  'foranyvalue-in-allow': [
    permitting(when(on('*', 'ec2:CreateTags'), { 'ForAnyValue:StringEquals': { 'aws:TagKeys': 'x' } })),
    'aws:TagKeys',
    permitting(when(on('*', 'ec2:CreateTags'), { Null: { 'aws:TagKeys': 'false' } })),
  ],
  'if-exists-in-allow': [
    permitting(when(on('*', 'iam:ListRoles'), { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'true' } })),
    'aws:MultiFactorAuthPresent',
    permitting(
      when(on('*', 'iam:ListRoles'), { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }),
      deny(when(on('*', 'iam:ListRoles'), { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } })),
    ),
  ],
  'negated-condition-in-allow': [
    permitting(when(on('*', 'iam:ListRoles'), { NotIpAddress: { 'aws:SourceIp': '192.0.2.0/24' } })),
    'aws:SourceIp',
    permitting(
      when(on('*', 'iam:ListRoles'), { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } }),
      deny(when(on('*', 'iam:ListRoles'), { StringNotEquals: { 'aws:RequestedRegion': 'us-east-1' } })),
    ),
  ],
  'deny-with-case-sensitive-tag-key': [
    permitting(
      deny(when(on('*', 'ec2:CreateTags'), { 'ForAnyValue:StringLike': { 'aws:tagkeys': 'OctoApproved' } })),
    ),
    'aws:tagkeys',
    permitting(
      deny(
        when(on('*', 'ec2:CreateTags'), {
          'ForAnyValue:StringEqualsIgnoreCase': { 'aws:TagKeys': 'OctoApproved' },
        }),
      ),
    ),
  ],
  'literal-wildcard': [
    permitting(when(on('*', 'iam:ListRoles'), { StringEquals: { 'aws:RequestedRegion': 'us-*' } })),
    'aws:RequestedRegion',
    permitting(when(on('*', 'iam:ListRoles'), { StringLike: { 'aws:RequestedRegion': 'us-*' } })),
  ],
  'policy-variable': [
    permitting(on(`${OWN}:role/\${aws:PrincipalTag/team}`, 'iam:GetRole')),
    `${OWN}:role/\${aws:PrincipalTag/team}`,
    permitting(on(`${OWN}:role/team`, 'iam:GetRole')),
  ],
};

/** The role, and beside it one that Alphaus assumes. */
const installed = (one: InstalledRole): InstalledRole[] => [
  one,
  role({ name: 'OctoSSMUpdaterRole', arn: UPDATER, trust: document(VENDOR) }),
];

function found(one: InstalledRole): string[] {
  return houseFindings(installed(one), factsFor(EXAMPLE.principal))
    .filter((finding) => finding.role === one.name)
    .map(({ id }) => id);
}

describe('house rules', () => {
  test('have one case each, and say why they are there', () => {
    expect(Object.keys(CASES).sort()).toEqual(RULES.map(({ id }) => id).sort());
    for (const { explanation } of RULES) expect(explanation).toMatch(/^[A-Z].{30,}\.$/);
  });

  test.each(Object.entries(CASES))(
    '%s: fails on what is wrong and on nothing else',
    (id, [bad, what, good]) => {
      expect(found(bad)).toContain(`${id}[${what}]`);
      expect(found(good).filter((other) => other.startsWith(`${id}[`))).toEqual([]);
    },
  );

  test('take an ARN of any partition for a resource, and in no condition, which compares texts', () => {
    const anywhere = 'arn:*:ssm:*:*:document/x';
    const finding = `hard-coded-partition[${anywhere}]`;
    const compared = { StringEquals: { 'aws:SourceArn': anywhere } };
    expect(found(permitting(on(anywhere, 'ssm:GetDocument')))).not.toContain(finding);
    expect(found(permitting(when(on(`${DOCUMENT}/x`, 'ssm:GetDocument'), compared)))).toContain(finding);
  });

  test('look into the boundary, too, and say where', () => {
    const bounded = role({
      boundary: { arn: `${OWN}:policy/x`, document: document(on('*', 'iam:PutRolePolicy')) },
    });
    expect(houseFindings([bounded], factsFor(EXAMPLE.principal))).toContainEqual(
      expect.objectContaining({
        id: 'unbounded-policy-write[iam:PutRolePolicy]',
        places: ['boundary, Statement'],
      }),
    );
  });

  test('take an inline policy for hostile where the boundary is all that stops it', () => {
    const boundary = (...actions: string[]): InstalledRole =>
      role({ boundary: { arn: `${OWN}:policy/x`, document: document(on('*', ...actions)) } });
    expect(found(boundary('ec2:Describe*'))).toContain('content-read[ec2:DescribeInstanceAttribute]');
    expect(found(boundary('ec2:DescribeInstances'))).not.toContain(
      'content-read[ec2:DescribeInstanceAttribute]',
    );
  });

  test('call a finding the same in every account and partition', () => {
    const elsewhere = JSON.parse(
      JSON.stringify(trusting(trust({ AWS: ROOT })))
        .replaceAll('arn:aws:', 'arn:aws-cn:')
        .replaceAll(EXAMPLE.accountId, '222233334444'),
    ) as InstalledRole;
    expect(houseFindings([elsewhere], factsFor(EXAMPLE.principal)).map(({ id }) => id)).toContain(
      'whole-account-trust[arn:{partition}:iam::{accountId}:root]',
    );
  });

  test.each([
    [
      'an action that AWS does not have',
      permitting(on('*', 'ec2:DescribeInstance')),
      /"ec2:DescribeInstance"/,
    ],
    [
      'an element that is not understood',
      trusting({ NotPrincipal: { AWS: ROOT }, Action: 'sts:AssumeRole' }),
      /NotPrincipal/,
    ],
    [
      'an operator that IAM does not have',
      permitting(deny(when(on('*', 'ec2:CreateTags'), { 'ForAnyValue:StringIs': { 'aws:TagKeys': 'x' } }))),
      /Statement: IAM has no condition operator "ForAnyValue:StringIs"/,
    ],
    ['a resource that is no ARN', permitting(on('document/x', 'ssm:GetDocument')), /"document\/x" is no ARN/],
  ])('fails on %s instead of passing it over', (_, one, message) => {
    expect(() => found(one)).toThrow(message);
  });
});

describe('every finding is acknowledged with a reason, and nothing else is', () => {
  const all: readonly Installation[] = judgedInstallations();

  test.each(all.map((installation) => [installation.title, installation] as const))(
    '%s',
    (_, { roles, configuration }) => {
      expect(unsettled(roles, configuration, factsFor(configuration.principal))).toEqual([]);
    },
  );

  test('each reason says something, and no finding is acknowledged twice', () => {
    for (const acknowledgements of Object.values(ACKNOWLEDGED)) {
      for (const { reason } of acknowledgements) expect(reason).toMatch(/^[A-Z].{40,}\.$/);
      const ids = acknowledgements.flatMap(({ findings }) => findings);
      expect(ids).toEqual([...new Set(ids)]);
    }
  });

  describe('fails', () => {
    const [first] = all as [Installation];
    const differences = (acknowledgements: typeof ACKNOWLEDGED): string[] =>
      unsettled(first.roles, first.configuration, factsFor(EXAMPLE.principal), acknowledgements).map(
        unsettledText,
      );

    test('on a finding that nobody acknowledged, naming role, finding and place', () => {
      const [, ...others] = ACKNOWLEDGED.OctoRecommendationSearcherRole;
      expect(differences({ ...ACKNOWLEDGED, OctoRecommendationSearcherRole: others })).toEqual([
        expect.stringMatching(
          /^OctoRecommendationSearcherRole: whole-account-trust\[.*\] at trust, AlphausWithExternalId is not acknowledged/,
        ),
      ]);
    });

    test('on an acknowledgement of what is not there any more', () => {
      const stale = { findings: ['tagging[ec2:CreateTags]'], reason: 'It was there.' };
      expect(
        differences({
          ...ACKNOWLEDGED,
          OctoRecommendationSearcherRole: [...ACKNOWLEDGED.OctoRecommendationSearcherRole, stale],
        }),
      ).toEqual([
        'OctoRecommendationSearcherRole: tagging[ec2:CreateTags] is acknowledged, but nothing is found',
      ]);
    });
  });

  describe('fails on a hole that somebody makes into a document of ours', () => {
    const [withStack] = all.filter(({ title }) => title.startsWith('cloudformation_stack_arn')) as [
      Installation,
    ];

    type Change = (statement: Raw) => Raw | undefined;
    const conditions =
      (change: (condition: Raw) => Raw): Change =>
      (statement) => ({
        ...statement,
        Condition: change(statement['Condition'] as Raw),
      });
    const without = (operator: string): Change =>
      conditions((condition) =>
        Object.fromEntries(Object.entries(condition).filter(([name]) => name !== operator)),
      );
    const renamed = (from: string, to: string): Change =>
      conditions((condition) => JSON.parse(JSON.stringify(condition).replace(from, to)) as Raw);

    /** The same installation with one statement changed, or left out, in every document that has it. */
    function changed(sid: string, change: Change): InstalledRole[] {
      let count = 0;
      const roles = JSON.parse(JSON.stringify(withStack.roles), (_, value: unknown): unknown => {
        if (!Array.isArray(value)) return value;
        return value.flatMap((item: unknown) => {
          if ((item as Raw | null)?.['Sid'] !== sid) return [item];
          count += 1;
          return change(item as Raw) ?? [];
        });
      }) as InstalledRole[];
      expect(count).toBeGreaterThan(0);
      return roles;
    }

    test.each<[sid: string, title: string, change: Change, expected: string]>([
      [
        'AlphausWithExternalId',
        'asks for no external id',
        without('StringEquals'),
        'trust-without-external-id',
      ],
      [
        'SsmAutomationOfThisAccount',
        'lets SSM of every account in',
        (statement) => ({ ...statement, Condition: undefined }),
        'unconditioned-service-trust[ssm.amazonaws.com]',
      ],
      ['NeverAlphaus', 'is gone', () => undefined, 'chained-from-vendor-role[OctoSSMUpdaterRole]'],
      [
        'NeverAlphaus',
        'forgets a role',
        renamed('OctoSSMUpdaterRole', 'OctoUpdaterRole'),
        'chained-from-vendor-role[OctoSSMUpdaterRole]',
      ],
      [
        'StartApprovedRunbooks',
        'asks for no approval',
        without('StringEquals'),
        'start-without-approval[arn:{partition}:ssm:*:{accountId}:document/*]',
      ],
      [
        'RequestApprovedChanges',
        'asks for no tag',
        without('StringEquals'),
        'request-without-approval[arn:{partition}:ssm:*:{accountId}:document/*]',
      ],
      [
        'UpdateOwnStack',
        'demands a list that excludes the capability',
        (statement) => ({
          ...statement,
          Condition: { Null: { 'cloudformation:ResourceTypes': 'false', 'cloudformation:RoleArn': 'true' } },
        }),
        'parameters-that-exclude-each-other[cloudformation:UpdateStack]',
      ],
      [
        'PassExecutorToSsmOnly',
        'passes every role',
        (statement) => ({ ...statement, Resource: '*' }),
        'pass-role[*]',
      ],
      [
        'PassExecutorToSsmOnly',
        'passes it to every service',
        (statement) => ({ ...statement, Condition: undefined }),
        'pass-role-to-any-service[arn:{partition}:iam::{accountId}:role/OctoChangeExecutorRole]',
      ],
      [
        'NeverTouchApproval',
        'compares the tag key with case',
        renamed('IgnoreCase', ''),
        'deny-with-case-sensitive-tag-key[aws:TagKeys]',
      ],
      [
        'NeverTouchApproval',
        'denies only where no other tag is given',
        renamed('ForAnyValue', 'ForAllValues'),
        'forallvalues-in-deny[aws:TagKeys]',
      ],
      [
        'ApproveRunbooks',
        'lets a request without tags pass',
        without('Null'),
        'forallvalues-without-null[aws:TagKeys]',
      ],
      [
        'UpdateInlineOfAcctAccess',
        'asks for no boundary',
        without('StringEquals'),
        'unbounded-policy-write[iam:PutRolePolicy]',
      ],
      [
        'CreateOctoServiceLinkedRoles',
        'asks for no service',
        without('StringEquals'),
        'service-linked-role-for-any-service[iam:CreateServiceLinkedRole]',
      ],
      [
        'UpdateOwnStack',
        'lets the caller name a service role',
        without('Null'),
        'stack-write-with-any-role[cloudformation:UpdateStack]',
      ],
      [
        'ManageAutomationDocuments',
        'reaches every account',
        (statement) => ({ ...statement, Resource: 'arn:aws:ssm:*:*:document/*' }),
        'resource-in-other-account[arn:{partition}:ssm:*:*:document/*]',
      ],
      [
        'TagDocumentsAndExecutions',
        'tags everything',
        (statement) => ({ ...statement, Resource: '*' }),
        'wildcard-resource-on-scopable-write[ssm:AddTagsToResource]',
      ],
      ['NeverContent', 'is gone', () => undefined, 'content-read[ec2:DescribeInstanceAttribute]'],
      [
        'Ceiling',
        'lets sessions become others',
        (statement) => ({ ...statement, Action: 'sts:*' }),
        'assume-role[sts:AssumeRole]',
      ],
    ])('%s %s', (sid, _, change, expected) => {
      const { configuration } = withStack;
      const differences = unsettled(changed(sid, change), configuration, factsFor(configuration.principal));
      const open = differences.filter(({ finding }) => finding).map(({ id }) => id);
      expect(open.filter((id) => id.startsWith(expected))).not.toEqual([]);
    });
  });

  test('an acknowledgement of a list input stands for each of its elements', () => {
    const [{ configuration, roles }] = all as [Installation];
    const ids = roles.flatMap((one) => [
      ...acknowledgedFor(one, configuration, factsFor(EXAMPLE.principal)).keys(),
    ]);
    expect(ids.filter((id) => /^resource-in-other-account.*:document\/AWS-/.test(id))).toHaveLength(
      configuration.vettedRunbooks.length,
    );
  });
});
