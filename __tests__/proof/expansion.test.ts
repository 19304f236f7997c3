import { beforeAll, describe, expect, test } from '@jest/globals';
import type { ActionFacts } from '../../src/analysis/action-catalogue';
import type { Analysis } from '../../src/analysis/analysis';
import { catalogueDifference } from '../../src/analysis/catalogue-difference';
import { editionFindings } from '../../src/analysis/edition-findings';
import { expansion } from '../../src/analysis/expansion';
import { installations } from '../../src/analysis/installations';
import { mayEver, permissionsOf } from '../../src/analysis/may-ever';
import { ROLES, VENDOR_ASSUMED_ROLES } from '../../src/catalogue/roles';
import { ACCEPTED_CONTENT, type AcceptedContent } from '../../src/review/accepted-content';
import { RETURNS_CONTENT } from '../../src/review/returns-content';
import type { RoleSpec, StatementSpec } from '../../src/catalogue/role-spec';
import type { CatalogueUpdate } from '../../src/aws-reference/catalogue-update-shape';
import { describeCatalogueUpdate } from '../../src/aws-reference/describe-catalogue-update';
import { defaults, type Configuration } from '../../src/inputs/table';
import { type RoleName } from '../../src/names/role-names';
import { installedRoles } from '../../src/policy/installed';
import { expanded as expandedByIamExpand } from '../support/actions';
import { EXAMPLE } from '../support/example';
import { analysisOf, sharedAnalysis, withActions } from '../support/reference';

const SEARCHER = 'OctoRecommendationSearcherRole';
const STACK = `arn:aws:cloudformation:us-east-1:${EXAMPLE.accountId}:stack/octo/51af3dc0-da77-11e4-872e-1234567db123`;
/** Roles of whom somebody has to know what they read. The executor is an administrator. */
const READING: readonly RoleName[] = [
  SEARCHER,
  'OctoSSMUpdaterRole',
  'OctoChangeTemplateApproverRole',
  'AlphausAcctAccessRole',
];

let aws: Analysis;
let content: ReadonlySet<string>;

beforeAll(async () => {
  aws = await sharedAnalysis();
  content = new Set(Object.keys(RETURNS_CONTENT).flatMap((pattern) => aws.expandKnown(pattern)));
});

/** An edition of AWS's reference with more actions, which know no resource. */
function editionWith(more: Readonly<Record<string, ActionFacts['accessLevel']>>): Analysis {
  return withActions(aws, new Map([...aws.actions, ...analysisOf(more).actions]));
}

describe('what the patterns of the rows stand for', () => {
  test('is more than somebody would read one by one', () => {
    const searcher = expansion(aws, [ROLES[SEARCHER]]).filter(({ row }) => row.effect !== 'Deny');
    expect(new Set(searcher.flatMap(({ actions }) => actions)).size).toBeGreaterThan(1000);
  });

  test('is what iam-expand says too', async () => {
    const patterns = [...new Set(expansion(aws).map(({ pattern }) => pattern))];
    const theirs = await Promise.all(patterns.map((pattern) => expandedByIamExpand([pattern])));
    const ours = patterns.map((pattern) => [...aws.expand(pattern)].sort());
    expect(ours).toEqual(theirs);
  });

  test('the searcher is given nothing above Read and List, on no resource at all', () => {
    const levels = expansion(aws, [ROLES[SEARCHER]])
      .filter(({ row }) => row.effect !== 'Deny')
      .flatMap(({ actions }) => actions.map((action) => aws.actions.get(action)?.accessLevel));
    expect([...new Set(levels)].sort()).toEqual(['List', 'Read']);
  });

  test('the searcher is denied only what returns content, of all that it could read', () => {
    const denied = expansion(aws, [ROLES[SEARCHER]])
      .filter(({ row }) => row.effect === 'Deny')
      .flatMap(({ actions }) => actions)
      .filter((action) => ['Read', 'List'].includes(aws.actions.get(action)?.accessLevel ?? ''));
    expect(denied.filter((action) => !content.has(action))).toEqual([]);
  });
});

