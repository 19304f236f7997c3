import type { AccessLevel } from '../action-catalogue';
import { surelyDenied } from '../denied';
import { expandKnown } from '../expand';
import { matchesAction } from '../wildcard';
import type { Place, RuleFacts } from './rule';

/**
 * Actions that an Allow names, one by one. None for a Deny. An Allow for all actions but some names all others that no Deny
 * of its document stops everywhere.
 */
export function allowed(
  { statement: { effect, actions, notActions }, denies }: Pick<Place, 'statement' | 'denies'>,
  { reference }: RuleFacts,
): string[] {
  if (effect !== 'Allow') return [];
  const named = actions.flatMap((pattern) => expandKnown(pattern, reference.actions));
  const others =
    notActions.length === 0 ? [] : notDenied(allBut(notActions, reference.actions.keys()), denies, reference);
  return [...new Set([...named, ...others])];
}

/** As `allowed`, only those of some access levels. */
export function allowedAt(
  levels: readonly AccessLevel[],
  place: Pick<Place, 'statement' | 'denies'>,
  facts: RuleFacts,
): string[] {
  return allowed(place, facts).filter((action) => levels.includes(levelOf(action, facts)));
}

/** Access level of an action that AWS has. */
export function levelOf(action: string, { reference }: RuleFacts): AccessLevel {
  const known = reference.actions.get(action);
  if (!known) throw new Error(`"${action}" is no action that AWS has`);
  return known.accessLevel;
}

function notDenied(
  actions: readonly string[],
  denies: Place['denies'],
  { actions: catalogue }: RuleFacts['reference'],
): string[] {
  const denied = surelyDenied({ identity: denies, boundary: undefined }, catalogue);
  return actions.filter((action) => !denied.has(action));
}

function allBut(patterns: readonly string[], actions: Iterable<string>): string[] {
  return [...actions].filter((action) => !patterns.some((pattern) => matchesAction(pattern, action)));
}
