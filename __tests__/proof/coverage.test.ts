import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Analysis } from '../../src/analysis/analysis';
import { mayEver, permissionsOf } from '../../src/analysis/may-ever';
import { matchesAction } from '../../src/analysis/wildcard';
import { ROLES } from '../../src/catalogue/roles';
import { COMPARED_POLICIES } from './compared-policies';
import { COVERAGE } from '../../src/catalogue/coverage/coverage';
import type { Coverage } from '../../src/catalogue/coverage/coverage-line';
import { defaults, type Configuration } from '../../src/inputs/inputs';
import { ROLE_NAMES, type RoleName } from '../../src/names/role-names';
import { installedRoles } from '../../src/policy/installed';
import { EXAMPLE } from '../support/example';
import { sharedAnalysis } from '../support/reference';

/** The executor is left out, as it may do anything. */
const OTHERS = ROLE_NAMES.filter((name) => name !== 'OctoChangeExecutorRole');

let aws: Analysis;

beforeAll(async () => {
  aws = await sharedAnalysis();
});

type Callable = ReadonlyMap<RoleName, ReadonlySet<string>>;

/** The actions that each role can ever succeed with. */
function callable(given: Partial<Configuration> = {}): Callable {
  return aws.once(callableWith, given);
}

function callableWith(given: Partial<Configuration>): Callable {
  const configuration: Configuration = { ...defaults(), ...EXAMPLE, ...given };
  const roles = installedRoles({ partition: 'aws', accountId: EXAMPLE.accountId }, configuration);
  return new Map(roles.map((role) => [role.name, new Set(mayEver(permissionsOf(role), aws).keys())]));
}

/** Roles that can call an action. */
function callers(rights: ReadonlyMap<RoleName, ReadonlySet<string>>, action: string): RoleName[] {
  return OTHERS.filter((name) => rights.get(name)?.has(action));
}

/** Roles that should be able to call an action, by the coverage lines. */
function needed(lines: readonly Coverage[], action: string): RoleName[] {
  return OTHERS.filter((name) =>
    lines.some(
      ({ role, actions, whole = [] }) =>
        role === name && (action in actions || whole.some((family) => matchesAction(family, action))),
    ),
  );
}

const always = COVERAGE.filter(({ needs }) => !needs);
const titled = (lines: readonly Coverage[]): (readonly [string, string, Coverage])[] =>
  lines.map((line) => [line.role, line.capability, line]);

describe('coverage: the calls that each capability needs', () => {
  test.each(titled(COVERAGE))('%s, %s: names actions that AWS has, each with its purpose', (_, __, line) => {
    expect(line.specification).toMatch(/^[A-Z].+\.$/);
    expect(Object.keys(line.actions).length).toBeGreaterThan(0);
    for (const [action, note] of Object.entries({ ...line.actions, ...line.leftOut })) {
      expect(aws.actions.has(action) ? [] : [action]).toEqual([]);
      expect(note).toMatch(/^\S.{4,}[^.]$/);
    }
    for (const family of line.whole ?? []) expect(family).toMatch(/^[a-z-]+:([A-Z][a-z]+)?\*$/);
  });

  test.each(titled(always))(
    '%s, %s: allows each call to the roles that need it, and to no other',
    (_, __, line) => {
      const rights = callable();
      const wrong = Object.keys(line.actions)
        .map((action) => ({ action, callers: callers(rights, action), needed: needed(always, action) }))
        .filter((found) => found.callers.join() !== found.needed.join());
      expect(wrong).toEqual([]);
    },
  );

  test.each(titled(COVERAGE.filter(({ needs }) => needs)))(
    '%s, %s: exists with its input, and not without it',
    (role, __, line) => {
      const without = callable();
      const withIt = callable(line.needs);
      for (const action of Object.keys(line.actions)) {
        expect([action, callers(withIt, action)]).toEqual([action, [role]]);
        expect([action, callers(without, action)]).toEqual([action, []]);
      }
      // The input adds what the line names, and nothing else.
      const added = OTHERS.flatMap((name) =>
        [...(withIt.get(name) ?? [])].filter((action) => !without.get(name)?.has(action)),
      );
      expect(added.sort()).toEqual(Object.keys(line.actions).sort());
    },
  );

  test('an action that is left out is allowed to no role', () => {
    const rights = callable();
    const allowed = COVERAGE.flatMap(({ role, leftOut }) =>
      Object.keys(leftOut).map((action) => ({ role, action, callers: callers(rights, action) })),
    ).filter((found) => found.callers.length > 0);
    // A role may leave out what another one needs.
    expect(allowed.filter(({ role, callers: others }) => others.includes(role))).toEqual([]);
    expect(allowed).toEqual([]);
  });

  test('a family that is taken whole is allowed whole, except for the actions that are left out', () => {
    const rights = callable();
    const missing = always.flatMap(({ role, whole = [], leftOut }) =>
      aws.names.filter(
        (action) =>
          whole.some((family) => matchesAction(family, action)) &&
          !(action in leftOut) &&
          !rights.get(role)?.has(action),
      ),
    );
    expect(missing).toEqual([]);
  });

  test.each(OTHERS)('%s: has a line for each capability of its rows, and no other', (name) => {
    const rows = ROLES[name].statements.filter((row) => row.effect !== 'Deny');
    const lines = COVERAGE.filter(({ role }) => role === name);
    expect([...new Set(lines.map(({ capability }) => capability))].sort()).toEqual(
      [...new Set(rows.map(({ capability }) => capability))].sort(),
    );
  });

  test.each(OTHERS)('%s: has no pattern that no call needs', (name) => {
    const rows = ROLES[name].statements.filter((row) => row.effect !== 'Deny');
    const calls = (capability: string): string[] =>
      COVERAGE.filter((line) => line.role === name && line.capability === capability).flatMap(({ actions }) =>
        Object.keys(actions),
      );
    const needless = rows.flatMap((row) =>
      row.actions
        .filter((pattern) => !calls(row.capability).some((action) => matchesAction(pattern, action)))
        .map((pattern) => `${row.sid}: ${pattern}`),
    );
    expect(needless).toEqual([]);
  });

  test('fails if a needed call is not allowed, or if another role is allowed it', () => {
    const line: Coverage = {
      role: 'OctoRecommendationSearcherRole',
      capability: 'Test',
      specification: 'A test.',
      actions: { 'sqs:ReceiveMessage': 'nothing', 'rds:DescribeDBInstances': 'databases' },
      leftOut: {},
    };
    const rights = callable();
    expect(needed([line], 'sqs:ReceiveMessage')).not.toEqual(callers(rights, 'sqs:ReceiveMessage'));
    expect(needed([line], 'rds:DescribeDBInstances')).not.toEqual(callers(rights, 'rds:DescribeDBInstances'));
  });
});

describe('policies of comparable services', () => {
  test.each(COMPARED_POLICIES.map((policy) => [policy.name, policy] as const))(
    '%s: has its source, what we learnt from it, and the actions that we leave out',
    (_, { source, learned, leftOut }) => {
      expect(source).toMatch(/^\S.{8,}$/);
      expect(learned).toMatch(/^[A-Z].{20,}\.$/);
      expect(leftOut).toEqual([...leftOut].sort());
      const everywhere = new Map(COVERAGE.flatMap((line) => Object.entries(line.leftOut)));
      expect(leftOut.filter((action) => !everywhere.has(action))).toEqual([]);
    },
  );
});
