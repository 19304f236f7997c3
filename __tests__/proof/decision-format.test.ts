import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import Ajv from 'ajv';
import { decisionsJsonSchema } from '../../src/review/decision-schema';
import { DECISIONS_SCHEMA_FILE } from '../../src/generate/schema-file';
import { installedRoles } from '../../src/policy/installed';
import { decideCase } from '../support/decide';
import { DECISIONS, parseCases } from '../support/decisions';

describe('a file of policy test cases', () => {
  const CALL = {
    principal: 'alphaus',
    action: 'sts:AssumeRole',
    resource: 'arn:{partition}:iam::{accountId}:role/OctoSSMUpdaterRole',
  };
  const CASE = { ...CALL, expected: 'denied', why: 'An external id is missing.' };
  const file = (content: object): { name: string; text: string } => ({
    name: 'mine.json',
    text: JSON.stringify({ about: 'A file of mine.', cases: [CASE], ...content }, null, 2),
  });
  const problems = (...files: { name: string; text: string }[]): string[] => {
    try {
      parseCases(files);
    } catch (error) {
      return (error as Error).message.split('\n').slice(1);
    }
    return [];
  };

  test('is read with placeholders filled in, once for each installation', () => {
    const installations = [{ partition: 'aws-cn' }, { inputs: { direct_automation: 'any' } }];
    const [china, any, ...others] = parseCases([file({ installations })]);
    expect(others).toEqual([]);
    expect(china?.installation).toMatchObject({ name: 'aws-cn', region: 'cn-north-1' });
    expect(china?.calls[0]).toMatchObject({
      principal: 'arn:aws-cn:iam::444455556666:role/octo',
      resource: 'arn:aws-cn:iam::123456789012:role/OctoSSMUpdaterRole',
    });
    expect(any?.installation.configuration).toMatchObject({ directAutomation: 'any', allowSelfUpdate: null });
    expect(any?.where).toBe('mine.json:4, case 1');
  });

  test('fails on a typo in any key, naming file, case and key of all typos at once', () => {
    const { principal, ...rest } = CASE;
    const found = problems(
      file({
        abuot: 'A typo.',
        installations: [{ partitions: 'aws-cn', inputs: { direct_automatoin: 'any' } }],
        cases: [CASE, { ...rest, princpal: principal }, { ...CASE, contxt: {} }],
      }),
      { ...file({ cases: [{ ...CASE, chain: [CALL, { ...CALL, wiht: [] }] }] }), name: 'other.json' },
    );
    expect(found.map((line) => line.replace(/^(\w+\.json):\d+:\d+/, '$1'))).toEqual([
      'mine.json: installations[0].inputs.direct_automatoin is not a known key here; did you mean direct_automation?',
      'mine.json: installations[0].partitions is not a known key here; did you mean partition?',
      'mine.json: abuot is not a known key here; did you mean about?',
      expect.stringMatching(/^mine\.json: case 2, principal is missing: it must be the name of one of/),
      'mine.json: case 2, princpal is not a known key here; did you mean principal?',
      'mine.json: case 3, contxt is not a known key here; did you mean context?',
      'other.json: case 1, chain[1].wiht is not a known key here; known keys are principal, action, resource, context',
      ...['principal', 'action', 'resource'].map(
        (key) =>
          `other.json: case 1, ${key} is not a known key here; known keys are chain, with, expected, why`,
      ),
    ]);
    expect(found[2]).toMatch(/^mine\.json:27:3: abuot/);
  });

  test.each([
    ['an answer that is none', { expected: 'allow' }, 'expected must be "allowed" or "denied", got "allow"'],
    ['no reason', { why: ' ' }, 'why must be the reason, in words, got " "'],
    ['a circumstance that is none', { with: ['hostile'] }, 'with[0] must be "hostile inline" or'],
    ['a circumstance of nobody here', { with: ['no boundary'] }, 'with is about one of the roles'],
    [
      'a principal that is nobody',
      { principal: 'OctoUpdater' },
      'principal "OctoUpdater" is nobody; known are',
    ],
    ['a role with a typo', { principal: 'OctoSSMUpdateRole' }, 'did you mean OctoSSMUpdaterRole?'],
    [
      'an unknown placeholder',
      { resource: 'arn:{partition}:iam::{acount}:role/x' },
      'unknown placeholder {acount}',
    ],
    [
      'an action that is a pattern',
      { action: 'sts:*' },
      'action must be an action, like ssm:GetDocument, got "sts:*"',
    ],
    [
      'a context of numbers',
      { context: { 'sts:ExternalId': 1 } },
      'context["sts:ExternalId"] must be a text',
    ],
    ['a chain of one call', { chain: [CALL] }, 'chain must be a list of at least two calls'],
  ])('fails with %s', (_, change, message) => {
    expect(problems(file({ cases: [{ ...CASE, ...change }] })).join('\n')).toContain(message);
  });

  test('fails on an input that the input table refuses, and on a duplicate key', () => {
    expect(problems(file({ installations: [{ inputs: { direct_automation: 'all' } }] }))).toEqual([
      expect.stringContaining('must be "approved" or "any", got "all"'),
    ]);
    const twice = file({}).text.replace('"about"', '"about": "Once.",\n  "about"');
    expect(problems({ name: 'mine.json', text: twice })).toEqual([
      'mine.json:3:3: about is given twice, first in line 2, column 3; keep one',
    ]);
  });

  test.each([
    [
      'an action that AWS does not have',
      { action: 'ssm:Startautomation' },
      /cannot be decided: AWS has no action ssm:Startautomation/,
    ],
    ['a key that AWS does not send', { context: { 'iam:PassedToService': 'ssm' } }, /sends no iam:Passed/],
    ['a resource of another service', { resource: 'arn:aws:s3:::bucket' }, /no.resource.types/],
  ])('fails to be decided with %s', async (_, change, message) => {
    const call = { principal: 'OctoSSMUpdaterRole', action: 'ssm:StartAutomationExecution' };
    const resource = 'arn:aws:ssm:us-east-1:123456789012:document/one';
    const [one] = parseCases([file({ cases: [{ ...CASE, ...call, resource, ...change }] })]);
    if (!one) throw new Error('no case was read');
    const { account, configuration } = one.installation;
    await expect(decideCase(one, installedRoles(account, configuration))).rejects.toThrow(message);
  });

  test('is valid by its published schema, as editors check it', () => {
    const schema = readFileSync(resolve(__dirname, '../..', DECISIONS_SCHEMA_FILE), 'utf8');
    // Regenerate it with: npx octo-access schema
    expect(schema).toBe(decisionsJsonSchema());
    const validate = new Ajv({ strict: false, allErrors: true }).compile(JSON.parse(schema) as object);
    for (const name of readdirSync(DECISIONS).filter((one) => one.endsWith('.json'))) {
      const isValid = validate(JSON.parse(readFileSync(join(DECISIONS, name), 'utf8')));
      expect([name, isValid, validate.errors]).toEqual([name, true, null]);
    }
    expect(validate({ about: 'A typo.', cases: [{ ...CASE, princpal: 'alphaus' }] })).toBe(false);
  });
});
