/*
 * We evaluate conditions ourselves instead of using a package. The tests compare the analysis with the package
 * iam-simulate, and the comparison proves something only while the two are independent. Also, a simulator has to decide
 * each case, while this code answers "unknown" if it is not certain.
 */

import { arnMatches } from './arn';
import { parsedOperator } from './operators';
import type { Condition } from './statements';
import { matches } from './wildcard';

/** Whether something holds, as far as it is known. */
export type Truth = 'yes' | 'no' | 'unknown';

/**
 * The known part of a request's context, by key in any case: its values, or `null` if the key is certainly absent. A key
 * that is not listed may have any value, as the caller chooses.
 */
export type KnownContext = Readonly<Record<string, string | readonly string[] | null>>;

type Test = (value: string, given: string) => boolean | undefined;

const sameText: Test = (value, given) => value === given;
const sameIgnoringCase: Test = (value, given) => value.toLowerCase() === given.toLowerCase();

/** Operators by their positive form. Undefined means not certain, as when an ARN is compared with another text. */
const TESTS: Readonly<Record<string, Test>> = {
  StringEquals: sameText,
  StringEqualsIgnoreCase: sameIgnoringCase,
  StringLike: matches,
  ArnEquals: arnMatches,
  ArnLike: arnMatches,
  Bool: sameIgnoringCase,
};

/**
 * Whether a condition holds. `unknown` if that is not certain: for a key with no known value, an unsupported operator or
 * a policy variable.
 *
 * Source: IAM User Guide, "IAM JSON policy elements: Condition operators" and "Set operators for
 * multivalued context keys".
 */
export function holds({ operator, key, values }: Condition, context: KnownContext): Truth {
  const given = knownValues(context, key);
  if (given === undefined || values.some((value) => value.includes('${'))) return 'unknown';
  if (operator === 'Null') return absent(values, given);
  const known = parsedOperator(operator);
  const test = TESTS[known?.name.replace('Not', '') ?? ''];
  if (!known || !test) return 'unknown';
  const { set, ifExists, negated } = known;
  if (given === null) {
    if (set === 'ForAnyValue') return 'no';
    return truth(ifExists || set === 'ForAllValues' || negated);
  }
  const answers = given.map((text) => anyOf(values.map((value) => test(value, text))));
  // Without a set operator, AWS documents the result for a single value only.
  if (answers.includes(undefined) || (set === undefined && answers.length !== 1) || answers.length === 0) {
    return 'unknown';
  }
  const one = (answer: boolean | undefined): boolean => answer !== negated;
  return truth(set === 'ForAnyValue' ? answers.some(one) : answers.every(one));
}

function absent(values: readonly string[], given: readonly string[] | null): Truth {
  const [value, ...others] = values;
  if (others.length > 0 || given?.length === 0 || (value !== 'true' && value !== 'false')) return 'unknown';
  return truth((value === 'true') === (given === null));
}

function anyOf(answers: readonly (boolean | undefined)[]): boolean | undefined {
  return answers.includes(true) ? true : answers.includes(undefined) ? undefined : false;
}

function knownValues(context: KnownContext, key: string): readonly string[] | null | undefined {
  const entry = Object.entries(context).find(([name]) => name.toLowerCase() === key.toLowerCase());
  if (!entry) return undefined;
  const [, values] = entry;
  return typeof values === 'string' ? [values] : values;
}

function truth(value: boolean): Truth {
  return value ? 'yes' : 'no';
}
