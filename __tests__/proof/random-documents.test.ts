import { runUnsafeSimulation } from '@cloud-copilot/iam-simulate';
import { describe, expect, test } from '@jest/globals';
import type { KnownContext } from '../../src/analysis/conditions';
import { decide } from '../../src/analysis/evaluate';
import { statementsOf } from '../../src/analysis/statements';

const DOCUMENTS = 600;
const ACCOUNT = '123456789012';
const PRINCIPAL = `arn:aws:iam::${ACCOUNT}:role/any`;

/** Random numbers that are the same on every machine: mulberry32. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const next = random(20_260_101);
const one = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
const chance = (share: number): boolean => next() < share;

const ACTIONS = ['s3:GetObject', 's3:PutObject'];
const ACTION_PATTERNS = [...ACTIONS, 's3:*', '*', 'S3:getobject', 's3:?etObject', 's3:Put*'];
const RESOURCES = ['arn:aws:s3:::a/b', 'arn:aws:s3:::a/c', 'arn:aws:s3:::b/b'];
const RESOURCE_PATTERNS = [...RESOURCES, '*', 'arn:aws:s3:::a/*', 'arn:aws:s3:::?/b', 'arn:aws:s3:::*'];
const KEYS = { 'aws:PrincipalTag/Team': ['x', 'X', 'xy'], 'aws:CalledVia': ['x', 'y'] } as const;
const OPERATORS = [
  'StringEquals',
  'StringNotEquals',
  'StringLike',
  'StringNotLike',
  'StringEqualsIgnoreCase',
];

type Key = keyof typeof KEYS;

function condition(): Record<string, Record<string, string[]>> {
  const key = one(Object.keys(KEYS) as Key[]);
  if (chance(0.2)) return { Null: { [key]: [one(['true', 'false'])] } };
  // AWS documents set operators only for keys with several values.
  const set = key === 'aws:CalledVia' ? one(['ForAllValues:', 'ForAnyValue:']) : '';
  const operator = `${set}${one(OPERATORS)}${chance(0.3) ? 'IfExists' : ''}`;
  const values = chance(0.3) ? ['x*', 'y'] : [one(KEYS[key])];
  return { [operator]: { [key]: values } };
}

function statement(index: number): Record<string, unknown> {
  const actions = chance(0.2) ? 'NotAction' : 'Action';
  const resources = chance(0.2) ? 'NotResource' : 'Resource';
  return {
    Sid: `S${index}`,
    Effect: chance(0.35) ? 'Deny' : 'Allow',
    [actions]: chance(0.5) ? [one(ACTION_PATTERNS)] : [one(ACTION_PATTERNS), one(ACTION_PATTERNS)],
    [resources]: [one(RESOURCE_PATTERNS)],
    ...(chance(0.5) && { Condition: condition() }),
  };
}

function isAllowed(document: object, action: string, resource: string, context: KnownContext): boolean {
  const present = Object.entries(context).filter(([, value]) => value !== null);
  const result = runUnsafeSimulation(
    {
      request: {
        principal: PRINCIPAL,
        action,
        resource: { resource, accountId: ACCOUNT },
        contextVariables: Object.fromEntries(present) as Record<string, string | string[]>,
      },
      identityPolicies: [{ name: 'random', policy: document }],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    {},
  );
  return result === 'Allowed';
}

describe('the analysis and a policy simulator, on random documents', () => {
  test('agree: every allowed call is possible and, if everything is known, no other', () => {
    const differences: string[] = [];
    let allowed = 0;
    for (let index = 0; index < DOCUMENTS; index += 1) {
      const document = {
        Version: '2012-10-17',
        Statement: Array.from({ length: 1 + Math.floor(next() * 3) }, (_, number) => statement(number)),
      };
      const [action, resource] = [one(ACTIONS), one(RESOURCES)];
      const context: KnownContext = {
        'aws:PrincipalTag/Team': chance(0.3) ? null : one(KEYS['aws:PrincipalTag/Team']),
        'aws:CalledVia': chance(0.3) ? null : chance(0.5) ? ['x'] : ['x', 'y'],
      };
      const simulated = isAllowed(document, action, resource, context);
      const { possible } = decide(statementsOf(document), { action, resource, context });
      // With nothing known, a call is possible if any context allows it.
      const unknown = decide(statementsOf(document), { action, resource }).possible;
      if (simulated !== possible || (simulated && !unknown)) {
        differences.push(
          JSON.stringify({ document, action, resource, context, simulated, possible, unknown }),
        );
      }
      allowed += simulated ? 1 : 0;
    }
    expect(differences).toEqual([]);
    // Both results occur often.
    expect(allowed).toBeGreaterThan(DOCUMENTS / 10);
    expect(allowed).toBeLessThan((DOCUMENTS * 9) / 10);
  });
});
