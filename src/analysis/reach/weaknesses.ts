import { ROLES, VENDOR_ASSUMED_ROLES } from '../../catalogue';
import type { RoleName } from '../../inputs';
import type { InstalledRole } from '../../policy/installed';
import type { ActionCatalogue } from '../action-catalogue';
import { mayEver } from '../may-ever';
import { alphausArn, alphausContext, trustsSession } from './holds';
import { arnOf, can, permissionsWithin, STRANGER, trusts, type Hold, type Holds, type World } from './world';

/** A wall that does not stand, though others may still hold behind it: `id`, and what it means. */
export interface Weakness {
  readonly id: string;
  readonly means: string;
}

const EXECUTOR: RoleName = 'OctoChangeExecutorRole';
/** Services other than SSM that could run something as a role that is passed to them. */
const OTHER_SERVICES = ['cloudformation', 'ec2', 'ecs-tasks', 'glue', 'lambda', 'states'];

/** What somebody who tries each wall by itself finds. */
export function weaknessesOf(holds: Holds, world: World, catalogue: ActionCatalogue): Weakness[] {
  const all = [...holds.values()];
  const sessions = all.filter(({ session }) => session);
  return [
    ...world.roles.flatMap((role) => strangers(role, world)),
    ...all.flatMap((hold) => entered(hold)),
    ...world.roles.flatMap((role) => chains(role, world)),
    ...all.flatMap((hold) => taken(hold)),
    ...sessions.flatMap((hold) => [
      ...passes(hold, holds, world),
      ...stackRights(hold, world),
      ...permissionsManagement(hold, catalogue),
    ]),
    ...readOnly(holds, catalogue),
  ].sort((left, right) => (left.id < right.id ? -1 : 1));
}

/** Who else gets in: anybody, Alphaus for another customer, a service for another account. */
function strangers(role: InstalledRole, world: World): Weakness[] {
  const vendor = VENDOR_ASSUMED_ROLES.includes(role.name);
  const { externalId, principal } = world;
  const other = alphausArn(world, STRANGER);
  const tries: [string, string, boolean][] = [
    [
      'stranger',
      'any AWS account assumes it',
      trusts(role, other, alphausContext(world, externalId, STRANGER)),
    ],
    [
      'confused-deputy',
      'Alphaus assumes it for somebody who names it with another external id',
      trusts(role, alphausArn(world, principal), alphausContext(world, 'of-another-customer')),
    ],
    [
      'no-external-id',
      'Alphaus assumes it without the external id',
      trusts(role, alphausArn(world, principal), alphausContext(world, null)),
    ],
    [
      'service-for-another-account',
      'SSM assumes it for an automation of another account',
      trusts(role, 'ssm.amazonaws.com', {
        'aws:SourceAccount': STRANGER,
        'aws:SourceArn': `arn:${world.partition}:ssm:us-east-1:${STRANGER}:automation-execution/1`,
      }),
    ],
    [
      'service-without-source',
      'SSM assumes it without saying for whom',
      trusts(role, 'ssm.amazonaws.com', { 'aws:SourceAccount': null, 'aws:SourceArn': null }),
    ],
    [
      'other-service',
      'another service assumes it',
      OTHER_SERVICES.some((service) => trusts(role, `${service}.amazonaws.com`, {})),
    ],
    [
      'own-account',
      "the customer's own principals assume a role that is for Alphaus",
      vendor && trusts(role, `arn:${world.partition}:iam::${world.accountId}:role/any`, {}),
    ],
  ];
  return tries.filter(([, , found]) => found).map(([id, means]) => ({ id: `${id}[${role.name}]`, means }));
}

/** Alphaus has a session of a role that is not for it. */
function entered({ role, session }: Hold): Weakness[] {
  if (!session || VENDOR_ASSUMED_ROLES.includes(role.name)) return [];
  return [{ id: `session[${role.name}]`, means: session.join(', then ') }];
}

/** The customer's roles deny Alphaus's by name, even to one that might assume everything. */
function chains(role: InstalledRole, world: World): Weakness[] {
  if (VENDOR_ASSUMED_ROLES.includes(role.name)) return [];
  return world.roles
    .filter((from) => VENDOR_ASSUMED_ROLES.includes(from.name) && trustsSession(role, from, world))
    .map((from) => ({
      id: `trust[${role.name} by ${from.name}]`,
      means: 'its trust policy lets a role in that Alphaus assumes',
    }));
}

