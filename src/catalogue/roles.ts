import { ROLE_NAMES, type RoleName } from '../names/role-names';
import { ACCT_ACCESS } from './acct-access';
import { CHANGE_EXECUTOR } from './change-executor';
import { CHANGE_TEMPLATE_APPROVER } from './change-template-approver';
import { RECOMMENDATION_SEARCHER } from './recommendation-searcher';
import { SSM_UPDATER } from './ssm-updater';
import type { RoleSpec } from './role-spec';

const specs: readonly RoleSpec[] = [
  RECOMMENDATION_SEARCHER,
  CHANGE_EXECUTOR,
  SSM_UPDATER,
  CHANGE_TEMPLATE_APPROVER,
  ACCT_ACCESS,
];

/** The five roles by name, in the order of every listing. */
export const ROLES = Object.fromEntries(
  ROLE_NAMES.map((name) => [name, specs.find((spec) => spec.name === name)]),
) as Readonly<Record<RoleName, RoleSpec>>;

/** Names of the roles that Alphaus assumes. */
export const VENDOR_ASSUMED_ROLES: readonly RoleName[] = ROLE_NAMES.filter((name) =>
  ROLES[name].trust.some((trust) => trust.kind === 'vendor'),
);

/**
 * Names of the roles that may not assume the customer's roles: the vendor roles and the executor. Otherwise an automation
 * could assume the executor again in another Region, or approve documents.
 */
export const NEVER_IN_CUSTOMER_ROLES: readonly RoleName[] = [
  ...VENDOR_ASSUMED_ROLES,
  'OctoChangeExecutorRole',
];
