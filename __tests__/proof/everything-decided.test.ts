import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Analysis } from '../../src/analysis/analysis';
import { surelyDenied } from '../../src/analysis/denied';
import type { Installation } from '../../src/analysis/installations';
import { mayEver, permissionsOf } from '../../src/analysis/may-ever';
import { ROLES } from '../../src/catalogue/roles';
import type { StatementSpec } from '../../src/catalogue/role-spec';
import type { Configuration } from '../../src/inputs/inputs';
import type { RoleName } from '../../src/names/role-names';
import type { PolicyDocument } from '../../src/policy/clauses';
import { NOTHING_ELSE } from '../../src/policy/deny-others';
import type { InstalledRole } from '../../src/policy/installed';
import { toggleHolds } from '../../src/policy/scope';
import { everyInstallation } from '../support/every-installation';
import { mayDo } from '../support/decide';
import { sharedAnalysis } from '../support/reference';

/** All roles except the executor, which is an administrator. */
const DECIDED = [
  'OctoRecommendationSearcherRole',
  'AlphausAcctAccessRole',
  'OctoSSMUpdaterRole',
  'OctoChangeTemplateApproverRole',
] as const satisfies readonly RoleName[];

const all = ['aws', 'aws-us-gov', 'aws-cn'].flatMap(everyInstallation);
const [defaults] = all;
const ownBoundary = all.find(({ configuration }) => configuration.permissionsBoundaryArn !== null);

let aws: Analysis;

beforeAll(async () => {
  aws = await sharedAnalysis();
});

/**
 * The actions that a role is meant for: those of its rows, or those of its boundary if Alphaus may add some. No policy may
 * allow any other action.
 */
function meantFor(role: InstalledRole, configuration: Configuration): ReadonlySet<string> {
  return aws.once(
    expanded,
    meantRows(role.name, configuration).flatMap(({ actions }) => actions),
  );
}

function expanded(patterns: readonly string[]): Set<string> {
  return new Set(patterns.flatMap((pattern) => aws.expand(pattern)));
}

function meantRows(name: RoleName, configuration: Configuration): StatementSpec[] {
  const { boundary, statements } = ROLES[name];
  return allowsOf(boundary?.statements ?? statements, configuration);
}

function allowsOf(rows: readonly StatementSpec[], configuration: Configuration): StatementSpec[] {
  return rows.filter(
    ({ effect, when = [] }) =>
      effect !== 'Deny' && when.every((toggle) => toggleHolds(toggle, configuration)),
  );
}

/**
 * The AWS actions that a role is not meant for and that nothing denies explicitly: a resource policy for everybody would
 * allow them.
 */
function opened(role: InstalledRole, configuration: Configuration, hostile: boolean): string[] {
  const meant = meantFor(role, configuration);
  const denied = surelyDenied(permissionsOf(role, hostile), aws);
  return aws.names.filter((action) => !meant.has(action) && !denied.has(action));
}

function roleOf({ roles }: Installation, name: RoleName): InstalledRole {
  const role = roles.find((one) => one.name === name);
  if (!role) throw new Error(`${name} is not installed`);
  return role;
}

/** Every role of every installation; identical roles once. */
function everyWay(name: RoleName): { title: string; configuration: Configuration; role: InstalledRole }[] {
  const ways = all
    .filter(({ configuration }) => configuration.roles.includes(name))
    .map((one) => ({ ...one, role: roleOf(one, name) }));
  const same = ({ role, configuration }: (typeof ways)[number]): string =>
    JSON.stringify([role.policies, role.boundary, meantRows(name, configuration).map(({ sid }) => sid)]);
  return [...new Map(ways.map((way) => [same(way), way])).values()];
}

describe('every AWS action, for every role except the executor', () => {
  test('is in the analysis', () => {
    expect(aws.names.length).toBeGreaterThan(22_000);
  });

  test.each(DECIDED)(
    '%s: is intended or denied explicitly, before and after Allow * is written into the role, in every installation',
    (name) => {
      const found = everyWay(name).flatMap(({ title, configuration, role }) =>
        [false, true].flatMap((hostile) => {
          const actions = opened(role, configuration, hostile);
          return actions.length > 0 ? [{ title, hostile, actions: actions.slice(0, 9) }] : [];
        }),
      );
      expect(found).toEqual([]);
    },
  );

  // A Deny of everything would pass the test above, but take the role's intended actions away.
  test.each(DECIDED)('%s: is not denied if it is intended', (name) => {
    const never = new Set(
      ROLES[name].statements
        .filter(({ effect, conditions }) => effect === 'Deny' && !conditions)
        .flatMap(({ actions }) => actions.flatMap((pattern) => aws.expand(pattern))),
    );
    for (const { title, configuration, role } of everyWay(name)) {
      const possible = mayEver(permissionsOf(role), aws);
      const meant = meantFor(role, configuration);
      const granted = allowsOf(ROLES[name].statements, configuration)
        .flatMap(({ actions }) => actions.flatMap((pattern) => aws.expand(pattern)))
        .filter((action) => !never.has(action));
      expect([title, [...possible.keys()].filter((action) => !meant.has(action))]).toEqual([title, []]);
      expect([title, granted.filter((action) => !possible.has(action))]).toEqual([title, []]);
    }
  });
});

