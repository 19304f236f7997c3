import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Analysis } from '../../src/analysis/analysis';
import type { Installation } from '../../src/analysis/installations';
import { acknowledgedFor } from '../../src/analysis/rules/acknowledged-for';
import type { RuleFacts } from '../../src/analysis/rules/rule';
import {
  acknowledgementDifferences,
  differenceText,
} from '../../src/analysis/rules/acknowledgement-differences';
import { ACKNOWLEDGED } from '../../src/review/acknowledged';
import { RETURNS_CONTENT } from '../../src/review/returns-content';
import type { InstalledRole } from '../../src/policy/installed';
import { everyJudgedInstallation } from '../support/every-installation';
import { EXAMPLE } from '../support/example';
import { sharedAnalysis } from '../support/reference';

let analysis: Analysis;

beforeAll(async () => {
  analysis = await sharedAnalysis();
});

function factsFor(vendorAccount: string): RuleFacts {
  return { analysis, content: Object.keys(RETURNS_CONTENT), vendorAccount };
}

type Raw = Readonly<Record<string, unknown>>;

describe('every finding is acknowledged with a reason, and every acknowledgement has a finding', () => {
  const all: readonly Installation[] = everyJudgedInstallation();

  test.each(all.map((installation) => [installation.title, installation] as const))(
    '%s',
    (_, { roles, configuration }) => {
      expect(acknowledgementDifferences(roles, configuration, factsFor(configuration.principal))).toEqual([]);
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
      acknowledgementDifferences(
        first.roles,
        first.configuration,
        factsFor(EXAMPLE.principal),
        acknowledgements,
      ).map(differenceText);

    test('on a finding that nobody acknowledged, naming role, finding and place', () => {
      const [, ...others] = ACKNOWLEDGED.OctoRecommendationSearcherRole;
      expect(differences({ ...ACKNOWLEDGED, OctoRecommendationSearcherRole: others })).toEqual([
        expect.stringMatching(
          /^OctoRecommendationSearcherRole: whole-account-trust\[.*\] at trust, AlphausWithExternalId is not acknowledged/,
        ),
      ]);
    });

    test('on an acknowledgement whose finding is gone', () => {
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

  describe('fails if somebody weakens one of our documents', () => {
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
      const differences = acknowledgementDifferences(
        changed(sid, change),
        configuration,
        factsFor(configuration.principal),
      );
      const open = differences.filter(({ finding }) => finding).map(({ id }) => id);
      expect(open.filter((id) => id.startsWith(expected))).not.toEqual([]);
    });
  });

  test('an acknowledgement that names a list input covers each of its elements', () => {
    const [{ configuration, roles }] = all as [Installation];
    const ids = roles.flatMap((one) => [
      ...acknowledgedFor(one, configuration, factsFor(EXAMPLE.principal)).keys(),
    ]);
    expect(ids.filter((id) => /^resource-in-other-account.*:document\/AWS-/.test(id))).toHaveLength(
      configuration.vettedRunbooks.length,
    );
  });
});
