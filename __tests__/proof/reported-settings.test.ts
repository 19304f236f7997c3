import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Analysis } from '../../src/analysis/analysis';
import { statementsOf } from '../../src/analysis/statements';
import { defaults, INPUTS, type Configuration } from '../../src/inputs/inputs';
import type { RoleName } from '../../src/names/role-names';
import { installedRoles } from '../../src/policy/installed';
import { SETTINGS, withSetting } from '../../src/report/build/reported-settings';
import type { RightsChange, RoleChange } from '../../src/report/shape/change-shape';
import { sharedAnalysis } from '../support/reference';
import { committed, roleIn } from '../support/report';
import { ACCT, EXECUTOR, SEARCHER, UPDATER } from '../support/roles-in-short';

const report = committed();
let aws: Analysis;

beforeAll(async () => {
  aws = await sharedAnalysis();
});

function changes(input: string): readonly RoleChange[] {
  const setting = report.settings.find((candidate) => candidate.input === input);
  if (!setting) throw new Error(`the report has no setting of ${input}`);
  return setting.roles;
}

/** The changes of one kind that a setting makes to one role. */
function changesOf<Of extends RightsChange['of']>(
  roles: readonly RoleChange[],
  name: RoleName,
  of: Of,
): (RightsChange & { readonly of: Of })[] {
  const { changes } = roles.find(({ role }) => role === name) ?? { changes: [] };
  return changes.filter((change) => change.of === of) as (RightsChange & { readonly of: Of })[];
}

describe('the effect of each input', () => {
  test('is described for every input except principal and external_id', () => {
    const told = new Set(SETTINGS.map(({ input }) => input));
    const inputs = INPUTS.map(({ name }) => name);
    expect(inputs.filter((name) => !told.has(name))).toEqual(['principal', 'external_id']);
  });

  test.each(['tags', 'role_tags'] as const)('changes no right for %s', (input) => {
    expect(changes(input)).toEqual([]);
  });

  test('removes three roles in a read-only installation', () => {
    expect(
      changes('roles').map(({ role, changes: of }) => [role, of.map((change) => [change.of, change.kind])]),
    ).toEqual([
      [EXECUTOR, [['role', 'removed']]],
      [UPDATER, [['role', 'removed']]],
      ['OctoChangeTemplateApproverRole', [['role', 'removed']]],
    ]);
  });

  test('removes exactly the write actions of Cost Explorer', () => {
    const [change, ...others] = changesOf(changes('cost_explorer_access'), ACCT, 'actions');
    expect([change?.kind, others]).toEqual(['removed', []]);
    const taken = change?.actions ?? [];
    expect(taken.length).toBeGreaterThan(20);
    expect(
      taken.filter((action) => ['List', 'Read'].includes(aws.actions.get(action)?.accessLevel ?? '')),
    ).toEqual([]);
  });

  test('removes the inline updates, and the actions that they could add', () => {
    const roles = changes('allow_self_update');
    const [change, ...others] = changesOf(roles, ACCT, 'actions');
    expect(others).toEqual([]);
    expect(change).toEqual(
      expect.objectContaining({ kind: 'removed', actions: ['iam:DeleteRolePolicy', 'iam:PutRolePolicy'] }),
    );
    expect(change?.before).toHaveLength(2);
    expect(changesOf(roles, SEARCHER, 'actions')).toEqual([]);
    const [ceiling] = changesOf(roles, SEARCHER, 'ceiling');
    expect(ceiling?.kind).toBe('narrowed');
    expect(ceiling?.actions).toHaveLength(roleIn(report, SEARCHER).ceiling?.beyond.length ?? 0);
  });

  test('names every Deny that comes with a boundary of the customer', () => {
    const account = { partition: '{partition}', accountId: '{accountId}' };
    const base = { ...defaults(), principal: '{principal}', externalId: '{externalId}' };
    const denialsIn = (configuration: Configuration) =>
      installedRoles(account, configuration).flatMap(({ name, policies, boundary }) =>
        [...policies.map(({ document }) => document), boundary?.document]
          .flatMap((document) => (document ? statementsOf(document) : []))
          .filter(({ effect }) => effect === 'Deny')
          .map((statement) => ({ name, ...statement })),
      );
    const earlier = denialsIn(base);
    const before = new Set(earlier.map((one) => JSON.stringify(one)));
    const boundary = 'arn:{partition}:iam::{accountId}:policy/your-boundary';
    const added = denialsIn(withSetting(base, 'permissions_boundary_arn', boundary)).filter(
      (one) => !before.has(JSON.stringify(one)),
    );
    expect(added.map(({ sid }) => sid)).toEqual([
      'NothingElse',
      'ReadOwnRolesOnlyThere',
      'CreateOctoServiceLinkedRolesOnlyThere',
      'CreateOctoServiceLinkedRolesOnlySo',
    ]);
    for (const { name, sid, actions, notActions, notResources } of added) {
      const was = earlier.find((one) => one.name === name && one.sid === sid);
      // Of a Deny of all others that was there, what it excepts no longer is all that is told.
      const denied = was ? was.notActions.filter((action) => !notActions.includes(action)) : actions;
      const told = changesOf(changes('permissions_boundary_arn'), name, 'denial').filter(
        ({ kind, now, ...change }) =>
          kind === 'narrowed' &&
          denied.every((action) => change.actions.includes(action)) &&
          (was !== undefined || notActions.every((action) => change.notActions.includes(action))) &&
          now.some((limits) => notResources.every((arn) => limits.notResources?.includes(arn))),
      );
      expect([sid, told.length > 0]).toEqual([sid, true]);
    }
  });

  test('warns of the one setting that makes Alphaus an administrator', () => {
    const opening = report.settings.filter(({ administrator }) =>
      administrator.adds.some(({ approval, supposing }) => !approval && supposing === null),
    );
    expect(opening.map(({ input }) => input)).toEqual(['direct_automation']);
  });

  test('loosens the trust policy of the executor if its source is not checked', () => {
    const [change] = changesOf(changes('change_executor_source_arn_check'), EXECUTOR, 'trust');
    expect(change?.kind).toBe('widened');
    expect(change?.now?.conditions).toEqual({ StringEquals: { 'aws:SourceAccount': ['{accountId}'] } });
  });

  test('is described for the CloudFormation template too', () => {
    const [form, ...others] = report.forms;
    expect(others).toEqual([]);
    // Paths by a leftover of an update, or by an extension with its own role, need a condition on the account.
    expect(form?.administrator.takes).toEqual([]);
    expect(form?.administrator.adds.map(({ id, supposing }) => [id, supposing !== null])).toEqual([
      ['stack-extension', true],
      ['stack-left-behind', true],
    ]);
    expect(form?.roles.map(({ role }) => role)).toEqual([ACCT]);
    const added = changesOf(form?.roles ?? [], ACCT, 'actions');
    expect(new Set(added.map(({ kind }) => kind))).toEqual(new Set(['added']));
    expect(added.flatMap(({ actions }) => actions)).toEqual([
      'cloudformation:GetTemplate',
      'cloudformation:UpdateStack',
    ]);
  });
});