describe('the list of what returns content', () => {
  const patterns = Object.keys(RETURNS_CONTENT);

  test('says of each what it returns, in order', () => {
    expect(patterns).toEqual([...patterns].sort());
    const wrong = Object.entries(RETURNS_CONTENT).filter(
      ([pattern, returns]) => !/^[a-z0-9-]+:[A-Za-z0-9*]+$/.test(pattern) || !/^\S.{2,}[^.]$/.test(returns),
    );
    expect(wrong).toEqual([]);
  });

  test('has no entry that says what others say already', () => {
    const needless = patterns.filter((pattern) =>
      aws
        .expand(pattern)
        .every((action) => patterns.some((other) => other !== pattern && aws.expand(other).includes(action))),
    );
    expect(needless).toEqual([]);
  });

  test.each(['Read', 'List'] as const)('is mostly about what AWS calls reads: %s', (level) => {
    expect(
      [...content].filter((action) => aws.actions.get(action)?.accessLevel === level).length,
    ).toBeGreaterThan(level === 'Read' ? 300 : 60);
  });
});

describe('what a role may ever read of it', () => {
  /** Content that a role of an installation can return. */
  function returned(name: RoleName, given: Partial<Configuration>, hostile: boolean): string[] {
    const configuration: Configuration = { ...defaults(), ...EXAMPLE, ...given };
    const role = installedRoles({ partition: 'aws', accountId: EXAMPLE.accountId }, configuration).find(
      (installed) => installed.name === name,
    );
    if (!role) throw new Error(`${name} is not installed`);
    return [...mayEver(permissionsOf(role, hostile), aws).keys()]
      .filter((action) => content.has(action))
      .sort();
  }
  function accepted(name: RoleName, ...reach: AcceptedContent['reach'][]): string[] {
    return ACCEPTED_CONTENT.filter((entry) => entry.role === name && reach.includes(entry.reach))
      .flatMap(({ actions }) => actions)
      .sort();
  }

  test.each(READING)('%s: is what is accepted, neither more nor less', (name) => {
    expect(returned(name, {}, false)).toEqual(accepted(name, 'granted'));
  });

  // Inline policies of Alphaus's can be written into these two; the other two have no boundary and need none.
  test.each([SEARCHER, 'AlphausAcctAccessRole'] as const)(
    '%s: after Allow * was written into it, is what is accepted for that, neither more nor less',
    (name) => {
      expect(returned(name, {}, true)).toEqual(accepted(name, 'granted', 'ceiling'));
    },
  );

  test('an input adds what is accepted for it: the template of the stack that is named', () => {
    const given = { cloudformationStackArn: STACK };
    const name = 'AlphausAcctAccessRole';
    expect(returned(name, given, false)).toEqual(accepted(name, 'granted', 'setting'));
    expect(returned(SEARCHER, given, true)).toEqual(accepted(SEARCHER, 'granted', 'ceiling'));
  });

  test.each(VENDOR_ASSUMED_ROLES)(
    '%s: is named, action by action, in what the role says for reviewers',
    (name) => {
      const said = ROLES[name].accepted.join(' ').match(/[a-z0-9-]+:[A-Z][A-Za-z0-9*]+/g) ?? [];
      const named = new Set(said.flatMap((pattern) => [...aws.expand(pattern)]));
      // Families that are said in words: one line for each would hide the others.
      const inWords = /^(organizations:(Describe|List)|cloudformation:)/;
      const silent = accepted(name, 'granted', 'ceiling').filter((action) => !inWords.test(action));
      expect(silent.filter((action) => !named.has(action))).toEqual([]);
    },
  );

  test('is accepted with a reason, once', () => {
    for (const name of READING) {
      const actions = accepted(name, 'granted', 'ceiling', 'setting');
      expect(actions).toEqual([...new Set(actions)]);
    }
    for (const { actions, reason } of ACCEPTED_CONTENT) {
      expect(actions).toEqual([...actions].sort());
      expect(reason).toMatch(/^[A-Z].{20,}\.$/);
    }
  });
});

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
        `${SEARCHER}, Inventory (permissions), action: "sqs:ListQueues" stands for no action that AWS has`,
        `${SEARCHER}, Ceiling (ceiling), action: "sqs:ListQueues" stands for no action that AWS has`,
        'the list of what returns content: support:DescribeCases stands for no action of AWS',
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

