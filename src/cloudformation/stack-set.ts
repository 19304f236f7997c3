/** What the StackSets that a stack and OctoStackSet make have in common. */
export const STACK_SET = {
  name: 'octo-access',
  description: 'IAM roles of Alphaus Octo',
  permissionModel: 'SERVICE_MANAGED',
  callAs: 'SELF',
  capabilities: ['CAPABILITY_NAMED_IAM'],
  retainStacksOnAccountRemoval: false,
} as const;

/** Rollout of a StackSet, in percent of the accounts; even a small organization tolerates one failure. */
export const ROLLOUT = { failureTolerancePercentage: 50, maxConcurrentPercentage: 25 } as const;
