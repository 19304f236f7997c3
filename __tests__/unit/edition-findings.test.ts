import { beforeAll, describe, expect, test } from '@jest/globals';
import type { ActionFacts } from '../../src/analysis/action-catalogue';
import type { Analysis } from '../../src/analysis/analysis';
import { editionFindings } from '../../src/analysis/edition-findings';
import { installations } from '../../src/analysis/installations';
import { RETURNS_CONTENT } from '../../src/review/returns-content';
import { analysisOf, sharedAnalysis, withActions } from '../support/reference';
import { SEARCHER } from '../support/roles-in-short';

let aws: Analysis;

beforeAll(async () => {
  aws = await sharedAnalysis();
});

/** An edition of AWS's reference with more actions, which know no resource. */
function editionWith(more: Readonly<Record<string, ActionFacts['accessLevel']>>): Analysis {
  return withActions(aws, new Map([...aws.actions, ...analysisOf(more).actions]));
}

describe('a later edition of AWS actions', () => {
  // What is wrong by an edition is wrong there, too. All others are judged by the tests of the rules.
  const DEFAULTS = installations('aws').slice(0, 1);

  test('is right by every rule where it has nothing new, and where what it has is covered already', () => {
    const more = editionWith({ 'redshift:DescribeQueryTexts': 'Read', 'other:DeleteAll': 'Write' });
    expect(editionFindings(aws, RETURNS_CONTENT, DEFAULTS)).toEqual([]);
    expect(editionFindings(more, RETURNS_CONTENT, DEFAULTS)).toEqual([]);
  });

  test.each<[title: string, more: Parameters<typeof editionWith>[0], expected: readonly RegExp[]]>([
    [
      'a wildcard takes in a write, naming action and row',
      { 'ec2:DescribeSecretStuff': 'Write' },
      [
        /^OctoRecommendationSearcherRole: wildcard-action\[ec2:Describe\*\] at .*, EC2 is not/,
        /^OctoRecommendationSearcherRole: unscoped-write\[ec2:DescribeSecretStuff\] at .*, EC2; boundary, Within is not/,
      ],
    ],
    [
      'Cost Explorer, whose writes are granted one by one, has a further one',
      { 'ce:DeleteEverything': 'Write' },
      [
        /^AlphausAcctAccessRole: unscoped-write\[ce:DeleteEverything\] at .*, CostExplorer; boundary, CostExplorer is not acknowledged/,
      ],
    ],
    [
      'an action changes its access level',
      { 'tag:GetResources': 'Write' },
      [
        /^OctoRecommendationSearcherRole: wildcard-action\[tag:Get\*\] at .*, ResourceGroups is not/,
        /^OctoRecommendationSearcherRole: unscoped-write\[tag:GetResources\] at .*, ResourceGroups; boundary, Within is not/,
        /^AlphausAcctAccessRole: wildcard-action\[tag:Get\*\] at boundary, Ceiling is not/,
        /^AlphausAcctAccessRole: unscoped-write\[tag:GetResources\] at boundary, Ceiling is not/,
      ],
    ],
  ])('fails where %s', (_, more, expected) => {
    expect(editionFindings(editionWith(more), RETURNS_CONTENT, DEFAULTS)).toEqual(
      expected.map((text) => expect.stringMatching(text)),
    );
  });

  test('fails where a wildcard takes in content', () => {
    const content = { ...RETURNS_CONTENT, 'redshift:DescribeStatementT*': 'SQL text' };
    expect(
      editionFindings(editionWith({ 'redshift:DescribeStatementTexts': 'Read' }), content, DEFAULTS),
    ).toEqual([
      expect.stringMatching(
        /^OctoRecommendationSearcherRole: content-read\[redshift:DescribeStatementTexts\] is not acknowledged/,
      ),
    ]);
  });

  test.each([
    [
      'in a row and in the list of content',
      ['sqs:ListQueues', 'support:DescribeCases'],
      [
        `${SEARCHER}, Inventory (permissions), action: "sqs:ListQueues" matches no AWS action`,
        `${SEARCHER}, Ceiling (boundary), action: "sqs:ListQueues" matches no AWS action`,
        'the list of actions that return content: support:DescribeCases matches no AWS action',
      ],
    ],
    [
      'that a wildcard stands for and somebody acknowledged',
      ['ce:DeleteReport'],
      ['AlphausAcctAccessRole: unscoped-write[ce:DeleteReport] is acknowledged, but nothing is found'],
    ],
  ])('fails where an action is gone, %s', (_, gone, expected) => {
    const left = new Map([...aws.actions].filter(([action]) => !gone.includes(action)));
    expect(editionFindings(withActions(aws, left), RETURNS_CONTENT, DEFAULTS)).toEqual(expected);
  });
});
