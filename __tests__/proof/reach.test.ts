import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Analysis } from '../../src/analysis/analysis';
import { reachOf, type Reach } from '../../src/analysis/reach/reach';
import { defaults, type Configuration } from '../../src/inputs/table';
import { ROLE_NAMES, type RoleName } from '../../src/names/role-names';
import type { PolicyDocument } from '../../src/policy/clauses';
import { installedRoles, type InstalledRole } from '../../src/policy/installed';
import { VETTED_RUNBOOK_NAMES, VETTED_RUNBOOKS } from '../../src/inputs/vetted-runbooks';
import { EXAMPLE } from '../support/example';
import { sharedAnalysis, withActions } from '../support/reference';

const OWN_BOUNDARY = `arn:aws:iam::${EXAMPLE.accountId}:policy/own`;
const STACK = `arn:aws:cloudformation:us-east-1:${EXAMPLE.accountId}:stack/octo/0f2c3a10-5b1e-11f0-9d1b-0a1b2c3d4e5f`;

let all: Analysis;
/** Enough for what the breaks touch, and asked in a fraction of the time. */
let some: Analysis;

beforeAll(async () => {
  all = await sharedAnalysis();
  const services = ['cloudformation', 'ec2', 'iam', 'ssm', 'sts'];
  const actions = [...all.actions].filter(([action]) => services.includes(action.split(':')[0] ?? ''));
  some = withActions(all, new Map(actions));
});

const rendered = new Map<string, InstalledRole[]>();

function rolesOf(inputs: Partial<Configuration> = {}, partition = 'aws'): InstalledRole[] {
  const { accountId, ...required } = EXAMPLE;
  const key = JSON.stringify([inputs, partition]);
  const roles =
    rendered.get(key) ?? installedRoles({ partition, accountId }, { ...defaults(), ...required, ...inputs });
  rendered.set(key, roles);
  return roles;
}

function reach(roles: readonly InstalledRole[], analysis: Analysis, partition = 'aws'): Reach {
  return reachOf({ partition, ...EXAMPLE, roles }, analysis);
}

const withoutApproval = (ways: Reach['ways']): string[] =>
  ways.filter(({ approval, supposing }) => !approval && !supposing).map(({ id }) => id);

const ids = ({ ways, weaknesses }: Reach): string[] => [
  ...withoutApproval(ways),
  ...weaknesses.map(({ id }) => id),
];

