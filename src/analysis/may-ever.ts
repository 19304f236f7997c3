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

/** A role's permissions in the form that the analysis works on. */
export interface Permissions {
  readonly identity: readonly Statement[];
  /** Undefined where no boundary stands. */
  readonly boundary: readonly Statement[] | undefined;
}

/**
 * What a role's documents permit. Documents that are not ours, a managed policy of AWS's or a boundary of the
 * customer's, are taken to allow everything.
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

/** Whether a session of the role may succeed with a call, for all that is known. */
export function mayCall(permissions: Permissions, request: Request): boolean {
  const { identity, boundary } = permissions;
  return decide(identity, request).possible && (boundary === undefined || decide(boundary, request).possible);
}

/** What a role may ever do with one action. */
export interface Possibility {
  readonly action: string;
  /** Patterns that the resources match: at most these, and not necessarily all of them. `*`: no limit is proven. */
  readonly resources: readonly string[];
  /** Conditions that the statements in question state. None: the action is possible without any. */
  readonly conditions: readonly Condition[];
}

/**
 * Every action of AWS that a role may ever succeed with, over-approximated: conditions of Allows are taken to
 * hold, conditional Denies not to. What is missing here is never possible.
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
    if (found) possible.set(action, { action, ...found });
  }
  return possible;
}

/** Actions of which the same statements speak, so that a question is asked of each group once. */
export interface ActionGroups {
  /** The statements about the actions of a group, in their order. */
  readonly groups: readonly (readonly Statement[])[];
  /** The group of each of the analysis's actions, in their order. */
  readonly groupOf: Uint32Array;
}

/** AWS's actions, grouped by the statements that are about them. */
export function actionGroups(statements: readonly Statement[], analysis: Analysis): ActionGroups {
  const groups: Statement[][] = [[]];
  const groupOf = new Uint32Array(analysis.names.length);
  for (const statement of new Set(statements)) {
    // Actions that were in one group and that the statement is about are in one group afterwards, too.
    const moved = new Map<number, number>();
    for (const place of placesAbout(statement, analysis)) {
      const before = groupOf[place] ?? 0;
      const after = moved.get(before) ?? groups.push([...(groups[before] ?? []), statement]) - 1;
      moved.set(before, after);
      groupOf[place] = after;
    }
  }
  return { groups, groupOf };
}

/** Where the actions that a statement is about stand among the analysis's, each once. */
function placesAbout({ actions, notActions }: Statement, analysis: Analysis): Iterable<number> {
  const [only, ...others] = actions;
  if (notActions.length === 0 && only !== undefined && others.length === 0) return analysis.placesOf(only);
  const named = new Set(
    (notActions.length > 0 ? notActions : actions).flatMap((one) => analysis.placesOf(one)),
  );
  return notActions.length === 0 ? named : [...analysis.names.keys()].filter((place) => !named.has(place));
}

/** What may ever be done with one action; undefined where nothing. */
export function possibility({ identity, boundary }: Permissions, action: string): Possibility | undefined {
  const layers = [identity, ...(boundary ? [boundary] : [])];
  const limits = limitsOf(
    layers.map((statements) => statements.filter((statement) => actionMatches(statement, action))),
  );
  return limits && { action, ...limits };
}

/** What layers of statements about one action leave of it; undefined where nothing. */
function limitsOf(layers: readonly (readonly Statement[])[]): Omit<Possibility, 'action'> | undefined {
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

/** A Deny for all resources but some limits the action to these. */
function deniedElsewhere(about: readonly Statement[]): (readonly string[])[] {
  return about
    .filter(
      ({ effect, notResources, conditions }) =>
        effect === 'Deny' && notResources.length > 0 && conditions.length === 0,
    )
    .filter((deny) => decideAbout([{ ...deny, effect: 'Allow' }], { resource: '*' }).allows.length > 0)
    .map(({ notResources }) => notResources);
}

/** The conditions, where every Allow states some. */
function conditionsOf({ allows }: Decision): Condition[] {
  if (allows.some(({ conditions }) => conditions.length === 0)) return [];
  const all = allows.flatMap(({ conditions }) => conditions);
  return [...new Map(all.map((condition) => [JSON.stringify(condition), condition])).values()];
}
