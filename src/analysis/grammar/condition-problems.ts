import type { Analysis } from '../analysis';
import { parsedArn } from '../arn';
import type { AwsReference, ConditionKeyType } from '../aws-reference';
import { parsedOperator, type OperatorName } from '../operators';
import type { Condition, Statement } from '../statements';
import { matches } from '../wildcard';
import type { Report } from './grammar-problem';

interface Comparison {
  /** Types of the keys that it can compare. */
  readonly types: readonly ConditionKeyType[];
  readonly takes: (value: string) => boolean;
}

const text: Comparison = { types: ['String', 'ARN'], takes: () => true };
const arn: Comparison = { types: ['ARN'], takes: (value) => value === '*' || parsedArn(value) !== undefined };
const number: Comparison = { types: ['Numeric'], takes: (value) => /^-?\d+(\.\d+)?$/.test(value) };
const date: Comparison = { types: ['Date'], takes: (value) => !Number.isNaN(Date.parse(value)) };
const address: Comparison = { types: ['IPAddress'], takes: (value) => /^[\da-f.:]+(\/\d+)?$/i.test(value) };
const flag: Comparison = { types: ['Bool'], takes: isFlag };

/** What each operator compares. */
const COMPARISONS: Readonly<Record<Exclude<OperatorName, 'Null'>, Comparison>> = {
  StringEquals: text,
  StringNotEquals: text,
  StringEqualsIgnoreCase: text,
  StringNotEqualsIgnoreCase: text,
  StringLike: text,
  StringNotLike: text,
  ArnEquals: arn,
  ArnNotEquals: arn,
  ArnLike: arn,
  ArnNotLike: arn,
  NumericEquals: number,
  NumericNotEquals: number,
  NumericLessThan: number,
  NumericLessThanEquals: number,
  NumericGreaterThan: number,
  NumericGreaterThanEquals: number,
  DateEquals: date,
  DateNotEquals: date,
  DateLessThan: date,
  DateLessThanEquals: date,
  DateGreaterThan: date,
  DateGreaterThanEquals: date,
  IpAddress: address,
  NotIpAddress: address,
  Bool: flag,
};

/** Global keys that a request carries only if its action supports tags. */
const TAG_KEYS = /^aws:(resourcetag\/.|requesttag\/.|tagkeys$)/;

/**
 * Checks that a request for the action can carry each condition's key, and that the operator fits the key's type. With a
 * key that is never present, an Allow grants nothing and a Deny denies nothing.
 *
 * Source: IAM User Guide, "IAM JSON policy elements: Condition operators" and "AWS global condition context keys";
 * Service Authorization Reference, "Condition keys for" each service.
 */
export function conditionProblems(statement: Statement, analysis: Analysis, report: Report): void {
  if (statement.conditions.length > 0 && statement.notActions.length > 0)
    report('condition-key', 'conditions beside NotAction cannot be checked against actions');
  for (const condition of statement.conditions) {
    const type = keyType(condition.key, analysis);
    if (type === undefined) report('condition-key', `AWS has no key ${condition.key}`);
    else operatorProblems(condition, type, report);
    for (const action of statement.actions.flatMap((pattern) => analysis.expand(pattern))) {
      if (type !== undefined && !carries(action, condition.key, analysis))
        report('condition-key', `a request for ${action} carries no ${condition.key}`);
    }
  }
}

function keyType(key: string, { conditionKeys }: AwsReference): ConditionKeyType | undefined {
  const name = key.toLowerCase();
  const exact = conditionKeys.get(name);
  if (exact) return exact;
  for (const [pattern, type] of conditionKeys) {
    if (pattern.includes('*') && standsFor(pattern, name)) return type;
  }
  return undefined;
}

function carries(action: string, key: string, { actions }: AwsReference): boolean {
  const name = key.toLowerCase();
  if (name.startsWith('aws:') && !TAG_KEYS.test(name)) return true;
  return (actions.get(action)?.conditionKeys ?? []).some((known) =>
    standsFor(known.replace(/\$\{[^}]*\}|(?<=\/)(tag-key|<key>)$/g, '*'), name),
  );
}

/** The variable part has at least one character. */
function standsFor(pattern: string, name: string): boolean {
  return matches(pattern.replaceAll('*', '?*'), name);
}

function operatorProblems(condition: Condition, type: ConditionKeyType, report: Report): void {
  const { operator, key, values } = condition;
  const parsed = parsedOperator(operator);
  if (!parsed) {
    report('condition-operator', `IAM has no operator ${operator}`);
    return;
  }
  const { name, set } = parsed;
  if (name === 'Null') {
    if (!values.every(isFlag))
      report('condition-value', `Null ${key} must be true or false, got ${values.join()}`);
    return;
  }
  const { types, takes } = COMPARISONS[name];
  const many = type.startsWith('ArrayOf');
  const single = type.replace('ArrayOf', '') as ConditionKeyType;
  if (!types.includes(single))
    report('condition-operator', `${operator} compares no ${type}, which ${key} is`);
  if (many !== (set !== undefined))
    report(
      'condition-operator',
      `${key} holds ${many ? 'many values' : 'one value'}, ${operator} is for ${many ? 'one' : 'many'}`,
    );
  for (const value of values) {
    if (!takes(value)) report('condition-value', `${operator} ${key} cannot be "${value}"`);
  }
}

function isFlag(value: string): boolean {
  return value === 'true' || value === 'false';
}
