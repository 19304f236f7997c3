/** Access levels in the order of every listing: the harmless ones first. Source: Service Authorization Reference. */
export const ACCESS_LEVELS = ['List', 'Read', 'Tagging', 'Write', 'Permissions management'] as const;

/** Access level of an action. */
export type AccessLevel = (typeof ACCESS_LEVELS)[number];

/** What AWS says of one action. */
export interface ActionFacts {
  readonly accessLevel: AccessLevel;
  /** Resource types that it takes, by the reference's names; none where it knows no resource. */
  readonly resourceTypes: readonly string[];
  /** Condition keys of the action and of its resource types, in lower case; not the global ones. */
  readonly conditionKeys: readonly string[];
}

/**
 * AWS's actions, by `service:Action` in the reference's case. The analysis is given it, so that it
 * needs no package and a test can give it another.
 */
export type ActionCatalogue = ReadonlyMap<string, ActionFacts>;

/** Whether an action of that level changes nothing; an action that is not known may. */
export function changesNothing(level: AccessLevel | undefined): boolean {
  return level === 'Read' || level === 'List';
}
