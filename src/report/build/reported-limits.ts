import { matches, overlap } from '../../analysis/wildcard';
import type { ChangeKind, Limits } from '../shape/change-shape';
import type { ConditionBlock } from '../shape/role-shape';

/** What one pattern stands for, or all that none of some stands for. */
export type Selection = { readonly only: string } | { readonly not: readonly string[] };

/** One place where a right holds: one resource, or all but some, and the conditions there. */
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

/** Patterns one by one, or all that is none of some. */
export function selectionsOf(patterns: readonly string[], not: readonly string[] = []): Selection[] {
  return [...patterns.map((only) => ({ only })), ...(not.length > 0 ? [{ not }] : [])];
}

/** Those places of the one list that the other has not in the same words. */
export function otherPlaces(places: readonly Place[], others: readonly Place[]): Place[] {
  const known = new Set(others.map((place) => JSON.stringify(place)));
  return places.filter((place) => !known.has(JSON.stringify(place)));
}

/** Places as limits: those of the same conditions together. */
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

/** What became of a right that held in some places and holds in others; undefined where it holds in the same. */
export function kindOf(before: readonly Place[], now: readonly Place[]): ChangeKind | undefined {
  if (before.length === 0) return now.length === 0 ? undefined : 'added';
  if (now.length === 0) return 'removed';
  const more = before.every((place) => isWithin(place, now));
  const less = now.every((place) => isWithin(place, before));
  if (more && less) return undefined;
  return more ? 'widened' : less ? 'narrowed' : 'changed';
}

/** Whether one of the places is as wide as this one or wider. What cannot be told is not. */
export function isWithin({ resource, conditions }: Place, places: readonly Place[]): boolean {
  return places.some(
    (wide) => covers(wide.resource, resource) && coversConditions(wide.conditions, conditions),
  );
}

/** Whether the first selects all that the second selects. */
export function covers(wide: Selection, narrow: Selection): boolean {
  if ('only' in wide) return coversPattern(wide.only, 'only' in narrow ? narrow.only : '*');
  if ('only' in narrow) return !wide.not.some((pattern) => overlap(pattern, narrow.only));
  return wide.not.every((left) => narrow.not.some((pattern) => coversPattern(pattern, left)));
}

/** Whether every text that the second pattern stands for is one that the first stands for. */
export function coversPattern(wide: string, narrow: string): boolean {
  if (!/[*?]/.test(wide)) return wide === narrow;
  // A `?` stands for a letter of what the other's `*` stands for, but not for all of it, however long or short.
  const long = LETTER.repeat(wide.length + 1);
  return matches(wide, narrow.replaceAll('*', long)) && matches(wide, narrow.replaceAll('*', ''));
}

/** No pattern has it. */
const LETTER = '\uE001';

/** Whether what fulfils the second conditions fulfils the first ones. */
export function coversConditions(wide: ConditionBlock, narrow: ConditionBlock): boolean {
  return Object.entries(wide).every(([operator, keys]) =>
    Object.entries(keys).every(([key, values]) => {
      const stricter = narrow[operator]?.[key];
      return stricter !== undefined && allowsAtLeast(operator, values, stricter);
    }),
  );
}

/** More values let more through with an operator that asks for one of them; otherwise only the same are comparable. */
function allowsAtLeast(operator: string, wide: readonly string[], narrow: readonly string[]): boolean {
  const anyOf = /^(ForA(ny|ll)Values?:)?(String|Arn)(Equals|Like)/.test(operator);
  return narrow.every((value) => wide.includes(value)) && (anyOf || wide.length === narrow.length);
}

function unique(places: readonly Place[]): Place[] {
  return [...new Map(places.map((place) => [JSON.stringify(place), place])).values()];
}
