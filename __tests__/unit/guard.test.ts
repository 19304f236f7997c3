import { describe, expect, test } from '@jest/globals';
import { ROLES } from '../../src/catalogue';
import { defaults, type Configuration, type RoleName } from '../../src/inputs';
import type { PolicyDocument } from '../../src/policy/clauses';
import { boundaryDocument, guardDocument, permissionPolicies, trustDocument } from '../../src/policy/render';
import { literalScope } from '../../src/policy/scope';
import { about } from '../support/about';
import { everyAction } from '../support/actions';
import { EXAMPLE } from '../support/example';
import type { Document, ObservedRole } from '../support/observe';
import { allows, withHostileInline, type Context } from '../support/simulate';

const { accountId } = EXAMPLE;
const OWN = 'arn:aws:iam::aws:policy/AdministratorAccess';
const STACK = `arn:aws:cloudformation:us-east-1:${accountId}:stack/octo/0f2c3a10-5b1e-11f0-9d1b-0a1b2c3d4e5f`;
const roleArn = (name: string): string => `arn:aws:iam::${accountId}:role/${name}`;
const builtIn = (name: string): string => `arn:aws:iam::${accountId}:policy/${name}`;

/** A role with everything allowed inline, held by the built-in boundary or by the guard alone. */
function hostile(name: RoleName, configuration: Configuration): ObservedRole {
  const role = ROLES[name];
  const scope = literalScope({ partition: 'aws', accountId }, configuration);
  const own = configuration.permissionsBoundaryArn;
  const policies = permissionPolicies(role, scope).map((policy) => [policy.name, policy.document] as const);
  const attached = own ? [...policies, ['guard', guardDocument(role, scope)] as const] : policies;
  return withHostileInline({
    name,
    arn: roleArn(name),
    path: '/',
    description: '',
    maxSessionDuration: 3600,
    tags: {},
    trust: trustDocument(role, scope) as unknown as Document,
    inline: {},
    attached: Object.fromEntries(attached) as unknown as Record<string, Document>,
    boundary: {
      arn: own ?? '',
      document: own ? null : (boundaryDocument(role, scope) as unknown as Document),
    },
  });
}

const everyWay: Configuration[] = [true, false].flatMap((allowSelfUpdate) =>
  ['full', 'read-only'].flatMap((costExplorerAccess) =>
    [null, STACK].flatMap((cloudformationStackArn) =>
      [
        ['AlphausAcctAccessRole'] as const,
        ['AlphausAcctAccessRole', 'OctoRecommendationSearcherRole'] as const,
      ].map((roles) => ({
        ...defaults(),
        ...EXAMPLE,
        allowSelfUpdate,
        costExplorerAccess,
        cloudformationStackArn,
        roles,
      })),
    ),
  ),
);

const SERVICE_NAMES: readonly Context[] = [
  { 'iam:AWSServiceName': 'trustedadvisor.amazonaws.com' },
  { 'iam:AWSServiceName': 'ecs.amazonaws.com' },
  {},
];
const POLICIES_ONLY = { 'cloudformation:ResourceTypes': ['AWS::IAM::Policy', 'AWS::IAM::RolePolicy'] };
const SERVICE_ROLES: readonly Context[] = [
  {},
  { 'cloudformation:RoleArn': roleArn('any') },
  POLICIES_ONLY,
  { ...POLICIES_ONLY, 'cloudformation:RoleArn': roleArn('any') },
  { 'cloudformation:ResourceTypes': ['AWS::IAM::Policy', 'Acme::Iam::Admin::MODULE'] },
];

const answers = new Map<string, Promise<boolean>>();

/** As `allows()`, once where documents say the same of an action. */
function allowed(role: ObservedRole, action: string, resource: string, context: Context): Promise<boolean> {
  const documents = [...Object.values(role.inline), ...Object.values(role.attached), role.boundary?.document];
  const said = documents.map((document) => document && about(document, action));
  const question = JSON.stringify([said, role.boundary?.arn, action, resource, context]);
  const answer = answers.get(question) ?? allows(role, action, resource, context);
  answers.set(question, answer);
  return answer;
}

type Question = readonly [action: string, resource: string, builtIn: Context, own: Context];

