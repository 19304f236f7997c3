/** Names of IAM's condition operators, without `ForAllValues:`, `ForAnyValue:` and `IfExists`. */
export const OPERATORS = [
  'StringEquals',
  'StringNotEquals',
  'StringEqualsIgnoreCase',
  'StringNotEqualsIgnoreCase',
  'StringLike',
  'StringNotLike',
  'ArnEquals',
  'ArnNotEquals',
  'ArnLike',
  'ArnNotLike',
  'NumericEquals',
  'NumericNotEquals',
  'NumericLessThan',
  'NumericLessThanEquals',
  'NumericGreaterThan',
  'NumericGreaterThanEquals',
  'DateEquals',
  'DateNotEquals',
  'DateLessThan',
  'DateLessThanEquals',
  'DateGreaterThan',
  'DateGreaterThanEquals',
  'IpAddress',
  'NotIpAddress',
  'Bool',
  'Null',
] as const;

export type OperatorName = (typeof OPERATORS)[number];

/** A condition operator in its parts. */
export interface Operator {
  readonly name: OperatorName;
  /** For keys with many values. @default - for keys with one value */
  readonly set?: 'ForAllValues' | 'ForAnyValue';
  readonly ifExists: boolean;
  /** Whether the operator is negated, so that it holds for a request without the key. */
  readonly negated: boolean;
}

/**
 * The parts of a condition operator; undefined if IAM has no operator of that name.
 *
 * Source: IAM User Guide, "IAM JSON policy elements: Condition operators".
 */
export function parsedOperator(operator: string): Operator | undefined {
  const [, set, text, ifExists] =
    /^(?:(ForAllValues|ForAnyValue):)?([A-Za-z]+?)(IfExists)?$/.exec(operator) ?? [];
  const name = OPERATORS.find((known) => known === text);
  // Null takes neither a set operator nor IfExists.
  if (name === undefined || (name === 'Null' && operator !== 'Null')) return undefined;
  return {
    name,
    ifExists: ifExists !== undefined,
    negated: name.includes('Not'),
    ...(set !== undefined && { set: set as 'ForAllValues' | 'ForAnyValue' }),
  };
}
