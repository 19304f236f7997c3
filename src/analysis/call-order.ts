import type { Analysis } from './analysis';
import { mayCall, mayEver } from './may-ever';
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

/** A moment between two calls in which a role can do what it should not. */
export interface OrderViolation {
  /** `limit-before-inline[AlphausAcctAccessRole]`. */
  readonly id: string;
  /** Which call opens it, and what is open then. */
  readonly means: string;
}

/** What the calls are judged with. */
export interface OrderFacts {
  readonly analysis: Analysis;
  /** The account that the calls are sent to. */
  readonly account: { readonly partition: string; readonly accountId: string };
  /** Where the calls begin. @default - an account without roles or policies */
  readonly start?: ReplayedAccount;
}

/** A call, and what it found and left. */
interface Step {
  readonly call: IamCall;
  readonly index: number;
  readonly before: ReplayedAccount;
  readonly after: ReplayedAccount;
}

/** A log, seen for one role. */
interface Course {
  readonly role: string;
  readonly start: ReplayedAccount;
  readonly steps: readonly Step[];
  readonly end: ReplayedAccount;
  readonly facts: OrderFacts;
}

/** Names of actions, or of a boundary whose document is not known. */
type Rights = ReadonlySet<string>;

const NO_RIGHTS: Rights = new Set([]);

/**
 * Moments between the calls of a log in which a role can do more than it should, each named once, at the first call that
 * opens it. The order in which Terraform takes its steps does not tell: one step is several calls.
 *
 * - `limit-before-inline`: what bounds a role goes, while an inline policy that is not ours still stands on it.
 * - `right-before-deny`: the role's own policies allow what they allow neither before all calls nor after them.
 * - `writable-after-cleaning`: such an inline policy is removed, while a role that loses the right to can write it again.
 *
 * @param calls those that succeeded, in the order of their answers
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
    return [limitBeforeInline(course), rightBeforeDeny(course), writableAfterCleaning(course)];
  });
  return found.filter((violation) => violation !== undefined);
}

/**
 * Whatever stands in an inline policy that is not ours, it is taken to be `Allow *`: what the role can do is then what its
 * limits leave. That may not grow while the policy stands, except by what the role may do in the end.
 */
function limitBeforeInline({ role, start, steps, end, facts }: Course): OrderViolation | undefined {
  const finallyAllowed = new Set([...limits(end, role, facts), ...rights(end, role, 'ours', facts)]);
  // What bounded the policy when it was written.
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
      means: `${said(step)} widens what bounds the role while ${foreign.join(', ')} still stands on it, to ${examples(more)}`,
    };
  }
  return undefined;
}

/** A role that is made anew has nothing to go back to. */
function rightBeforeDeny({ role, start, steps, end, facts }: Course): OrderViolation | undefined {
  const finallyAllowed = rights(end, role, 'ours', facts);
  let allowedBefore = rights(start, role, 'ours', facts);
  for (const step of steps) {
    if (!step.after.roles.has(role)) allowedBefore = NO_RIGHTS;
    const more = excess(rights(step.after, role, 'ours', facts), [allowedBefore, finallyAllowed]);
    if (more.length === 0) continue;
    return {
      id: `right-before-deny[${role}]`,
      means: `after ${said(step)} its policies allow what they allow neither before nor in the end, ${examples(more)}`,
    };
  }
  return undefined;
}

function writableAfterCleaning({ role, steps, end, facts }: Course): OrderViolation | undefined {
  const finallyAble = writers(end, role, facts);
  for (const step of steps) {
    if (!cleans(step, role)) continue;
    // What is written again goes with the role, or keeps IAM from deleting it.
    if (steps.slice(steps.indexOf(step)).some(({ after }) => !after.roles.has(role))) continue;
    // Before the call: what it removes may be what lets the role write into itself.
    const able = writers(step.before, role, facts).filter((writer) => !finallyAble.includes(writer));
    if (able.length === 0) continue;
    return {
      id: `writable-after-cleaning[${role}]`,
      means: `${said(step)} removes what ${able.join(' and ')} can still write again, and in the end cannot`,
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

/** What a role can do by an inline policy that is not ours; nothing where none stands. */
function limits(account: ReplayedAccount, role: string, facts: OrderFacts): Rights {
  if (foreignInline(account, role).length === 0) return NO_RIGHTS;
  const boundary = account.roles.get(role)?.boundary;
  // One unknown boundary may be wider than another.
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
