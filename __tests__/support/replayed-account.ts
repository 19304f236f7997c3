import { ROLES } from '../../src/catalogue/roles';
import type { Permissions } from '../../src/analysis/may-ever';
import { statementsOf, type Statement } from '../../src/analysis/statements';

/** A call to IAM. */
export interface IamCall {
  /** `CreateRole`. */
  readonly action: string;
  /** By IAM's parameter names: `RoleName`, `PolicyArn`. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** A role after the calls so far. */
export interface ReplayedRole {
  /** Inline policies, by name. */
  readonly inline: ReadonlyMap<string, readonly Statement[]>;
  /** ARNs of attached managed policies. */
  readonly attached: ReadonlySet<string>;
  /** ARN of the permissions boundary. */
  readonly boundary: string | undefined;
}

/** The part of an account's IAM that decides permissions. */
export interface ReplayedAccount {
  readonly roles: ReadonlyMap<string, ReplayedRole>;
  /** Customer managed policies, by path and name, like `/AlphausAcctAccess1`. */
  readonly policies: ReadonlyMap<string, readonly Statement[]>;
}

type Parameters = IamCall['parameters'];
type Change = (account: ReplayedAccount, parameters: Parameters) => ReplayedAccount;

/** An account without roles or policies. */
export const EMPTY_ACCOUNT: ReplayedAccount = { roles: new Map(), policies: new Map() };

const ANYTHING = statementsOf({ Statement: { Effect: 'Allow', Action: '*', Resource: '*' } });

const NO_ROLE: ReplayedRole = { inline: new Map(), attached: new Set(), boundary: undefined };

/** Calls that change what a role may do. */
const CHANGES: Readonly<Record<string, Change>> = {
  CreateRole: (account, { RoleName = '', PermissionsBoundary: boundary }) =>
    withRole(account, RoleName, () => ({ ...NO_ROLE, boundary })),
  DeleteRole: (account, { RoleName = '' }) => ({ ...account, roles: without(account.roles, RoleName) }),
  PutRolePermissionsBoundary: (account, { RoleName = '', PermissionsBoundary: boundary }) =>
    withRole(account, RoleName, (role) => ({ ...role, boundary })),
  DeleteRolePermissionsBoundary: (account, { RoleName = '' }) =>
    withRole(account, RoleName, (role) => ({ ...role, boundary: undefined })),
  PutRolePolicy: (account, { RoleName = '', PolicyName = '', PolicyDocument = '' }) =>
    withRole(account, RoleName, (role) => ({
      ...role,
      inline: new Map(role.inline).set(PolicyName, parsed(PolicyDocument)),
    })),
  DeleteRolePolicy: (account, { RoleName = '', PolicyName = '' }) =>
    withRole(account, RoleName, (role) => ({ ...role, inline: without(role.inline, PolicyName) })),
  AttachRolePolicy: (account, { RoleName = '', PolicyArn = '' }) =>
    withRole(account, RoleName, (role) => ({ ...role, attached: new Set(role.attached).add(PolicyArn) })),
  DetachRolePolicy: (account, { RoleName = '', PolicyArn = '' }) =>
    withRole(account, RoleName, (role) => ({
      ...role,
      attached: new Set([...role.attached].filter((arn) => arn !== PolicyArn)),
    })),
  CreatePolicy: (account, { Path = '/', PolicyName = '', PolicyDocument = '' }) =>
    withPolicy(account, `${Path}${PolicyName}`, PolicyDocument),
  CreatePolicyVersion: (account, { PolicyArn = '', PolicyDocument = '', SetAsDefault }) =>
    SetAsDefault === 'true' ? withPolicy(account, policyKey(PolicyArn), PolicyDocument) : account,
  DeletePolicy: (account, { PolicyArn = '' }) => ({
    ...account,
    policies: without(account.policies, policyKey(PolicyArn)),
  }),
};

/** Calls that do not change a role's permissions: on trust policies, descriptions, and versions that are not the default. */
const WITHOUT_CONSEQUENCE =
  /^(?:(?:Get|List|Simulate|Tag|Untag)[A-Z]|Assume|(?:UpdateRole|UpdateRoleDescription|UpdateAssumeRolePolicy|DeletePolicyVersion)$)/;

/**
 * The account after a successful call. Throws on an unknown call: ignoring it could make every later answer wrong.
 */
export function afterCall(account: ReplayedAccount, { action, parameters }: IamCall): ReplayedAccount {
  const change = CHANGES[action];
  if (change) return change(account, parameters);
  if (WITHOUT_CONSEQUENCE.test(action)) return account;
  throw new Error(`cannot replay the call ${action}`);
}

/** Which inline policies count. */
export type Inline = 'ours' | 'all' | 'any that somebody may write';

/**
 * A role's permissions. A managed policy or boundary counts as allowing everything if its document is not known or is
 * deleted.
 */
export function replayedPermissions(account: ReplayedAccount, name: string, counted: Inline): Permissions {
  const { inline, attached, boundary } = account.roles.get(name) ?? NO_ROLE;
  const foreign = foreignInline(account, name);
  const kept = [...inline].filter(([policy]) => counted === 'all' || !foreign.includes(policy));
  const known = (arn: string): readonly Statement[] => managedStatements(account, arn) ?? ANYTHING;
  return {
    identity: [
      ...[...attached].flatMap(known),
      ...kept.flatMap(([, statements]) => statements),
      ...(counted === 'any that somebody may write' ? ANYTHING : []),
    ],
    boundary: boundary === undefined ? undefined : known(boundary),
  };
}

/** Names of a role's inline policies that are not ours. */
export function foreignInline(account: ReplayedAccount, name: string): string[] {
  const storage = Object.values(ROLES).find((role) => role.name === name)?.storage;
  const ours = storage?.kind === 'inline' ? storage.policyName : undefined;
  return [...(account.roles.get(name)?.inline.keys() ?? [])].filter((policy) => policy !== ours);
}

/** The statements of a managed policy; undefined if its document is not known: it is AWS's, the customer's, or deleted. */
export function managedStatements(account: ReplayedAccount, arn: string): readonly Statement[] | undefined {
  return arn.includes(':iam::aws:') ? undefined : account.policies.get(policyKey(arn));
}

/** Calls do not say which account they go to, so policies are identified by path and name, which an ARN contains too. */
function policyKey(arn: string): string {
  return arn.slice(arn.indexOf(':policy/') + ':policy'.length);
}

function withRole(
  account: ReplayedAccount,
  name: string,
  change: (role: ReplayedRole) => ReplayedRole,
): ReplayedAccount {
  return { ...account, roles: new Map(account.roles).set(name, change(account.roles.get(name) ?? NO_ROLE)) };
}

function withPolicy(account: ReplayedAccount, key: string, document: string): ReplayedAccount {
  return { ...account, policies: new Map(account.policies).set(key, parsed(document)) };
}

function without<T>(map: ReadonlyMap<string, T>, key: string): Map<string, T> {
  const left = new Map(map);
  left.delete(key);
  return left;
}

function parsed(document: string): Statement[] {
  return statementsOf(JSON.parse(document) as object);
}