/** A role without the Deny of all other actions, or with one that excepts more. */
function withNothingElse(role: InstalledRole, change: (statement: Statement) => Statement[]): InstalledRole {
  const changed = (document: PolicyDocument): PolicyDocument => ({
    ...document,
    Statement: (document.Statement as Statement[]).flatMap((one) =>
      one.Sid === NOTHING_ELSE ? change(one) : [one],
    ),
  });
  const { policies, boundary } = role;
  return {
    ...role,
    policies: policies.map((policy) => ({ ...policy, document: changed(policy.document) })),
    ...(boundary?.document && { boundary: { ...boundary, document: changed(boundary.document) } }),
  };
}

interface Statement {
  readonly Sid: string;
  readonly NotAction?: string | readonly string[];
}

describe('without the Deny of all other actions', () => {
  const kinds: [string, Installation | undefined][] = [
    ['in the built-in boundary, or the inline policy', defaults],
    ["in what is attached beside the customer's own boundary", ownBoundary],
  ];

  test.each(kinds)('names the actions that are open: %s', (_, installation) => {
    if (!installation) throw new Error('there is no such installation');
    for (const name of DECIDED) {
      const role = withNothingElse(roleOf(installation, name), () => []);
      const open = opened(role, installation.configuration, false);
      const some = ['kms:Decrypt', 'lambda:InvokeFunction', 's3:PutBucketPolicy', 'sns:Publish'];
      expect(open.filter((action) => some.includes(action))).toEqual(some);
      expect(open.length).toBeGreaterThan(20_000);
    }
  });

  test('names the actions of a service that the Deny excepts by mistake', () => {
    if (!defaults) throw new Error('there is no such installation');
    for (const name of DECIDED) {
      const role = withNothingElse(roleOf(defaults, name), (one) => [
        { ...one, NotAction: [one.NotAction ?? []].flat().concat('events:Put*') },
      ]);
      expect(
        opened(role, defaults.configuration, true).filter((action) => action.startsWith('events:')),
      ).toEqual(aws.expand('events:Put*'));
      expect(opened(role, defaults.configuration, true)).toHaveLength(aws.expand('events:Put*').length);
    }
  });
});

// The simulator is a package of somebody else: it shares no code with the analysis above.
describe('the simulator agrees for actions of every service', () => {
  /** Services with resource policies, as AWS lists them. */
  const WITH_POLICIES =
    /^(backup|dynamodb|ecr|es|events|glue|iam|kms|lambda|s3|secretsmanager|sns|sqs|ssm|sts):/;
  /** Works whatever any policy says. Source: AWS STS API Reference, "GetCallerIdentity". */
  const ALWAYS = 'sts:GetCallerIdentity';
  const EVERY = 40;

  function asked(offset: number): string[] {
    return aws.names.filter(
      (action, index) => action !== ALWAYS && (WITH_POLICIES.test(action) || index % EVERY === offset),
    );
  }

  /** A resource of the first type that the action takes. */
  function resourceFor(action: string): string {
    const [type] = aws.actions.get(action)?.resourceTypes ?? [];
    const pattern = type && aws.resourceTypes.get(`${action.split(':', 1).join('')}:${type}`);
    return pattern ?? '*';
  }

  test.each(DECIDED.map((name, index) => [name, index] as const))(
    '%s: a resource policy for everybody allows no unintended action, even after Allow * inline',
    (name, index) => {
      if (!defaults) throw new Error('there is no such installation');
      const role = roleOf(defaults, name);
      const meant = meantFor(role, defaults.configuration);
      const principal = `arn:aws:sts::${role.arn.split(':')[4] ?? ''}:assumed-role/${name}/session`;
      const allowed = asked(index).filter((action) =>
        mayDo(
          { principal, role: name, action, resource: resourceFor(action), context: {} },
          ['hostile inline', 'resource policy for everybody'],
          defaults.roles,
        ),
      );
      expect(allowed.filter((action) => !meant.has(action))).toEqual([]);
      expect(allowed.length).toBeGreaterThan(0);
    },
  );
});
