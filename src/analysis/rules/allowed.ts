import type { AccessLevel } from '../action-catalogue';
import type { Analysis } from '../analysis';
import { surelyDenied } from '../denied';
import { matchesAction } from '../wildcard';
import type { Place, RuleFacts } from './rule';

/**
 * Actions that an Allow grants; none for a Deny. An Allow with NotAction grants all other actions, except those that its
 * document denies on every resource.
 */
export function allowed(
  { statement: { effect, actions, notActions }, denies }: Pick<Place, 'statement' | 'denies'>,
  { analysis }: RuleFacts,
): string[] {
  if (effect !== 'Allow') return [];
  const named = actions.flatMap((pattern) => analysis.expandKnown(pattern));
  const others = notActions.length === 0 ? [] : analysis.once(allBut, { notActions, denies });
  return [...new Set([...named, ...others])];
}

/** Like `allowed`, but only actions of some access levels. */
export function allowedAt(
  levels: readonly AccessLevel[],
  place: Pick<Place, 'statement' | 'denies'>,
  facts: RuleFacts,
): string[] {
  return allowed(place, facts).filter((action) => levels.includes(levelOf(action, facts)));
}

/** Access level of an action that AWS has. */
export function levelOf(action: string, { analysis }: RuleFacts): AccessLevel {
  const known = analysis.actions.get(action);
  if (!known) throw new Error(`"${action}" is not an AWS action`);
  return known.accessLevel;
}

/** All actions of AWS but those of a NotAction and those that are denied. */
function allBut(
  { notActions, denies }: Pick<Place, 'denies'> & Pick<Place['statement'], 'notActions'>,
  analysis: Analysis,
): string[] {
  const denied = surelyDenied({ identity: denies, boundary: undefined }, analysis);
  return analysis.names.filter(
    (action) => !notActions.some((pattern) => matchesAction(pattern, action)) && !denied.has(action),
  );
}
