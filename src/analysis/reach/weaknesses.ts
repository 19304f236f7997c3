import { NEVER_IN_CUSTOMER_ROLES, ROLES, VENDOR_ASSUMED_ROLES } from '../../catalogue/roles';
import type { RoleName } from '../../names/role-names';
import type { InstalledRole } from '../../policy/installed';
import { changesNothing } from '../action-catalogue';
import type { Analysis } from '../analysis';
import { surelyDenied } from '../denied';
import { decide } from '../evaluate';
import { mayEver, type Permissions } from '../may-ever';
import { statementsOf, type Statement } from '../statements';
import { matchesAction } from '../wildcard';
import { ControlledRole, type ControlledRoles, type Step } from './controlled-role';
import {
  anybodyOf,
  contextOfCaller,
  EXECUTOR,
  STRANGER,
  trusts,
  trustsSession,
  type AccountModel,
} from './account-model';

/** One protection that is missing, though others may still hold. `means` explains `id`. */
export interface Weakness {
  readonly id: string;
  readonly means: string;
}

const SSM = 'ssm.amazonaws.com';

/**
 * Everything that a vendor role may do beyond reading, whatever is written into it. This list repeats the catalogue on
 * purpose: a right that is added there must be confirmed here.
 */
const MEANT: Readonly<Partial<Record<RoleName, readonly string[]>>> = {
  OctoRecommendationSearcherRole: [],
  OctoSSMUpdaterRole: [
    'iam:PassRole',
    'ssm:AddTagsToResource',
    'ssm:CreateDocument',
    'ssm:DeleteDocument',
    'ssm:SendAutomationSignal',
    'ssm:StartAutomationExecution',
    'ssm:StartChangeRequestExecution',
    'ssm:StopAutomationExecution',
    'ssm:UpdateDocument',
    'ssm:UpdateDocumentDefaultVersion',
    'ssm:UpdateServiceSetting',
  ],
  AlphausAcctAccessRole: [
    'ce:*',
    'cloudformation:UpdateStack',
    'cost-optimization-hub:UpdateEnrollmentStatus',
    'iam:CreateServiceLinkedRole',
    'iam:DeleteRolePolicy',
    'iam:PutRolePolicy',
  ],
};

/** Tests each protection on its own, as if the others were not there. */
export function weaknessesOf(
  controlledRoles: ControlledRoles,
  model: AccountModel,
  analysis: Analysis,
): Weakness[] {
  const all = [...controlledRoles.values()];
  const sessions = all.filter(({ control }) => control.session);
  const found = [
    ...model.roles.flatMap((role) => [
      ...strangers(role, model),
      ...trustees(role, model),
      ...chains(role, model),
    ]),
    ...all.flatMap((controlled) => [...entered(controlled), ...taken(controlled)]),
    ...sessions.flatMap((controlled) => [
      ...passes(controlled),
      ...stackRights(controlled),
      ...serviceLinked(controlled),
    ]),
    ...sessions.flatMap((controlled) => writes(worst(controlled, all), analysis)),
    ...all.flatMap((controlled) => open(worst(controlled, all), analysis)),
  ];
  return [...new Map(found.map((one) => [one.id, one])).values()].sort((left, right) =>
    left.id < right.id ? -1 : Number(left.id > right.id),
  );
}

/** Callers who should not get in: anybody, Alphaus for another customer, a service for another account. */
function strangers(role: InstalledRole, model: AccountModel): Weakness[] {
  const caller = (externalId: string | null, account?: string): boolean =>
    trusts(role, anybodyOf(model, account), contextOfCaller(model, externalId, account));
  const tries: [string, string, boolean][] = [
    ['stranger', 'any AWS account assumes it', caller(model.externalId, STRANGER)],
    [
      'confused-deputy',
      'Alphaus assumes it with the external id of another customer',
      caller('of-another-customer'),
    ],
    ['no-external-id', 'Alphaus assumes it without the external id', caller(null)],
    [
      'service-for-another-account',
      'SSM assumes it for an automation of another account',
      trusts(role, SSM, { 'aws:SourceAccount': STRANGER }),
    ],
    [
      'service-without-source',
      'SSM assumes it without naming a source account',
      trusts(role, SSM, { 'aws:SourceAccount': null, 'aws:SourceArn': null }),
    ],
  ];
  return named(role.name, tries);
}

