import { statementsOf, type Condition, type Statement } from '../analysis/statements';
import { matches, matchesAction, overlap } from '../analysis/wildcard';
import { printable } from '../text/printable';

/**
 * What a policy allows that a permissions boundary does not surely let through: actions as they are written. A wildcard that
 * reaches further than the boundary counts as a whole, and so do a resource or a condition that are wider.
 *
 * @param own the role's own policies: of their wildcards, a boundary takes a part away as intended
 */
export function beyondBoundary(policy: object, boundary: object, own: readonly object[]): string[] {
  const limits = statementsOf(boundary);
  const known = new Set(
    [...limits, ...own.flatMap(statementsOf)]
      .flatMap(({ effect, actions }) => (effect === 'Allow' ? actions : []))
      .map((action) => action.toLowerCase()),
  );
  return statementsOf(policy)
    .filter(({ effect }) => effect === 'Allow')
    .flatMap((allow) => {
      const { notActions, actions } = allow;
      if (notActions.length > 0) return [`all but ${notActions.join(', ')}`];
      return actions.filter((action) => !isWithin(action, allow, limits, known));
    })
    .map((actions) => printable(`Allow ${actions}`));
}

function isWithin(
  action: string,
  allow: Statement,
  limits: readonly Statement[],
  known: ReadonlySet<string>,
): boolean {
  const resources = allow.notResources.length > 0 ? ['*'] : allow.resources;
  return resources.every((resource) => {
    const about = limits.filter(({ effect }) => effect === 'Allow');
    const allowed = about.some(
      (limit) =>
        coversAction(limit, action) &&
        limit.resources.some((pattern) => matches(pattern, resource)) &&
        limit.conditions.every((condition) => has(allow.conditions, condition)),
    );
    const touches = known.has(action.toLowerCase()) ? coversAction : touchesAction;
    const denied = limits.some(
      (limit) =>
        limit.effect === 'Deny' &&
        limit.conditions.length === 0 &&
        touches(limit, action) &&
        touchesResource(limit, resource),
    );
    return allowed && !denied;
  });
}

/** Whether a statement is about every action of a pattern. */
function coversAction({ actions, notActions }: Statement, action: string): boolean {
  if (notActions.length === 0) return actions.some((pattern) => matchesAction(pattern, action));
  return !notActions.some((pattern) => overlap(pattern.toLowerCase(), action.toLowerCase()));
}

/** Whether a statement is about some action of a pattern. */
function touchesAction({ actions, notActions }: Statement, action: string): boolean {
  if (notActions.length > 0) return !notActions.some((pattern) => matchesAction(pattern, action));
  return actions.some((pattern) => overlap(pattern.toLowerCase(), action.toLowerCase()));
}

function touchesResource({ resources, notResources }: Statement, resource: string): boolean {
  if (notResources.length > 0) return !notResources.some((pattern) => matches(pattern, resource));
  return resources.some((pattern) => overlap(pattern, resource));
}

function has(conditions: readonly Condition[], wanted: Condition): boolean {
  return conditions.some((one) => JSON.stringify(one) === JSON.stringify(wanted));
}
