import type { Document, ObservedAccount, ObservedRole } from '../../src/account/observed';
import { defaults, type Configuration } from '../../src/inputs/inputs';
import type { RoleName } from '../../src/names/role-names';
import { EXAMPLE } from './example';

export const INPUTS: Configuration = {
  ...defaults(),
  principal: EXAMPLE.principal,
  externalId: EXAMPLE.externalId,
  tags: { team: 'finops' },
  roleTags: { OctoSSMUpdaterRole: { 'dp:exclude:identity': 'true' } },
};
export const own = (name: string): string => `arn:aws:iam::${EXAMPLE.accountId}:policy/${name}`;
export const ADMINISTRATOR = 'arn:aws:iam::aws:policy/AdministratorAccess';
export const allow = (action: unknown, more: Readonly<Record<string, unknown>> = {}): Document => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: action, Resource: '*', ...more }],
});

/** A change of what somebody sees in an account. */
export type Change = (account: ObservedAccount) => ObservedAccount;
/** The statements of a policy. */
export type Statements = Record<string, unknown>[];

export const inRole =
  (role: RoleName, change: (role: ObservedRole) => Partial<ObservedRole>): Change =>
  (account) => ({
    ...account,
    roles: account.roles.map((one) => (one.name === role ? { ...one, ...change(one) } : one)),
  });
export const without =
  (role: RoleName): Change =>
  (account) => ({ ...account, roles: account.roles.filter(({ name }) => name !== role) });
export const withoutBoundary =
  (role: RoleName): Change =>
  (account) => ({
    ...account,
    roles: account.roles.map((one) => {
      const { boundary: _, ...rest } = one;
      return one.name === role ? rest : one;
    }),
  });
const statementsOf = (
  document: Document | undefined,
  change: (statements: Statements) => Statements,
): Document => ({
  ...document,
  Statement: change(structuredClone(document?.Statement) as Statements),
});
export const inTrust = (role: RoleName, change: (statements: Statements) => Statements): Change =>
  inRole(role, ({ trust }) => ({ trust: statementsOf(trust, change) }));
export const inInline = (
  role: RoleName,
  name: string,
  change: (statements: Statements) => Statements,
): Change =>
  inRole(role, ({ inline }) => ({ inline: { ...inline, [name]: statementsOf(inline[name], change) } }));
export const inManaged =
  (name: string, change: (statements: Statements) => Statements): Change =>
  (account) => ({
    ...account,
    policies: { ...account.policies, [own(name)]: statementsOf(account.policies[own(name)], change) },
  });
export const first =
  (change: (statement: Record<string, unknown>) => Record<string, unknown>) =>
  (all: Statements): Statements =>
    all.map((one, index) => (index === 0 ? change(one) : one));
export const grant =
  (action: string) =>
  (all: Statements): Statements => [...all, { Effect: 'Allow', Action: action, Resource: '*' }];
export const withoutDenies = (all: Statements): Statements => all.filter(({ Effect }) => Effect !== 'Deny');
export const addsInline = (role: RoleName, name: string, document: Document): Change =>
  inRole(role, ({ inline }) => ({ inline: { ...inline, [name]: document } }));
export const attaches = (role: RoleName, arn: string): Change =>
  inRole(role, ({ attached }) => ({ attached: [...attached, arn] }));
export const detaches = (role: RoleName, arn: string): Change =>
  inRole(role, ({ attached }) => ({ attached: attached.filter((one) => one !== arn) }));
export const tagged = (role: RoleName, tags: Record<string, string>): Change =>
  inRole(role, () => ({ tags }));
export const wildPrincipal = first((one) => ({ ...one, Principal: { AWS: '*' } }));
export const unconditional = first((statement) => {
  const { Condition: _, ...one } = statement;
  return one;
});
