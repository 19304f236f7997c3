import type { InstalledRole } from '../policy/installed';
import type { ActionCatalogue } from './action-catalogue';
import { actionsByService } from './expand';
import { decide, type Decision, type Request } from './evaluate';
import { remembered } from './remembered';
import { statementsOf, type Statement } from './statements';

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
  /** Conditions that the statements in question state, as `Operator key = values`. None: at least one way has none. */
  readonly conditions: readonly string[];
}

/**
 * Every action of AWS that a role may ever succeed with, over-approximated: conditions of Allows are taken to
 * hold, conditional Denies not to. What is missing here is never possible.
 */
export function mayEver(
  permissions: Permissions,
  catalogue: ActionCatalogue,
): ReadonlyMap<string, Possibility> {
  return answerOf(permissions, catalogue);
}

const answerOf = remembered(asked);

function asked(permissions: Permissions, catalogue: ActionCatalogue): Map<string, Possibility> {
  const identity = byService(permissions.identity);
  const boundary = permissions.boundary && byService(permissions.boundary);
  const possible = new Map<string, Possibility>();
  for (const [service, actions] of actionsByService(catalogue)) {
    const about = { identity: identity(service), boundary: boundary?.(service) };
    if ([about.identity, about.boundary].some((statements) => statements && !anyAllow(statements))) continue;
    for (const action of actions) {
      const found = possibility(about, action);
      if (found) possible.set(action, found);
    }
  }
  return possible;
}

function anyAllow(statements: readonly Statement[]): boolean {
  return statements.some(({ effect }) => effect === 'Allow');
}

/** The statements that can be about a service's actions: a fraction of all, asked for each action of AWS. */
export function byService(statements: readonly Statement[]): (service: string) => readonly Statement[] {
  const indexed = statements.map((statement) => {
    const patterns = new Map<string, string[]>();
    for (const pattern of [...statement.actions, ...statement.notActions]) {
      const service = serviceOf(pattern);
      const known = patterns.get(service);
      if (known) known.push(pattern);
      else patterns.set(service, [pattern]);
    }
    return { statement, patterns };
  });
  const known = new Map<string, readonly Statement[]>();
  return (service) => {
    const found = known.get(service) ?? indexed.flatMap((entry) => narrowed(entry, service));
    known.set(service, found);
    return found;
  };
}

interface Indexed {
  readonly statement: Statement;
  /** By service; under `*` those that may be about several. */
  readonly patterns: ReadonlyMap<string, readonly string[]>;
}

/** A statement with those of its patterns that can be about a service; none where it has no such. */
function narrowed({ statement, patterns }: Indexed, service: string): Statement[] {
  const about = [...(patterns.get(service) ?? []), ...(patterns.get('*') ?? [])];
  if (statement.notActions.length === 0) return about.length > 0 ? [{ ...statement, actions: about }] : [];
  return [
    about.length > 0 ? { ...statement, notActions: about } : { ...statement, actions: ['*'], notActions: [] },
  ];
}

/** The one service that a pattern of actions is about; `*` where it may be about several. */
function serviceOf(pattern: string): string {
  const service = pattern.slice(0, Math.max(pattern.indexOf(':'), 0)).toLowerCase();
  return service === '' || service.includes('*') || service.includes('?') ? '*' : service;
}

/** What may ever be done with one action; undefined where nothing. */
export function possibility({ identity, boundary }: Permissions, action: string): Possibility | undefined {
  const request = { action, resource: '*' };
  const layers: { readonly statements: readonly Statement[]; readonly decision: Decision }[] = [];
  for (const statements of [identity, ...(boundary ? [boundary] : [])]) {
    const decision = decide(statements, request);
    if (!decision.possible) return undefined;
    layers.push({ statements, decision });
  }
  const limits = layers.flatMap(({ statements, decision }) => [
    limitOf(decision),
    ...deniedElsewhere(statements, action),
  ]);
  const scoped = limits.find((limit) => !limit.includes('*'));
  const conditions = layers.map(({ decision }) => conditionsOf(decision)).find((texts) => texts.length > 0);
  return { action, resources: scoped ?? ['*'], conditions: conditions ?? [] };
}

function limitOf({ allows }: Decision): string[] {
  const unlimited = allows.some(({ resources }) => resources.length === 0 || resources.includes('*'));
  return unlimited ? ['*'] : [...new Set(allows.flatMap(({ resources }) => resources))].sort();
}

/** A Deny for all resources but some limits the action to these. */
function deniedElsewhere(statements: readonly Statement[], action: string): (readonly string[])[] {
  return statements
    .filter(
      ({ effect, notResources, conditions }) =>
        effect === 'Deny' && notResources.length > 0 && conditions.length === 0,
    )
    .filter((deny) => decide([{ ...deny, effect: 'Allow' }], { action, resource: '*' }).allows.length > 0)
    .map(({ notResources }) => notResources);
}

/** The conditions, where every Allow states some. */
function conditionsOf({ allows }: Decision): string[] {
  if (allows.some(({ conditions }) => conditions.length === 0)) return [];
  const texts = allows.flatMap(({ conditions }) =>
    conditions.map(({ operator, key, values }) => `${operator} ${key} = ${values.join(' | ')}`),
  );
  return [...new Set(texts)].sort();
}
