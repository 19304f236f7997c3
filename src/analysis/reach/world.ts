import type { RoleName } from '../../names/role-names';
import type { InstalledRole } from '../../policy/installed';
import type { KnownContext } from '../conditions';
import { actionMatches, decide } from '../evaluate';
import { mayCall, permissionsOf, possibility, type Permissions, type Possibility } from '../may-ever';
import { statementsOf, type Statement } from '../statements';

/** Where the roles are installed, and what Alphaus knows. */
export interface World {
  readonly partition: string;
  readonly accountId: string;
  /** Alphaus's account. */
  readonly principal: string;
  readonly externalId: string;
  readonly roles: readonly InstalledRole[];
}

/** An account that is neither the customer's nor Alphaus's: another customer, or anybody. */
export const STRANGER = '999988887777';

/** The role that changes run with. */
export const EXECUTOR: RoleName = 'OctoChangeExecutorRole';

/** What Alphaus has of a role. */
export interface Hold {
  readonly role: InstalledRole;
  /** Has sessions of it, by these steps. */
  readonly session?: readonly string[];
  /** Can write any inline policy into it. */
  readonly written?: readonly string[];
  /** Can take its boundary off or widen it. */
  readonly unbounded?: readonly string[];
  /** Can take its attached Denies off. */
  readonly stripped?: readonly string[];
}

/** What Alphaus has of each role. */
export type Holds = ReadonlyMap<RoleName, Hold>;

/** Permissions of a role's sessions after all that Alphaus can do to it. */
export function permissionsWithin(hold: Hold): Permissions {
  const known = permissions.get(hold) ?? computed(hold);
  permissions.set(hold, known);
  return known;
}

/** Every question about a hold asks for them. */
const permissions = new WeakMap<Hold, Permissions>();

function computed({ role, written, unbounded, stripped }: Hold): Permissions {
  const hostile = written !== undefined;
  const { identity, boundary } = permissionsOf(role, hostile);
  // Who writes inline policies can overwrite the role's own, Denies and all.
  const lost = hostile ? role.policies.filter(({ arn }) => arn === undefined) : [];
  const overwritten = lost.flatMap(({ document }) => statementsOf(document).map(signature));
  const kept = identity.filter(
    (statement) => statement.effect === 'Allow' || !(stripped ?? overwritten.includes(signature(statement))),
  );
  return { identity: kept, boundary: unbounded ? undefined : boundary };
}

function signature(statement: Statement): string {
  return JSON.stringify(statement);
}

/** Whether a role's sessions may succeed with a call on what a question is about, in a context of which some is known. */
export function can(hold: Hold, action: string, resource: string, context: KnownContext = {}): boolean {
  return mayCall(permissionsAbout(hold, action), { action, resource, context });
}

/** Those that say something of an action: some questions are asked of one action in a hundred contexts. */
function permissionsAbout(hold: Hold, action: string): Permissions {
  const known = ofActions.get(hold) ?? new Map<string, Permissions>();
  ofActions.set(hold, known);
  const found = known.get(action) ?? narrowedTo(action, permissionsWithin(hold));
  known.set(action, found);
  return found;
}

const ofActions = new WeakMap<Hold, Map<string, Permissions>>();

function narrowedTo(action: string, { identity, boundary }: Permissions): Permissions {
  const about = (statements: readonly Statement[]): Statement[] =>
    statements.filter((statement) => actionMatches(statement, action));
  return { identity: about(identity), boundary: boundary && about(boundary) };
}

/** What a role's sessions may ever do with one action; undefined where nothing. */
export function mayDo(hold: Hold, action: string): Possibility | undefined {
  return possibility(permissionsWithin(hold), action);
}

/** Patterns that an action may ever concern beside those that are meant. */
export function beyond(hold: Hold, action: string, meant: readonly string[]): string[] {
  return (mayDo(hold, action)?.resources ?? []).filter((pattern) => !meant.includes(pattern));
}

/** A question about something of the customer's, or of another account, in any Region. */
export function arnOf(world: World, service: string, resource: string, account = world.accountId): string {
  return `arn:${world.partition}:${service}:${service === 'iam' ? '' : '*'}:${account}:${resource}`;
}

/** Whether a trust policy may let a principal in. */
export function trusts(role: InstalledRole, principal: string, context: KnownContext): boolean {
  const request = { action: 'sts:AssumeRole', resource: role.arn, principal, context };
  return decide(statementsOf(role.trust), request).possible;
}

/** Whether SSM may assume the executor for an automation of this account. */
export function trustsAutomation(executor: InstalledRole, world: World): boolean {
  return trusts(executor, 'ssm.amazonaws.com', { 'aws:SourceAccount': world.accountId });
}
