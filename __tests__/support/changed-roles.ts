import { defaults, type Configuration } from '../../src/inputs/inputs';
import type { RoleName } from '../../src/names/role-names';
import type { PolicyDocument } from '../../src/policy/clauses';
import { installedRoles, type InstalledRole } from '../../src/policy/installed';
import { EXAMPLE } from './example';
import { ACCT } from './roles-in-short';

/** The roles of the example, by default or with some inputs set. */
export function rolesOf(inputs?: Partial<Configuration>, partition = 'aws'): InstalledRole[] {
  return inputs || partition !== 'aws' ? render(inputs, partition) : [...BY_DEFAULT];
}

function render(inputs: Partial<Configuration> = {}, partition = 'aws'): InstalledRole[] {
  const { accountId, ...required } = EXAMPLE;
  return installedRoles({ partition, accountId }, { ...defaults(), ...required, ...inputs });
}

/** Hundreds of changes begin with them. */
const BY_DEFAULT: readonly InstalledRole[] = render();

export const OWN_BOUNDARY = `arn:aws:iam::${EXAMPLE.accountId}:policy/own`;
export const STACK = `arn:aws:cloudformation:us-east-1:${EXAMPLE.accountId}:stack/octo/0f2c3a10-5b1e-11f0-9d1b-0a1b2c3d4e5f`;

export type Statement = Record<string, unknown>;
export type Part = 'trust' | 'policies' | 'boundary';

/** The roles with one document's statements changed. */
export function edited(
  roles: readonly InstalledRole[],
  name: RoleName,
  part: Part,
  change: (statements: Statement[]) => Statement[],
): InstalledRole[] {
  const document = (old: PolicyDocument): PolicyDocument => ({
    ...old,
    Statement: change(old.Statement as Statement[]),
  });
  return roles.map((role): InstalledRole => {
    if (role.name !== name) return role;
    if (part === 'trust') return { ...role, trust: document(role.trust) };
    if (part === 'boundary') {
      if (!role.boundary?.document) throw new Error(`${name} has no boundary to break`);
      return { ...role, boundary: { ...role.boundary, document: document(role.boundary.document) } };
    }
    return {
      ...role,
      policies: role.policies.map((policy) => ({ ...policy, document: document(policy.document) })),
    };
  });
}

/** Changes the statement of that Sid, which has to be there. */
export function row(sid: string, change: (statement: Statement) => Statement | undefined) {
  return (statements: Statement[]): Statement[] =>
    statements.flatMap((statement) => {
      const left = statement['Sid'] === sid ? change(statement) : statement;
      return left ? [left] : [];
    });
}

export const gone = (): undefined => undefined;
export const without =
  (...elements: string[]) =>
  (statement: Statement): Statement =>
    Object.fromEntries(Object.entries(statement).filter(([element]) => !elements.includes(element)));
export const having =
  (elements: Statement) =>
  (statement: Statement): Statement => ({ ...statement, ...elements });
export const allowing =
  (...actions: string[]) =>
  (statements: Statement[]): Statement[] => [
    // The Deny of all else is derived from what is allowed: a right more is one less there.
    ...statements.map((statement) =>
      statement['Sid'] === 'NothingElse'
        ? { ...statement, NotAction: [...(statement['NotAction'] as string[]), ...actions] }
        : statement,
    ),
    { Sid: 'Added', Effect: 'Allow', Action: actions, Resource: '*' },
  ];
export const conditioned =
  (change: (condition: Record<string, Record<string, unknown>>) => Statement) =>
  (statement: Statement): Statement => ({
    ...statement,
    Condition: change(statement['Condition'] as Record<string, Record<string, unknown>>),
  });

export const roleArn = (name: string): string => `arn:aws:iam::${EXAMPLE.accountId}:role/${name}`;
export const noBoundary = (roles: InstalledRole[], name: RoleName): InstalledRole[] =>
  roles.map((role) => (role.name === name ? { ...role, boundary: undefined } : role));
/** Lifted in the role's own policies and in its boundary. */
export const granted = (roles: InstalledRole[], ...actions: string[]): InstalledRole[] =>
  edited(edited(roles, ACCT, 'policies', allowing(...actions)), ACCT, 'boundary', allowing(...actions));