/** What can be done to a role beyond what is meant: inline policies of the two that have a ceiling. */
function taken({ role, written, unbounded, stripped }: Hold): Weakness[] {
  const meant = ROLES[role.name].ceiling !== undefined;
  const found: [string, readonly string[] | undefined][] = [
    ['written', meant ? undefined : written],
    ['unbounded', unbounded],
    ['stripped', stripped],
    ['written-without-boundary', role.boundary === undefined ? written : undefined],
  ];
  return found.flatMap(([id, steps]) =>
    steps ? [{ id: `${id}[${role.name}]`, means: steps.join(', then ') }] : [],
  );
}

function passes(hold: Hold, holds: Holds, world: World): Weakness[] {
  const executor = holds.get(EXECUTOR)?.role;
  const arns: [string, string][] = [
    ...(executor ? [[EXECUTOR, executor.arn] as [string, string]] : []),
    ['any role', arnOf(world, 'iam', 'role/CustomersAdministrator')],
    ['a role of another account', arnOf(world, 'iam', `role/${EXECUTOR}`, STRANGER)],
  ];
  return arns.flatMap(([name, arn]) => {
    const services = name === EXECUTOR ? OTHER_SERVICES : ['ssm', ...OTHER_SERVICES];
    return services
      .filter((service) =>
        can(hold, 'iam:PassRole', arn, { 'iam:PassedToService': `${service}.amazonaws.com` }),
      )
      .map((service) => ({
        id: `pass[${hold.role.name}: ${name} to ${service}]`,
        means: 'a service that it is not meant for gets the role',
      }));
  });
}

/** An update of a stack with other rights than the caller's own. */
function stackRights(hold: Hold, world: World): Weakness[] {
  const update = 'cloudformation:UpdateStack';
  const any = arnOf(world, 'cloudformation', 'stack/*');
  const types = 'cloudformation:ResourceTypes';
  const tries: [string, string, boolean][] = [
    [
      'stack-role',
      'CloudFormation updates with a role that is named in the request',
      can(hold, update, any, { 'cloudformation:RoleArn': arnOf(world, 'iam', 'role/any') }),
    ],
    [
      'stack-all-types',
      'an update that names no types may make resources that run with roles of their own',
      can(hold, update, any, { [types]: null, 'cloudformation:RoleArn': null }),
    ],
    [
      'stack-other-types',
      'an update may make resources that are not IAM policies and roles',
      can(hold, update, any, { [types]: ['AWS::Lambda::Function'], 'cloudformation:RoleArn': null }),
    ],
    [
      'new-stack',
      'a stack can be made',
      can(hold, 'cloudformation:CreateStack', any) || can(hold, 'cloudformation:CreateStackSet', '*'),
    ],
  ];
  return tries
    .filter(([, , found]) => found)
    .map(([id, means]) => ({ id: `${id}[${hold.role.name}]`, means }));
}

/** Actions that manage permissions or identities, but for what is meant: inline policies of the two, service-linked roles of AWS. */
function permissionsManagement(hold: Hold, catalogue: ActionCatalogue): Weakness[] {
  const ours = /:role\/(OctoRecommendationSearcherRole|AlphausAcctAccessRole|aws-service-role\/.+)$/;
  return [...mayEver(permissionsWithin(hold), catalogue).values()]
    .filter(({ action }) => managesPermissions(action, catalogue))
    .filter(({ resources }) => !resources.every((arn) => ours.test(arn)))
    .map(({ action }) => ({
      id: `permissions-management[${hold.role.name}: ${action}]`,
      means: 'it may change who may do what',
    }));
}

/** Passing a role is asked for by itself. */
function managesPermissions(action: string, catalogue: ActionCatalogue): boolean {
  const level = catalogue.get(action)?.accessLevel;
  if (action === 'iam:PassRole' || level === 'Read' || level === 'List') return false;
  return level === 'Permissions management' || action.startsWith('iam:');
}

/** The searcher reads, whatever is written into it: asked wherever Alphaus writes policies at all. */
function readOnly(holds: Holds, catalogue: ActionCatalogue): Weakness[] {
  const searcher = holds.get('OctoRecommendationSearcherRole');
  const [written] = [...holds.values()].flatMap((hold) => (hold.written ? [hold.written] : []));
  if (!searcher) return [];
  const worst = searcher.written || !written ? searcher : { ...searcher, written };
  return [...mayEver(permissionsWithin(worst), catalogue).keys()]
    .filter((action) => !['Read', 'List'].includes(catalogue.get(action)?.accessLevel ?? ''))
    .map((action) => ({ id: `write[${searcher.role.name}: ${action}]`, means: 'it may do more than read' }));
}
