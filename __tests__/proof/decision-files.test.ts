import { beforeAll, describe, expect, test } from '@jest/globals';
import { decide } from '../../src/analysis/evaluate';
import { mayCall, permissionsOf } from '../../src/analysis/may-ever';
import { statementsOf } from '../../src/analysis/statements';
import { ROLES } from '../../src/catalogue/roles';
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
import { readCases, type Call, type DecisionCase } from '../support/decisions';
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
