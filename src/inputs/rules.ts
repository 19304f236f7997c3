import type { InputRule, InputSpec, InputType } from './input-spec';
import { escaped } from '../text/printable';
import { meaningOf } from './rule-kinds';

/**
 * All problems of a value, one sentence each; empty if it is valid.
 *
 * @param label the user's name for the input (`external_id` or `externalId`)
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

function firstMessage(spec: InputSpec): string {
  return spec.rules[0] ? `it ${spec.rules[0].message}` : `give a ${spec.type}`;
}

/** A value for an error message: JSON, with characters outside printable ASCII escaped, shortened if long. */
export function show(value: unknown): string {
  const text = JSON.stringify(value).replace(/[^\x20-\x7e]/g, escaped);
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
      return isMap(value) && strings(Object.values(value))
        ? undefined
        : 'an object of strings, like {"key":"value"}';
    case 'map(map(string))':
      return isMap(value) && mapsOf(value).every(([, map]) => isMap(map) && strings(Object.values(map)))
        ? undefined
        : 'an object of objects of strings, like {"NAME":{"key":"value"}}';
  }
}

/** The maps of a map of maps, by name. Undefined means absent, as everywhere in TypeScript. */
function mapsOf(value: unknown): [string, unknown][] {
  return Object.entries(value as object).filter(([, map]) => map !== undefined);
}

/** The part of a value that breaks a rule. */
function got(rule: InputRule, value: unknown): unknown {
  if (rule.target === 'each') return (value as unknown[]).filter((item) => !meaningOf(rule).holds(item));
  if (!rule.ofEachMap) return value;
  return Object.fromEntries(mapsOf(value).filter(([, map]) => !satisfiesTarget(rule, map)));
}

function satisfies(rule: InputRule, value: unknown): boolean {
  return rule.ofEachMap
    ? mapsOf(value).every(([, map]) => satisfiesTarget(rule, map))
    : satisfiesTarget(rule, value);
}

function satisfiesTarget(rule: InputRule, value: unknown): boolean {
  const { holds } = meaningOf(rule);
  switch (rule.target ?? 'value') {
    case 'value':
      return holds(value);
    case 'each':
      return (value as unknown[]).every(holds);
    case 'keys':
      return rule.kind === 'distinct'
        ? holds(Object.keys(value as object))
        : Object.keys(value as object).every(holds);
    case 'values':
      return Object.values(value as object).every(holds);
  }
}