/** Every scoped right of the ceilings, where it holds and where it nearly does. */
const questions: readonly Question[] = [
  ...['iam:PutRolePolicy', 'iam:DeleteRolePolicy', 'iam:GetRole', 'iam:ListRolePolicies'].flatMap((action) =>
    ['AlphausAcctAccess', 'OctoRecommendationSearcher', 'OctoSSMUpdater'].flatMap((name) => {
      const resource = roleArn(`${name}Role`);
      const context = (boundary: string): Context => ({ 'iam:PermissionsBoundary': boundary });
      const others: Context[] = [{}, context(builtIn('other')), context(builtIn('OctoSSMUpdaterBoundary'))];
      return [
        [action, resource, context(builtIn(`${name}Boundary`)), context(OWN)] as const,
        ...others.map((other) => [action, resource, other, other] as const),
      ];
    }),
  ),
  ...[
    'trustedadvisor.amazonaws.com/AWSServiceRoleForTrustedAdvisor',
    'ecs.amazonaws.com/AWSServiceRoleForECS',
  ].flatMap((path) =>
    SERVICE_NAMES.map(
      (context) =>
        ['iam:CreateServiceLinkedRole', roleArn(`aws-service-role/${path}`), context, context] as const,
    ),
  ),
  ...['cloudformation:UpdateStack', 'cloudformation:GetTemplate'].flatMap((action) =>
    [STACK, `${STACK}1`].flatMap((stack) =>
      SERVICE_ROLES.map((context) => [action, stack, context, context] as const),
    ),
  ),
];

describe('the guard, where the customer brings a boundary that allows everything,', () => {
  test('leaves the same scoped rights as the built-in boundary, whatever the inputs', async () => {
    const differences: string[] = [];
    let allowedOnes = 0;
    for (const configuration of everyWay) {
      const within = hostile('AlphausAcctAccessRole', configuration);
      const guarded = hostile('AlphausAcctAccessRole', { ...configuration, permissionsBoundaryArn: OWN });
      for (const [action, resource, builtInContext, ownContext] of questions) {
        const expected = await allowed(within, action, resource, builtInContext);
        if (expected) allowedOnes += 1;
        if ((await allowed(guarded, action, resource, ownContext)) !== expected) {
          differences.push(
            `${action} on ${resource}: ${String(expected)} within the boundary, not with the guard`,
          );
        }
      }
    }
    expect(differences).toEqual([]);
    // Both answers occur, or the comparison would say nothing.
    expect(allowedOnes).toBeGreaterThan(50);
    expect(allowedOnes).toBeLessThan(everyWay.length * questions.length - 50);
  });

  test('leaves the same actions as the built-in boundary, of all that AWS has', async () => {
    const actions = await everyAction();
    const cases = [
      ...everyWay.map((configuration) => ['AlphausAcctAccessRole', configuration] as const),
      // No input changes the searcher's ceiling.
      ...everyWay
        .slice(0, 1)
        .map((configuration) => ['OctoRecommendationSearcherRole', configuration] as const),
    ];
    for (const [name, configuration] of cases) {
      const account = { partition: 'aws', accountId };
      const own = { ...configuration, permissionsBoundaryArn: OWN };
      const boundary = possible(boundaryDocument(ROLES[name], literalScope(account, configuration)), false);
      const guard = possible(guardDocument(ROLES[name], literalScope(account, own)), true);
      expect(actions.filter((action) => boundary(action) !== guard(action))).toEqual([]);
    }
  });

  test('is all that lets Alphaus write inline policies there', () => {
    const configuration = { ...defaults(), ...EXAMPLE, permissionsBoundaryArn: OWN };
    const scope = literalScope({ partition: 'aws', accountId }, configuration);
    const baseline = JSON.stringify(permissionPolicies(ROLES.AlphausAcctAccessRole, scope));
    expect(baseline).not.toContain('iam:PutRolePolicy');
    expect(JSON.stringify(guardDocument(ROLES.AlphausAcctAccessRole, scope))).toContain('iam:PutRolePolicy');
  });
});

type Statement = Readonly<Record<string, unknown>>;

/** Whether a document leaves an action possible at all; with `anything`, beside a policy that allows everything. */
function possible({ Statement }: PolicyDocument, anything: boolean): (action: string) => boolean {
  const statements = Statement as Statement[];
  const named = (key: string, of: Statement[]): ((action: string) => boolean)[] =>
    of.map((statement) => {
      const texts = [statement[key] ?? []].flat() as string[];
      const byService = new Map<string, RegExp[]>();
      for (const text of texts) {
        const service = (text.split(':')[0] ?? '').toLowerCase();
        byService.set(service, [...(byService.get(service) ?? []), pattern(text)]);
      }
      return (action) =>
        ['*', action.slice(0, action.indexOf(':'))].some((service) =>
          byService.get(service)?.some((one) => one.test(action)),
        );
    });
  const denies = statements.filter(
    (one) => one['Effect'] === 'Deny' && one['Resource'] === '*' && !one['Condition'],
  );
  const allowed = named(
    'Action',
    statements.filter((one) => one['Effect'] === 'Allow'),
  );
  const denied = named(
    'Action',
    denies.filter((one) => one['Action']),
  );
  const left = named(
    'NotAction',
    denies.filter((one) => one['NotAction']),
  );
  return (action) =>
    (anything || allowed.some((names) => names(action))) &&
    !denied.some((names) => names(action)) &&
    left.every((names) => names(action));
}

function pattern(text: string): RegExp {
  return new RegExp(`^${text.replace(/[.]/g, '\\.').replace(/\*/g, '.*')}$`, 'i');
}
