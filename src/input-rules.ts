/**
 * What a rule of the input table means, in TypeScript (`violations`) and in Terraform
 * (`terraformCondition`), so that no door is wider than another.
 */

/** Terraform types that inputs have. */
export type InputType = 'string' | 'number' | 'bool' | 'list(string)' | 'set(string)' | 'map(string)';

/** What a rule looks at: the whole value, every element (of a list or set), or a map's keys or values. */
export type RuleTarget = 'value' | 'each' | 'keys' | 'values';

/**
 * One rule on an input's value. Every kind has one meaning in TypeScript (`violations`) and one in
 * Terraform (`terraformCondition`), so that no door is wider than another.
 *
 * Patterns keep to what JavaScript (flag `u`) and RE2 (Terraform) read alike: `^…$` without flags,
 * ASCII classes, no repeat count above 1,000.
 */
export type InputRule = {
  /** What is looked at. @default 'value' */
  readonly target?: RuleTarget;
  /** What is allowed and what to do, after "<input> ", before ", got <value>". */
  readonly message: string;
} & (
  | { readonly kind: 'pattern'; readonly pattern: string }
  | { readonly kind: 'noPrefix'; readonly prefix: string }
  | { readonly kind: 'notPattern'; readonly pattern: string }
  | { readonly kind: 'length'; readonly min: number; readonly max: number }
  | { readonly kind: 'integer'; readonly min: number; readonly max: number }
  | { readonly kind: 'oneOf'; readonly values: readonly string[] }
  | { readonly kind: 'noneOf'; readonly values: readonly string[] }
  | { readonly kind: 'size'; readonly min: number; readonly max: number }
  | { readonly kind: 'distinct'; readonly ignoreCase: boolean }
  | { readonly kind: 'requires'; readonly item: string; readonly needs: string }
);

/** A literal default of an input. `null` means "not set". */
export type InputValue =
  string | number | boolean | null | readonly string[] | Readonly<Record<string, string>>;

/** One input. */
export interface InputSpec {
  /** Terraform name; the constructs use it in camelCase. */
  readonly name: string;
  readonly type: InputType;
  /** For the variable's `description`, the READMEs and the constructs' docstrings. */
  readonly description: string;
  /** Absent on the two inputs that must be given. `null`: not set. */
  readonly default?: InputValue;
  readonly rules: readonly InputRule[];
}

/**
 * Everything that is wrong with a value, one sentence each; empty when it is right.
 *
 * @param label how the user calls the input (`external_id` or `externalId`)
 * @param value a plain value; `undefined` and `null` are "not set"
 */
export function violations(spec: InputSpec, label: string, value: unknown): string[] {
  if (value === undefined || value === null) {
    return spec.default === undefined ? [`${label} is required: ${firstMessage(spec)}`] : [];
  }
  const shape = shapeProblem(spec.type, value);
  if (shape) return [`${label} must be ${shape}, got ${show(value)}`];
  return spec.rules
    .filter((rule) => !satisfies(rule, value))
    .map((rule) => `${label} ${rule.message}, got ${show(value)}`);
}

/** The condition of a Terraform `validation` block, an expression over `reference` (`var.principal`). */
export function terraformCondition(spec: InputSpec, rule: InputRule, reference: string): string {
  // A null element makes functions fail instead of answering: that is a "no", not a crash.
  const condition = `try(${targetCondition(rule, reference)}, false)`;
  return spec.default === null ? `${reference} == null ? true : ${condition}` : condition;
}

/** The `error_message` of a Terraform `validation` block: a template that shows the value. */
export function terraformMessage(rule: InputRule, label: string, reference: string): string {
  return `${label} ${rule.message}, got \${jsonencode(${reference})}.`;
}

function firstMessage(spec: InputSpec): string {
  return spec.rules[0] ? `it ${spec.rules[0].message}` : `give a ${spec.type}`;
}

