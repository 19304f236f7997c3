import type { Hold } from './world';

/** A way from Alphaus to administrator rights. */
export interface Way {
  /** What makes the way, as `self-approval[OctoApproved]`; no other way has it. */
  readonly id: string;
  /** Whether the customer's own approval lies on it, of the very text that is run. */
  readonly approval: boolean;
  /** What has to be so in the customer's account for the way to be there, which the roles cannot know. @default - nothing */
  readonly supposing?: string;
  /** Who does what, in order. */
  readonly steps: readonly string[];
}

/** A way of one role's session; it begins with how Alphaus has the session. */
export function way(hold: Hold, id: string, approval: boolean, ...steps: string[]): Way {
  const { name } = hold.role;
  return { id, approval, steps: [...(hold.session ?? []), ...steps.map((step) => `${name} ${step}`)] };
}

/** A way without an approval that is there only where something is so in the customer's account. */
export function wayWhere(supposing: string, hold: Hold, id: string, ...steps: string[]): Way {
  return { ...way(hold, id, false, ...steps), supposing };
}
