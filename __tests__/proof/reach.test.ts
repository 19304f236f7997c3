import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Analysis } from '../../src/analysis/analysis';
import { reachOf, type Reach } from '../../src/analysis/reach/reach';
import type { Configuration } from '../../src/inputs/inputs';
import { ROLE_NAMES, type RoleName } from '../../src/names/role-names';
import type { InstalledRole } from '../../src/policy/installed';
import { VETTED_RUNBOOK_NAMES, VETTED_RUNBOOKS } from '../../src/inputs/vetted-runbooks';
import {
  conditioned,
  edited,
  gone,
  having,
  OWN_BOUNDARY,
  rolesOf,
  row,
  STACK,
  type Statement,
  without,
} from '../support/changed-roles';
import { ACCT, EXECUTOR, UPDATER } from '../support/roles-in-short';
import { EXAMPLE } from '../support/example';
import { sharedAnalysis, withActions } from '../support/reference';
import { breaks } from './reach-breaks';

let all: Analysis;
/** The services that the breaks affect: much faster than all. */
let some: Analysis;

beforeAll(async () => {
  all = await sharedAnalysis();
  const services = ['cloudformation', 'ec2', 'iam', 'ssm', 'sts'];
  const actions = [...all.actions].filter(([action]) => services.includes(action.split(':')[0] ?? ''));
  some = withActions(all, new Map(actions));
});

/** Many tests ask about the same roles. */
const answered = new Map<string, Reach>();

function reach(roles: readonly InstalledRole[], analysis: Analysis, partition = 'aws'): Reach {
  const question = `${analysis === all} ${partition} ${JSON.stringify(roles)}`;
  const found = answered.get(question) ?? reachOf({ partition, ...EXAMPLE, roles }, analysis);
  answered.set(question, found);
  return found;
}

const withoutApproval = (paths: Reach['paths']): string[] =>
  paths.filter(({ approval, supposing }) => !approval && !supposing).map(({ id }) => id);

const ids = ({ paths, weaknesses }: Reach): string[] => [
  ...withoutApproval(paths),
  ...weaknesses.map(({ id }) => id),
];

