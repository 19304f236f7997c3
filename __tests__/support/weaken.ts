import { matchesAction } from '../../src/analysis/wildcard';
import type { PolicyDocument } from '../../src/policy/clauses';
import type { InstalledRole } from '../../src/policy/installed';
import type { DecisionCase } from './decisions';

/** A statement and its document. */
type Statement = Readonly<Record<string, unknown>> & { readonly Sid: string };
type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** Documents that differ in one thing from what is installed, and the cases that may notice. */
export interface Weakened {
  /** `OctoSSMUpdaterRole policies: ServiceSettings taken out`. The same thing has the same name in every installation. */
  readonly name: string;
  readonly roles: readonly InstalledRole[];
  /** The cases that ask for anything that the statement is about, those first that are likely to notice. */
  readonly concerned: (cases: readonly DecisionCase[]) => DecisionCase[];
}

/** A change of one statement: what it does, and what is left. */
interface Edit {
  readonly what: string;
  readonly left: (statement: Statement) => readonly Statement[];
}

const PARTS = ['trust', 'policies', 'boundary'] as const;
type Part = (typeof PARTS)[number];

/**
 * What is installed, changed in one thing, in every way there is: a statement is taken out; one of its resources, actions
 * or condition values is; one of its conditions is dropped; it holds for every resource. Actions of what knows
 * no resource, and those that the Deny of all else leaves, are left to the tests of the catalogue and to
 * everything-decided.test.ts, which ask for all of them.
 */
export function weakened(roles: readonly InstalledRole[]): Weakened[] {
  return roles.flatMap((role) => {
    const changes = (parts: readonly Part[], edits: (statement: Statement) => Edit[]): Weakened[] => {
      const all = statements(role, parts).flatMap((statement) =>
        edits(statement).map((edit) => edited(roles, role, parts, statement, edit)),
      );
      return [...new Map(all.map((one) => [one.name, one])).values()];
    };
    return [
      ...PARTS.flatMap((part) => changes([part], narrower)),
      ...changes(['trust'], wider),
      // The boundary repeats what the policies say: only both together can be too wide.
      ...changes(['policies', 'boundary'], wider),
    ];
  });
}

/** Narrower: shows what an Allow is needed for, and what a Deny must leave. */
function narrower(statement: Statement): Edit[] {
  const isScoped = statement['Effect'] === 'Allow' && !isEverywhere(statement);
  return [
    { what: 'taken out', left: () => [] },
    ...['Resource', 'NotResource', ...(isScoped ? ['Action'] : [])].flatMap((element) =>
      shorter(statement, element),
    ),
    ...conditionsOf(statement).flatMap(({ operator, key, values }) =>
      elementsOf(values).map((gone) => ({
        what: `without ${key} ${gone}`,
        left: (one: Statement) => [
          withCondition(one, operator, { ...blockOf(one)[operator], [key]: lacking(values, gone) }),
        ],
      })),
    ),
  ];
}

/** Wider: shows what an Allow must not give, and what a Deny is needed for. */
function wider(statement: Statement): Edit[] {
  return [
    ...conditionsOf(statement).map(({ operator, key }) => ({
      what: `without ${operator} ${key}`,
      left: (one: Statement) => {
        const { [key]: _dropped, ...keys } = blockOf(one)[operator] ?? {};
        return [withCondition(one, operator, keys)];
      },
    })),
    ...(statement['Effect'] === 'Deny' ? shorter(statement, 'Action') : []),
    ...(statement['Effect'] === 'Allow' && statement['Resource'] && !isEverywhere(statement)
      ? [{ what: 'on every resource', left: (one: Statement) => [{ ...one, Resource: '*' }] }]
      : []),
  ];
}

function edited(
  roles: readonly InstalledRole[],
  role: InstalledRole,
  parts: readonly Part[],
  { Sid: sid, ...statement }: Statement,
  { what, left }: Edit,
): Weakened {
  const change = (part: Part, document: PolicyDocument): PolicyDocument =>
    parts.includes(part)
      ? { ...document, Statement: listed(document).flatMap((one) => (one.Sid === sid ? left(one) : [one])) }
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
  const isTrust = parts.includes('trust');
  const asksFor = ({ calls }: DecisionCase): boolean =>
    calls.some(
      (call) =>
        (isTrust ? call.resource === role.arn : call.role === role.name) &&
        (actions.length === 0 || actions.some((pattern) => matchesAction(pattern, call.action))),
    );
  const likely = statement['Effect'] === 'Allow' && parts.length === 1 ? 'allowed' : 'denied';
  const rank = ({ expected }: DecisionCase): number => (expected === likely ? 0 : 1);
  return {
    name: `${role.name} ${parts.join(' and ')}: ${sid} ${what}`,
    roles: roles.map((other) => (other === role ? changed : other)),
    concerned: (cases) => cases.filter(asksFor).sort((left, right) => rank(left) - rank(right)),
  };
}

function statements({ trust, policies, boundary }: InstalledRole, parts: readonly Part[]): Statement[] {
  const documents = {
    trust: [trust],
    policies: policies.map(({ document }) => document),
    boundary: boundary?.document ? [boundary.document] : [],
  };
  return parts.flatMap((part) => documents[part]).flatMap(listed);
}

function listed({ Statement }: PolicyDocument): Statement[] {
  return Statement as Statement[];
}

function blockOf(statement: Statement): Conditions {
  return (statement['Condition'] ?? {}) as Conditions;
}

function conditionsOf(statement: Statement): { operator: string; key: string; values: string[] }[] {
  return Object.entries(blockOf(statement)).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, value]) => ({ operator, key, values: listOf(value) })),
  );
}

/** The statement with other keys under an operator, which goes where none are left. */
function withCondition(statement: Statement, operator: string, keys: object): Statement {
  const { [operator]: _replaced, ...others } = blockOf(statement);
  return {
    ...statement,
    Condition: Object.keys(keys).length > 0 ? { ...others, [operator]: keys } : others,
  };
}

/** A list of the statement without one of its elements, for each of them. */
function shorter(statement: Statement, element: string): Edit[] {
  return elementsOf(listOf(statement[element])).map((gone) => ({
    what: `without ${gone}`,
    left: (one) => [{ ...one, [element]: lacking(listOf(one[element]), gone) }],
  }));
}

/** What can be taken out of a list: all of them, but never the last, without which a statement is not valid. */
function elementsOf(list: readonly string[]): readonly string[] {
  return list.length > 1 ? list : [];
}

function lacking(list: readonly string[], gone: string): string[] {
  return list.filter((one) => one !== gone);
}

function isEverywhere(statement: Statement): boolean {
  return listOf(statement['Resource']).includes('*');
}

function listOf(value: unknown): string[] {
  return [value ?? []].flat() as string[];
}
