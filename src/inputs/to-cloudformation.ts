import { ACCOUNT_ID } from './account-placeholder';
import type { InputRule, InputSpec, InputValue, ParameterSpec } from './input-spec';
import { meaningOf } from './rule-kinds';
import type { InputName } from './inputs';

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

/** CloudFormation has no null: an input that is not set is empty there. */
export function parameterValue(value: InputValue): string | number {
  if (value === null) return '';
  if (typeof value === 'object') return (value as readonly string[]).join(',');
  return typeof value === 'number' ? value : String(value);
}

/**
 * A list is a text in CloudFormation. `Rules` can check whether a text is empty, but not whether a list is, and validators
 * read an empty list as one empty element, which is not a valid ARN.
 */
function typeOf({ type }: InputSpec): string {
  return type === 'number' ? 'Number' : 'String';
}

/** Checks by CloudFormation itself. It cannot check whether the elements of a list differ. */
function constraints(input: InputSpec, parameter: ParameterSpec): Record<string, unknown> {
  if (input.type === 'bool') {
    return { AllowedValues: [...(input.default === null ? [''] : []), 'true', 'false'] };
  }
  // CloudFormation prints the parameter's name before the text.
  const described = (rules: readonly InputRule[]): Record<string, unknown> => ({
    ConstraintDescription: parameter.constraint ?? `${rules.map(({ message }) => message).join('; ')}.`,
  });
  const integer = input.rules.find((rule) => rule.kind === 'integer');
  if (integer) return { MinValue: integer.min, MaxValue: integer.max, ...described([integer]) };
  const oneOf = input.rules.find((rule) => rule.kind === 'oneOf');
  if (oneOf && input.type !== 'list(string)') return { AllowedValues: oneOf.values };
  if (oneOf) {
    const names = oneOf.values.map((name) => name.replaceAll('.', '\\.')).join('|');
    return { AllowedPattern: `^$|${listPattern(input, `^(${names})$`)}`, ...described([oneOf]) };
  }
  // CloudFormation matches the whole value.
  const rules = input.rules.filter((rule) => meaningOf(rule).lookahead !== undefined);
  const [only, ...others] = rules;
  const pattern =
    only?.kind === 'pattern' && others.length === 0
      ? only.pattern
      : `^${rules.map((rule) => meaningOf(rule).lookahead).join('')}.*$`;
  const mayBeEmpty = input.default === null || input.type === 'list(string)';
  const whole = input.type === 'list(string)' ? listPattern(input, pattern) : pattern;
  return { AllowedPattern: mayBeEmpty ? `^$|${whole}` : whole, ...described(rules) };
}

/** The pattern of a list as one text. Commas separate the elements, so no element contains one. */
function listPattern({ rules }: InputSpec, pattern: string): string {
  const element = pattern.replace(/^\^|,|\$$/g, '');
  const size = rules.find((rule) => rule.kind === 'size');
  const open = ACCOUNT_ID.replace(/[{}]/g, '\\$&');
  const oneAtMost = element.includes(open) ? `(?!(.*${open}){2})` : '';
  return `^(?!,)${oneAtMost}(,?${element}(?=,|$))${size ? `{${size.min},${size.max}}` : '+'}$`;
}
