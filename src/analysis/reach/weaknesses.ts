import { ROLES, VENDOR_ASSUMED_ROLES } from '../../catalogue/roles';
import type { RoleName } from '../../names/role-names';
import { SSM_SERVICE } from '../../names/ssm-service';
import { changesNothing } from '../action-catalogue';
import type { Analysis } from '../analysis';
import { surelyDenied } from '../denied';
import { decide } from '../evaluate';
import { mayEver, type Permissions } from '../may-ever';
import type { Statement } from '../statements';
import { matchesAction } from '../wildcard';
import { ControlledRole, type ControlledRoles, type Step } from './controlled-role';
import { EXECUTOR, type AccountModel } from './account-model';
import { trustWeaknesses } from './trust-weaknesses';
import { weaknessesFound, type Weakness } from './weakness';

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
    ...model.roles.flatMap((role) => trustWeaknesses(role, model)),
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

/** Alphaus has a session of a role that it should not have. */
function entered({ role, control: { session } }: ControlledRole): Weakness[] {
  if (!session || VENDOR_ASSUMED_ROLES.includes(role.name)) return [];
  return [{ id: `session[${role.name}]`, means: told(session) }];
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
        operator === 'StringEquals' && key === 'iam:PassedToService' && values.join() === SSM_SERVICE,
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
  return weaknessesFound(controlled.role.name, [
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
