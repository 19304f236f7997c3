import type { Analysis } from '../../src/analysis/analysis';
import { mayCall, mayEver } from '../../src/analysis/may-ever';
import { ROLES } from '../../src/catalogue/roles';
import {
  afterCall,
  EMPTY_ACCOUNT,
  foreignInline,
  managedStatements,
  replayedPermissions,
  type IamCall,
  type Inline,
  type ReplayedAccount,
} from './replayed-account';

/** A moment between two calls at which a role can do more than it should. */
export interface OrderViolation {
  /** `limit-before-inline[AlphausAcctAccessRole]`. */
  readonly id: string;
  /** The call that causes it, and what the role can do then. */
  readonly means: string;
}

/** The facts that the check needs. */
export interface OrderFacts {
  readonly analysis: Analysis;
  /** The account that the calls are sent to. */
  readonly account: { readonly partition: string; readonly accountId: string };
  /** The account before the first call. @default - an account without roles or policies */
  readonly start?: ReplayedAccount;
}

/** A call, and the account before and after it. */
interface Step {
  readonly call: IamCall;
  readonly index: number;
  readonly before: ReplayedAccount;
  readonly after: ReplayedAccount;
}

/** A log of calls, seen for one role. */
interface Course {
  readonly role: string;
  readonly start: ReplayedAccount;
  readonly steps: readonly Step[];
  readonly end: ReplayedAccount;
  readonly facts: OrderFacts;
}

/** Names of actions, or the name of a boundary whose document is not known. */
type Rights = ReadonlySet<string>;

const NO_RIGHTS: Rights = new Set([]);

/**
 * Moments between the calls of a log at which a role can do more than it should, each reported once, at the first call
 * that causes it. The order of Terraform's steps is not enough to find them: one step makes several calls.
 *
 * - `limit-before-inline`: a limit of a role is removed while the role still has an inline policy that is not ours.
 * - `right-before-deny`: the role's own policies allow something that they allow neither before the first call nor after the last.
 * - `right-without-limit`: a self-updatable role has policies, but neither a permissions boundary nor the deny policy beside one.
 * - `writable-after-cleaning`: such an inline policy is removed while a role that is about to lose the right can still
 *   write it again.
 *
 * @param calls the calls that succeeded, in the order of their responses
 */
export function orderViolations(calls: readonly IamCall[], facts: OrderFacts): OrderViolation[] {
  const { start = EMPTY_ACCOUNT } = facts;
  const steps: Step[] = [];
  for (const [index, call] of calls.entries()) {
    const before = steps.at(-1)?.after ?? start;
    const after = afterCall(before, call);
    if (after !== before) steps.push({ call, index, before, after });
  }
  const end = steps.at(-1)?.after ?? start;
  const names = new Set(steps.flatMap(({ after }) => [...after.roles.keys()]));
  const found = [...names].flatMap((role) => {
    const course: Course = { role, start, steps, end, facts };
    return [
      limitBeforeInline(course),
      rightBeforeDeny(course),
      rightWithoutLimit(course),
      writableAfterCleaning(course),
    ];
  });
  return found.filter((violation) => violation !== undefined);
}

/**
 * An inline policy that is not ours counts as `Allow *`, so that only the role's limits matter. They may not widen while
 * the policy exists, except by what the role may do in the end.
 */
function limitBeforeInline({ role, start, steps, end, facts }: Course): OrderViolation | undefined {
  const finallyAllowed = new Set([...limits(end, role, facts), ...rights(end, role, 'ours', facts)]);
  // The limits when the policy was written.
  let written = limits(start, role, facts);
  for (const step of steps) {
    const now = limits(step.after, role, facts);
    const foreign = foreignInline(step.after, role);
    if (written.size === 0 || foreign.length === 0) {
      written = now;
      continue;
    }
    const more = excess(now, [written, finallyAllowed]);
    if (more.length === 0) continue;
    return {
      id: `limit-before-inline[${role}]`,
      means: `${said(step)} widens the limits of the role while it still has ${foreign.join(', ')}, to ${examples(more)}`,
    };
  }
  return undefined;
}

