import { matches, overlap } from '../../analysis/wildcard';
import type { ChangeKind, Limits } from '../shape/change-shape';
import type { ConditionBlock } from '../shape/role-shape';

/** Everything that one pattern matches, or everything that none of several patterns matches. */
export type Selection = { readonly only: string } | { readonly not: readonly string[] };

/** One place where a right holds: one resource pattern, or all but some, and the conditions there. */
export interface Place {
  readonly resource: Selection;
  readonly conditions: ConditionBlock;
}

/** The places of several limits, each once. */
export function placesOf(limits: readonly Limits[]): Place[] {
  const places = limits.flatMap(({ resources, notResources, conditions }) =>
    selectionsOf(resources, notResources).map((resource) => ({ resource, conditions })),
  );
  return unique(places);
}

/** Patterns one by one, or everything but some patterns. */
export function selectionsOf(patterns: readonly string[], not: readonly string[] = []): Selection[] {
  return [...patterns.map((only) => ({ only })), ...(not.length > 0 ? [{ not }] : [])];
}

/** The places of one list that the other does not contain verbatim. */
export function otherPlaces(places: readonly Place[], others: readonly Place[]): Place[] {
  const known = new Set(others.map((place) => JSON.stringify(place)));
  return places.filter((place) => !known.has(JSON.stringify(place)));
}

/** Places as limits, grouped by their conditions. */
export function limitsOf(places: readonly Place[]): Limits[] {
  const groups = new Map<string, Limits>();
  for (const { resource, conditions } of places) {
    const key = JSON.stringify('only' in resource ? conditions : [resource, conditions]);
    const limits =
      'only' in resource
        ? { resources: [...(groups.get(key)?.resources ?? []), resource.only], conditions }
        : { resources: [], notResources: resource.not, conditions };
    groups.set(key, limits);
  }
  return [...groups.values()];
}

/** How a right changed, from the places where it held and where it holds now; undefined if it did not change. */
export function kindOf(before: readonly Place[], now: readonly Place[]): ChangeKind | undefined {
  if (before.length === 0) return now.length === 0 ? undefined : 'added';
  if (now.length === 0) return 'removed';
  const more = before.every((place) => isWithin(place, now));
  const less = now.every((place) => isWithin(place, before));
  if (more && less) return undefined;
  return more ? 'widened' : less ? 'narrowed' : 'changed';
}

/** Whether one of the places is as wide as this one or wider; false if that cannot be decided. */
export function isWithin({ resource, conditions }: Place, places: readonly Place[]): boolean {
  return places.some(
    (wide) => covers(wide.resource, resource) && coversConditions(wide.conditions, conditions),
  );
}

/** Whether the first selection includes the second. */
export function covers(wide: Selection, narrow: Selection): boolean {
  if ('only' in wide) return coversPattern(wide.only, 'only' in narrow ? narrow.only : '*');
  if ('only' in narrow) return !wide.not.some((pattern) => overlap(pattern, narrow.only));
  return wide.not.every((left) => narrow.not.some((pattern) => coversPattern(pattern, left)));
}

/** Whether the first pattern matches every text that the second matches. */
export function coversPattern(wide: string, narrow: string): boolean {
  if (wide === narrow || wide === '*') return true;
  if (!/[*?]/.test(wide)) return false;
  // A `?` matches one letter, so it cannot cover the other's `*`: try that as a long text and as an empty one.
  const long = LETTER.repeat(wide.length + 1);
  return matches(wide, narrow.replaceAll('*', long)) && matches(wide, narrow.replaceAll('*', ''));
}

/** A character that no pattern contains. */
const LETTER = '\uE001';

/** Whether a request that meets the second conditions always meets the first ones. */
export function coversConditions(wide: ConditionBlock, narrow: ConditionBlock): boolean {
  return Object.entries(wide).every(([operator, keys]) =>
    Object.entries(keys).every(([key, values]) => {
      const stricter = narrow[operator]?.[key];
      return stricter !== undefined && allowsAtLeast(operator, values, stricter);
    }),
  );
}

/** More values are wider only for an operator that needs one of them; for others only equal lists are comparable. */
function allowsAtLeast(operator: string, wide: readonly string[], narrow: readonly string[]): boolean {
  const anyOf = /^(ForA(ny|ll)Values?:)?(String|Arn)(Equals|Like)/.test(operator);
  return narrow.every((value) => wide.includes(value)) && (anyOf || wide.length === narrow.length);
}

function unique(places: readonly Place[]): Place[] {
  return [...new Map(places.map((place) => [JSON.stringify(place), place])).values()];
}
