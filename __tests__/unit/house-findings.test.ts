import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Analysis } from '../../src/analysis/analysis';
import { houseFindings } from '../../src/analysis/rules/house-findings';
import { RULES } from '../../src/analysis/rules/house-rules';
import type { RuleFacts } from '../../src/analysis/rules/rule';
import type { InstalledRole } from '../../src/policy/installed';
import { RETURNS_CONTENT } from '../../src/review/returns-content';
import { EXAMPLE } from '../support/example';
import {
  CASES,
  deny,
  document,
  DOCUMENT,
  on,
  OWN,
  permitting,
  role,
  ROOT,
  trust,
  trusting,
  UPDATER,
  VENDOR,
  when,
} from '../support/house-rule-cases';
import { sharedAnalysis } from '../support/reference';

let analysis: Analysis;

beforeAll(async () => {
  analysis = await sharedAnalysis();
});

function factsFor(vendorAccount: string): RuleFacts {
  return { analysis, content: Object.keys(RETURNS_CONTENT), vendorAccount };
}

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
    [
      'a resource that is not an ARN',
      permitting(on('document/x', 'ssm:GetDocument')),
      /"document\/x" is not an ARN/,
    ],
  ])('fails on %s instead of passing it over', (_, one, message) => {
    expect(() => found(one)).toThrow(message);
  });
});