describe('the difference between two editions', () => {
  const row: StatementSpec = {
    sid: 'Things',
    actions: ['things:Describe*', 'things:List*'],
    capability: 'Things',
    reason: 'Because there are things.',
  };
  const never: StatementSpec = { ...row, sid: 'Never', effect: 'Deny', actions: ['things:DescribeInner*'] };
  const role: RoleSpec = { ...ROLES[SEARCHER], statements: [row, never], ceiling: undefined };
  const before = analysisOf({
    'other:Get': 'Read',
    'things:DescribeThing': 'Read',
    'things:DescribeInnerThing': 'Read',
    'things:ListOld': 'List',
    'things:ListThings': 'List',
  });
  const after = analysisOf({
    'things:DescribeInnerParts': 'Read',
    'things:DescribeInnerThing': 'Read',
    'things:DescribeThing': 'Read',
    'things:ListNew': 'List',
    'things:ListThings': 'Write',
    'things:Put': 'Write',
  });
  const roles = [role];
  const allows = { list: 'permissions', sid: 'Things', effect: 'Allow' } as const;

  test('says per role what patterns newly stand for, no longer stand for, and what changed its access level', () => {
    expect(catalogueDifference(before, after, roles)).toEqual({
      added: 3,
      removed: 2,
      roles: [
        {
          role: SEARCHER,
          gained: [
            {
              action: 'things:DescribeInnerParts',
              accessLevel: 'Read',
              patterns: [
                { ...allows, pattern: 'things:Describe*' },
                { list: 'permissions', sid: 'Never', effect: 'Deny', pattern: 'things:DescribeInner*' },
              ],
            },
            {
              action: 'things:ListNew',
              accessLevel: 'List',
              patterns: [{ ...allows, pattern: 'things:List*' }],
            },
          ],
          lost: [
            {
              action: 'things:ListOld',
              accessLevel: 'List',
              patterns: [{ ...allows, pattern: 'things:List*' }],
            },
          ],
          relevelled: [
            {
              action: 'things:ListThings',
              accessLevel: 'Write',
              before: 'List',
              patterns: [{ ...allows, pattern: 'things:List*' }],
            },
          ],
        },
      ],
    });
  });

  test('is nothing between an edition and itself', () => {
    expect(catalogueDifference(before, before, roles)).toEqual({
      added: 0,
      removed: 0,
      roles: [],
    });
  });

  test('is told in words', () => {
    const update: CatalogueUpdate = {
      before: '1.0.0',
      after: '1.1.0',
      difference: catalogueDifference(before, after, roles),
      findings: [`${SEARCHER}: unscoped-write[things:ListThings] is not acknowledged.`],
    };
    expect(describeCatalogueUpdate(update)).toBe(
      `
AWS's actions: 1.0.0 -> 1.1.0, installed: 3 actions more, 2 fewer

${SEARCHER}
  newly things:DescribeInnerParts (Read): by things:Describe* in Things; denied by things:DescribeInner* in Never
  newly things:ListNew (List): by things:List* in Things
  no longer things:ListOld (List): by things:List* in Things
  access level things:ListThings (List -> Write): by things:List* in Things

1 wrong by this edition, which stays installed: correct the rows, or accept with a reason
  ${SEARCHER}: unscoped-write[things:ListThings] is not acknowledged.

to do: npx octo-access generate, as the committed one is of the earlier edition's actions; npm test -- proof
`.trim(),
    );
  });

  test('is told in words where there is none', () => {
    const difference = catalogueDifference(before, before, roles);
    expect(describeCatalogueUpdate({ before: '1.0.0', after: '1.0.0', difference, findings: [] })).toBe(
      "AWS's actions: 1.0.0 is installed already",
    );
    expect(describeCatalogueUpdate({ before: '1.0.0', after: '1.1.0', difference, findings: [] })).toBe(
      "AWS's actions: 1.0.0 -> 1.1.0, installed: 0 actions more, 0 fewer\nNo pattern of any role stands for other actions.\n\nto do: npx octo-access generate, as the committed one is of the earlier edition's actions; npm test -- proof",
    );
  });
});