/** A value as an error shows it: JSON, everything outside printable ASCII escaped, cut when long. */
export function show(value: unknown): string {
  const text = JSON.stringify(value).replace(
    /[^\x20-\x7e]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return text.length > 120 ? `${text.slice(0, 117)}... (${text.length} characters)` : text;
}

function shapeProblem(type: InputType, value: unknown): string | undefined {
  const strings = (values: unknown[]): boolean => values.every((item) => typeof item === 'string');
  switch (type) {
    case 'string':
      return typeof value === 'string' ? undefined : 'a string';
    case 'number':
      return typeof value === 'number' ? undefined : 'a number';
    case 'bool':
      return typeof value === 'boolean' ? undefined : 'true or false';
    case 'list(string)':
    case 'set(string)':
      return Array.isArray(value) && strings(value) ? undefined : 'a list of strings';
    case 'map(string)':
      return typeof value === 'object' &&
        value !== null &&
        !Array.isArray(value) &&
        strings(Object.values(value))
        ? undefined
        : 'an object of strings';
  }
}

function satisfies(rule: InputRule, value: unknown): boolean {
  switch (rule.target ?? 'value') {
    case 'value':
      return satisfiesOne(rule, value);
    case 'each':
      return (value as unknown[]).every((item) => satisfiesOne(rule, item));
    case 'keys':
      return rule.kind === 'distinct'
        ? satisfiesOne(rule, Object.keys(value as object))
        : Object.keys(value as object).every((key) => satisfiesOne(rule, key));
    case 'values':
      return Object.values(value as object).every((item) => satisfiesOne(rule, item));
  }
}

function satisfiesOne(rule: InputRule, value: unknown): boolean {
  switch (rule.kind) {
    case 'pattern':
      return new RegExp(rule.pattern, 'u').test(value as string);
    case 'notPattern':
      return !new RegExp(rule.pattern, 'u').test(value as string);
    case 'noPrefix':
      return !(value as string).toLowerCase().startsWith(rule.prefix);
    case 'length': {
      const { length } = value as string;
      return length >= rule.min && length <= rule.max;
    }
    case 'integer':
      return Number.isInteger(value) && (value as number) >= rule.min && (value as number) <= rule.max;
    case 'oneOf':
      return rule.values.includes(value as string);
    case 'noneOf':
      return !rule.values.some((refused) => refused.toLowerCase() === (value as string).toLowerCase());
    case 'size': {
      const size = Object.keys(value as object).length;
      return size >= rule.min && size <= rule.max;
    }
    case 'distinct': {
      const items = (value as string[]).map((item) => (rule.ignoreCase ? item.toLowerCase() : item));
      return new Set(items).size === items.length;
    }
    case 'requires':
      return !(value as string[]).includes(rule.item) || (value as string[]).includes(rule.needs);
  }
}

function targetCondition(rule: InputRule, reference: string): string {
  switch (rule.target ?? 'value') {
    case 'value':
      return conditionOfOne(rule, reference);
    case 'each':
      return `alltrue([for item in ${reference} : ${conditionOfOne(rule, 'item')}])`;
    case 'keys':
      return rule.kind === 'distinct'
        ? conditionOfOne(rule, `keys(${reference})`)
        : `alltrue([for key in keys(${reference}) : ${conditionOfOne(rule, 'key')}])`;
    case 'values':
      return `alltrue([for item in values(${reference}) : ${conditionOfOne(rule, 'item')}])`;
  }
}

function conditionOfOne(rule: InputRule, reference: string): string {
  const list = (values: readonly string[]): string =>
    `[${values.map((item) => JSON.stringify(item)).join(', ')}]`;
  const within = (size: string, min: number, max: number): string =>
    min > 0 ? `${size} >= ${min} && ${size} <= ${max}` : `${size} <= ${max}`;
  switch (rule.kind) {
    case 'pattern':
      return `can(regex(${JSON.stringify(rule.pattern)}, ${reference}))`;
    case 'notPattern':
      return `!can(regex(${JSON.stringify(rule.pattern)}, ${reference}))`;
    case 'noPrefix':
      return `!startswith(lower(${reference}), "${rule.prefix}")`;
    case 'length':
    case 'size':
      return within(`length(${reference})`, rule.min, rule.max);
    case 'integer':
      return `floor(${reference}) == ${reference} && ${within(reference, rule.min, rule.max)}`;
    case 'oneOf':
      return `contains(${list(rule.values)}, ${reference})`;
    case 'noneOf':
      return `!contains(${list(rule.values.map((refused) => refused.toLowerCase()))}, lower(${reference}))`;
    case 'distinct': {
      const items = rule.ignoreCase ? `[for item in ${reference} : lower(item)]` : reference;
      return `length(distinct(${items})) == length(${reference})`;
    }
    case 'requires':
      return `!contains(${reference}, "${rule.item}") || contains(${reference}, "${rule.needs}")`;
  }
}
