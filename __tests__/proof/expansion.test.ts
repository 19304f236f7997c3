import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Analysis } from '../../src/analysis/analysis';
import { expansion } from '../../src/analysis/expansion';
import { mayEver, permissionsOf } from '../../src/analysis/may-ever';
import { ROLES, VENDOR_ASSUMED_ROLES } from '../../src/catalogue/roles';
import { ACCEPTED_CONTENT, type AcceptedContent } from '../../src/review/accepted-content';
import { RETURNS_CONTENT } from '../../src/review/returns-content';
import { defaults, type Configuration } from '../../src/inputs/inputs';
import { type RoleName } from '../../src/names/role-names';
import { installedRoles } from '../../src/policy/installed';
import { expanded as expandedByIamExpand } from '../support/actions';
import { EXAMPLE } from '../support/example';
import { sharedAnalysis } from '../support/reference';
import { SEARCHER } from '../support/roles-in-short';

const STACK = `arn:aws:cloudformation:us-east-1:${EXAMPLE.accountId}:stack/octo/51af3dc0-da77-11e4-872e-1234567db123`;
/** Roles whose reads somebody has to know. The executor is an administrator. */
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

describe('the expansion of the rows', () => {
  test('has more actions than anybody would read one by one', () => {
    const searcher = expansion(aws, [ROLES[SEARCHER]]).filter(({ row }) => row.effect !== 'Deny');
    expect(new Set(searcher.flatMap(({ actions }) => actions)).size).toBeGreaterThan(1000);
  });

  test('is the same with iam-expand', async () => {
    const patterns = [...new Set(expansion(aws).map(({ pattern }) => pattern))];
    const theirs = await Promise.all(patterns.map((pattern) => expandedByIamExpand([pattern])));
    const ours = patterns.map((pattern) => [...aws.expand(pattern)].sort());
    expect(ours).toEqual(theirs);
  });

  test('the searcher is granted only Read and List, on every resource', () => {
    const levels = expansion(aws, [ROLES[SEARCHER]])
      .filter(({ row }) => row.effect !== 'Deny')
      .flatMap(({ actions }) => actions.map((action) => aws.actions.get(action)?.accessLevel));
    expect([...new Set(levels)].sort()).toEqual(['List', 'Read']);
  });

  test('the searcher is denied only reads that return content', () => {
    const denied = expansion(aws, [ROLES[SEARCHER]])
      .filter(({ row }) => row.effect === 'Deny')
      .flatMap(({ actions }) => actions)
      .filter((action) => ['Read', 'List'].includes(aws.actions.get(action)?.accessLevel ?? ''));
    expect(denied.filter((action) => !content.has(action))).toEqual([]);
  });
});

describe('the list of actions that return content', () => {
  const patterns = Object.keys(RETURNS_CONTENT);

  test('says what each action returns, in order', () => {
    expect(patterns).toEqual([...patterns].sort());
    const wrong = Object.entries(RETURNS_CONTENT).filter(
      ([pattern, returns]) => !/^[a-z0-9-]+:[A-Za-z0-9*]+$/.test(pattern) || !/^\S.{2,}[^.]$/.test(returns),
    );
    expect(wrong).toEqual([]);
  });

  test('has no entry that others cover', () => {
    const needless = patterns.filter((pattern) =>
      aws
        .expand(pattern)
        .every((action) => patterns.some((other) => other !== pattern && aws.expand(other).includes(action))),
    );
    expect(needless).toEqual([]);
  });

  test.each(['Read', 'List'] as const)('contains many actions that AWS calls %s', (level) => {
    expect(
      [...content].filter((action) => aws.actions.get(action)?.accessLevel === level).length,
    ).toBeGreaterThan(level === 'Read' ? 300 : 60);
  });
});

describe('the content that a role may ever read', () => {
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

  test.each(READING)('%s: is exactly the accepted content', (name) => {
    expect(returned(name, {}, false)).toEqual(accepted(name, 'granted'));
  });

  // Alphaus can write inline policies into these two. The other two have no boundary and need none.
  test.each([SEARCHER, 'AlphausAcctAccessRole'] as const)(
    '%s: is exactly the content accepted for its boundary, after Allow * is written into it',
    (name) => {
      expect(returned(name, {}, true)).toEqual(accepted(name, 'granted', 'boundary'));
    },
  );

  test('includes the template of the named stack, as accepted for that input', () => {
    const given = { cloudformationStackArn: STACK };
    const name = 'AlphausAcctAccessRole';
    expect(returned(name, given, false)).toEqual(accepted(name, 'granted', 'setting'));
    expect(returned(SEARCHER, given, true)).toEqual(accepted(SEARCHER, 'granted', 'boundary'));
  });

  test.each(VENDOR_ASSUMED_ROLES)(
    '%s: is named, action by action, in the notes of the role for reviewers',
    (name) => {
      const said = ROLES[name].accepted.join(' ').match(/[a-z0-9-]+:[A-Z][A-Za-z0-9*]+/g) ?? [];
      const named = new Set(said.flatMap((pattern) => [...aws.expand(pattern)]));
      // Families that the notes describe in words: one line for each action would hide the others.
      const inWords = /^(organizations:(Describe|List)|cloudformation:)/;
      const silent = accepted(name, 'granted', 'boundary').filter((action) => !inWords.test(action));
      expect(silent.filter((action) => !named.has(action))).toEqual([]);
    },
  );

  test('is accepted with a reason, once', () => {
    for (const name of READING) {
      const actions = accepted(name, 'granted', 'boundary', 'setting');
      expect(actions).toEqual([...new Set(actions)]);
    }
    for (const { actions, reason } of ACCEPTED_CONTENT) {
      expect(actions).toEqual([...actions].sort());
      expect(reason).toMatch(/^[A-Z].{20,}\.$/);
    }
  });
});
