import type { z } from 'zod';
import { show } from '../inputs/rules';
import { inputProperty, INPUTS } from '../inputs/inputs';
import { didYouMean } from '../text/did-you-mean';
import type { FleetText, Path } from './fleet-text';
import type { Problems } from './problems';
import { fleetFile, type FleetDraft } from './file-schema';

/**
 * Checks every part of the file on its own.
 *
 * @returns the file with undefined in place of every wrong part, so that the rest can be checked further; undefined
 *   if nothing is left
 */
export function checkShape(text: FleetText, problems: Problems): FleetDraft | undefined {
  const { data } = text;
  const issues = fleetFile.safeParse(data).error?.issues ?? [];
  for (const issue of issues) explain(issue, text, problems);
  const wrong = issues.flatMap((issue): Path[] => {
    const path = issue.path as Path;
    return issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...path, key]) : [path];
  });
  if (wrong.some((path) => path.length === 0)) return undefined;
  for (const path of wrong) forget(data, path);
  // null has a meaning, and a value that is not there may have been cut off.
  for (const path of valuesIn(data, [], (value) => value === null)) {
    if (text.sourceOf(path) !== undefined) continue;
    problems.add(path, 'is empty; give a value or null, or leave it out');
  }
  return data as FleetDraft;
}

function explain(issue: z.core.$ZodIssue, text: FleetText, problems: Problems): void {
  const path = issue.path as Path;
  if (issue.code === 'unrecognized_keys') {
    for (const key of issue.keys) {
      problems.add([...path, key], unknownKey(path, key, issue.message.split(', ')), 'key');
    }
    return;
  }
  const value = valueAt(text.data, path);
  if (issue.code === 'custom') {
    problems.add(path, issue.message + quotes(text, path, value, issue.message));
  } else if (value === undefined) {
    problems.add(path, `is missing: it must be ${issue.message}`);
  } else {
    const wanted = issue.code === 'invalid_type' ? issue.expected : '';
    const remedy = lostZeros(text, path, value) ?? quotes(text, path, value, wanted);
    const got = `got ${written(text, path, value)}`;
    problems.add(path, `must be ${issue.message}, ${got}${remedy}${misunderstanding(path, value)}`);
  }
}

function unknownKey(path: Path, key: string, known: readonly string[]): string {
  const input = INPUTS.find(({ name }) => key === name || key === inputProperty(name));
  const withheld = input?.withheld?.[path[0] === 'organization' ? 'stackSet' : 'fleetDefaults'];
  if (key === input?.name && path.at(-1) === 'inputs' && withheld !== undefined)
    return `cannot be given here: ${withheld}`;
  if (key === 'external_id' && known.includes('role_external_id')) {
    return `is not a known key here; the external id of Octo is inputs.external_id, the one that your own role asks for is role_external_id`;
  }
  if (path[0] === 'backend' && /^workspaces?(_key_prefix)?$/.test(key)) {
    return 'is no setting of a fleet: every stack has a state of its own, in the default workspace in S3 and in a workspace by its name in HCP Terraform; another installation takes another prefix, or organization';
  }
  if (input && path.length === 0) return `is an input: give it as defaults.inputs.${input.name}`;
  if (input && known.includes('inputs'))
    return `is an input: give it one level down, as inputs.${input.name}`;
  const meant = didYouMean(key, known);
  return `is not a known key here; ${meant ? `did you mean ${meant}?` : `known keys are ${known.join(', ')}`}`;
}

/** A value as written in the file: a number keeps its zeros, and an empty value is not shown as "null". */
function written(text: FleetText, path: Path, value: unknown): string {
  const isPlain = typeof value !== 'object' && typeof value !== 'string';
  if (value === null || isPlain) return text.sourceOf(path) ?? 'nothing';
  return show(value);
}

/** Advice for an account id without quotes, or without its leading zeros; empty if it cannot be one. */
function lostZeros(text: FleetText, path: Path, value: unknown): string | undefined {
  const isId = path.at(-1) === 'id' || path.at(-1) === 'management_account';
  const digits = typeof value === 'string' ? value : text.sourceOf(path);
  if (!isId || !digits || !/^[0-9]+$/.test(digits)) return undefined;
  if (digits.length < 6 || digits.length > 12) return '';
  const whole = `"${digits.padStart(12, '0')}"`;
  return digits.length < 12
    ? `; if leading zeros got lost, write ${whole}`
    : `; without quotes it is a number, and its leading zeros get lost: write ${whole}`;
}

/** Advice for a number, or true or false, where a string is required. */
function quotes(text: FleetText, path: Path, value: unknown, wanted: string): string {
  const isText = /\bstring$|\ba string,/.test(wanted);
  const isTexts = wanted.includes('of strings,') && typeof value === 'object';
  const [first] = isText || isTexts ? valuesIn(value, path, isNoText) : [];
  const source = first && text.sourceOf(first);
  return source ? `; write ${source} in quotes: "${source}"` : '';
}

/** Paths of the values in a value that something is true of. */
function valuesIn(value: unknown, path: Path, isMeant: (value: unknown) => boolean): Path[] {
  if (isMeant(value)) return [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => valuesIn(item, [...path, key], isMeant));
}

function isNoText(value: unknown): boolean {
  return typeof value === 'number' || typeof value === 'boolean';
}

/** Explains why a likely intention is not possible. */
function misunderstanding(path: Path, value: unknown): string {
  if (path.at(-1) === 'region' && Array.isArray(value)) {
    return '; IAM is global, and a second region would install the same roles again';
  }
  if (path[1] === 'organizational_units' && /^[0-9]+$/.test(String(value))) {
    return '; a StackSet takes units: list single accounts under accounts, also the management account, which no StackSet reaches';
  }
  return '';
}

function valueAt(data: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, step) => (value as Record<string, unknown>)[step], data);
}

function forget(data: unknown, path: Path): void {
  const holder = valueAt(data, path.slice(0, -1)) as Record<string, unknown>;
  holder[path.at(-1) ?? ''] = undefined;
}
