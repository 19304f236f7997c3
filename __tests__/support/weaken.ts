import { matchesAction } from '../../src/analysis/wildcard';
import type { PolicyDocument } from '../../src/policy/clauses';
import type { InstalledRole } from '../../src/policy/installed';
import type { DecisionCase } from './decisions';

/** A statement of a document, as it stands there. */
type Statement = Readonly<Record<string, unknown>> & { readonly Sid: string };

/** Documents that differ in one thing from what is installed, and the cases that may notice. */
export interface Weakened {
  /** `OctoSSMUpdaterRole policies: ServiceSettings taken out`. The same thing has the same name in every installation. */
  readonly name: string;
  readonly roles: readonly InstalledRole[];
  /** Whether a case asks for anything that the statement is about. */
  readonly concerns: (one: DecisionCase) => boolean;
}

type Part = 'trust' | 'policies' | 'boundary';
type Edit = (statement: Statement) => readonly Statement[];

/**
 * Every way to take one statement out of one document, to take one of its resources away, to drop one of its conditions,
 * and to let it stand for every resource. The last two are made in the policies and in the boundary alike,
 * where the same statement limits the role twice.
 */
export function weakened(roles: readonly InstalledRole[]): Weakened[] {
  return roles.flatMap((role) => [
    ...(['trust', 'policies', 'boundary'] as const).flatMap((part) =>
      statements(role, [part]).flatMap((statement) => [
        edited(roles, role, [part], statement, 'taken out', () => []),
        ...listOf(statement['Resource']).flatMap((resource, _, { length }) =>
          length < 2
            ? []
            : [
                edited(roles, role, [part], statement, `without ${resource}`, (one) => [
                  { ...one, Resource: listOf(one['Resource']).filter((other) => other !== resource) },
                ]),
              ],
        ),
      ]),
    ),
    ...statements(role, ['trust']).flatMap((statement) =>
      withoutConditions(roles, role, ['trust'], statement),
    ),
    ...bySid(statements(role, ['policies', 'boundary'])).flatMap((statement) => [
      ...withoutConditions(roles, role, ['policies', 'boundary'], statement),
      ...(statement['Effect'] === 'Allow' && !listOf(statement['Resource']).includes('*')
        ? [
            edited(roles, role, ['policies', 'boundary'], statement, 'on every resource', (one) => [
              { ...one, Resource: '*' },
            ]),
          ]
        : []),
    ]),
  ]);
}

function withoutConditions(
  roles: readonly InstalledRole[],
  role: InstalledRole,
  parts: readonly Part[],
  statement: Statement,
): Weakened[] {
  const conditions = (statement['Condition'] ?? {}) as Record<string, Record<string, unknown>>;
  return Object.entries(conditions).flatMap(([operator, keys]) =>
    Object.keys(keys).map((key) =>
      edited(roles, role, parts, statement, `without ${operator} ${key}`, (one) => {
        const { [operator]: of = {}, ...others } = (one['Condition'] ?? {}) as typeof conditions;
        const rest = Object.fromEntries(Object.entries(of).filter(([other]) => other !== key));
        const left = Object.keys(rest).length > 0 ? { ...others, [operator]: rest } : others;
        return [{ ...one, Condition: left }];
      }),
    ),
  );
}

function edited(
  roles: readonly InstalledRole[],
  role: InstalledRole,
  parts: readonly Part[],
  { Sid: sid, ...statement }: Statement,
  what: string,
  edit: Edit,
): Weakened {
  const change = (part: Part, document: PolicyDocument): PolicyDocument =>
    parts.includes(part)
      ? {
          ...document,
          Statement: (document.Statement as Statement[]).flatMap((one) =>
            one.Sid === sid ? edit(one) : [one],
          ),
        }
      : document;
  const { trust, policies, boundary } = role;
  const changed: InstalledRole = {
    ...role,
    trust: change('trust', trust),
    policies: policies.map((policy) => ({ ...policy, document: change('policies', policy.document) })),
    ...(boundary?.document && {
      boundary: { ...boundary, document: change('boundary', boundary.document) },
    }),
  };
  const actions = listOf(statement['Action']);
  const ofTrust = parts.includes('trust');
  return {
    name: `${role.name} ${parts.join(' and ')}: ${sid} ${what}`,
    roles: roles.map((other) => (other === role ? changed : other)),
    concerns: ({ calls }) =>
      calls.some(
        (call) =>
          (ofTrust ? call.resource === role.arn : call.role === role.name) &&
          (actions.length === 0 || actions.some((pattern) => matchesAction(pattern, call.action))),
      ),
  };
}

function statements({ trust, policies, boundary }: InstalledRole, parts: readonly Part[]): Statement[] {
  const documents = {
    trust: [trust],
    policies: policies.map(({ document }) => document),
    boundary: boundary?.document ? [boundary.document] : [],
  };
  return parts.flatMap((part) => documents[part]).flatMap(({ Statement }) => Statement as Statement[]);
}

function bySid(all: readonly Statement[]): Statement[] {
  return [...new Map(all.map((statement) => [statement.Sid, statement])).values()];
}

function listOf(value: unknown): string[] {
  return [value ?? []].flat() as string[];
}
