import { matchesAction, overlap } from '../../analysis/wildcard';
import { printable } from '../../text/printable';
import { shortList } from '../../text/short-list';
import { grantsOf, type Grant } from '../grants';
import type { Document } from '../observed';

/** What a role may do no longer, what it may do in fewer cases, and what it may do in addition: as the policies write it. */
export interface RightsOfRole {
  /** Like `ec2: StopInstances, TerminateInstances`; with what is left of a wildcard, like `ec2: Describe* (left: DescribeVolumes)`. */
  readonly takes: readonly string[];
  /** Actions that stay, on fewer resources or under more conditions. */
  readonly limits: readonly string[];
  readonly adds: readonly string[];
}

/**
 * Compares what the policies of a role allow before and after, action by action as it is written. AWS's list of actions is not asked:
 * a wildcard counts as a whole.
 */
export function rightsOfRole(before: readonly Document[], after: readonly Document[]): RightsOfRole {
  const [old, now] = [allowed(before), allowed(after)];
  const takes: Told[] = [];
  const limits: Told[] = [];
  for (const [action, grants] of old) {
    const covering = [...now].filter(([pattern]) => covers(pattern, action));
    if (covering.length > 0) {
      const isSame = grants.every((grant) => covering.some(([, others]) => others.some(within(grant))));
      if (!isSame) limits.push({ action });
      continue;
    }
    const left = [...now.keys()].filter((pattern) => overlap(action.toLowerCase(), pattern.toLowerCase()));
    takes.push({ action, ...(left.length > 0 && { left: shortened(action, left) }) });
  }
  const adds = [...now.keys()].filter(
    (action) => ![...old.keys()].some((pattern) => covers(pattern, action)),
  );
  return {
    takes: byService(takes),
    limits: byService(limits),
    adds: byService(adds.map((action) => ({ action }))),
  };
}

/** An action, and what is left of it if it is a wildcard. */
interface Told {
  readonly action: string;
  readonly left?: string;
}

/** The Allows of documents, by their actions. */
function allowed(documents: readonly Document[]): Map<string, Grant[]> {
  const found = new Map<string, Grant[]>();
  for (const grant of documents.flatMap((one) => [...grantsOf(one).values()])) {
    if (grant.effect !== 'Allow') continue;
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

/** Whether a grant reaches at least as far as another one. */
function within(narrow: Grant): (wide: Grant) => boolean {
  return ({ scope }) => scope === '' || scope === narrow.scope;
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
