/** How far a StackSet goes at a time, in percent of the accounts; small organizations, too, get over one failure. */
export const ROLLOUT = { failureTolerancePercentage: 50, maxConcurrentPercentage: 25 } as const;
