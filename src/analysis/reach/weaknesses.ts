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

/** A wall that does not stand, though others may still hold behind it: `id`, and what it means. */
export interface Weakness {
  readonly id: string;
  readonly means: string;
}

const SSM = 'ssm.amazonaws.com';

/**
 * All that a role of Alphaus's may do beyond reading, whatever is written into it. Written down apart from the
 * catalogue: whoever adds a right there says here that it is meant.
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

/** What somebody who tries each wall by itself finds. */
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

/** Who else gets in: anybody, Alphaus for another customer, a service for another account. */
function strangers(role: InstalledRole, model: AccountModel): Weakness[] {
  const caller = (externalId: string | null, account?: string): boolean =>
    trusts(role, anybodyOf(model, account), contextOfCaller(model, externalId, account));
  const tries: [string, string, boolean][] = [
    ['stranger', 'any AWS account assumes it', caller(model.externalId, STRANGER)],
    [
      'confused-deputy',
      'Alphaus assumes it for somebody who names it with another external id',
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
      'SSM assumes it without saying for whom',
      trusts(role, SSM, { 'aws:SourceAccount': null, 'aws:SourceArn': null }),
    ],
  ];
  return named(role.name, tries);
}

function named(role: RoleName, tries: readonly [string, string, boolean][]): Weakness[] {
  return tries.filter(([, , found]) => found).map(([id, means]) => ({ id: `${id}[${role}]`, means }));
}

/** Everybody whom a trust policy lets in, and how, one by one: what is not meant is named. */
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
        means: 'it can be taken on in another way than by AssumeRole',
      })),
      ...principals.map((name) => ({
        id: `trust-principal[${role.name}: ${name}]`,
        means: 'its trust policy names somebody who is not meant, or without the condition that goes with it',
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

/** Alphaus has a session of a role that is not for it. */
function entered({ role, control: { session } }: ControlledRole): Weakness[] {
  if (!session || VENDOR_ASSUMED_ROLES.includes(role.name)) return [];
  return [{ id: `session[${role.name}]`, means: told(session) }];
}

/** The customer's roles deny Alphaus's and the executor by name, even to one that might assume everything. */
function chains(role: InstalledRole, model: AccountModel): Weakness[] {
  if (VENDOR_ASSUMED_ROLES.includes(role.name)) return [];
  return model.roles
    .filter((from) => NEVER_IN_CUSTOMER_ROLES.includes(from.name) && trustsSession(role, from, model))
    .map((from) => ({
      id: `trust[${role.name} by ${from.name}]`,
      means: 'its trust policy lets a role in that Alphaus assumes, or that runs what Alphaus starts',
    }));
}

/** What can be done to a role beyond what is meant: inline policies of the two that have a boundary. */
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

/** The executor is passed to SSM, and the condition says so: by another service it would run what that service runs. */
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
    { id: `pass-service[${controlled.role.name}]`, means: 'it passes a role to another service than SSM' },
  ];
}

/** An update of a stack with other rights than the caller's own. */
function stackRights(controlled: ControlledRole): Weakness[] {
  const update = 'cloudformation:UpdateStack';
  const types = 'cloudformation:ResourceTypes';
  const role = 'cloudformation:RoleArn';
  return named(controlled.role.name, [
    [
      'stack-role',
      'CloudFormation updates with a role that is named in the request',
      controlled.can(update, '*', { [role]: 'arn:aws:iam::111122223333:role/any' }),
    ],
    [
      'stack-other-types',
      'an update may make resources that are not IAM policies and roles',
      controlled.can(update, '*', { [types]: ['AWS::Lambda::Function'], [role]: null }),
    ],
  ]);
}

/**
 * Services of which what is granted here takes no policies that could let a session in: documents and executions, stacks,
 * and what IAM itself keeps (parameters of Systems Manager do, and are not granted). What is granted there on some
 * resources only needs no Deny on the others.
 */
const WITHOUT_RESOURCE_POLICIES = ['cloudformation', 'iam', 'ssm'];

/** What is neither granted nor denied: a resource policy that allows everybody would open it. */
function open(controlled: ControlledRole, analysis: Analysis): Weakness[] {
  const { name } = controlled.role;
  if (controlled.role.foreignPolicyArns.length > 0 || name === EXECUTOR) return [];
  const permissions = controlled.permissions;
  const granted = mayEver(permissions, analysis);
  // What Alphaus could add, were it to write policies, is meant to stay open.
  const addable = (ROLES[name].boundary?.statements ?? [])
    .filter(({ effect }) => effect !== 'Deny')
    .flatMap(({ actions }) => actions);
  const silent = analysis
    .once(neitherGrantedNorDenied, permissions)
    .filter((action) => !addable.some((pattern) => matchesAction(pattern, action)));
  const scoped = [...granted.values()]
    .filter(({ resources }) => !resources.includes('*'))
    .map(({ action }) => action)
    .filter((action) => !WITHOUT_RESOURCE_POLICIES.includes(action.split(':')[0] ?? ''));
  const found = [...silent, ...scoped];
  if (found.length === 0) return [];
  const some = found.slice(0, 3).join(', ');
  return [
    {
      id: `open-to-resource-policies[${name}]`,
      means: `a resource policy that allows everybody opens ${found.length} actions to it, ${some} among them`,
    },
  ];
}

function neitherGrantedNorDenied(permissions: Permissions, analysis: Analysis): string[] {
  const [granted, denied] = [mayEver(permissions, analysis), surelyDenied(permissions, analysis)];
  return analysis.names.filter((action) => !granted.has(action) && !denied.has(action));
}

/** Service-linked roles are AWS's own; which, is enumerated. */
function serviceLinked(controlled: ControlledRole): Weakness[] {
  const resources = controlled.mayDo('iam:CreateServiceLinkedRole')?.resources ?? [];
  const open = resources.filter((arn) => !/:role\/aws-service-role\/[^*?]+$/.test(arn));
  return open.map((arn) => ({
    id: `service-linked-role[${controlled.role.name}: ${arn}]`,
    means: 'it may create service-linked roles that are not named',
  }));
}

/** A role with the worst in it, wherever Alphaus writes policies at all: its boundary has to hold by itself. */
function worst(controlled: ControlledRole, all: readonly ControlledRole[]): ControlledRole {
  const { role, control } = controlled;
  const written = all.find((one) => one.control.written)?.control.written;
  const hasBoundary = ROLES[role.name].boundary !== undefined;
  return control.written || !written || !hasBoundary
    ? controlled
    : new ControlledRole(role, { ...control, written });
}

/** What a role of Alphaus's may do beyond reading and what is meant. */
function writes(controlled: ControlledRole, analysis: Analysis): Weakness[] {
  const { name } = controlled.role;
  const meant = MEANT[name] ?? [];
  return [...mayEver(controlled.permissions, analysis).keys()]
    .filter((action) => !changesNothing(analysis.actions.get(action)?.accessLevel))
    .filter((action) => !meant.some((pattern) => matchesAction(pattern, action)))
    .map((action) => ({ id: `write[${name}: ${action}]`, means: 'it may do more than is meant' }));
}

function told(steps: readonly Step[]): string {
  return steps.map(({ actor, does }) => `${actor} ${does}`).join(', then ');
}
