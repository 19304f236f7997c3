import type { Hold, Step } from './hold';

/** A way from Alphaus to administrator rights. */
export interface Way {
  /** What makes the way, as `self-approval[OctoApproved]`; no other way has it. */
  readonly id: string;
  /** Whether the customer's own approval lies on it, of the very text that is run. */
  readonly approval: boolean;
  /** What has to be so in the customer's account for the way to be there, which the roles cannot know. @default - nothing */
  readonly supposing?: string;
  /** Who does what, in order. */
  readonly steps: readonly Step[];
}

/** A way of one role's session; it begins with how Alphaus has the session. */
export function way({ role, control }: Hold, id: string, approval: boolean, ...does: string[]): Way {
  const steps = does.map((text) => ({ actor: role.name, does: text }));
  return { id, approval, steps: [...(control.session ?? []), ...steps] };
}

/** A way without an approval that is there only where something is so in the customer's account. */
export function wayWhere(supposing: string, hold: Hold, id: string, ...does: string[]): Way {
  return { ...way(hold, id, false, ...does), supposing };
}
