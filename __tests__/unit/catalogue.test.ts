import { describe, expect, test } from '@jest/globals';
import { installations } from '../../src/analysis/installations';
import { ROLES, VENDOR_ASSUMED_ROLES } from '../../src/catalogue/roles';
import type { RoleSpec, StatementSpec } from '../../src/catalogue/role-spec';
import { violations } from '../../src/inputs/rules';
import { defaults, inputSpec, type Configuration } from '../../src/inputs/inputs';
import { ROLE_NAMES } from '../../src/names/role-names';
import {
  BOUNDARY_MARGIN,
  documentSize,
  INLINE_POLICIES_LIMIT,
  MANAGED_POLICIES_PER_ROLE_LIMIT,
  MANAGED_POLICY_LIMIT,
  MARGIN,
  TRUST_POLICY_LIMIT,
} from '../../src/policy/iam-limits';
import { rolePlan } from '../../src/policy/plan';
import { literalScope, type Scope } from '../../src/policy/scope';
import { VETTED_RUNBOOK_NAMES, VETTED_RUNBOOKS } from '../../src/inputs/vetted-runbooks';
import { expanded } from '../support/actions';
import { EXAMPLE } from '../support/example';

const roles = Object.values(ROLES);
const configuration: Configuration = { ...defaults(), ...EXAMPLE };
const scope = literalScope({ partition: 'aws', accountId: EXAMPLE.accountId }, configuration);

const longestOf = (permissionsBoundaryArn: string | null): Scope =>
  literalScope(
    { partition: 'aws-us-gov', accountId: EXAMPLE.accountId },
    {
      ...configuration,
      externalId: 'x'.repeat(1224),
      permissionsBoundaryArn,
      cloudformationStackArn: `arn:aws-us-gov:cloudformation:us-gov-west-1:${EXAMPLE.accountId}:stack/${'x'.repeat(128)}/${'x'.repeat(36)}`,
      vettedRunbooks: VETTED_RUNBOOK_NAMES,
    },
  );
/** The longest of everything that a customer may configure. */
const longest = longestOf(`arn:aws-us-gov:iam::${EXAMPLE.accountId}:policy/${'x'.repeat(128)}`);
const longestBuiltIn = longestOf(null);

test.each(['tags', 'role_tags'])('%s change no document: a tag gives no right', (input) => {
  const of = (start: string): unknown[] =>
    installations('aws')
      .filter(({ title }) => title.startsWith(`${start},`))
      .map(({ roles: installed }) => installed);
  expect(of('defaults')).toHaveLength(1);
  expect(of(input)).toEqual(of('defaults'));
});

/** Rows of a role, of its permissions and of its boundary. */
function rows(role: RoleSpec): readonly StatementSpec[] {
  return [...role.statements, ...(role.boundary?.statements ?? [])];
}

const everyRow = roles.flatMap((role) => rows(role).map((row) => [role.name, row.sid, row] as const));

describe('the catalogue', () => {
  test('has the five roles under the names that Octo knows', () => {
    expect(roles.map((role) => role.name)).toEqual([...ROLE_NAMES]);
    expect(VENDOR_ASSUMED_ROLES).toEqual([
      'OctoRecommendationSearcherRole',
      'OctoSSMUpdaterRole',
      'AlphausAcctAccessRole',
    ]);
  });

  test.each(everyRow)('%s, %s: is one statement that IAM takes, and says why', (_, sid, row) => {
    expect(sid).toMatch(/^[A-Za-z0-9]+$/);
    expect(row.actions.length).toBeGreaterThan(0);
    expect(row.actions).toEqual([...new Set(row.actions)]);
    for (const action of row.actions) expect(action).toMatch(/^[a-z0-9-]+:[A-Za-z0-9*?]+$/);
    expect(row.reason).toMatch(/^[A-Z].{20,}\.$/);
    expect(row.capability).toMatch(/^\S.+/);
    // IAM takes tab, line breaks and U+0020 to U+00FF; Terraform's interpolation would read ${.
    expect(JSON.stringify(row)).toMatch(/^[\x20-\x7e]+$/);
    expect(JSON.stringify(row)).not.toContain('${');
    expect(JSON.stringify(row)).not.toMatch(/arn:aws[:-]/);
  });

  const rows = roles.flatMap((role) =>
    [...role.statements, ...(role.boundary?.statements ?? [])].map(
      (row) => [role.name, row.sid, row] as const,
    ),
  );

  test.each(rows)('%s, %s: has its actions in alphabetical order', (_, __, row) => {
    expect(row.actions).toEqual([...row.actions].sort());
  });

  test.each(roles.map((role) => [role.name, role] as const))(
    '%s: no Sid stands twice in a document',
    (_, role) => {
      for (const list of [role.statements, role.boundary?.statements ?? []]) {
        const sids = list.map((row) => row.sid);
        expect(sids).toEqual([...new Set(sids)]);
      }
      expect(role.purpose).not.toBe('');
      expect(role.description).toMatch(/^[\x20-\x7e]{20,1000}$/);
    },
  );

  test('fails on an unknown placeholder, naming role and row', () => {
    const [row] = ROLES.OctoSSMUpdaterRole.statements as [StatementSpec];
    const typo = { ...ROLES.OctoSSMUpdaterRole, statements: [{ ...row, resources: ['arn:{partiton}:x'] }] };
    expect(() => rolePlan(typo, scope)).toThrow(
      new RegExp(`OctoSSMUpdaterRole, ${row.sid}: unknown placeholder \\{partiton\\}`),
    );
  });

  test('fails on a row that fits no policy, naming role and row', () => {
    const [row] = ROLES.AlphausAcctAccessRole.statements as [StatementSpec];
    const huge = { ...row, actions: Array.from({ length: 500 }, (_, index) => `ce:Action${index}`) };
    expect(() => rolePlan({ ...ROLES.AlphausAcctAccessRole, statements: [huge] }, scope)).toThrow(
      new RegExp(`AlphausAcctAccessRole, ${row.sid}: \\d+ characters`),
    );
  });
});

