export { OctoAccess, type OctoAccessProps } from './constructs/octo-access';
export { OctoStackSet, type OctoStackSetProps } from './constructs/octo-stack-set';
export { ROLE_NAMES, type RoleName } from './names/role-names';
export { AcctAccessRole, type AcctAccessRoleProps } from './constructs/acct-access-role';
export { ChangeExecutorRole, type ChangeExecutorRoleProps } from './constructs/change-executor-role';
export {
  ChangeTemplateApproverRole,
  type ChangeTemplateApproverRoleProps,
} from './constructs/change-template-approver-role';
export { OctoInputError } from './constructs/private/plain-inputs';
export type { OctoRole, OctoRoleProps } from './constructs/octo-role';
export type { OctoInputs } from './constructs/props';
export {
  RecommendationSearcherRole,
  type RecommendationSearcherRoleProps,
} from './constructs/recommendation-searcher-role';
export { SsmUpdaterRole, type SsmUpdaterRoleProps } from './constructs/ssm-updater-role';
export { TargetAccount, type TargetAccountProps } from './constructs/target-account';
