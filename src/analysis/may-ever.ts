import type { InstalledRole } from '../policy/installed';
import type { Analysis } from './analysis';
import { actionMatches, decide, decideAbout, type Decision, type Request } from './evaluate';
import { statementsOf, type Condition, type Statement } from './statements';

const ANYTHING: Statement = {
  sid: 'Anything',
  effect: 'Allow',
  actions: ['*'],
  notActions: [],
  resources: ['*'],
  notResources: [],
  conditions: [],
};

/** A role's permissions in the form that the analysis uses. */
export interface Permissions {
  readonly identity: readonly Statement[];
  /** Undefined if there is no boundary. */
  readonly boundary: readonly Statement[] | undefined;
}

/**
 * A role's permissions. Documents that are not ours, such as an AWS managed policy or the customer's own boundary, count
 * as allowing everything.
 *
 * @param hostile whether somebody has written `Allow *` into the role
 */
export function permissionsOf(role: InstalledRole, hostile = false): Permissions {
  const own = role.policies.flatMap(({ document }) => statementsOf(document));
  const anything = hostile || role.foreignPolicyArns.length > 0 ? [ANYTHING] : [];
  const { boundary } = role;
  return {
    identity: [...own, ...anything],
    boundary: boundary && (boundary.document ? statementsOf(boundary.document) : [ANYTHING]),
  };
}

/** Whether a session of the role may succeed with a call, as far as is known. */
export function mayCall(permissions: Permissions, request: Request): boolean {
  const { identity, boundary } = permissions;
  return decide(identity, request).possible && (boundary === undefined || decide(boundary, request).possible);
}

/** What a role may ever do with one action. */
export interface Possibility {
  /** Patterns that limit the resources; not every match needs to be allowed. `*`: no limit is proven. */
  readonly resources: readonly string[];
  /** Conditions of the statements that allow it. Empty: the action may be possible without a condition. */
  readonly conditions: readonly Condition[];
}

/**
 * Every AWS action that a role may ever succeed with, over-approximated: conditions of Allows count as met, conditions of
 * Denies as not met. An action that is missing here is never possible.
 */
export function mayEver(permissions: Permissions, analysis: Analysis): ReadonlyMap<string, Possibility> {
  return analysis.once(everPossible, permissions);
}

function everPossible({ identity, boundary }: Permissions, analysis: Analysis): Map<string, Possibility> {
  const layers = [identity, ...(boundary ? [boundary] : [])];
  const { groups, groupOf } = actionGroups(layers.flat(), analysis);
  const limits = groups.map((about) => {
    const inGroup = new Set(about);
    return limitsOf(layers.map((statements) => statements.filter((one) => inGroup.has(one))));
  });
  const possible = new Map<string, Possibility>();
  for (const [place, action] of analysis.names.entries()) {
    const found = limits[groupOf[place] ?? 0];
    if (found) possible.set(action, found);
  }
  return possible;
}

/** Actions that the same statements match, so that each question is asked once for a group. */
export interface ActionGroups {
  /** The statements that match the actions of each group, in their order. */
  readonly groups: readonly (readonly Statement[])[];
  /** The group of each of the analysis's actions, in their order. */
  readonly groupOf: Uint32Array;
}

/** AWS's actions, grouped by the statements that match them. */
export function actionGroups(statements: readonly Statement[], analysis: Analysis): ActionGroups {
  const groups: Statement[][] = [[]];
  const groupOf = new Uint32Array(analysis.names.length);
  for (const statement of new Set(statements)) {
    const { actions, notActions } = statement;
    const isExcept = notActions.length > 0;
    const withIt = (group: number): Statement[] => [...(groups[group] ?? []), statement];
    const before = groups.length;
    // Actions of one group that the statement names move to a new group together.
    const moved = new Map<number, number>();
    for (const place of placesOf(isExcept ? notActions : actions, analysis)) {
      const from = groupOf[place] ?? 0;
      const to = moved.get(from) ?? groups.push(isExcept ? [...(groups[from] ?? [])] : withIt(from)) - 1;
      moved.set(from, to);
      groupOf[place] = to;
    }
    // It matches the actions that it does not name: nearly all, which stay where they are.
    if (isExcept) for (let group = 0; group < before; group += 1) groups[group] = withIt(group);
  }
  return { groups, groupOf };
}

/** Indexes of the analysis's actions that a pattern matches, each once. */
function placesOf(patterns: readonly string[], analysis: Analysis): Iterable<number> {
  const [only = '', ...others] = patterns;
  return others.length === 0
    ? analysis.placesOf(only)
    : new Set(patterns.flatMap((one) => analysis.placesOf(one)));
}

/** What may ever be done with one action; undefined if nothing. */
export function possibility({ identity, boundary }: Permissions, action: string): Possibility | undefined {
  const layers = [identity, ...(boundary ? [boundary] : [])];
  return limitsOf(
    layers.map((statements) => statements.filter((statement) => actionMatches(statement, action))),
  );
}

/** What all layers of statements allow together for one action; undefined if nothing. */
function limitsOf(layers: readonly (readonly Statement[])[]): Possibility | undefined {
  const decided = layers.map((about) => ({ about, decision: decideAbout(about, { resource: '*' }) }));
  if (decided.some(({ decision }) => !decision.possible)) return undefined;
  const limits = decided.flatMap(({ about, decision }) => [limitOf(decision), ...deniedElsewhere(about)]);
  const scoped = limits.find((limit) => !limit.includes('*'));
  const conditions = decided.map(({ decision }) => conditionsOf(decision)).find((some) => some.length > 0);
  return { resources: scoped ?? ['*'], conditions: conditions ?? [] };
}

function limitOf({ allows }: Decision): string[] {
  const unlimited = allows.some(({ resources }) => resources.length === 0 || resources.includes('*'));
  return unlimited ? ['*'] : [...new Set(allows.flatMap(({ resources }) => resources))].sort();
}

/** A Deny with NotResource limits the action to the resources that it names. */
function deniedElsewhere(about: readonly Statement[]): (readonly string[])[] {
  return about
    .filter(
      ({ effect, notResources, conditions }) =>
        effect === 'Deny' && notResources.length > 0 && conditions.length === 0,
    )
    .filter((deny) => decideAbout([{ ...deny, effect: 'Allow' }], { resource: '*' }).allows.length > 0)
    .map(({ notResources }) => notResources);
}

/** The conditions of the Allows; none if one of the Allows has no condition. */
function conditionsOf({ allows }: Decision): Condition[] {
  if (allows.some(({ conditions }) => conditions.length === 0)) return [];
  const all = allows.flatMap(({ conditions }) => conditions);
  return [...new Map(all.map((condition) => [JSON.stringify(condition), condition])).values()];
}
