import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import Ajv from 'ajv';
import { decide } from '../../src/analysis/evaluate';
import { mayCall, permissionsOf } from '../../src/analysis/may-ever';
import { statementsOf } from '../../src/analysis/statements';
import { ROLES } from '../../src/catalogue/roles';
import { decisionsJsonSchema } from '../../src/review/decision-schema';
import { DECISIONS_SCHEMA_FILE } from '../../src/generate/schema-file';
import { ROLE_NAMES } from '../../src/names/role-names';
import { NOTHING_ELSE } from '../../src/policy/deny-others';
import { installedRoles, type InstalledRole } from '../../src/policy/installed';
import { about } from '../support/about';
import {
  decideAgain,
  decideCase,
  isExpected,
  supposesResourcePolicy,
  surprise,
  type Outcome,
} from '../support/decide';
import { DECISIONS, parseCases, readCases, type Call, type DecisionCase } from '../support/decisions';
import { weakened } from '../support/weaken';

/** Changes that no test case notices, and why that is right. */
const UNNOTICED: readonly { readonly why: string; readonly what: readonly string[] }[] = [
  {
    why: 'The policies deny the same, and neither Alphaus nor another role can detach them; the boundary repeats the Deny in case the customer changes the policies.',
    what: ['AlphausAcctAccessRole boundary: NeverTemplates taken out'],
  },
];

const cases = readCases();
const installations = [
  ...new Map(cases.map(({ installation }) => [installation.name, installation])).values(),
];
const installed = new Map(
  installations.map(({ name, account, configuration }) => [name, installedRoles(account, configuration)]),
);

async function surprises(
  of: readonly DecisionCase[],
  decide: (one: DecisionCase) => Promise<Outcome>,
): Promise<string[]> {
  const found: string[] = [];
  for (const one of of) found.push(...[surprise(one, await decide(one)) ?? []].flat());
  return found;
}

/** Stops at the first surprise. */
async function isSurprise(
  of: readonly DecisionCase[],
  decide: (one: DecisionCase) => Promise<Outcome>,
): Promise<boolean> {
  for (const one of of) if (!isExpected(one, await decide(one))) return true;
  return false;
}

function rolesOf({ installation }: DecisionCase): readonly InstalledRole[] {
  return installed.get(installation.name) ?? [];
}

describe('the policy test cases', () => {
  test('have the expected results for the documents that the catalogue renders', async () => {
    // Whether AWS knows a call depends neither on the installation nor on the caller.
    const asked = ({ calls }: DecisionCase): string =>
      JSON.stringify(
        calls.map(({ action, resource, context }) => [action, resource, Object.keys(context).sort()]),
      );
    const questions = [...new Map(cases.map((one) => [asked(one), one])).values()];
    expect(await surprises(questions, (one) => decideCase(one, rolesOf(one)))).toEqual([]);
    expect(await surprises(cases, (one) => decideAgain(one, rolesOf(one)))).toEqual([]);
  }, 30_000);

  test('are at least 400, for each role and with both results', () => {
    const places = cases.map(({ file, number }) => `${file} ${number}`);
    expect(new Set(places).size).toBeGreaterThanOrEqual(400);
    for (const name of ROLE_NAMES) {
      const answers = cases.filter(({ calls }) => calls.some(({ role }) => role === name));
      expect(new Set(answers.map(({ expected }) => expected))).toEqual(new Set(['allowed', 'denied']));
    }
  });

  test('contain no duplicates', () => {
    const questions = cases.map(({ installation, calls, with: circumstances }) =>
      JSON.stringify([installation.name, calls, circumstances]),
    );
    const twice = cases.filter((_, index) => questions.indexOf(questions[index] ?? '') !== index);
    expect(twice.map(({ where }) => where)).toEqual([]);
  });

  describe('notice', () => {
    const noticed = new Set<string>();
    const unnoticed = new Set<string>();

    beforeAll(async () => {
      for (const { name, account } of installations) {
        const ofInstallation = cases.filter(({ installation }) => installation.name === name);
        for (const one of weakened(installed.get(name) ?? [])) {
          const what = one.name.replaceAll(`arn:${account.partition}:`, 'arn:aws:');
          if (noticed.has(what)) continue;
          const isNoticed = await isSurprise(one.concerned(ofInstallation), (asked) =>
            decideAgain(asked, one.roles),
          );
          (isNoticed ? noticed : unnoticed).add(what);
        }
      }
    }, 60_000);

    test('the removal of any statement, resource, action or condition from the installed documents', () => {
      const left = [...unnoticed].filter((what) => !noticed.has(what));
      expect(left.sort()).toEqual(UNNOTICED.flatMap(({ what }) => what).sort());
      expect(noticed.size).toBeGreaterThan(300);
    });

    test('the removal of any row of the catalogue', () => {
      const acknowledged = UNNOTICED.flatMap(({ what }) => what);
      const rows = Object.values(ROLES).flatMap(({ name, statements, deniesOthers, boundary }) => [
        ...[...statements.map(({ sid }) => sid), ...(deniesOthers ? [NOTHING_ELSE] : [])].map(
          (sid) => `${name} policies: ${sid} taken out`,
        ),
        // A boundary whose Allows do not fit twice consists of Denies and one Allow of nearly everything.
        ...(boundary ? [...boundary.statements, { sid: NOTHING_ELSE, effect: 'Deny' }] : [])
          .map(({ sid, effect }) => (boundary?.allowsAllBut && effect !== 'Deny' ? 'Within' : sid))
          .map((sid) => `${name} boundary: ${sid} taken out`),
      ]);
      expect(rows.filter((row) => !noticed.has(row) && !acknowledged.includes(row))).toEqual([]);
    });
  });
});

