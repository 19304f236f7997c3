/** The roles by names that keep the rows of a table short. */
export const SEARCHER = 'OctoRecommendationSearcherRole';
export const EXECUTOR = 'OctoChangeExecutorRole';
export const UPDATER = 'OctoSSMUpdaterRole';
export const APPROVER = 'OctoChangeTemplateApproverRole';
export const ACCT = 'AlphausAcctAccessRole';
