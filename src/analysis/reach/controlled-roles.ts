import type { InstalledRole } from '../../policy/installed';
import { decide } from '../evaluate';
import { statementsOf } from '../statements';
import { ControlledRole, type Control, type ControlledRoles, type Step } from './controlled-role';
import { anybodyOf, contextOfCaller, trusts, trustsSession, type AccountModel } from './account-model';

/**
 * How far Alphaus can control the five roles. Starts from its account and the external id, and follows every way to
 * assume, write into or loosen a role until nothing is added. A policy that can be written counts as written, with the
 * worst content.
 */
export function controlledRolesOf(model: AccountModel): ControlledRoles {
  let controlledRoles: ControlledRoles = new Map(
    model.roles.map((role) => [role.name, new ControlledRole(role)]),
  );
  for (;;) {
    const next = new Map(
      [...controlledRoles].map(([name, controlled]) => [name, more(controlled, controlledRoles, model)]),
    );
    if ([...next].every(([name, controlled]) => controlled === controlledRoles.get(name)))
      return controlledRoles;
    controlledRoles = next;
  }
}

/** The role after one more step; the same object if the step adds no control. */
function more(
  controlled: ControlledRole,
  controlledRoles: ControlledRoles,
  model: AccountModel,
): ControlledRole {
  const { role, control } = controlled;
  const found: Readonly<Record<keyof Control, readonly Step[] | undefined>> = {
    session: control.session ?? assumed(role, controlledRoles, model),
    written: control.written ?? byCall(controlled, controlledRoles, writes),
    unbounded:
      control.unbounded ?? byCall(controlled, controlledRoles, loosens(role.boundary?.arn, BOUNDARY_EDITS)),
    stripped: control.stripped ?? byCall(controlled, controlledRoles, strips),
  };
  const parts = Object.entries(found).filter(([, steps]) => steps !== undefined);
  return parts.length > Object.keys(control).length
    ? new ControlledRole(role, Object.fromEntries(parts))
    : controlled;
}

/** A call that changes a role, and the known part of its context. */
interface Edit {
  readonly action: string;
  readonly resource: string;
  readonly context?: Record<string, string | null>;
}

const BOUNDARY_EDITS = ['iam:DeleteRolePermissionsBoundary', 'iam:PutRolePermissionsBoundary'];
const POLICY_EDITS = ['iam:CreatePolicyVersion', 'iam:SetDefaultPolicyVersion'];

/** Edits that put any permission into a role. */
function writes({ role, control: { unbounded } }: ControlledRole): Edit[] {
  // IAM sets this key to the role's boundary. Once Alphaus can change the boundary, it can choose the value.
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

/** Edits that remove a policy from a role, or change its text by a new version. */
function loosens(
  policyArn: string | undefined,
  actions: readonly string[],
): (controlled: ControlledRole) => Edit[] {
  return ({ role }) => [
    ...(policyArn === undefined ? [] : actions.map((action) => ({ action, resource: role.arn }))),
    ...(policyArn === undefined ? [] : POLICY_EDITS.map((action) => ({ action, resource: policyArn }))),
  ];
}

/** Edits that remove the Denies of an attached policy. */
function strips(controlled: ControlledRole): Edit[] {
  return controlled.role.policies.flatMap(({ arn }) => loosens(arn, ['iam:DetachRolePolicy'])(controlled));
}

/** The steps to the first edit that some session may make. */
function byCall(
  controlled: ControlledRole,
  controlledRoles: ControlledRoles,
  edits: (controlled: ControlledRole) => Edit[],
): Step[] | undefined {
  for (const from of controlledRoles.values()) {
    const edit =
      from.control.session &&
      edits(controlled).find(({ action, resource, context }) => from.can(action, resource, context));
    if (edit) return then(from, `calls ${edit.action} on ${edit.resource}`);
  }
  return undefined;
}

function assumed(
  role: InstalledRole,
  controlledRoles: ControlledRoles,
  model: AccountModel,
): Step[] | undefined {
  if (trusts(role, anybodyOf(model), contextOfCaller(model, model.externalId))) {
    return [{ actor: 'Alphaus', does: `assumes ${role.name}` }];
  }
  for (const from of controlledRoles.values()) {
    if (!from.control.session) continue;
    const rewrites = from.can('iam:UpdateAssumeRolePolicy', role.arn);
    if (rewrites) return then(from, `rewrites the trust policy of ${role.name}`);
    if (trustsSession(role, from.role, model) && leavesFor(from, role)) {
      return then(from, `assumes ${role.name}`);
    }
  }
  return undefined;
}

/** The steps to a session, and one more that it takes. */
function then({ role, control }: ControlledRole, does: string): Step[] {
  return [...(control.session ?? []), { actor: role.name, does }];
}

/**
 * Whether the session's own policies let it assume a role. No Allow is needed if the trust policy names the session's
 * role; a Deny always holds.
 */
function leavesFor(from: ControlledRole, role: InstalledRole): boolean {
  if (from.can('sts:AssumeRole', role.arn)) return true;
  const named = statementsOf(role.trust)
    .filter(({ effect }) => effect === 'Allow')
    .flatMap(({ principals = {} }) => Object.values(principals).flat())
    .some((name) => name === '*' || name.includes(`/${from.role.name}`));
  const { identity, boundary = [] } = from.permissions;
  const request = { action: 'sts:AssumeRole', resource: role.arn };
  return named && decide([...identity, ...boundary], request).denies.length === 0;
}
