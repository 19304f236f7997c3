import { matches, matchesAction, overlap } from '../../analysis/wildcard';
import { printable } from '../../text/printable';
import { shortList } from '../../text/short-list';
import { grantsOf, type Grant } from '../grants';
import type { Document } from '../observed';

/** How the rights of a role change: as the policies write it. */
export interface RightsOfRole {
  /** What it may do no longer, like `ec2: StopInstances, TerminateInstances`; with what is left of a wildcard, like `ec2: Describe* (left: DescribeVolumes)`. */
  readonly takes: readonly string[];
  /** Actions that stay, but not on all resources or in all cases as before. */
  readonly limits: readonly string[];
  /** Actions that it may do in addition. */
  readonly adds: readonly string[];
  /** Actions that it may do already, on resources or in cases that are new. */
  readonly widens: readonly string[];
  /** Actions that a Deny goes from, which our policies do not have. */
  readonly lifts: readonly string[];
}

/**
 * Compares what the policies of a role allow and deny before and after, action by action as it is written. AWS's list of actions is not
 * asked: a wildcard counts as a whole.
 */
export function rightsOfRole(before: readonly Document[], after: readonly Document[]): RightsOfRole {
  const [old, now] = [byAction('Allow', before), byAction('Allow', after)];
  const takes: Told[] = [];
  const limits: Told[] = [];
  for (const [action, grants] of old) {
    if (isCovered(action, now)) {
      if (!isWithin(action, grants, now)) limits.push({ action });
      continue;
    }
    const left = [...now.keys()].filter((pattern) => overlap(action.toLowerCase(), pattern.toLowerCase()));
    takes.push({ action, ...(left.length > 0 && { left: shortened(action, left) }) });
  }
  const adds: Told[] = [];
  const widens: Told[] = [];
  for (const [action, grants] of now) {
    if (!isCovered(action, old)) adds.push({ action });
    else if (!isWithin(action, grants, old)) widens.push({ action });
  }
  const [denied, denies] = [byAction('Deny', before), byAction('Deny', after)];
  const lifts = [...denied]
    .filter(([action, grants]) => !isWithin(action, grants, denies))
    .map(([action]) => ({ action }));
  return {
    takes: byService(takes),
    limits: byService(limits),
    adds: byService(adds),
    widens: byService(widens),
    lifts: byService(lifts),
  };
}

/** Whether some grants are about all of an action. */
function isCovered(action: string, grants: ReadonlyMap<string, readonly Grant[]>): boolean {
  return [...grants.keys()].some((pattern) => covers(pattern, action));
}

/** Whether each of the grants of an action is within another one. */
function isWithin(
  action: string,
  narrow: readonly Grant[],
  grants: ReadonlyMap<string, readonly Grant[]>,
): boolean {
  const wide = [...grants].flatMap(([pattern, some]) => (covers(pattern, action) ? some : []));
  return narrow.every((grant) => wide.some((one) => reachesAsFar(one, grant)));
}

/** An action, and what is left of it if it is a wildcard. */
interface Told {
  readonly action: string;
  readonly left?: string;
}

/** The Allows, or the Denies, of documents by their actions. */
function byAction(effect: 'Allow' | 'Deny', documents: readonly Document[]): Map<string, Grant[]> {
  const found = new Map<string, Grant[]>();
  for (const grant of documents.flatMap((one) => [...grantsOf(one).values()])) {
    if (grant.effect !== effect) continue;
    const known = [...found.keys()].find((one) => one.toLowerCase() === grant.action.toLowerCase());
    const action = known ?? grant.action;
    found.set(action, [...(found.get(action) ?? []), grant]);
  }
  return found;
}

const ALL_BUT = 'all but ';

function covers(pattern: string, action: string): boolean {
  if (action.startsWith(ALL_BUT)) return pattern === '*' || pattern === action;
  // What a NotAction leaves out is not looked into: it counts as nothing.
  return !pattern.startsWith(ALL_BUT) && matchesAction(pattern, action);
}

/** Whether a grant reaches at least as far as another one: its pattern matches the other resource, and it has no further condition. */
function reachesAsFar(wide: Grant, narrow: Grant): boolean {
  const known = new Set(termsOf(narrow));
  return (
    (wide.resource === narrow.resource || matches(wide.resource, narrow.resource)) &&
    termsOf(wide).every((term) => known.has(term))
  );
}

/** Each condition, and whatever else narrows a grant, as a text. */
function termsOf({ under }: Grant): string[] {
  if (under === '') return [];
  const { Condition: conditions = {}, ...others } = JSON.parse(under) as Readonly<
    Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>
  >;
  return [
    ...Object.entries(others),
    ...Object.entries(conditions).flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, values]): unknown[] => [operator, key, values]),
    ),
  ].map((term) => JSON.stringify(term));
}

/** The most actions that are named as left of a wildcard. */
const NAMED = 8;

function shortened(action: string, left: readonly string[]): string {
  const service = serviceOf(action);
  const names = left.map((one) => (serviceOf(one) === service ? nameOf(one) : one));
  return shortList(names, NAMED);
}

function byService(actions: readonly Told[]): string[] {
  const services = new Map<string, string[]>();
  for (const { action, left } of [...actions].sort((one, other) => one.action.localeCompare(other.action))) {
    const service = serviceOf(action);
    const text = `${nameOf(action)}${left === undefined ? '' : ` (left: ${left})`}`;
    services.set(service, [...(services.get(service) ?? []), text]);
  }
  return [...services].map(([service, names]) =>
    printable(service === '' ? names.join(', ') : `${service}: ${names.join(', ')}`),
  );
}

function serviceOf(action: string): string {
  return action.startsWith(ALL_BUT) ? '' : action.slice(0, Math.max(action.indexOf(':'), 0));
}

function nameOf(action: string): string {
  return action.startsWith(ALL_BUT) ? action : action.slice(action.indexOf(':') + 1);
}
