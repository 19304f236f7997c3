/** What a run can do with every stack. */
export const ACTIONS = ['deploy', 'plan', 'destroy'] as const;

/** One of them. */
export type Action = (typeof ACTIONS)[number];