describe('how far Alphaus can get', () => {
  test('reaches administrator rights only through an approval of the customer, and finds every wall standing', () => {
    const { sessions, ways, weaknesses } = reach(rolesOf(), all);
    expect(weaknesses).toEqual([]);
    expect(ways.map(({ id, approval, supposing }) => [id, approval, supposing !== undefined])).toEqual([
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

  test('says who does what on each way', () => {
    const { ways } = reach(rolesOf({ directAutomation: 'any' }), some);
    expect(withoutApproval(ways)).toEqual(['swap-before-approval', 'unapproved-document']);
    const way = ways.find(({ id }) => id === 'unapproved-document');
    expect(way).toEqual({
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
  ])('finds no way without an approval with %s', (_, inputs, ways) => {
    const found = reach(rolesOf(inputs), some);
    expect(ids(found)).toEqual([]);
    expect(found.ways.map(({ id }) => id)).toEqual(ways);
  });

  test('counts what runbooks do that start without an approval', () => {
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
    // A boundary of the customer's own turns self-update off.
    expect(written).toHaveLength(boundary ? 0 : 2);
  });

  test('counts every action of AWS once: reached alone, only with an approval, or never', () => {
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

type Statement = Record<string, unknown>;
type Part = 'trust' | 'policies' | 'boundary';

/** The roles with one document's statements changed. */
function edited(
  roles: readonly InstalledRole[],
  name: RoleName,
  part: Part,
  change: (statements: Statement[]) => Statement[],
): InstalledRole[] {
  const document = (old: PolicyDocument): PolicyDocument => ({
    ...old,
    Statement: change(old.Statement as Statement[]),
  });
  return roles.map((role): InstalledRole => {
    if (role.name !== name) return role;
    if (part === 'trust') return { ...role, trust: document(role.trust) };
    if (part === 'boundary') {
      if (!role.boundary?.document) throw new Error(`${name} has no boundary to break`);
      return { ...role, boundary: { ...role.boundary, document: document(role.boundary.document) } };
    }
    return {
      ...role,
      policies: role.policies.map((policy) => ({ ...policy, document: document(policy.document) })),
    };
  });
}

/** Changes the statement of that Sid, which has to be there. */
function row(sid: string, change: (statement: Statement) => Statement | undefined) {
  return (statements: Statement[]): Statement[] =>
    statements.flatMap((statement) => {
      const left = statement['Sid'] === sid ? change(statement) : statement;
      return left ? [left] : [];
    });
}

const gone = (): undefined => undefined;
const without =
  (...elements: string[]) =>
  (statement: Statement): Statement =>
    Object.fromEntries(Object.entries(statement).filter(([element]) => !elements.includes(element)));
const having =
  (elements: Statement) =>
  (statement: Statement): Statement => ({ ...statement, ...elements });
const allowing =
  (...actions: string[]) =>
  (statements: Statement[]): Statement[] => [
    // The Deny of all else is derived from what is allowed: a right more is one less there.
    ...statements.map((statement) =>
      statement['Sid'] === 'NothingElse'
        ? { ...statement, NotAction: [...(statement['NotAction'] as string[]), ...actions] }
        : statement,
    ),
    { Sid: 'Added', Effect: 'Allow', Action: actions, Resource: '*' },
  ];
const conditioned =
  (change: (condition: Record<string, Record<string, unknown>>) => Statement) =>
  (statement: Statement): Statement => ({
    ...statement,
    Condition: change(statement['Condition'] as Record<string, Record<string, unknown>>),
  });

const SEARCHER = 'OctoRecommendationSearcherRole';
const EXECUTOR = 'OctoChangeExecutorRole';
const UPDATER = 'OctoSSMUpdaterRole';
const APPROVER = 'OctoChangeTemplateApproverRole';
const ACCT = 'AlphausAcctAccessRole';

const roleArn = (name: string): string => `arn:aws:iam::${EXAMPLE.accountId}:role/${name}`;
const noBoundary = (roles: InstalledRole[], name: RoleName): InstalledRole[] =>
  roles.map((role) => (role.name === name ? { ...role, boundary: undefined } : role));
/** Lifted in the role's own policies and in its ceiling. */
const granted = (roles: InstalledRole[], ...actions: string[]): InstalledRole[] =>
  edited(edited(roles, ACCT, 'policies', allowing(...actions)), ACCT, 'boundary', allowing(...actions));

/** The Deny in a trust policy of the customer's, of Alphaus's roles alone. */
const FORGETTING_EXECUTOR = row(
  'NeverAlphaus',
  having({ Condition: { ArnEquals: { 'aws:PrincipalArn': [SEARCHER, UPDATER, ACCT].map(roleArn) } } }),
);

/** The design with one rule taken out, and what the analysis has to call it. */
const BREAKS: readonly [string, () => InstalledRole[], string][] = [
  [
    'the searcher without a boundary',
    () => noBoundary(rolesOf(), SEARCHER),
    `write[${SEARCHER}: ec2:TerminateInstances]`,
  ],
  [
    'no boundary on the role that writes, and its condition gone',
    () =>
      edited(
        noBoundary(rolesOf(), ACCT),
        ACCT,
        'policies',
        row('UpdateInlineOfAcctAccess', without('Condition')),
      ),
    `administrator[${ACCT}]`,
  ],
  [
    'a boundary that allows iam:PutRolePolicy elsewhere',
    () => edited(rolesOf(), ACCT, 'boundary', allowing('iam:PutRolePolicy')),
    `role[${ACCT}: iam:PutRolePolicy]`,
  ],
  [
    'a boundary that allows passing roles',
    () => granted(rolesOf(), 'iam:PassRole'),
    `role[${ACCT}: iam:PassRole]`,
  ],
  [
    'a boundary that allows assuming roles',
    () => granted(rolesOf(), 'sts:AssumeRole'),
    `role[${ACCT}: sts:AssumeRole]`,
  ],
  [
    'a boundary that allows making users',
    () => granted(rolesOf(), 'iam:CreateUser', 'iam:AttachUserPolicy'),
    `administrator[${ACCT}]`,
  ],
  [
    'a boundary that can be taken off',
    () => granted(rolesOf(), 'iam:DeleteRolePermissionsBoundary'),
    `unbounded[${ACCT}]`,
  ],
  [
    'a boundary that can be replaced',
    () => granted(rolesOf(), 'iam:PutRolePermissionsBoundary'),
    `unbounded[${SEARCHER}]`,
  ],
  [
    'a boundary whose text can be changed',
    () => granted(rolesOf(), 'iam:CreatePolicyVersion'),
    `unbounded[${ACCT}]`,
  ],
  [
    'a boundary that lets stacks be made',
    () => granted(rolesOf(), 'cloudformation:CreateStack'),
    `write[${ACCT}: cloudformation:CreateStack]`,
  ],
  [
    'trust policies that can be rewritten',
    () => granted(rolesOf(), 'iam:UpdateAssumeRolePolicy'),
    `assume[${EXECUTOR}]`,
  ],
  [
    "the searcher's boundary with one write",
    () => edited(rolesOf(), SEARCHER, 'boundary', allowing('ec2:TerminateInstances')),
    `write[${SEARCHER}: ec2:TerminateInstances]`,
  ],
  [
    "a boundary of the customer's own without the Denies beside it",
    () =>
      edited(rolesOf({ permissionsBoundaryArn: OWN_BOUNDARY }), ACCT, 'policies', (statements) =>
        statements.filter(({ Effect }) => Effect === 'Allow'),
      ),
    `open-to-resource-policies[${ACCT}]`,
  ],
  [
    "writes beside a boundary of the customer's own",
    () =>
      edited(
        rolesOf({ permissionsBoundaryArn: OWN_BOUNDARY }),
        ACCT,
        'policies',
        allowing('iam:PutRolePolicy', 'iam:DetachRolePolicy'),
      ),
    `stripped[${ACCT}]`,
  ],
  [
    'the searcher, not allowed but not denied either',
    () => edited(rolesOf(), SEARCHER, 'boundary', row('NothingElse', gone)),
    `write[${SEARCHER}: ec2:TerminateInstances]`,
  ],
  [
    'account access, not allowed but not denied either',
    () => edited(rolesOf(), ACCT, 'boundary', row('NothingElse', gone)),
    `open-to-resource-policies[${ACCT}]`,
  ],
  [
    'the updater, not allowed but not denied either',
    () => edited(rolesOf(), UPDATER, 'policies', row('NothingElse', gone)),
    `open-to-resource-policies[${UPDATER}]`,
  ],
  [
    'the approver, not allowed but not denied either',
    () => edited(rolesOf(), APPROVER, 'policies', row('NothingElse', gone)),
    `open-to-resource-policies[${APPROVER}]`,
  ],
  [
    'a Deny of all else on some resources only',
    () => edited(rolesOf(), UPDATER, 'policies', row('NothingElse', having({ Resource: 'arn:aws:s3:::*' }))),
    `open-to-resource-policies[${UPDATER}]`,
  ],
  [
    'a Deny of all else that an organization escapes',
    () =>
      edited(
        rolesOf(),
        ACCT,
        'boundary',
        row('NothingElse', having({ Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-1' } } })),
      ),
    `open-to-resource-policies[${ACCT}]`,
  ],
  [
    'a Deny of all else that leaves one service out',
    () =>
      edited(
        rolesOf(),
        SEARCHER,
        'boundary',
        row('NothingElse', (statement) => ({
          ...statement,
          NotAction: [...(statement['NotAction'] as string[]), 'ec2:*'],
        })),
      ),
    `write[${SEARCHER}: ec2:TerminateInstances]`,
  ],
  [
    'an executor that assumes itself, in another Region',
    () => edited(rolesOf(), EXECUTOR, 'trust', FORGETTING_EXECUTOR),
    'other-region',
  ],
  [
    'an approver that the executor assumes',
    () => edited(rolesOf(), APPROVER, 'trust', FORGETTING_EXECUTOR),
    `trust[${APPROVER} by ${EXECUTOR}]`,
  ],
  [
    'a document that only the value true freezes',
    () => {
      const only = (key: string): ((statement: Statement) => Statement) =>
        having({ Condition: { StringEquals: { [`${key}/OctoApproved`]: 'true' } } });
      return edited(rolesOf(), UPDATER, 'policies', (statements) =>
        row(
          'NeverEditFrozen',
          only('aws:ResourceTag'),
        )(row('NeverEditFrozenByServiceKey', only('ssm:resourceTag'))(statements)),
      );
    },
    'swap-before-approval',
  ],
  [
    'a document that starts with any value of the tag',
    () =>
      edited(
        rolesOf(),
        UPDATER,
        'policies',
        row(
          'StartApprovedRunbooks',
          having({ Condition: { Null: { 'aws:ResourceTag/OctoApproved': 'false' } } }),
        ),
      ),
    'swap-before-approval',
  ],
  [
    'an approved document that can be deleted and made again',
    () =>
      edited(rolesOf(), UPDATER, 'policies', (statements) => {
        const edits = having({ Action: ['ssm:UpdateDocument', 'ssm:UpdateDocumentDefaultVersion'] });
        return row('NeverEditFrozen', edits)(row('NeverEditFrozenByServiceKey', edits)(statements));
      }),
    'edit-approved[ssm:DeleteDocument]',
  ],
  [
    'the executor without the Deny of Alphaus',
    () => edited(rolesOf(), EXECUTOR, 'trust', row('NeverAlphaus', gone)),
    `trust[${EXECUTOR} by ${ACCT}]`,
  ],
  [
    'the approver without the Deny of Alphaus',
    () => edited(rolesOf(), APPROVER, 'trust', row('NeverAlphaus', gone)),
    `trust[${APPROVER} by ${UPDATER}]`,
  ],
  [
    'a Deny of Alphaus that forgets one role',
    () =>
      edited(
        rolesOf(),
        EXECUTOR,
        'trust',
        row(
          'NeverAlphaus',
          having({ Condition: { ArnEquals: { 'aws:PrincipalArn': [roleArn(SEARCHER), roleArn(ACCT)] } } }),
        ),
      ),
    `trust[${EXECUTOR} by ${UPDATER}]`,
  ],
  [
    'a trust without an external id',
    () => edited(rolesOf(), UPDATER, 'trust', row('AlphausWithExternalId', without('Condition'))),
    `no-external-id[${UPDATER}]`,
  ],
  [
    'an external id by pattern',
    () =>
      edited(
        rolesOf(),
        ACCT,
        'trust',
        row('AlphausWithExternalId', having({ Condition: { StringLike: { 'sts:ExternalId': '*' } } })),
      ),
    `confused-deputy[${ACCT}]`,
  ],
  [
    'an external id only if it is there',
    () =>
      edited(
        rolesOf(),
        SEARCHER,
        'trust',
        row(
          'AlphausWithExternalId',
          having({ Condition: { StringEqualsIfExists: { 'sts:ExternalId': EXAMPLE.externalId } } }),
        ),
      ),
    `no-external-id[${SEARCHER}]`,
  ],
  [
    'a trust in everybody',
    () => edited(rolesOf(), SEARCHER, 'trust', row('AlphausWithExternalId', having({ Principal: '*' }))),
    `stranger[${SEARCHER}]`,
  ],
  [
    "a vendor role that the customer's account may assume",
    () =>
      edited(
        rolesOf(),
        UPDATER,
        'trust',
        row(
          'AlphausWithExternalId',
          having({ Principal: { AWS: `arn:aws:iam::${EXAMPLE.accountId}:root` }, Condition: {} }),
        ),
      ),
    `trust-principal[${UPDATER}: AWS arn:aws:iam::${EXAMPLE.accountId}:root]`,
  ],
  [
    'an executor that Alphaus assumes',
    () =>
      edited(
        rolesOf(),
        EXECUTOR,
        'trust',
        row('CustomerAccount', having({ Principal: { AWS: `arn:aws:iam::${EXAMPLE.principal}:root` } })),
      ),
    `assume[${EXECUTOR}]`,
  ],
  [
    'an executor for automations of any account',
    () => edited(rolesOf(), EXECUTOR, 'trust', row('SsmAutomationOfThisAccount', without('Condition'))),
    `service-for-another-account[${EXECUTOR}]`,
  ],
  [
    'an executor for an unnamed source',
    () =>
      edited(
        rolesOf(),
        EXECUTOR,
        'trust',
        row(
          'SsmAutomationOfThisAccount',
          having({ Condition: { StringEqualsIfExists: { 'aws:SourceAccount': EXAMPLE.accountId } } }),
        ),
      ),
    `service-without-source[${EXECUTOR}]`,
  ],
  [
    'an executor for another service too',
    () =>
      edited(
        rolesOf(),
        EXECUTOR,
        'trust',
        row(
          'SsmAutomationOfThisAccount',
          having({ Principal: { Service: ['ssm.amazonaws.com', 'ec2.amazonaws.com'] } }),
        ),
      ),
    `trust-principal[${EXECUTOR}: Service ec2.amazonaws.com]`,
  ],
  [
    'runbooks AWS-*',
    () =>
      edited(
        rolesOf(),
        UPDATER,
        'policies',
        row('StartVettedRunbooks', having({ Resource: ['arn:aws:ssm:*::document/AWS-*'] })),
      ),
    'runbook[AWS-*]',
  ],
  [
    'every document of Amazon, by a pattern that does not say so',
    () =>
      edited(
        rolesOf(),
        UPDATER,
        'policies',
        row('StartVettedRunbooks', having({ Resource: ['arn:aws:ssm:*::document/?WS-*'] })),
      ),
    'runbook[?WS-*]',
  ],
  [
    'a runbook of Amazon that shares snapshots, among the vetted ones',
    () =>
      edited(
        rolesOf(),
        UPDATER,
        'policies',
        row(
          'StartVettedRunbooks',
          having({
            Resource: ['AWS-StopEC2Instance', 'AWSSupport-ModifyEBSSnapshotPermission'].map(
              (name) => `arn:aws:ssm:*::document/${name}`,
            ),
          }),
        ),
      ),
    'runbook[AWSSupport-ModifyEBSSnapshotPermission]',
  ],
  [
    'a vetted runbook in another spelling',
    () => rolesOf({ vettedRunbooks: ['AWS-Stopec2Instance'] }),
    'runbook[AWS-Stopec2Instance]',
  ],
  [
    'starts of documents that nobody approved',
    () => edited(rolesOf(), UPDATER, 'policies', row('StartApprovedRunbooks', without('Condition'))),
    'unapproved-document',
  ],
  [
    'starts of documents of other accounts',
    () =>
      edited(
        rolesOf(),
        UPDATER,
        'policies',
        row('StartVettedRunbooks', having({ Resource: ['arn:aws:ssm:*:*:document/*'] })),
      ),
    'foreign-document',
  ],
  [
    'the approval tag compared with case',
    () =>
      edited(
        rolesOf(),
        UPDATER,
        'policies',
        row(
          'NeverTouchApproval',
          having({ Condition: { 'ForAnyValue:StringEquals': { 'aws:TagKeys': 'OctoApproved' } } }),
        ),
      ),
    'self-approval[ssm:AddTagsToResource, octoapproved]',
  ],
  [
    'the approval tag denied only when it comes alone',
    () =>
      edited(
        rolesOf(),
        UPDATER,
        'policies',
        row(
          'NeverTouchApproval',
          having({ Condition: { 'ForAllValues:StringEqualsIgnoreCase': { 'aws:TagKeys': 'OctoApproved' } } }),
        ),
      ),
    'self-approval[ssm:AddTagsToResource, OctoApproved]',
  ],
  [
    'the approval tag free at creation',
    () =>
      edited(
        rolesOf(),
        UPDATER,
        'policies',
        row('NeverTouchApproval', having({ Action: 'ssm:AddTagsToResource' })),
      ),
    'self-approval[ssm:CreateDocument, OctoApproved]',
  ],
  [
    'approved documents that can be edited',
    () =>
      edited(rolesOf(), UPDATER, 'policies', (statements) =>
        row('NeverEditFrozen', gone)(row('NeverEditFrozenByServiceKey', gone)(statements)),
      ),
    'edit-approved[ssm:UpdateDocument]',
  ],
  [
    'reviews by Alphaus itself',
    () =>
      edited(rolesOf(), UPDATER, 'policies', (statements) =>
        allowing('ssm:UpdateDocumentMetadata')(statements),
      ),
    'self-review',
  ],
  [
    'every service setting',
    () => edited(rolesOf(), UPDATER, 'policies', row('ServiceSettings', having({ Resource: '*' }))),
    'switch-off-approval',
  ],
  [
    'PassRole on *',
    () => edited(rolesOf(), UPDATER, 'policies', row('PassExecutorToSsmOnly', having({ Resource: '*' }))),
    `role[${UPDATER}: iam:PassRole]`,
  ],
  [
    'PassRole to any service',
    () => edited(rolesOf(), UPDATER, 'policies', row('PassExecutorToSsmOnly', without('Condition'))),
    `pass-service[${UPDATER}]`,
  ],
  [
    'PassRole of the role of any account',
    () =>
      edited(
        rolesOf(),
        UPDATER,
        'policies',
        row('PassExecutorToSsmOnly', having({ Resource: `arn:aws:iam::*:role/${EXECUTOR}` })),
      ),
    `role[${UPDATER}: iam:PassRole]`,
  ],
  [
    'an updater that manages permissions',
    () => edited(rolesOf(), UPDATER, 'policies', allowing('iam:AddUserToGroup')),
    `write[${UPDATER}: iam:AddUserToGroup]`,
  ],
  [
    'updates of any stack',
    () => {
      const anyStack = row('UpdateOwnStack', having({ Resource: '*' }));
      const roles = rolesOf({ cloudformationStackArn: STACK });
      return edited(edited(roles, ACCT, 'policies', anyStack), ACCT, 'boundary', anyStack);
    },
    'stack[cloudformation:UpdateStack]',
  ],
  [
    'an executor that a SAML provider leads to',
    () =>
      edited(rolesOf(), EXECUTOR, 'trust', (statements) => [
        ...statements,
        {
          Sid: 'Saml',
          Effect: 'Allow',
          Principal: { Federated: `arn:aws:iam::${EXAMPLE.accountId}:saml-provider/any` },
          Action: 'sts:AssumeRoleWithSAML',
        },
      ]),
    `trust-action[${EXECUTOR}: sts:AssumeRoleWithSAML]`,
  ],
  [
    'an executor that one role of Alphaus assumes',
    () =>
      edited(
        rolesOf(),
        EXECUTOR,
        'trust',
        row('CustomerAccount', having({ Principal: { AWS: `arn:aws:iam::${EXAMPLE.principal}:role/octo` } })),
      ),
    `assume[${EXECUTOR}]`,
  ],
  [
    'an executor that another account assumes',
    () =>
      edited(
        rolesOf(),
        EXECUTOR,
        'trust',
        row('CustomerAccount', having({ Principal: { AWS: ['arn:aws:iam::999988887777:root'] } })),
      ),
    `stranger[${EXECUTOR}]`,
  ],
  [
    'a Deny of Alphaus by a pattern that is no ARN',
    () =>
      edited(
        rolesOf(),
        EXECUTOR,
        'trust',
        row(
          'NeverAlphaus',
          having({ Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam:*:role/Octo*' } } }),
        ),
      ),
    `trust[${EXECUTOR} by ${UPDATER}]`,
  ],
  [
    'the approval tag protected for some names only',
    () =>
      edited(
        rolesOf(),
        UPDATER,
        'policies',
        row('NeverTouchApproval', having({ Resource: `arn:aws:ssm:*:${EXAMPLE.accountId}:document/o*` })),
      ),
    'self-approval[ssm:AddTagsToResource, OctoApproved]',
  ],
  [
    'the approval tag protected in one Region only',
    () =>
      edited(
        rolesOf(),
        UPDATER,
        'policies',
        row(
          'NeverTouchApproval',
          having({ Resource: `arn:aws:ssm:us-east-1:${EXAMPLE.accountId}:document/*` }),
        ),
      ),
    'self-approval[ssm:CreateDocument, OctoApproved]',
  ],
  [
    'the approval tag denied in three spellings',
    () =>
      edited(
        rolesOf(),
        UPDATER,
        'policies',
        row(
          'NeverTouchApproval',
          having({
            Condition: {
              'ForAnyValue:StringEquals': { 'aws:TagKeys': ['OctoApproved', 'octoapproved', 'OCTOAPPROVED'] },
            },
          }),
        ),
      ),
    'self-approval[ssm:AddTagsToResource, octoApproved]',
  ],
  [
    'approved documents that can be edited in all Regions but one',
    () => {
      const there = having({ Resource: `arn:aws:ssm:us-east-1:${EXAMPLE.accountId}:document/*` });
      return edited(rolesOf(), UPDATER, 'policies', (statements) =>
        row('NeverEditFrozen', there)(row('NeverEditFrozenByServiceKey', there)(statements)),
      );
    },
    'edit-approved[ssm:UpdateDocumentDefaultVersion]',
  ],
  [
    'starts of unapproved documents of some names, in one Region',
    () =>
      edited(
        rolesOf(),
        UPDATER,
        'policies',
        row('StartApprovedRunbooks', (statement) => ({
          ...without('Condition')(statement),
          Resource: `arn:aws:ssm:eu-west-1:${EXAMPLE.accountId}:document/Octo-*`,
        })),
      ),
    'unapproved-document',
  ],
  [
    'another role of Alphaus that approves',
    () => granted(rolesOf(), 'ssm:AddTagsToResource'),
    'self-approval[ssm:AddTagsToResource, OctoApproved]',
  ],
  [
    'the one setting that switches the approval of templates off',
    () =>
      edited(
        rolesOf(),
        UPDATER,
        'policies',
        row(
          'ServiceSettings',
          having({
            Resource: `arn:aws:ssm:*:${EXAMPLE.accountId}:servicesetting/ssm/change-management/require-approved-templates-only`,
          }),
        ),
      ),
    'switch-off-approval',
  ],
  [
    'PassRole to one service more',
    () =>
      edited(
        rolesOf(),
        UPDATER,
        'policies',
        row(
          'PassExecutorToSsmOnly',
          having({
            Condition: {
              StringEquals: { 'iam:PassedToService': ['ssm.amazonaws.com', 'codebuild.amazonaws.com'] },
            },
          }),
        ),
      ),
    `pass-service[${UPDATER}]`,
  ],
  [
    'PassRole of some roles by a variable',
    () =>
      edited(
        rolesOf(),
        UPDATER,
        'policies',
        row(
          'PassExecutorToSsmOnly',
          having({ Resource: 'arn:aws:iam::${aws:PrincipalAccount}:role/Admin*' }),
        ),
      ),
    `role[${UPDATER}: iam:PassRole]`,
  ],
  [
    'runbooks of Amazon that nobody has looked at',
    () => rolesOf({ vettedRunbooks: ['AWS-StopEC2Instance', 'AWS-NobodyKnows'] }),
    'runbook[AWS-NobodyKnows]',
  ],
  [
    'service-linked roles of every service',
    () => {
      const open = row('CreateOctoServiceLinkedRoles', having({ Resource: '*' }));
      return edited(edited(rolesOf(), ACCT, 'policies', open), ACCT, 'boundary', open);
    },
    `service-linked-role[${ACCT}: *]`,
  ],
  [
    'commands on instances',
    () => edited(rolesOf(), UPDATER, 'policies', allowing('ssm:SendCommand')),
    `write[${UPDATER}: ssm:SendCommand]`,
  ],
  ...(
    [
      [
        'a stack update with a role of its own',
        (condition) => ({ ...condition, Null: {} }),
        `stack-role[${ACCT}]`,
      ],
      ['a stack update of every type', ({ Null }) => ({ Null }), `stack-other-types[${ACCT}]`],
    ] satisfies [string, (condition: Record<string, Record<string, unknown>>) => Statement, string][]
  ).map(([title, change, id]): [string, () => InstalledRole[], string] => [
    title,
    () => {
      const looser = row('UpdateOwnStack', conditioned(change));
      const roles = rolesOf({ cloudformationStackArn: STACK });
      return edited(edited(roles, ACCT, 'policies', looser), ACCT, 'boundary', looser);
    },
    id,
  ]),
];

describe('ways that only exist where something is so in the account', () => {
  const supposed = (roles: InstalledRole[]): string[] =>
    reach(roles, some).ways.flatMap(({ id, supposing }) => (supposing === undefined ? [] : [id]));
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

  test('takes an approval for one only where nobody of Alphaus can give it', () => {
    const approvals = (roles: InstalledRole[]): unknown[] =>
      reach(roles, some)
        .ways.filter(({ id }) => id === 'approved-document' || id === 'change-request')
        .map(({ approval }) => approval);
    expect(approvals(rolesOf())).toEqual([true, true]);
    expect(approvals(edited(rolesOf(), UPDATER, 'policies', row('NeverTouchApproval', gone)))).toEqual([
      false,
      false,
    ]);
  });
});

describe('what is neither granted nor denied', () => {
  test('is counted apart from what is never reached', () => {
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
  test.each(Object.entries(VETTED_RUNBOOKS))(
    '%s calls actions of AWS, and none that gives rights',
    (_, runbook) => {
      const levels = runbook.actions.map((action) => all.actions.get(action)?.accessLevel);
      expect(runbook.actions).not.toEqual([]);
      for (const level of levels) expect(['List', 'Read', 'Write']).toContain(level);
      expect(
        runbook.actions.filter((action) => /PassRole|:Delete|:Terminate|^(iam|ssm|sts):/.test(action)),
      ).toEqual([]);
      expect(runbook.effect).not.toBe('');
    },
  );

  test('are all that the analysis knows, and none is a way to administrator rights', () => {
    const found = reach(rolesOf({ vettedRunbooks: VETTED_RUNBOOK_NAMES }), all);
    expect(ids(found)).toEqual([]);
    const executed = [...found.withoutApproval.values()].filter(({ runbooks }) => runbooks);
    const actions = Object.values(VETTED_RUNBOOKS).flatMap((runbook) => runbook.actions);
    expect(executed.map(({ action }) => action).sort()).toEqual([...new Set(actions)].sort());
  });
});

describe('the analysis names what is broken', () => {
  test('and is silent before', () => {
    expect(ids(reach(rolesOf(), some))).toEqual([]);
    expect(rolesOf().map(({ name }) => name)).toEqual([...ROLE_NAMES]);
  });

  test.each(BREAKS)('%s', (_, broken, id) => {
    expect(ids(reach(broken(), some))).toContain(id);
  });
});
