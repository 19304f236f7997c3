import type { RoleName } from '../../names/role-names';
import type { Analysis } from '../analysis';
import { surelyDenied } from '../denied';
import { mayEver } from '../may-ever';
import type { Condition } from '../statements';
import { controlledRolesOf } from './controlled-roles';
import type { EscalationPath } from './escalation-path';
import { escalationPathsOf } from './escalation-paths';
import type { Weakness } from './weakness';
import { weaknessesOf } from './weaknesses';
import type { ControlledRoles, Step } from './controlled-role';
import { EXECUTOR, type AccountModel } from './account-model';

export type { EscalationPath } from './escalation-path';
export type { Weakness } from './weakness';
export type { AccountModel } from './account-model';

/** A role that Alphaus has sessions of. */
export interface Session {
  readonly role: RoleName;
  /** Who does what, in order. */
  readonly steps: readonly Step[];
  /** How Alphaus can write any inline policy into the role; undefined if it cannot. */
  readonly written?: readonly Step[];
}

/** Whether Alphaus can reach an action, and by which roles. */
export interface ActionReach {
  readonly action: string;
  readonly roles: readonly RoleName[];
  /** Patterns that the resources match; `*` if no limit is proven. */
  readonly resources: readonly string[];
  /** Empty if one of the roles needs no condition. */
  readonly conditions: readonly Condition[];
  /** Amazon-owned runbooks that do it for Alphaus without an approval; undefined if none does. */
  readonly runbooks?: readonly string[];
}

/** How far Alphaus can get in one account. */
export interface Reach {
  readonly sessions: readonly Session[];
  /** Escalation paths. */
  readonly paths: readonly EscalationPath[];
  readonly weaknesses: readonly Weakness[];
  /** Actions that Alphaus's sessions may ever succeed with. */
  readonly calls: ReadonlyMap<string, ActionReach>;
  /**
   * The same, and the actions of runbooks that start without an approval. Every action, if an escalation path needs
   * neither an approval nor a condition on the customer's account.
   */
  readonly withoutApproval: ReadonlyMap<string, ActionReach>;
  /** Actions that Alphaus reaches only through a document that the customer approved. */
  readonly onlyWithApproval: readonly string[];
  /** Actions that no session is granted, but that a resource policy for everybody could allow to one. */
  readonly onlyByResourcePolicy: readonly string[];
  /** Actions that Alphaus never reaches: each of its sessions is denied them explicitly. */
  readonly never: readonly string[];
}

/**
 * The closure from Alphaus's account. Follows every AssumeRole, PassRole, document start, inline policy write and stack
 * update that the grants make possible, and assumes the worst content for everything that can be written. An action in
 * `never` is denied explicitly; an action that counts as possible may still fail.
 */
export function reachOf(model: AccountModel, analysis: Analysis): Reach {
  const controlledRoles = controlledRolesOf(model);
  const { paths, executed } = escalationPathsOf(controlledRoles, model);
  const free = paths.some(({ approval, supposing }) => !approval && supposing === undefined);
  const approved = free || paths.some(({ approval }) => approval);
  const calls = reached(controlledRoles, analysis);
  const withoutApproval = free ? everything(analysis) : withExecuted(calls, executed);
  let known: Rest | undefined;
  // Goes through all of AWS's actions, so it waits until somebody asks.
  const rest = (): Rest => (known ??= restOf(withoutApproval, approved, controlledRoles, analysis));
  return {
    sessions: [...controlledRoles.values()].flatMap(({ role, control: { session, written } }) =>
      session ? [{ role: role.name, steps: session, ...(written && { written }) }] : [],
    ),
    paths,
    weaknesses: weaknessesOf(controlledRoles, model, analysis),
    calls,
    withoutApproval,
    get onlyWithApproval() {
      return rest().onlyWithApproval;
    },
    get onlyByResourcePolicy() {
      return rest().onlyByResourcePolicy;
    },
    get never() {
      return rest().never;
    },
  };
}

/** Actions that Alphaus does not reach without an approval. */
type Rest = Pick<Reach, 'onlyWithApproval' | 'onlyByResourcePolicy' | 'never'>;

function restOf(
  withoutApproval: ReadonlyMap<string, ActionReach>,
  approved: boolean,
  controlledRoles: ControlledRoles,
  analysis: Analysis,
): Rest {
  const executes = approved ? executorReach(controlledRoles, analysis) : new Set<string>();
  const denied = deniedToAll(controlledRoles, analysis);
  const onlyWithApproval: string[] = [];
  const onlyByResourcePolicy: string[] = [];
  const never: string[] = [];
  for (const action of analysis.names) {
    if (withoutApproval.has(action)) continue;
    if (executes.has(action)) onlyWithApproval.push(action);
    else if (denied(action)) never.push(action);
    else onlyByResourcePolicy.push(action);
  }
  return { onlyWithApproval, onlyByResourcePolicy, never };
}

function reached(controlledRoles: ControlledRoles, analysis: Analysis): Map<string, ActionReach> {
  const found = new Map<string, ActionReach>();
  for (const { role, control, permissions } of controlledRoles.values()) {
    if (!control.session) continue;
    for (const [action, { resources, conditions }] of mayEver(permissions, analysis)) {
      const before = found.get(action);
      const reach = { action, roles: [role.name], resources: sortedOnce(resources), conditions };
      found.set(action, before ? together(before, reach) : reach);
    }
  }
  return found;
}

/** What two roles reach of one action. */
function together(one: ActionReach, other: ActionReach): ActionReach {
  const isFree = one.conditions.length === 0 || other.conditions.length === 0;
  return {
    action: one.action,
    roles: [...one.roles, ...other.roles],
    resources: sortedOnce([...one.resources, ...other.resources]),
    conditions: isFree ? [] : eachOnce([...one.conditions, ...other.conditions]),
  };
}

/** In order, each once. Most actions have one pattern, and there are thousands of them. */
function sortedOnce(resources: readonly string[]): readonly string[] {
  return resources.length > 1 ? [...new Set(resources)].sort() : resources;
}

/** Adds the actions of runbooks that start without an approval. */
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

/** Whether each of Alphaus's sessions is denied an action explicitly. */
function deniedToAll(controlledRoles: ControlledRoles, analysis: Analysis): (action: string) => boolean {
  const sets = [...controlledRoles.values()]
    .filter(({ control }) => control.session)
    .map((controlled) => surelyDenied(controlled.permissions, analysis));
  return (action) => sets.every((denied) => denied.has(action));
}

function eachOnce(conditions: readonly Condition[]): Condition[] {
  return [...new Map(conditions.map((condition) => [JSON.stringify(condition), condition])).values()];
}

function everything(analysis: Analysis): Map<string, ActionReach> {
  const entry = (action: string): ActionReach => ({ action, roles: [], resources: ['*'], conditions: [] });
  return new Map(analysis.names.map((action) => [action, entry(action)]));
}

function executorReach(controlledRoles: ControlledRoles, analysis: Analysis): Set<string> {
  const executor = controlledRoles.get(EXECUTOR);
  return new Set(executor ? mayEver(executor.permissions, analysis).keys() : []);
}
