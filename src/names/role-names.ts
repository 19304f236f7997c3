/** The five roles, by the names that Octo expects. Listings keep this order. */
export const ROLE_NAMES = [
  'OctoRecommendationSearcherRole',
  'OctoChangeExecutorRole',
  'OctoSSMUpdaterRole',
  'OctoChangeTemplateApproverRole',
  'AlphausAcctAccessRole',
] as const;

/** Name of one of the five roles. */
export type RoleName = (typeof ROLE_NAMES)[number];
