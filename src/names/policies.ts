/** Names of the two built-in permissions boundaries: managed policies of path `/`, part of the public interface. */
export const SEARCHER_BOUNDARY = 'OctoRecommendationSearcherBoundary';
export const ACCT_ACCESS_BOUNDARY = 'AlphausAcctAccessBoundary';

/** Tag by which the customer's approver releases a document of this account for direct starts. */
export const APPROVAL_TAG = 'OctoApproved';
