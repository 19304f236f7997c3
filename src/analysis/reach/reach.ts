import type { RoleName } from '../../names/role-names';
import type { ActionCatalogue } from '../action-catalogue';
import { surelyDenied } from '../denied';
import { mayEver } from '../may-ever';
import { holdsOf } from './holds';
import type { Way } from './way';
import { waysOf } from './ways';
import { weaknessesOf, type Weakness } from './weaknesses';
import { EXECUTOR, permissionsWithin, type Holds, type World } from './world';

export type { Way } from './way';
export type { Weakness } from './weaknesses';
export type { World } from './world';

/** What Alphaus has of a role. */
export interface Session {
  readonly role: RoleName;
  /** Who does what, in order. */
  readonly steps: readonly string[];
  /** How it can write any inline policy into the role; undefined where it cannot. */
  readonly written?: readonly string[];
}

/** Whether Alphaus can reach an action, and by which roles. */
export interface ActionReach {
  readonly action: string;
  readonly roles: readonly RoleName[];
  /** Patterns that the resources match; `*` where no limit is proven. */
  readonly resources: readonly string[];
  readonly conditions: readonly string[];
  /** Amazon's runbooks that do it for Alphaus without an approval; undefined where none does. */
  readonly runbooks?: readonly string[];
}

/** How far Alphaus can get in one account. */
export interface Reach {
  readonly sessions: readonly Session[];
  /** Ways to administrator rights. */
  readonly ways: readonly Way[];
  readonly weaknesses: readonly Weakness[];
  /** Actions that its sessions may ever succeed with. */
  readonly calls: ReadonlyMap<string, ActionReach>;
  /**
   * The same with what runbooks do for it that start without an approval; or every action, where a way to
   * administrator rights needs none and supposes nothing.
   */
  readonly withoutApproval: ReadonlyMap<string, ActionReach>;
  /** Actions that it reaches only in what the customer approved. */
  readonly onlyWithApproval: readonly string[];
  /** Actions that none of its sessions is granted, but that a resource policy which allows everybody would open to one. */
  readonly onlyByResourcePolicy: readonly string[];
  /** Actions that it never reaches: each of its sessions is denied them expressly. */
  readonly never: readonly string[];
}

/**
 * The closure from Alphaus's account: every assume, pass, document start, inline policy write and stack update
 * that the grants make possible is followed, and what can be written is taken to be the worst. What it calls never is
 * denied expressly; what it calls possible may still fail.
 */
export function reachOf(world: World, catalogue: ActionCatalogue): Reach {
  const holds = holdsOf(world);
  const { ways, executed } = waysOf(holds, world);
  const free = ways.some(({ approval, supposing }) => !approval && supposing === undefined);
  const approved = free || ways.some(({ approval }) => approval);
  const calls = reached(holds, catalogue);
  const withoutApproval = free ? everything(catalogue) : withExecuted(calls, executed);
  const all = [...catalogue.keys()];
  const executes = approved ? executorReach(holds, catalogue) : new Set<string>();
  const others = all.filter((action) => !withoutApproval.has(action));
  const unreached = others.filter((action) => !executes.has(action));
  const denied = deniedToAll(holds, catalogue);
  return {
    sessions: [...holds.values()].flatMap(({ role, session, written }) =>
      session ? [{ role: role.name, steps: session, ...(written && { written }) }] : [],
    ),
    ways,
    weaknesses: weaknessesOf(holds, world, catalogue),
    calls,
    withoutApproval,
    onlyWithApproval: others.filter((action) => executes.has(action)),
    onlyByResourcePolicy: unreached.filter((action) => !denied(action)),
    never: unreached.filter(denied),
  };
}

function reached(holds: Holds, catalogue: ActionCatalogue): Map<string, ActionReach> {
  const found = new Map<string, ActionReach>();
  for (const hold of holds.values()) {
    if (!hold.session) continue;
    for (const { action, resources, conditions } of mayEver(permissionsWithin(hold), catalogue).values()) {
      const before = found.get(action);
      found.set(action, {
        action,
        roles: [...(before?.roles ?? []), hold.role.name],
        resources: union(before?.resources ?? [], resources),
        conditions: before?.conditions.length === 0 ? [] : union(before?.conditions ?? [], conditions),
      });
    }
  }
  return found;
}

/** The same with what runbooks do for Alphaus that start without an approval. */
function withExecuted(
  calls: ReadonlyMap<string, ActionReach>,
  executed: ReadonlyMap<string, readonly string[]>,
): Map<string, ActionReach> {
  const entry = ([action, runbooks]: readonly [string, readonly string[]]): [string, ActionReach] => {
    const before = calls.get(action);
    const roles = [...(before?.roles ?? []), EXECUTOR];
    return [action, { action, roles, resources: ['*'], conditions: before?.conditions ?? [], runbooks }];
  };
  return new Map([...calls, ...[...executed].map(entry)]);
}

/** Whether every session that Alphaus has is denied an action expressly. */
function deniedToAll(holds: Holds, catalogue: ActionCatalogue): (action: string) => boolean {
  const sets = [...holds.values()]
    .filter(({ session }) => session)
    .map((hold) => surelyDenied(permissionsWithin(hold), catalogue));
  return (action) => sets.every((denied) => denied.has(action));
}

function union(left: readonly string[], right: readonly string[]): string[] {
  return [...new Set([...left, ...right])].sort();
}

function everything(catalogue: ActionCatalogue): Map<string, ActionReach> {
  const entry = (action: string): ActionReach => ({ action, roles: [], resources: ['*'], conditions: [] });
  return new Map([...catalogue.keys()].map((action) => [action, entry(action)]));
}

function executorReach(holds: Holds, catalogue: ActionCatalogue): Set<string> {
  const executor = holds.get(EXECUTOR);
  return new Set(executor ? mayEver(permissionsWithin(executor), catalogue).keys() : []);
}
