import type { PolicyDocument } from '../../src/policy/clauses';
import type { InstalledRole } from '../../src/policy/installed';
import { EXAMPLE } from './example';

export const OWN = `arn:aws:iam::${EXAMPLE.accountId}`;
export const ROOT = `${OWN}:root`;
export const ALPHAUS = `arn:aws:iam::${EXAMPLE.principal}:root`;
export const UPDATER = `${OWN}:role/OctoSSMUpdaterRole`;
export const DOCUMENT = `arn:aws:ssm:*:${EXAMPLE.accountId}:document`;

export type Raw = Readonly<Record<string, unknown>>;

export const document = (...statements: readonly Raw[]): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: statements.map((statement) => ({ Sid: 'Statement', Effect: 'Allow', ...statement })),
});
export const trust = (principal: unknown, condition?: Raw): Raw => ({
  Principal: principal,
  Action: 'sts:AssumeRole',
  ...(condition && { Condition: condition }),
});
export const VENDOR = trust({ AWS: ALPHAUS }, { StringEquals: { 'sts:ExternalId': EXAMPLE.externalId } });

export function role(overrides: Partial<InstalledRole>): InstalledRole {
  return {
    name: 'OctoChangeExecutorRole',
    arn: `${OWN}:role/OctoChangeExecutorRole`,
    trust: document(),
    policies: [],
    foreignPolicyArns: [],
    ...overrides,
  };
}

export const trusting = (...statements: readonly Raw[]): InstalledRole =>
  role({ trust: document(...statements) });
export const permitting = (...statements: readonly Raw[]): InstalledRole =>
  role({ policies: [{ name: 'policy', document: document(...statements) }] });
export const on = (resource: unknown, ...actions: string[]): Raw => ({ Action: actions, Resource: resource });
export const when = (statement: Raw, condition: Raw): Raw => ({ ...statement, Condition: condition });
export const deny = (statement: Raw): Raw => ({ ...statement, Effect: 'Deny' });

/** For each rule something that it finds, what it calls that, and the same as it should be. */
export const CASES: Readonly<
  Record<string, readonly [bad: InstalledRole, found: string, good: InstalledRole]>
> = {
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
