import type { InputRule, InputSpec, InputValue, ParameterSpec } from './input-spec';
import { meaningOf } from './rule-kinds';
import type { InputName } from './table';

/** `external_id` -> `ExternalId`. */
export function parameterName(name: InputName): string {
  return name.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** An input as a parameter of the template. */
export function parameterDefinition(input: InputSpec, parameter: ParameterSpec): Record<string, unknown> {
  return {
    Type: typeOf(input),
    ...(input.default === undefined ? {} : { Default: parameterValue(input.default) }),
    ...constraints(input, parameter),
    Description: parameter.description ?? input.description,
  };
}

/** CloudFormation has no null: what is not set is empty there. */
export function parameterValue(value: InputValue): string | number {
  if (value === null) return '';
  if (typeof value === 'object') return (value as readonly string[]).join(',');
  return typeof value === 'number' ? value : String(value);
}

function typeOf({ type }: InputSpec): string {
  if (type === 'number') return 'Number';
  return type === 'list(string)' ? 'CommaDelimitedList' : 'String';
}

/** What CloudFormation itself can check. How many elements a list has, and whether they differ, it cannot. */
function constraints(input: InputSpec, parameter: ParameterSpec): Record<string, unknown> {
  if (input.type === 'bool') {
    return { AllowedValues: [...(input.default === null ? [''] : []), 'true', 'false'] };
  }
  // It puts the parameter's name before it.
  const described = (rules: readonly InputRule[]): Record<string, unknown> => ({
    ConstraintDescription: parameter.constraint ?? `${rules.map(({ message }) => message).join('; ')}.`,
  });
  const integer = input.rules.find((rule) => rule.kind === 'integer');
  if (integer) return { MinValue: integer.min, MaxValue: integer.max, ...described([integer]) };
  const oneOf = input.rules.find((rule) => rule.kind === 'oneOf');
  if (oneOf && input.type !== 'list(string)') return { AllowedValues: oneOf.values };
  if (oneOf) {
    // A list may be empty, which to CloudFormation is one empty element: only a pattern takes that.
    const names = oneOf.values.map((name) => name.replaceAll('.', '\\.')).join('|');
    return { AllowedPattern: `^$|^(${names})$`, ...described([oneOf]) };
  }
  // CloudFormation matches the whole value, of each element of a list.
  const rules = input.rules.filter((rule) => meaningOf(rule).lookahead !== undefined);
  const [only, ...others] = rules;
  const pattern =
    only?.kind === 'pattern' && others.length === 0
      ? only.pattern
      : `^${rules.map((rule) => meaningOf(rule).lookahead).join('')}.*$`;
  const mayBeEmpty = input.default === null || input.type === 'list(string)';
  return { AllowedPattern: mayBeEmpty ? `^$|${pattern}` : pattern, ...described(rules) };
}