function named(role: RoleName, tries: readonly [string, string, boolean][]): Weakness[] {
  return tries.filter(([, , found]) => found).map(([id, means]) => ({ id: `${id}[${role}]`, means }));
}

/** Principals and actions of a trust policy that are not intended. */
function trustees(role: InstalledRole, model: AccountModel): Weakness[] {
  const allows = statementsOf(role.trust).filter(({ effect }) => effect === 'Allow');
  return allows.flatMap((statement) => {
    const actions = statement.actions.filter((action) => action !== 'sts:AssumeRole');
    const others = statement.notActions.length > 0 ? ['all but some'] : actions;
    const principals = Object.entries(statement.principals ?? { '*': ['*'] }).flatMap(([type, names]) =>
      names
        .filter((name) => !isMeant(role.name, type, name, statement, model))
        .map((name) => `${type} ${name}`),
    );
    return [
      ...others.map((action) => ({
        id: `trust-action[${role.name}: ${action}]`,
        means: 'it can be assumed by another action than sts:AssumeRole',
      })),
      ...principals.map((name) => ({
        id: `trust-principal[${role.name}: ${name}]`,
        means: 'its trust policy names an unintended principal, or omits the condition for an intended one',
      })),
    ];
  });
}

function isMeant(
  role: RoleName,
  type: string,
  name: string,
  statement: Statement,
  model: AccountModel,
): boolean {
  const vendor = VENDOR_ASSUMED_ROLES.includes(role);
  const rootOf = (account: string): string => `arn:${model.partition}:iam::${account}:root`;
  const demands = (key: string, value: string): boolean =>
    statement.conditions.some(
      (one) => one.operator === 'StringEquals' && one.key === key && one.values.join() === value,
    );
  if (type === 'AWS' && name === rootOf(model.principal)) {
    return vendor && demands('sts:ExternalId', model.externalId);
  }
  if (type === 'AWS' && name === rootOf(model.accountId)) return !vendor;
  return (
    type === 'Service' && name === SSM && role === EXECUTOR && demands('aws:SourceAccount', model.accountId)
  );
}

/** Alphaus has a session of a role that it should not have. */
function entered({ role, control: { session } }: ControlledRole): Weakness[] {
  if (!session || VENDOR_ASSUMED_ROLES.includes(role.name)) return [];
  return [{ id: `session[${role.name}]`, means: told(session) }];
}

/** The customer's roles deny the vendor roles and the executor by name, whatever the policies of those allow. */
function chains(role: InstalledRole, model: AccountModel): Weakness[] {
  if (VENDOR_ASSUMED_ROLES.includes(role.name)) return [];
  return model.roles
    .filter((from) => NEVER_IN_CUSTOMER_ROLES.includes(from.name) && trustsSession(role, from, model))
    .map((from) => ({
      id: `trust[${role.name} by ${from.name}]`,
      means: 'its trust policy trusts a role that Alphaus assumes, or that runs what Alphaus starts',
    }));
}

/** Unintended changes to a role. Inline policies are intended on the two roles that have a boundary. */
function taken({ role, control: { written, unbounded, stripped } }: ControlledRole): Weakness[] {
  const meant = ROLES[role.name].boundary !== undefined;
  const found: [string, readonly Step[] | undefined][] = [
    ['written', meant ? undefined : written],
    ['unbounded', unbounded],
    ['stripped', stripped],
    ['written-without-boundary', role.boundary === undefined ? written : undefined],
  ];
  return found.flatMap(([id, steps]) => (steps ? [{ id: `${id}[${role.name}]`, means: told(steps) }] : []));
}

/** The executor may be passed to SSM only: another service would run its own code with it. */
function passes(controlled: ControlledRole): Weakness[] {
  const { identity, boundary } = controlled.permissions;
  const layers = [identity, ...(boundary ? [boundary] : [])].map((statements) =>
    decide(statements, { action: 'iam:PassRole', resource: '*' }),
  );
  if (layers.some(({ possible }) => !possible)) return [];
  const onlyToSsm = ({ conditions }: Statement): boolean =>
    conditions.some(
      ({ operator, key, values }) =>
        operator === 'StringEquals' && key === 'iam:PassedToService' && values.join() === SSM,
    );
  if (layers.some(({ allows }) => allows.every(onlyToSsm))) return [];
  return [
    { id: `pass-service[${controlled.role.name}]`, means: 'it may pass a role to other services than SSM' },
  ];
}

