import { z } from 'zod';
import type { InputRule, InputSpec } from './input-spec';
import { meaningOf } from './rule-kinds';
import { violations } from './rules';

type JsonSchema = Record<string, unknown>;

/**
 * One input as a part of the fleet file. The rules of the input table check it, and describe it in JSON Schema (draft 7)
 * as far as the schema can express them. `null` means the input's default.
 */
export function inputSchema(spec: InputSpec): z.ZodType {
  return z
    .unknown()
    .superRefine((value, context) => {
      if (value === undefined) return;
      for (const sentence of violations(spec, spec.name, value)) {
        context.addIssue({ code: 'custom', message: sentence.slice(spec.name.length + 1) });
      }
    })
    .optional()
    .meta({ id: spec.name, ...inputJsonSchema(spec) });
}

function inputJsonSchema(spec: InputSpec): JsonSchema {
  const { default: byDefault, description } = spec;
  const schema: JsonSchema = { description, ...shape(spec) };
  for (const rule of spec.rules) {
    const part = targeted(rule, spec);
    merge(schema, rule.ofEachMap ? { additionalProperties: part } : part);
  }
  if (byDefault === undefined) return schema;
  const { type, enum: values } = schema;
  return {
    ...schema,
    type: [type, 'null'],
    ...(Array.isArray(values) ? { enum: [...(values as unknown[]), null] } : {}),
    default: byDefault,
  };
}

function shape(spec: InputSpec): JsonSchema {
  switch (spec.type) {
    case 'bool':
      return { type: 'boolean' };
    case 'string':
    case 'number':
      return { type: spec.type };
    case 'list(string)':
    case 'set(string)':
      return { type: 'array', items: { type: 'string' } };
    case 'map(string)':
      return { type: 'object', additionalProperties: { type: 'string' } };
    case 'map(map(string))':
      return {
        type: 'object',
        additionalProperties: { type: 'object', additionalProperties: { type: 'string' } },
      };
  }
}

function targeted(rule: InputRule, spec: InputSpec): JsonSchema {
  const schema = meaningOf(rule).jsonSchema(spec.type.startsWith('map'));
  switch (rule.target ?? 'value') {
    case 'value':
      return schema;
    case 'each':
      return { items: schema };
    case 'keys':
      return { propertyNames: schema };
    case 'values':
      return { additionalProperties: schema };
  }
}

/** Adds a rule: beside the others if possible, in `allOf` if there is already one of its kind. */
function merge(schema: JsonSchema, rule: JsonSchema): void {
  for (const part of ['items', 'propertyNames', 'additionalProperties']) {
    if (!(part in rule)) continue;
    const inner = { ...((schema[part] ?? {}) as JsonSchema) };
    merge(inner, rule[part] as JsonSchema);
    schema[part] = inner;
    return;
  }
  if (Object.keys(rule).some((key) => key in schema)) {
    schema['allOf'] = [...((schema['allOf'] ?? []) as JsonSchema[]), rule];
  } else {
    Object.assign(schema, rule);
  }
}