/** Whether the analysis considers a call possible, given only what the case says. */
function possible(call: Call, one: DecisionCase, roles: readonly InstalledRole[]): boolean {
  const { action, resource, principal, context } = call;
  const target = roles.find(({ arn }) => arn === resource);
  const trusted =
    !target ||
    !action.startsWith('sts:') ||
    decide(statementsOf(target.trust), { action, resource, principal, context }).possible;
  const caller = roles.find(({ name }) => name === call.role);
  if (!caller) return trusted;
  const bounded = one.with.includes('no boundary') ? { ...caller, boundary: undefined as never } : caller;
  const permissions = permissionsOf(bounded, one.with.includes('hostile inline'));
  return trusted && mayCall(permissions, { action, resource, context });
}

test('the statements that the simulator does not see name no action of a test case', () => {
  const shown = (Action: string | readonly string[]): unknown =>
    about({ Statement: [{ Effect: 'Allow', Action, Resource: '*' }] }, 'iam:PutRolePolicy').Statement;
  for (const action of ['*', '*:*', 'i*:PutRolePolicy', 'IAM:Put*', 'iam:*', 'IAM:PUTROLEPOLICY']) {
    expect(shown(['ssm:*', action])).toEqual([expect.objectContaining({ Action: [action] })]);
  }
  expect(shown(['ssm:*', 'iam:GetRole'])).toEqual([]);
});

describe('the analysis is sound', () => {
  // The roles are not responsible for grants of the customer's resource policies.
  const asked = cases.filter((one) => !supposesResourcePolicy(one));

  test('considers every allowed call possible', () => {
    const allowed = asked.flatMap((one) =>
      one.calls
        .slice(0, one.expected === 'allowed' ? undefined : -1)
        .map((call) => ({ where: `${one.where}: ${call.action}`, found: possible(call, one, rolesOf(one)) })),
    );
    expect(allowed.filter(({ found }) => !found).map(({ where }) => where)).toEqual([]);
    expect(allowed.length).toBeGreaterThan(150);
  });

  test('is useful: considers most denied calls impossible', () => {
    const denied = asked.filter(({ expected }) => expected === 'denied');
    const impossible = denied.filter((one) => !one.calls.every((call) => possible(call, one, rolesOf(one))));
    expect(impossible.length / denied.length).toBeGreaterThan(0.8);
  });
});

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
    await expect(decideCase(one, installed.get('default') ?? [])).rejects.toThrow(message);
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
