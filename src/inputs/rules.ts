/**
 * What a rule of the input table means, in TypeScript (`violations`) and in Terraform
 * (`terraformCondition`), so that no door is wider than another.
 */

/** Terraform types that inputs have. */
export type InputType =
  'string' | 'number' | 'bool' | 'list(string)' | 'set(string)' | 'map(string)' | 'map(map(string))';

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
  /**
   * Whether the target is looked for in each map of a map of maps, so that both kinds of map share their
   * rules. What was got are then the maps that break the rule. Null, which Terraform takes for any map, is
   * for a rule of its own. @default false
   */
  readonly ofEachMap?: boolean;
  /** What is allowed and what to do, after "<input> ", before ", got <value>". */
  readonly message: string;
} & (
  | { readonly kind: 'pattern'; readonly pattern: string }
  | { readonly kind: 'noPrefix'; readonly prefix: string }
  | { readonly kind: 'notPattern'; readonly pattern: string }
  | { readonly kind: 'length'; readonly min: number; readonly max: number }
  | { readonly kind: 'integer'; readonly min: number; readonly max: number }
  | { readonly kind: 'oneOf'; readonly values: readonly string[] }
  | { readonly kind: 'size'; readonly min: number; readonly max: number }
  | { readonly kind: 'distinct'; readonly ignoreCase: boolean }
  | { readonly kind: 'requires'; readonly item: string; readonly needs: string }
  | { readonly kind: 'present' }
);

/** A literal default of an input. `null` means "not set". */
export type InputValue =
  | string
  | number
  | boolean
  | null
  | readonly string[]
  | Readonly<Record<string, string>>
  | Readonly<Record<string, Readonly<Record<string, string>>>>;

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
    .map((rule) => `${label} ${rule.message}, got ${show(got(rule, value))}`);
}

/** Rules of a map as rules of each map in a map of maps. */
export function ofEachMap(rules: readonly InputRule[]): InputRule[] {
  return rules.map((rule) => ({ ...rule, ofEachMap: true }));
}

/** The condition of a Terraform `validation` block, an expression over `reference` (`var.principal`). */
export function terraformCondition(spec: InputSpec, rule: InputRule, reference: string): string {
  // A null element makes functions fail instead of answering: that is a "no", not a crash.
  const condition = `try(${
    rule.ofEachMap
      ? `alltrue([for map in values(${reference}) : ${targetCondition(rule, 'map')} if map != null])`
      : targetCondition(rule, reference)
  }, false)`;
  return spec.default === null ? `${reference} == null ? true : ${condition}` : condition;
}

/** The `error_message` of a Terraform `validation` block: a template that shows the value. */
export function terraformMessage(rule: InputRule, label: string, reference: string): string {
  const wrong = rule.ofEachMap
    ? `{ for name, map in ${reference} : name => map if map == null ? false : !try(${targetCondition(rule, 'map')}, false) }`
    : reference;
  return `${label} ${rule.message}, got \${jsonencode(${wrong})}.`;
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
  const isMap = (item: unknown): item is object =>
    typeof item === 'object' && item !== null && !Array.isArray(item);
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
      return isMap(value) && strings(Object.values(value)) ? undefined : 'an object of strings';
    case 'map(map(string))':
      return isMap(value) && mapsOf(value).every(([, map]) => isMap(map) && strings(Object.values(map)))
        ? undefined
        : 'an object of objects of strings, like {"NAME":{"key":"value"}}';
  }
}

/** The maps of a map of maps, by name. As everywhere in TypeScript, undefined is "not there". */
function mapsOf(value: unknown): [string, unknown][] {
  return Object.entries(value as object).filter(([, map]) => map !== undefined);
}

/** The part of a value that breaks a rule. */
function got(rule: InputRule, value: unknown): unknown {
  if (rule.target === 'each') return (value as unknown[]).filter((item) => !satisfiesOne(rule, item));
  if (!rule.ofEachMap) return value;
  return Object.fromEntries(mapsOf(value).filter(([, map]) => !satisfiesTarget(rule, map)));
}

function satisfies(rule: InputRule, value: unknown): boolean {
  return rule.ofEachMap
    ? mapsOf(value).every(([, map]) => satisfiesTarget(rule, map))
    : satisfiesTarget(rule, value);
}

function satisfiesTarget(rule: InputRule, value: unknown): boolean {
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
    case 'present':
      return value !== null;
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
    case 'distinct': {
      const items = rule.ignoreCase ? `[for item in ${reference} : lower(item)]` : reference;
      return `length(distinct(${items})) == length(${reference})`;
    }
    case 'requires':
      return `!contains(${reference}, "${rule.item}") || contains(${reference}, "${rule.needs}")`;
    case 'present':
      return `${reference} != null`;
  }
}