describe('how far Alphaus can get', () => {
  test('reaches administrator rights only through an approval of the customer, and finds no weakness', () => {
    const { sessions, paths, weaknesses } = reach(rolesOf(), all);
    expect(weaknesses).toEqual([]);
    expect(paths.map(({ id, approval, supposing }) => [id, approval, supposing !== undefined])).toEqual([
      ['approved-document', true, false],
      ['change-request', true, false],
      ['customers-document', false, true],
      ['open-runbook', false, true],
      ['other-region', false, true],
    ]);
    expect(sessions.map(({ role }) => role)).toEqual([
      'OctoRecommendationSearcherRole',
      'OctoSSMUpdaterRole',
      'AlphausAcctAccessRole',
    ]);
    expect(sessions.filter(({ written }) => written).map(({ role }) => role)).toEqual([
      'OctoRecommendationSearcherRole',
      'AlphausAcctAccessRole',
    ]);
  });

  test('says who does what on each escalation path', () => {
    const { paths } = reach(rolesOf({ directAutomation: 'any' }), some);
    expect(withoutApproval(paths)).toEqual(['swap-before-approval', 'unapproved-document']);
    const path = paths.find(({ id }) => id === 'unapproved-document');
    expect(path).toEqual({
      id: 'unapproved-document',
      approval: false,
      steps: [
        { actor: 'Alphaus', does: 'assumes OctoSSMUpdaterRole' },
        { actor: 'OctoSSMUpdaterRole', does: 'writes a document' },
        { actor: 'OctoSSMUpdaterRole', does: 'starts it without an approval' },
        { actor: 'OctoSSMUpdaterRole', does: 'has SSM run it as OctoChangeExecutorRole' },
      ],
    });
  });

  test.each<[string, Partial<Configuration>, string[]]>([
    ['read-only', { roles: ['OctoRecommendationSearcherRole', 'AlphausAcctAccessRole'] }, []],
    [
      'no self-update',
      { allowSelfUpdate: false },
      ['approved-document', 'change-request', 'customers-document', 'open-runbook', 'other-region'],
    ],
    [
      'an own boundary',
      { permissionsBoundaryArn: OWN_BOUNDARY },
      ['approved-document', 'change-request', 'customers-document', 'open-runbook', 'other-region'],
    ],
    [
      'a named stack',
      { cloudformationStackArn: STACK },
      [
        'approved-document',
        'change-request',
        'customers-document',
        'open-runbook',
        'other-region',
        'stack-extension',
        'stack-left-behind',
      ],
    ],
    [
      'no source ARN',
      { changeExecutorSourceArnCheck: false },
      ['approved-document', 'change-request', 'customers-document', 'open-runbook', 'other-region'],
    ],
  ])('finds no escalation path without an approval with %s', (_, inputs, paths) => {
    const found = reach(rolesOf(inputs), some);
    expect(ids(found)).toEqual([]);
    expect(found.paths.map(({ id }) => id)).toEqual(paths);
  });

  test('counts the actions of runbooks that start without an approval', () => {
    const stops = (inputs: Partial<Configuration> = {}): unknown =>
      reach(rolesOf(inputs), some).withoutApproval.get('ec2:StopInstances');
    expect(stops()).toEqual({
      action: 'ec2:StopInstances',
      roles: [EXECUTOR],
      resources: ['*'],
      conditions: [],
      runbooks: ['AWS-ResizeInstance', 'AWS-StopEC2Instance'],
    });
    expect(stops({ vettedRunbooks: ['AWS-StartEC2Instance', 'AWS-ResizeInstance'] })).toMatchObject({
      runbooks: ['AWS-ResizeInstance'],
    });
    expect(stops({ vettedRunbooks: ['AWS-StartEC2Instance'] })).toBeUndefined();
    expect(stops({ vettedRunbooks: [] })).toBeUndefined();
  });

  test.each(
    ['aws', 'aws-us-gov', 'aws-cn'].flatMap((partition) =>
      [undefined, OWN_BOUNDARY].map((boundary) => ({ partition, boundary })),
    ),
  )('finds every wall standing in $partition, boundary $boundary', ({ partition, boundary }) => {
    const ofPartition = (arn: string | undefined): string | null =>
      arn?.replace('arn:aws:', `arn:${partition}:`) ?? null;
    const inputs = {
      cloudformationStackArn: ofPartition(STACK),
      permissionsBoundaryArn: ofPartition(boundary),
    };
    const roles = rolesOf(inputs, partition);
    expect(ids(reach(roles, some, partition))).toEqual([]);
    const written = reach(roles, some, partition).sessions.filter((session) => session.written);
    // The customer's own boundary turns self-update off.
    expect(written).toHaveLength(boundary ? 0 : 2);
  });

  test('counts every AWS action once: reached alone, only with an approval, or never', () => {
    const open = reach(rolesOf(), all);
    expect(open.withoutApproval.size + open.onlyWithApproval.length).toBe(all.names.length);
    expect(open.never).toEqual([]);
    const readOnly = reach(
      rolesOf({ roles: ['OctoRecommendationSearcherRole', 'AlphausAcctAccessRole'] }),
      all,
    );
    expect(readOnly.onlyWithApproval).toEqual([]);
    expect(readOnly.never.length).toBe(all.names.length - readOnly.withoutApproval.size);
    const some = ['ec2:TerminateInstances', 'iam:CreateUser', 's3:GetObject', 'sts:AssumeRole'];
    expect(readOnly.never.filter((action) => some.includes(action))).toEqual(some);
    expect(open.withoutApproval.get('iam:PutRolePolicy')).toMatchObject({
      roles: ['AlphausAcctAccessRole'],
      resources: ['AlphausAcctAccessRole', 'OctoRecommendationSearcherRole'].map(
        (name) => `arn:aws:iam::${EXAMPLE.accountId}:role/${name}`,
      ),
    });
  });
});

