/** What a run can do with every stack. */
export const ACTIONS = ['deploy', 'plan', 'destroy', 'migrate'] as const;

/** One of them. */
export type Action = (typeof ACTIONS)[number];

/** A part of a fleet, for one of several machines: 2 of 4, for one. */
export interface Shard {
  /** From 1 on. */
  readonly index: number;
  readonly of: number;
}

/** Accounts that are worked on at the same time, if the user does not say. */
export const DEFAULT_PARALLELISM = 4;

/** Accounts that are looked at side by side: each takes a few calls, and waits for AWS most of the time. */
export const VERIFY_PARALLELISM = 16;
