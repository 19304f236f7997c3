/** Names of the two built-in permissions boundaries: managed policies of path `/`, part of the public interface. */
export const SEARCHER_BOUNDARY = 'OctoRecommendationSearcherBoundary';
export const ACCT_ACCESS_BOUNDARY = 'AlphausAcctAccessBoundary';

/** The tag with which the customer's approver approves a document of this account. */
export const APPROVAL_TAG = 'OctoApproved';
