import { describe, expect, test } from '@jest/globals';
import { decide } from '../../src/analysis/evaluate';
import { mayCall, permissionsOf } from '../../src/analysis/may-ever';
import { statementsOf } from '../../src/analysis/statements';
import { installedRoles, type InstalledRole } from '../../src/policy/installed';
import { readCases, type Call, type DecisionCase } from '../support/decisions';

// What a resource policy of the customer's own gives to a session is not the roles' doing.
const cases = readCases().filter((one) => !one.with.includes('resource policy'));

const rendered = new Map<DecisionCase['installation'], InstalledRole[]>();

function rolesOf({ installation }: DecisionCase): InstalledRole[] {
  const roles =
    rendered.get(installation) ?? installedRoles(installation.account, installation.configuration);
  rendered.set(installation, roles);
  return roles;
}

/** Whether the analysis takes a call to be possible, knowing no more of it than the case says. */
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

describe('the analysis is sound', () => {
  test('it takes nothing to be impossible that is decided as allowed', () => {
    const allowed = cases.flatMap((one) =>
      one.calls
        .slice(0, one.expected === 'allowed' ? undefined : -1)
        .map((call) => ({ where: `${one.where}: ${call.action}`, found: possible(call, one, rolesOf(one)) })),
    );
    expect(allowed.filter(({ found }) => !found).map(({ where }) => where)).toEqual([]);
    expect(allowed.length).toBeGreaterThan(150);
  });

  test('and it is of use: it takes most of what is denied to be impossible', () => {
    const denied = cases.filter(({ expected }) => expected === 'denied');
    const impossible = denied.filter((one) => !one.calls.every((call) => possible(call, one, rolesOf(one))));
    expect(impossible.length / denied.length).toBeGreaterThan(0.8);
  });
});
