/** Access levels in the order of every listing, harmless ones first. Source: Service Authorization Reference. */
export const ACCESS_LEVELS = ['List', 'Read', 'Tagging', 'Write', 'Permissions management'] as const;

/** Access level of an action. */
export type AccessLevel = (typeof ACCESS_LEVELS)[number];

/** What AWS documents about one action. */
export interface ActionFacts {
  readonly accessLevel: AccessLevel;
  /** Resource types that the action supports, by the reference's names; empty if it supports none. */
  readonly resourceTypes: readonly string[];
  /** Condition keys of the action and its resource types, in lower case, without the global keys. */
  readonly conditionKeys: readonly string[];
}

/**
 * AWS's actions, by `service:Action` in the reference's case. It is passed to the analysis, so that the analysis needs
 * no package and a test can pass another catalogue.
 */
export type ActionCatalogue = ReadonlyMap<string, ActionFacts>;

/** Whether an action of that level only reads. False for an unknown action. */
export function changesNothing(level: AccessLevel | undefined): boolean {
  return level === 'Read' || level === 'List';
}
