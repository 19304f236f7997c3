import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { ROLE_NAMES } from '../../src';
import { OUTPUTS } from '../../src/generate/output-schemas';
import { schemaFile } from '../../src/generate/schema-file';

const ROOT = resolve(__dirname, '../..');
const SNAKE_CASE = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/;

interface Exception {
  readonly why: string;
  /** Names of schemas. */
  readonly of: readonly string[];
  readonly names: readonly (string | RegExp)[];
}

/** What is not in snake_case, and why. Nothing that 0.1.0 did not have belongs here, unless somebody else named it. */
const EXCEPTIONS: readonly Exception[] = [
  { why: 'JSON Schema names it', of: ['octo', 'decisions', 'permissions'], names: ['$schema'] },
  {
    why: 'these are the names of roles',
    of: ['octo', 'decisions', 'permissions', 'catalogue-update', 'verify', 'adopt', 'remove'],
    names: ROLE_NAMES,
  },
  {
    why: 'AWS names them',
    of: ['permissions', 'rights-since', 'catalogue-update'],
    names: ['Allow', 'Deny', 'List', 'Read', 'Tagging', 'Write', 'Permissions management', '*'],
  },
  {
    why: 'AWS names them',
    of: ['octo', 'decisions'],
    names: [/^AWS-[A-Z]\w+$/, 'aws-cn', 'aws-us-gov', 'SELF', 'DELEGATED_ADMIN'],
  },
  {
    why: 'the permission report of 0.1.0 has them, and its format is still 1; the two others print parts of it',
    of: ['permissions', 'rights-since', 'catalogue-update'],
    names: [
      'accessLevel',
      'assumedBy',
      'managedPolicies',
      'notActions',
      'notResources',
      'onlyWithApproval',
      'stoppedBy',
      'withoutApproval',
      'All',
      'inline policies',
      'managed policies',
      'managed policy',
      'trust policy',
    ],
  },
  { why: 'fleet of 0.1.0 prints it', of: ['fleet'], names: ['not started'] },
  {
    why: 'the fleet file of 0.1.0 has them',
    of: ['octo', 'decisions', 'root'],
    names: ['provider-aliases', 'stack-per-account', 'read-only'],
  },
  {
    why: 'people write them, as in 0.1.0, as the end of a sentence: allowed with no boundary',
    of: ['decisions'],
    names: [/^(hostile|no|every|resource) [a-zA-Z ]+$/],
  },
];

interface Name {
  readonly schema: string;
  readonly name: string;
}

/** Keys and enumerated values of a JSON Schema. */
function* namesIn(node: unknown): Generator<string> {
  if (typeof node !== 'object' || node === null) return;
  for (const [key, value] of Object.entries(node)) {
    if (key === 'properties') yield* Object.keys(value as object);
    if (key === 'enum' || key === 'const')
      yield* [value].flat().filter((one): one is string => typeof one === 'string');
    yield* namesIn(value);
  }
}

const schemas = readdirSync(join(ROOT, 'schema')).map((file) => {
  const schema = JSON.parse(readFileSync(join(ROOT, 'schema', file), 'utf8')) as {
    readonly properties?: object;
  };
  return { name: file.replace('.schema.json', ''), schema };
});

const strange = schemas.flatMap(({ name: schema, schema: root }) =>
  [...new Set(namesIn(root))]
    .filter((name) => !SNAKE_CASE.test(name))
    .map((name): Name => ({ schema, name })),
);

function isMeant({ schema, name }: Name, { of, names }: Exception): boolean {
  return (
    of.includes(schema) && names.some((one) => (typeof one === 'string' ? one === name : one.test(name)))
  );
}

test('every output has its schema among those that are looked at', () => {
  const files = schemas.map(({ name }) => schemaFile(name));
  expect(files).toEqual(expect.arrayContaining(OUTPUTS.map(({ name }) => schemaFile(name))));
});

test('keys and enumerated values of all schemas are in snake_case, but for those that are excepted', () => {
  expect(strange.filter((one) => !EXCEPTIONS.some((exception) => isMeant(one, exception)))).toEqual([]);
});

test.each(EXCEPTIONS.map((exception) => [String(exception.names[0]), exception] as const))(
  'the exception for %s and the like is of use in each of its schemas, and for each of its names',
  (_, exception) => {
    const used = strange.filter((one) => isMeant(one, exception));
    expect(new Set(used.map(({ schema }) => schema))).toEqual(new Set(exception.of));
    const unused = exception.names.filter(
      (name) => !used.some((one) => isMeant(one, { ...exception, names: [name] })),
    );
    expect(unused).toEqual([]);
  },
);

test('a report says whether all is well and how long it took, or neither', () => {
  for (const { name, schema } of schemas) {
    const keys = Object.keys(schema.properties ?? {});
    expect([name, keys.includes('seconds')]).toEqual([name, keys.includes('ok')]);
  }
});
