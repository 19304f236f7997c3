export { OctoAccess, type OctoAccessProps } from './access';
export { OctoStackSet, type OctoStackSetProps } from './stack-set';
export { ROLE_NAMES, type RoleName } from './inputs';
export { AcctAccessRole, type AcctAccessRoleProps } from './roles/acct-access-role';
export { ChangeExecutorRole, type ChangeExecutorRoleProps } from './roles/change-executor-role';
export {
  ChangeTemplateApproverRole,
  type ChangeTemplateApproverRoleProps,
} from './roles/change-template-approver-role';
export { OctoInputError } from './roles/check-inputs';
export type { OctoRole, OctoRoleProps } from './roles/octo-role';
export type { OctoInputs } from './roles/props';
export {
  RecommendationSearcherRole,
  type RecommendationSearcherRoleProps,
} from './roles/recommendation-searcher-role';
export { SsmUpdaterRole, type SsmUpdaterRoleProps } from './roles/ssm-updater-role';
export { TargetAccount, type TargetAccountProps } from './roles/target-account';
