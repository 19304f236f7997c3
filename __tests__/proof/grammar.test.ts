import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import type { Analysis } from '../../src/analysis/analysis';
import { inputProperty, INPUTS } from '../../src/inputs/inputs';
import type { PolicyDocument } from '../../src/policy/clauses';
import type { InstalledRole } from '../../src/policy/installed';
import { everyInstallation } from '../support/every-installation';
import { EXAMPLE } from '../support/example';
import { modulePolicyTexts } from '../support/module-policies';
import { sharedAnalysis } from '../support/reference';
import { roleProblems } from '../support/role-problems';

const PARTITIONS = ['aws', 'aws-us-gov', 'aws-cn'];
const ROOT = `arn:aws:iam::${EXAMPLE.accountId}:root`;
const DOCUMENT = `arn:aws:ssm:*:${EXAMPLE.accountId}:document/x`;

let aws: Analysis;

beforeAll(async () => {
  aws = await sharedAnalysis();
});

describe('AWS accepts every document of every setting', () => {
  const all = PARTITIONS.flatMap(everyInstallation);

  test.each(all.map((installation) => [installation.title, installation] as const))('%s', (_, { roles }) => {
    expect(roles.flatMap((role) => roleProblems(role, aws))).toEqual([]);
  });

  test('the settings include another value of every input', () => {
    const [first, ...others] = everyInstallation('aws').map(({ configuration }) => configuration);
    const unvaried = INPUTS.map(({ name }) => inputProperty(name)).filter((property) =>
      others.every((other) => JSON.stringify(other[property]) === JSON.stringify(first?.[property])),
    );
    expect(unvaried).toEqual([]);
  });

  test.each(PARTITIONS)('no document has an ARN of another partition in %s', (partition) => {
    const texts = JSON.stringify(everyInstallation(partition).map(({ roles }) => roles));
    expect(new Set(texts.match(/arn:[a-z-]+:/g))).toEqual(new Set([`arn:${partition}:`]));
  });
});

describe('published files', () => {
  test.each([
    'modules/octo-access/policies.tf',
    'cloudformation/octo-access.yaml',
    'cloudformation/octo-access.json',
  ])('%s: has no key twice in one object, of which readers keep the last in silence', (file) => {
    const text = readFileSync(resolve(__dirname, '../..', file), 'utf8');
    const texts = file.endsWith('.tf') ? Object.values(modulePolicyTexts(text)) : [text];
    expect(texts.length).toBeGreaterThan(0);
    for (const one of texts)
      expect(parseAllDocuments(one, { logLevel: 'error' })).toEqual([
        expect.objectContaining({ errors: [] }),
      ]);
  });

  test('fails on a duplicate key', () => {
    const [document] = parseAllDocuments('{"Resource": "*", "Resource": "x"}');
    expect(document).toMatchObject({ errors: [{ code: 'DUPLICATE_KEY' }] });
  });
});

type Raw = Readonly<Record<string, unknown>>;

const STATEMENT: Raw = { Sid: 'Statement', Effect: 'Allow', Action: 'ssm:GetDocument', Resource: DOCUMENT };
const TRUST: Raw = { Sid: 'Statement', Effect: 'Allow', Principal: { AWS: ROOT }, Action: 'sts:AssumeRole' };

const condition = (operator: string, key: string, value: unknown): Raw => ({ [operator]: { [key]: value } });

describe('a role', () => {
  /** A document slightly longer than that number of characters. */
  const filler = (length: number): PolicyDocument => ({
    Version: '2012-10-17',
    Statement: [
      {
        ...STATEMENT,
        Resource: Array.from({ length: Math.floor(length / 100) }, (_, index) =>
          `${DOCUMENT}${index}`.padEnd(97, 'x'),
        ),
      },
    ],
  });
  const role = (changes: Partial<InstalledRole>): InstalledRole => ({
    name: 'OctoSSMUpdaterRole',
    arn: `arn:aws:iam::${EXAMPLE.accountId}:role/OctoSSMUpdaterRole`,
    trust: { Version: '2012-10-17', Statement: [TRUST] },
    policies: [],
    foreignPolicyArns: [],
    ...changes,
  });
  const inline = (length: number) => ({ name: 'octo-ssm-updater', document: filler(length) });
  const managed = (length: number, name = 'Managed') => ({ name, document: filler(length) });
  const rules = (changes: Partial<InstalledRole>): string[] =>
    roleProblems(role(changes), aws).map(({ document, rule }) => `${document} ${rule}`);

  test('has no problem within the limits', () => {
    expect(rules({ policies: [inline(9900), managed(5900)] })).toEqual([]);
    expect(rules({ policies: [managed(5900)], boundary: { arn: 'x', document: filler(5900) } })).toEqual([]);
  });

  test.each<[title: string, changes: Partial<InstalledRole>, expected: string]>([
    ['inline policies that are too long', { policies: [inline(10_240)] }, 'inline policies size'],
    ['a managed policy that is too long', { policies: [managed(6144)] }, 'Managed size'],
    ['a boundary that is too long', { boundary: { arn: 'x', document: filler(6144) } }, 'boundary size'],
    [
      'a trust policy that is too long',
      {
        trust: {
          Version: '2012-10-17',
          Statement: [{ ...TRUST, Condition: condition('StringEquals', 'sts:ExternalId', 'x'.repeat(2048)) }],
        },
      },
      'trust size',
    ],
    [
      'more managed policies than a role can have',
      {
        policies: [managed(100)],
        foreignPolicyArns: Array.from({ length: 10 }, (_, index) => `arn:aws:iam::aws:policy/P${index}`),
      },
      'managed policies policies',
    ],
    ['an invalid policy name', { policies: [managed(100, 'a name')] }, 'a name policies'],
  ])('fails on %s', (_, changes, expected) => {
    expect(rules(changes)).toEqual([expected]);
  });
});
