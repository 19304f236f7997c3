import { NEVER_IN_CUSTOMER_ROLES, VENDOR_ASSUMED_ROLES } from '../../catalogue/roles';
import type { RoleName } from '../../names/role-names';
import { SSM_SERVICE } from '../../names/ssm-service';
import type { InstalledRole } from '../../policy/installed';
import { statementsOf, type Statement } from '../statements';
import {
  anybodyOf,
  contextOfCaller,
  EXECUTOR,
  STRANGER,
  trusts,
  trustsSession,
  type AccountModel,
} from './account-model';
import { weaknessesFound, type Weakness } from './weakness';

/** What is missing in the trust policy of a role, as if it were the only protection. */
export function trustWeaknesses(role: InstalledRole, model: AccountModel): Weakness[] {
  return [...strangers(role, model), ...trustees(role, model), ...chains(role, model)];
}

/** Callers who should not get in: anybody, Alphaus for another customer, a service for another account. */
function strangers(role: InstalledRole, model: AccountModel): Weakness[] {
  const caller = (externalId: string | null, account?: string): boolean =>
    trusts(role, anybodyOf(model, account), contextOfCaller(model, externalId, account));
  const tries: [string, string, boolean][] = [
    ['stranger', 'any AWS account assumes it', caller(model.externalId, STRANGER)],
    [
      'confused-deputy',
      'Alphaus assumes it with the external id of another customer',
      caller('of-another-customer'),
    ],
    ['no-external-id', 'Alphaus assumes it without the external id', caller(null)],
    [
      'service-for-another-account',
      'SSM assumes it for an automation of another account',
      trusts(role, SSM_SERVICE, { 'aws:SourceAccount': STRANGER }),
    ],
    [
      'service-without-source',
      'SSM assumes it without naming a source account',
      trusts(role, SSM_SERVICE, { 'aws:SourceAccount': null, 'aws:SourceArn': null }),
    ],
  ];
  return weaknessesFound(role.name, tries);
}

/** Principals and actions of a trust policy that are not intended. */
function trustees(role: InstalledRole, model: AccountModel): Weakness[] {
  const allows = statementsOf(role.trust).filter(({ effect }) => effect === 'Allow');
  return allows.flatMap((statement) => {
    const actions = statement.actions.filter((action) => action !== 'sts:AssumeRole');
    const others = statement.notActions.length > 0 ? ['all but some'] : actions;
    const principals = Object.entries(statement.principals ?? { '*': ['*'] }).flatMap(([type, names]) =>
      names
        .filter((name) => !isMeant(role.name, type, name, statement, model))
        .map((name) => `${type} ${name}`),
    );
    return [
      ...others.map((action) => ({
        id: `trust-action[${role.name}: ${action}]`,
        means: 'it can be assumed by another action than sts:AssumeRole',
      })),
      ...principals.map((name) => ({
        id: `trust-principal[${role.name}: ${name}]`,
        means: 'its trust policy names an unintended principal, or omits the condition for an intended one',
      })),
    ];
  });
}

function isMeant(
  role: RoleName,
  type: string,
  name: string,
  statement: Statement,
  model: AccountModel,
): boolean {
  const vendor = VENDOR_ASSUMED_ROLES.includes(role);
  const rootOf = (account: string): string => `arn:${model.partition}:iam::${account}:root`;
  const demands = (key: string, value: string): boolean =>
    statement.conditions.some(
      (one) => one.operator === 'StringEquals' && one.key === key && one.values.join() === value,
    );
  if (type === 'AWS' && name === rootOf(model.principal)) {
    return vendor && demands('sts:ExternalId', model.externalId);
  }
  if (type === 'AWS' && name === rootOf(model.accountId)) return !vendor;
  return (
    type === 'Service' &&
    name === SSM_SERVICE &&
    role === EXECUTOR &&
    demands('aws:SourceAccount', model.accountId)
  );
}

/** The customer's roles deny the vendor roles and the executor by name, whatever the policies of those allow. */
function chains(role: InstalledRole, model: AccountModel): Weakness[] {
  if (VENDOR_ASSUMED_ROLES.includes(role.name)) return [];
  return model.roles
    .filter((from) => NEVER_IN_CUSTOMER_ROLES.includes(from.name) && trustsSession(role, from, model))
    .map((from) => ({
      id: `trust[${role.name} by ${from.name}]`,
      means: 'its trust policy trusts a role that Alphaus assumes, or that runs what Alphaus starts',
    }));
}