describe('documents stay within IAM quotas, whatever the inputs', () => {
  test.each(roles.map((role) => [role.name, role] as const))('%s', (_, role) => {
    expect(documentSize(rolePlan(role, longest).trust.document)).toBeLessThanOrEqual(TRUST_POLICY_LIMIT);
    const { managed, inline } = rolePlan(role, longest);
    const policies = [...managed, ...inline];
    if (role.storage.kind === 'inline') {
      const total = policies.reduce((sum, { document }) => sum + documentSize(document), 0);
      expect(total).toBeLessThanOrEqual(INLINE_POLICIES_LIMIT);
    } else {
      expect(policies.length + 1).toBeLessThanOrEqual(MANAGED_POLICIES_PER_ROLE_LIMIT);
      for (const { document } of policies)
        expect(documentSize(document)).toBeLessThanOrEqual(MANAGED_POLICY_LIMIT);
    }
    if (role.boundary) {
      // In force for good, as Alphaus cannot change it: room for the next permission is kept here too.
      for (const boundary of [longest, longestBuiltIn].map((one) => rolePlan(role, one).boundary?.document))
        expect(documentSize(boundary)).toBeLessThanOrEqual(
          Math.floor(MANAGED_POLICY_LIMIT * (1 - BOUNDARY_MARGIN)),
        );
    }
  });

  test('the widest list of runbooks that the input takes is the one that was measured', () => {
    const spec = inputSpec('vetted_runbooks');
    expect(violations(spec, spec.name, VETTED_RUNBOOK_NAMES)).toEqual([]);
    expect(spec.rules.find((rule) => rule.kind === 'oneOf')).toMatchObject({ values: VETTED_RUNBOOK_NAMES });
    expect(spec.rules.some((rule) => rule.kind === 'distinct')).toBe(true);
  });
});

describe('the executor with change_executor_access = recommendations', () => {
  const executor = ROLES.OctoChangeExecutorRole;
  const access = (changeExecutorAccess: Configuration['changeExecutorAccess']): Scope =>
    literalScope(
      { partition: 'aws-us-gov', accountId: EXAMPLE.accountId },
      { ...configuration, changeExecutorAccess },
    );

  test('has one policy of its own, with room for the next row, and by default none', () => {
    expect(rolePlan(executor, access('administrator')).managed).toEqual([]);
    const [policy, ...others] = rolePlan(executor, access('recommendations')).managed;
    expect(others).toEqual([]);
    expect(policy?.name).toBe('OctoChangeExecutor1');
    expect(documentSize(policy?.document)).toBeLessThanOrEqual(
      Math.floor(MANAGED_POLICY_LIMIT * (1 - MARGIN)),
    );
  });

  test('changes no identity and approves nothing', () => {
    const allowed = executor.statements.filter(({ effect }) => effect !== 'Deny');
    const changing = allowed.flatMap(({ actions }) => actions).filter((one) => /^(iam|sts|ssm):/.test(one));
    expect(changing).toEqual(['iam:PassRole']);
  });

  test('calls what the vetted runbooks call', () => {
    const patterns = executor.statements.flatMap(({ actions }) => actions);
    const needed = configuration.vettedRunbooks.flatMap((name) => VETTED_RUNBOOKS[name]?.actions ?? [name]);
    expect(needed.filter((action) => !patterns.includes(action))).toEqual([]);
  });
});

describe('boundaries', () => {
  const denied = (list: readonly StatementSpec[]): Promise<string[]> =>
    expanded(list.filter((row) => row.effect === 'Deny').flatMap((row) => row.actions));
  const allowed = (list: readonly StatementSpec[]): Promise<string[]> =>
    expanded(list.filter((row) => row.effect !== 'Deny').flatMap((row) => row.actions));

  test.each(roles.filter((role) => role.boundary).map((role) => [role.name, role] as const))(
    '%s: its boundary takes away nothing that it is granted',
    async (_, role) => {
      const boundary = role.boundary?.statements ?? [];
      const never = new Set(await denied(boundary));
      const possible = new Set((await allowed(boundary)).filter((action) => !never.has(action)));
      const ownNever = new Set(await denied(role.statements));
      const granted = (await allowed(role.statements)).filter((action) => !ownNever.has(action));
      expect(granted.filter((action) => !possible.has(action))).toEqual([]);
    },
  );
});
