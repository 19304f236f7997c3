/** What a run does with every stack. */
export const ACTIONS = ['deploy', 'plan', 'destroy'] as const;

/** One of them. */
export type Action = (typeof ACTIONS)[number];
