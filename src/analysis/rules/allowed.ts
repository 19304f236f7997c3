import type { AccessLevel } from '../action-catalogue';
import type { Analysis } from '../analysis';
import { surelyDenied } from '../denied';
import { matchesAction } from '../wildcard';
import type { Place, RuleFacts } from './rule';

/**
 * Actions that an Allow grants; none for a Deny. An Allow with NotAction grants all other actions, except those that its
 * document denies on every resource.
 */
export function allowed(place: Grant, { analysis }: RuleFacts): readonly string[] {
  return analysis.onceAbout(allowedBy, place);
}

type Grant = Pick<Place, 'statement' | 'denies'>;

function allowedBy(
  { statement: { effect, actions, notActions }, denies }: Grant,
  analysis: Analysis,
): string[] {
  if (effect !== 'Allow') return [];
  const named = actions.flatMap((pattern) => analysis.expandKnown(pattern));
  const others =
    notActions.length === 0 ? [] : notDenied(allBut(notActions, analysis.names), denies, analysis);
  return [...new Set([...named, ...others])];
}

/** Like `allowed`, but only actions of some access levels. */
export function allowedAt(levels: readonly AccessLevel[], place: Grant, facts: RuleFacts): string[] {
  return allowed(place, facts).filter((action) => levels.includes(levelOf(action, facts)));
}

/** Access level of an action that AWS has. */
export function levelOf(action: string, { analysis }: RuleFacts): AccessLevel {
  const known = analysis.actions.get(action);
  if (!known) throw new Error(`"${action}" is not an AWS action`);
  return known.accessLevel;
}

function notDenied(actions: readonly string[], denies: Place['denies'], analysis: Analysis): string[] {
  const denied = surelyDenied({ identity: denies, boundary: undefined }, analysis);
  return actions.filter((action) => !denied.has(action));
}

function allBut(patterns: readonly string[], actions: readonly string[]): string[] {
  return actions.filter((action) => !patterns.some((pattern) => matchesAction(pattern, action)));
}