/** A role that is created again has no earlier rights. */
function rightBeforeDeny({ role, start, steps, end, facts }: Course): OrderViolation | undefined {
  const finallyAllowed = rights(end, role, 'ours', facts);
  let allowedBefore = rights(start, role, 'ours', facts);
  for (const step of steps) {
    if (!step.after.roles.has(role)) allowedBefore = NO_RIGHTS;
    const more = excess(rights(step.after, role, 'ours', facts), [allowedBefore, finallyAllowed]);
    if (more.length === 0) continue;
    return {
      id: `right-before-deny[${role}]`,
      means: `after ${said(step)} its policies allow ${examples(more)}, which they allow neither before nor in the end`,
    };
  }
  return undefined;
}

/** What the policies allow does not matter here: with neither, nothing holds what is written next. */
function rightWithoutLimit({ role, steps }: Course): OrderViolation | undefined {
  const limit = Object.values(ROLES).find(({ name }) => name === role)?.boundary?.policyName;
  if (limit === undefined) return undefined;
  /** The policies that nothing limits. */
  const open = (account: ReplayedAccount): string[] => {
    const { attached = [], inline = new Map<string, unknown>(), boundary } = account.roles.get(role) ?? {};
    const arns = [...attached];
    const isLimited = boundary !== undefined || arns.some((arn) => arn.endsWith(`:policy/${limit}`));
    return isLimited ? [] : [...arns, ...inline.keys()];
  };
  const step = steps.find(({ before, after }) => open(after).length > 0 && open(before).length === 0);
  return (
    step && {
      id: `right-without-limit[${role}]`,
      means: `after ${said(step)} it has ${open(step.after).join(', ')}, but neither a boundary nor ${limit}`,
    }
  );
}

function writableAfterCleaning({ role, steps, end, facts }: Course): OrderViolation | undefined {
  const finallyAble = writers(end, role, facts);
  for (const step of steps) {
    if (!cleans(step, role)) continue;
    // If the role is deleted later, a policy written again goes with it or makes the deletion fail.
    if (steps.slice(steps.indexOf(step)).some(({ after }) => !after.roles.has(role))) continue;
    // As before the call: the removed policy may itself be what lets the role write.
    const able = writers(step.before, role, facts).filter((writer) => !finallyAble.includes(writer));
    if (able.length === 0) continue;
    return {
      id: `writable-after-cleaning[${role}]`,
      means: `${said(step)} removes a policy that ${able.join(' and ')} can still write again, though not in the end`,
    };
  }
  return undefined;
}

function cleans({ call: { action, parameters }, before }: Step, role: string): boolean {
  return (
    action === 'DeleteRolePolicy' &&
    parameters['RoleName'] === role &&
    foreignInline(before, role).includes(parameters['PolicyName'] ?? '')
  );
}

/** Roles that may write an inline policy into a role. */
function writers(
  account: ReplayedAccount,
  role: string,
  { account: { partition, accountId } }: OrderFacts,
): string[] {
  const request = {
    action: 'iam:PutRolePolicy',
    resource: `arn:${partition}:iam::${accountId}:role/${role}`,
    context: { 'iam:PermissionsBoundary': account.roles.get(role)?.boundary ?? null },
  };
  return [...account.roles.keys()].filter((writer) =>
    mayCall(replayedPermissions(account, writer, 'all'), request),
  );
}

/** What a role can do with an inline policy that is not ours; nothing if it has none. */
function limits(account: ReplayedAccount, role: string, facts: OrderFacts): Rights {
  if (foreignInline(account, role).length === 0) return NO_RIGHTS;
  const boundary = account.roles.get(role)?.boundary;
  // Two unknown boundaries count as different, as one may be wider.
  const unknown = boundary !== undefined && managedStatements(account, boundary) === undefined;
  const allowed = rights(account, role, 'any that somebody may write', facts);
  return unknown ? new Set([...allowed, `whatever is within ${boundary}`]) : allowed;
}

function rights(account: ReplayedAccount, role: string, counted: Inline, { analysis }: OrderFacts): Rights {
  if (!account.roles.has(role)) return NO_RIGHTS;
  return new Set(mayEver(replayedPermissions(account, role, counted), analysis).keys());
}

function excess(now: Rights, allowed: readonly Rights[]): string[] {
  return [...now].filter((right) => !allowed.some((some) => some.has(right)));
}

function said({ call: { action, parameters }, index }: Step): string {
  const { RoleName, PolicyName, PolicyArn } = parameters;
  const about = [RoleName, PolicyName ?? PolicyArn].filter((text) => text !== undefined);
  return `call ${index + 1}, ${[action, ...about].join(' ')},`;
}

function examples(rights: readonly string[]): string {
  const [first = '', ...others] = rights;
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}
