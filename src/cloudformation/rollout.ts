/** Rollout of a StackSet, in percent of the accounts; even a small organization tolerates one failure. */
export const ROLLOUT = { failureTolerancePercentage: 50, maxConcurrentPercentage: 25 } as const;