describe('escalation paths that exist only under a condition on the account', () => {
  const supposed = (roles: InstalledRole[]): string[] =>
    reach(roles, some).paths.flatMap(({ id, supposing }) => (supposing === undefined ? [] : [id]));
  const withStack = (): InstalledRole[] => rolesOf({ cloudformationStackArn: STACK });
  const stackUpdates = (change: (statement: Statement) => Statement): InstalledRole[] =>
    edited(
      edited(withStack(), ACCT, 'policies', row('UpdateOwnStack', change)),
      ACCT,
      'boundary',
      row('UpdateOwnStack', change),
    );

  test.each<[string, () => InstalledRole[], string, boolean]>([
    ['requests by any template', () => rolesOf({ changeRequests: 'any' }), 'own-template', true],
    [
      'requests whose template needs no tag',
      () => edited(rolesOf(), UPDATER, 'policies', row('RequestApprovedChanges', without('Condition'))),
      'own-template',
      true,
    ],
    ['requests by approved templates', () => rolesOf(), 'own-template', false],
    [
      'requests by any template, none of which Alphaus writes',
      () =>
        edited(
          rolesOf({ changeRequests: 'any' }),
          UPDATER,
          'policies',
          row(
            'ManageAutomationDocuments',
            having({ Condition: { StringEquals: { 'ssm:DocumentType': 'Automation' } } }),
          ),
        ),
      'own-template',
      false,
    ],
    ['runbooks that Alphaus edits', () => rolesOf(), 'open-runbook', true],
    [
      'no documents that Alphaus edits',
      () => edited(rolesOf(), UPDATER, 'policies', row('ManageAutomationDocuments', gone)),
      'open-runbook',
      false,
    ],
    ['an administrator as the executor', () => rolesOf(), 'other-region', true],
    [
      'an executor that assumes no role',
      () => rolesOf({ changeExecutorAccess: 'recommendations' }),
      'other-region',
      false,
    ],
    ['a stack that may be updated', withStack, 'stack-left-behind', true],
    ['no stack', () => rolesOf(), 'stack-left-behind', false],
    ['updates that name no types', withStack, 'stack-extension', true],
    [
      'updates that must name types',
      () =>
        stackUpdates(
          conditioned(({ Null, ...condition }) => ({
            ...condition,
            Null: { ...Null, 'cloudformation:ResourceTypes': 'false' },
          })),
        ),
      'stack-extension',
      false,
    ],
  ])('with %s: %s', (_, roles, id, isThere) => {
    expect(supposed(roles()).includes(id)).toBe(isThere);
  });

  test('counts an approval only if Alphaus cannot give it', () => {
    const approvals = (roles: InstalledRole[]): unknown[] =>
      reach(roles, some)
        .paths.filter(({ id }) => id === 'approved-document' || id === 'change-request')
        .map(({ approval }) => approval);
    expect(approvals(rolesOf())).toEqual([true, true]);
    expect(approvals(edited(rolesOf(), UPDATER, 'policies', row('NeverTouchApproval', gone)))).toEqual([
      false,
      false,
    ]);
  });
});

describe('an action that is neither granted nor denied', () => {
  test('is counted apart from the actions that are never reached', () => {
    const readOnly = { roles: ['OctoRecommendationSearcherRole', 'AlphausAcctAccessRole'] as RoleName[] };
    const closed = reach(rolesOf(readOnly), all);
    expect(closed.onlyByResourcePolicy).toEqual([]);
    const silent = reach(edited(rolesOf(readOnly), ACCT, 'boundary', row('NothingElse', gone)), all);
    expect(silent.never).not.toContain('sns:Publish');
    expect(silent.onlyByResourcePolicy).toContain('sns:Publish');
    expect(silent.never.length + silent.onlyByResourcePolicy.length).toBe(closed.never.length);
  });
});

describe('runbooks that start without an approval', () => {
  test('are all known to the analysis, and none is an escalation path', () => {
    const found = reach(rolesOf({ vettedRunbooks: VETTED_RUNBOOK_NAMES }), all);
    expect(ids(found)).toEqual([]);
    const executed = [...found.withoutApproval.values()].filter(({ runbooks }) => runbooks);
    const actions = Object.values(VETTED_RUNBOOKS).flatMap((runbook) => runbook.actions);
    expect(executed.map(({ action }) => action).sort()).toEqual([...new Set(actions)].sort());
  });
});

describe('the analysis names each break', () => {
  test('finds nothing before the break', () => {
    expect(ids(reach(rolesOf(), some))).toEqual([]);
    expect(rolesOf().map(({ name }) => name)).toEqual([...ROLE_NAMES]);
  });

  test.each(breaks())('%s', (_, broken, id) => {
    expect(ids(reach(broken(), some))).toContain(id);
  });
});
