import type { InputRule } from './input-spec';

/** One rule in every language, so that Terraform, the constructs, CloudFormation and the fleet file accept the same values. */
export interface RuleMeaning {
  /** In TypeScript. */
  readonly holds: (value: unknown) => boolean;
  /** In Terraform: a condition over an expression. */
  readonly terraform: (value: string) => string;
  /** In JSON Schema (draft 7); empty if it cannot express the rule, or if the value's type implies it. */
  readonly jsonSchema: (isMap: boolean) => Readonly<Record<string, unknown>>;
  /** In a parameter's AllowedPattern, as a lookahead, so that rules can be combined; absent if no pattern can express it. */
  readonly lookahead?: string;
}

/** The meaning of a rule. */
export function meaningOf(rule: InputRule): RuleMeaning {
  switch (rule.kind) {
    case 'pattern':
      return {
        holds: (value) => new RegExp(rule.pattern, 'u').test(value as string),
        terraform: (value) => terraformMatch(rule.pattern, value),
        jsonSchema: () => ({ pattern: rule.pattern, patternErrorMessage: rule.message }),
        lookahead: `(?=${rule.pattern.slice(1)})`,
      };
    case 'notPattern':
      return {
        holds: (value) => !new RegExp(rule.pattern, 'u').test(value as string),
        terraform: (value) => `!can(regex(${JSON.stringify(rule.pattern)}, ${value}))`,
        jsonSchema: () => ({ not: { pattern: rule.pattern } }),
        lookahead: `(?!.*${rule.pattern})`,
      };
    case 'noPrefix':
      return {
        holds: (value) => !(value as string).toLowerCase().startsWith(rule.prefix),
        terraform: (value) => `!startswith(lower(${value}), "${rule.prefix}")`,
        jsonSchema: () => ({ not: { pattern: `^${ignoringCase(rule.prefix)}` } }),
      };
    case 'length':
      return {
        holds: (value) => isWithin((value as string).length, rule),
        terraform: (value) => within(`length(${value})`, rule),
        jsonSchema: () => ({ minLength: rule.min, maxLength: rule.max }),
        lookahead: `(?=.{${rule.min},${rule.max}}$)`,
      };
    case 'integer':
      return {
        holds: (value) => Number.isInteger(value) && isWithin(value as number, rule),
        terraform: (value) => `floor(${value}) == ${value} && ${within(value, rule)}`,
        jsonSchema: () => ({ minimum: rule.min, maximum: rule.max, multipleOf: 1 }),
      };
    case 'oneOf':
      return {
        holds: (value) => rule.values.includes(value as string),
        terraform: (value) =>
          `contains([${rule.values.map((item) => JSON.stringify(item)).join(', ')}], ${value})`,
        jsonSchema: () => ({ enum: rule.values }),
      };
    case 'size':
      return {
        holds: (value) => isWithin(Object.keys(value as object).length, rule),
        terraform: (value) => within(`length(${value})`, rule),
        jsonSchema: (isMap) =>
          isMap
            ? { minProperties: rule.min, maxProperties: rule.max }
            : { minItems: rule.min, maxItems: rule.max },
      };
    case 'distinct': {
      const comparable = (item: string): string => (rule.ignoreCase ? item.toLowerCase() : item);
      return {
        holds: (value) => new Set((value as string[]).map(comparable)).size === (value as string[]).length,
        terraform: (value) => {
          const items = rule.ignoreCase ? `[for item in ${value} : lower(item)]` : value;
          return `length(distinct(${items})) == length(${value})`;
        },
        jsonSchema: () => (rule.ignoreCase ? {} : { uniqueItems: true }),
      };
    }
    case 'requires':
      return {
        holds: (value) =>
          !(value as string[]).includes(rule.item) || (value as string[]).includes(rule.needs),
        terraform: (value) => `!contains(${value}, "${rule.item}") || contains(${value}, "${rule.needs}")`,
        jsonSchema: () => ({
          if: { contains: { const: rule.item } },
          then: { contains: { const: rule.needs } },
        }),
      };
    case 'present':
      return {
        holds: (value) => value !== null,
        terraform: (value) => `${value} != null`,
        jsonSchema: () => ({}),
      };
  }
}

/**
 * A match in Terraform, which compiles a pattern anew at every call: for `{1,128}`, into 128 copies of the class before it,
 * milliseconds for each tag. So the number of characters is asked for by itself.
 */
function terraformMatch(pattern: string, value: string): string {
  const [, characters, min, max] = /^(\^\[[^\]]+\])\{(\d+),(\d+)\}\$$/.exec(pattern) ?? [];
  if (characters === undefined) return `can(regex(${JSON.stringify(pattern)}, ${value}))`;
  // Not the length of the text itself, which takes several characters for one where they are written as one.
  const size = within(`length(split("", ${value}))`, { min: Number(min), max: Number(max) });
  return `can(regex(${JSON.stringify(`${characters}*$`)}, ${value})) && ${size}`;
}

interface Range {
  readonly min: number;
  readonly max: number;
}

function isWithin(size: number, { min, max }: Range): boolean {
  return size >= min && size <= max;
}

function within(size: string, { min, max }: Range): string {
  return min > 0 ? `${size} >= ${min} && ${size} <= ${max}` : `${size} <= ${max}`;
}

function ignoringCase(text: string): string {
  return text.replace(/[a-z]/gi, (letter) => `[${letter.toLowerCase()}${letter.toUpperCase()}]`);
}
