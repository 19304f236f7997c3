import { overlap } from '../../analysis/wildcard';
import type { Actions } from '../build/listed-actions';
import {
  covers,
  coversPattern,
  isWithin,
  limitsOf,
  placesOf,
  selectionsOf,
  type Place,
  type Selection,
} from '../build/reported-limits';
import type { ChangeOf, RightsChange } from '../shape/change-shape';
import type { ComparableRole } from '../shape/comparable-role';
import { grouped } from './grouped-changes';

/** One pattern of a Deny, or all actions but some, in one place. */
interface Denied extends Place {
  readonly actions: Selection;
  readonly reason: string;
}

/** Changes of what a role is denied: a new Deny narrows its rights. */
export function denialChanges(
  before: ComparableRole,
  after: ComparableRole,
  actions: Pick<Actions, 'expand'> | undefined,
): RightsChange[] {
  const [old, now] = [deniedBy(before), deniedBy(after)];
  const [come, gone] = [lackedOf(old, now, actions), lackedOf(now, old, actions)];
  const selections = new Map([...come, ...gone].map(({ actions }) => [JSON.stringify(actions), actions]));
  return grouped(
    [...selections].map(([key, actions]): ChangeOf<'denial'> => {
      const about = ({ actions: other }: Denied): boolean => JSON.stringify(other) === key;
      const [is, was] = [come.filter(about), gone.filter(about)];
      // Where one list has nothing of its own, the other Deny may still stand in fewer places.
      const still = (list: readonly Denied[]): Denied[] =>
        list.filter(
          (one) =>
            covers(withoutCase(one.actions), withoutCase(actions)) ||
            ('not' in one.actions && 'not' in actions),
        );
      return {
        of: 'denial',
        kind: is.length === 0 ? 'widened' : was.length === 0 ? 'narrowed' : 'changed',
        actions: 'only' in actions ? [actions.only] : [],
        notActions: 'only' in actions ? [] : actions.not,
        now: limitsOf(is.length > 0 ? is : still(now)),
        before: limitsOf(was.length > 0 ? was : still(old)),
        reason: (is[0] ?? was[0])?.reason ?? '',
      };
    }),
  );
}

function deniedBy({ denials }: ComparableRole): Denied[] {
  return denials.flatMap(({ actions, notActions, reason, ...limits }) =>
    selectionsOf(actions, notActions).flatMap((selection) =>
      placesOf([limits]).map((place) => ({ ...place, actions: selection, reason })),
    ),
  );
}

/** The Denies of one list that the other does not cover. */
function beyond(
  list: readonly Denied[],
  others: readonly Denied[],
  actions: Pick<Actions, 'expand'> | undefined,
): Denied[] {
  // Prepared once: lists of a thousand patterns are compared with each other.
  const known = others.map((other) => ({
    other,
    selection: withoutCase(other.actions),
    left: actions && 'not' in other.actions ? new Set(actions.expand(other.actions.not)) : undefined,
  }));
  const same = new Set(others.map(keyOf));
  return list.filter((denied) => {
    // Most are there as they were; to compare patterns takes a thousand times longer.
    if (same.has(keyOf(denied))) return false;
    const selection = withoutCase(denied.actions);
    const stood = actions && 'only' in denied.actions ? actions.expand([denied.actions.only]) : undefined;
    const wider = known.filter(
      (one) =>
        covers(one.selection, selection) ||
        // A Deny of all but some patterns also covers a pattern none of whose actions is excepted.
        (one.left && stood && stood.length > 0 && !stood.some((action) => one.left?.has(action))),
    );
    return !isWithin(
      denied,
      wider.map(({ other }) => other),
    );
  });
}

/** What a list lacks of the Denies of another one. */
function lackedOf(
  list: readonly Denied[],
  others: readonly Denied[],
  actions: Pick<Actions, 'expand'> | undefined,
): Denied[] {
  const lacked = beyond(others, list, actions).flatMap((denied) => lackedBy(list, denied, actions));
  return beyond(lacked, list, actions);
}

/**
 * What a list lacks of a Deny that it does not cover. Where it has Denies of all actions but others in the same place, that
 * is no more than what all of these except and this one does not.
 */
function lackedBy(
  list: readonly Denied[],
  denied: Denied,
  actions: Pick<Actions, 'expand'> | undefined,
): Denied[] {
  const { actions: of, ...rest } = denied;
  if ('only' in of) return [denied];
  const there = list.flatMap((other) =>
    'not' in other.actions && isWithin(denied, [other]) ? [other.actions.not] : [],
  );
  const [first, ...further] = there;
  if (!first) return [denied];
  const besides = first.filter((pattern) => !excepts(of.not, pattern));
  // Where patterns meet in a part of what they match, no pattern says what is left: AWS's actions do.
  const isCut = besides.some((pattern) => of.not.some((one) => meet(one, pattern)));
  if (!isCut && further.length === 0) return besides.map((only) => ({ ...rest, actions: { only } }));
  if (!actions) return [denied];
  const kept = new Set(actions.expand(of.not));
  const all = further.map((patterns) => new Set(actions.expand(patterns)));
  return actions
    .expand(first)
    .filter((action) => !kept.has(action) && all.every((excepted) => excepted.has(action)))
    .map((only) => ({ ...rest, actions: { only } }));
}

function meet(one: string, other: string): boolean {
  return overlap(one.toLowerCase(), other.toLowerCase());
}

function excepts(patterns: readonly string[], pattern: string): boolean {
  return patterns.some((one) => coversPattern(one.toLowerCase(), pattern.toLowerCase()));
}

function keyOf({ actions, resource, conditions }: Denied): string {
  return JSON.stringify([actions, resource, conditions]);
}

function withoutCase(selection: Selection): Selection {
  return 'only' in selection
    ? { only: selection.only.toLowerCase() }
    : { not: selection.not.map((pattern) => pattern.toLowerCase()) };
}
