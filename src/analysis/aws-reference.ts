import type { ActionCatalogue } from './action-catalogue';

/** Type of a condition key's values. Source: Service Authorization Reference. */
export type ConditionKeyType =
  | 'String'
  | 'ARN'
  | 'Bool'
  | 'Date'
  | 'IPAddress'
  | 'Numeric'
  | 'ArrayOfString'
  | 'ArrayOfARN'
  | 'ArrayOfBool';

/**
 * What AWS documents about actions, their resource types and their condition keys. It is passed to rules and grammar,
 * so that they need no package and a test can pass another one.
 */
export interface AwsReference {
  readonly actions: ActionCatalogue;
  /** ARNs of resource types by `service:type`, with `*` for each part that varies. */
  readonly resourceTypes: ReadonlyMap<string, string>;
  /** Condition keys in lower case, with `*` for a part that varies (`aws:resourcetag/*`); global ones too. */
  readonly conditionKeys: ReadonlyMap<string, ConditionKeyType>;
}
