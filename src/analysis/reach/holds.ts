import type { InstalledRole } from '../../policy/installed';
import { decide } from '../evaluate';
import { statementsOf } from '../statements';
import { can, permissionsWithin, trusts, type Hold, type Holds, type World } from './world';

/**
 * All that Alphaus can have of the five roles: begins with its account and the external id, and follows every
 * way to assume a role, to write into it or to loosen it, until nothing is added. What can be written is
 * taken to be written, with the worst content.
 */
export function holdsOf(world: World): Holds {
  let holds: Holds = new Map(world.roles.map((role) => [role.name, { role }]));
  for (;;) {
    const next = new Map([...holds].map(([name, hold]) => [name, more(hold, holds, world)]));
    if (!differs(holds, next)) return holds;
    holds = next;
  }
}

function differs(left: Holds, right: Holds): boolean {
  const facts = (holds: Holds): number =>
    [...holds.values()].reduce((sum, hold) => sum + Object.keys(hold).length, 0);
  return facts(left) !== facts(right);
}

function more(hold: Hold, holds: Holds, world: World): Hold {
  const found: Hold = {
    role: hold.role,
    session: hold.session ?? assumed(hold.role, holds, world),
    written: hold.written ?? byCall(hold, holds, writes),
    unbounded: hold.unbounded ?? byCall(hold, holds, loosens(hold.role.boundary?.arn, BOUNDARY_EDITS)),
    stripped: hold.stripped ?? byCall(hold, holds, strips),
  };
  return Object.fromEntries(
    Object.entries(found).filter(([, value]) => value !== undefined),
  ) as unknown as Hold;
}

/** A call on a role that changes it, and what is known of its context. */
interface Edit {
  readonly action: string;
  readonly resource: string;
  readonly context?: Record<string, string | null>;
}

const BOUNDARY_EDITS = ['iam:DeleteRolePermissionsBoundary', 'iam:PutRolePermissionsBoundary'];
const POLICY_EDITS = ['iam:CreatePolicyVersion', 'iam:SetDefaultPolicyVersion'];

/** Edits that put any permission into a role. */
function writes({ role, unbounded }: Hold): Edit[] {
  // While the boundary stands, IAM says so in the request; afterwards the key says what the caller likes.
  const context = unbounded ? {} : { 'iam:PermissionsBoundary': role.boundary?.arn ?? null };
  return [
    ...['iam:PutRolePolicy', 'iam:AttachRolePolicy'].map((action) => ({
      action,
      resource: role.arn,
      context,
    })),
    ...role.policies.flatMap(({ arn }) =>
      arn === undefined ? [] : POLICY_EDITS.map((action) => ({ action, resource: arn })),
    ),
  ];
}

/** Edits that take off what stands on a role, itself or by a new version of its policy. */
function loosens(policyArn: string | undefined, actions: readonly string[]): (hold: Hold) => Edit[] {
  return ({ role }) => [
    ...(policyArn === undefined ? [] : actions.map((action) => ({ action, resource: role.arn }))),
    ...(policyArn === undefined ? [] : POLICY_EDITS.map((action) => ({ action, resource: policyArn }))),
  ];
}

/** Edits that take the Denies of an attached policy away. */
function strips(hold: Hold): Edit[] {
  return hold.role.policies.flatMap(({ arn }) => loosens(arn, ['iam:DetachRolePolicy'])(hold));
}

/** The steps to the first edit that some session may make. */
function byCall(hold: Hold, holds: Holds, edits: (hold: Hold) => Edit[]): readonly string[] | undefined {
  for (const from of holds.values()) {
    if (!from.session) continue;
    const edit = edits(hold).find(({ action, resource, context }) => can(from, action, resource, context));
    if (edit) return [...from.session, `${from.role.name} calls ${edit.action} on ${edit.resource}`];
  }
  return undefined;
}

function assumed(role: InstalledRole, holds: Holds, world: World): readonly string[] | undefined {
  if (trusts(role, anybodyOf(world), contextOfCaller(world, world.externalId))) {
    return [`Alphaus assumes ${role.name}`];
  }
  for (const from of holds.values()) {
    if (!from.session) continue;
    const rewrites = can(from, 'iam:UpdateAssumeRolePolicy', role.arn);
    if (rewrites) return [...from.session, `${from.role.name} rewrites the trust policy of ${role.name}`];
    if (trustsSession(role, from.role, world) && leavesFor(from, role)) {
      return [...from.session, `${from.role.name} assumes ${role.name}`];
    }
  }
  return undefined;
}

/** Whether a trust policy may let a session of another role of the account in. */
export function trustsSession(role: InstalledRole, from: InstalledRole, world: World): boolean {
  return trusts(role, from.arn, { 'aws:PrincipalArn': from.arn, 'aws:PrincipalAccount': world.accountId });
}

/** A session needs a right of its own, unless the trust policy of its account names its role; a Deny always holds. */
function leavesFor(from: Hold, role: InstalledRole): boolean {
  if (can(from, 'sts:AssumeRole', role.arn)) return true;
  const named = statementsOf(role.trust)
    .filter(({ effect }) => effect === 'Allow')
    .flatMap(({ principals = {} }) => Object.values(principals).flat())
    .some((name) => name === '*' || name.includes(`/${from.role.name}`));
  const { identity, boundary = [] } = permissionsWithin(from);
  const request = { action: 'sts:AssumeRole', resource: role.arn };
  return named && decide([...identity, ...boundary], request).denies.length === 0;
}

/** Anybody of Alphaus's account, or of another one. */
export function anybodyOf({ partition, principal }: World, account = principal): string {
  return `arn:${partition}:iam::${account}:*`;
}

/** What is known of a call that assumes a role from another account. */
export function contextOfCaller(
  world: World,
  externalId: string | null,
  account = world.principal,
): Record<string, string | null> {
  return {
    'aws:PrincipalAccount': account,
    'sts:ExternalId': externalId,
    'aws:SourceAccount': null,
    'aws:SourceArn': null,
  };
}