/** Stack updates that use other rights than the caller's own. */
function stackRights(controlled: ControlledRole): Weakness[] {
  const update = 'cloudformation:UpdateStack';
  const types = 'cloudformation:ResourceTypes';
  const role = 'cloudformation:RoleArn';
  return named(controlled.role.name, [
    [
      'stack-role',
      'CloudFormation updates the stack with a role that the request names',
      controlled.can(update, '*', { [role]: 'arn:aws:iam::111122223333:role/any' }),
    ],
    [
      'stack-other-types',
      'an update may create resources other than IAM policies and roles',
      controlled.can(update, '*', { [types]: ['AWS::Lambda::Function'], [role]: null }),
    ],
  ]);
}

/**
 * Services whose resources, as far as they are granted here, have no resource policies. (SSM parameters do, but are not
 * granted.) A grant on some of these resources needs no Deny on the others.
 */
const WITHOUT_RESOURCE_POLICIES = ['cloudformation', 'iam', 'ssm'];

/** Actions that are neither granted nor denied: a resource policy that allows everybody would allow them. */
function open(controlled: ControlledRole, analysis: Analysis): Weakness[] {
  const { name } = controlled.role;
  if (controlled.role.foreignPolicyArns.length > 0 || name === EXECUTOR) return [];
  const permissions = controlled.permissions;
  const granted = mayEver(permissions, analysis);
  // Actions that Alphaus may add by an inline policy are not denied on purpose.
  const addable = (ROLES[name].boundary?.statements ?? [])
    .filter(({ effect }) => effect !== 'Deny')
    .flatMap(({ actions }) => actions);
  const silent = analysis
    .once(neitherGrantedNorDenied, permissions)
    .filter((action) => !addable.some((pattern) => matchesAction(pattern, action)));
  const scoped = [...granted]
    .filter(([, { resources }]) => !resources.includes('*'))
    .map(([action]) => action)
    .filter((action) => !WITHOUT_RESOURCE_POLICIES.includes(action.split(':')[0] ?? ''));
  const found = [...silent, ...scoped];
  if (found.length === 0) return [];
  const some = found.slice(0, 3).join(', ');
  return [
    {
      id: `open-to-resource-policies[${name}]`,
      means: `a resource policy that allows everybody allows it ${found.length} actions, ${some} among them`,
    },
  ];
}

function neitherGrantedNorDenied(permissions: Permissions, analysis: Analysis): string[] {
  const [granted, denied] = [mayEver(permissions, analysis), surelyDenied(permissions, analysis)];
  return analysis.names.filter((action) => !granted.has(action) && !denied.has(action));
}

/** Service-linked roles may be created only for services that are named. */
function serviceLinked(controlled: ControlledRole): Weakness[] {
  const resources = controlled.mayDo('iam:CreateServiceLinkedRole')?.resources ?? [];
  const open = resources.filter((arn) => !/:role\/aws-service-role\/[^*?]+$/.test(arn));
  return open.map((arn) => ({
    id: `service-linked-role[${controlled.role.name}: ${arn}]`,
    means: 'it may create service-linked roles of services that are not named',
  }));
}

/** The role with `Allow *` inline, if Alphaus can write policies at all: its boundary has to hold by itself. */
function worst(controlled: ControlledRole, all: readonly ControlledRole[]): ControlledRole {
  const { role, control } = controlled;
  const written = all.find((one) => one.control.written)?.control.written;
  const hasBoundary = ROLES[role.name].boundary !== undefined;
  return control.written || !written || !hasBoundary
    ? controlled
    : new ControlledRole(role, { ...control, written });
}

/** Actions of a vendor role that are neither reads nor intended. */
function writes(controlled: ControlledRole, analysis: Analysis): Weakness[] {
  const { name } = controlled.role;
  const meant = MEANT[name] ?? [];
  return analysis
    .once(changing, controlled.permissions)
    .filter((action) => !meant.some((pattern) => matchesAction(pattern, action)))
    .map((action) => ({ id: `write[${name}: ${action}]`, means: 'it may do more than intended' }));
}

/** Actions that may succeed and do more than read. */
function changing(permissions: Permissions, analysis: Analysis): string[] {
  return [...mayEver(permissions, analysis).keys()].filter(
    (action) => !changesNothing(analysis.actions.get(action)?.accessLevel),
  );
}

function told(steps: readonly Step[]): string {
  return steps.map(({ actor, does }) => `${actor} ${does}`).join(', then ');
}
