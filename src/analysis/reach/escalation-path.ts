import type { ControlledRole, Step } from './controlled-role';

/** An escalation path: who does what, from Alphaus to administrator rights. */
export interface EscalationPath {
  /** What makes the path, as `self-approval[OctoApproved]`; no other path has it. */
  readonly id: string;
  /** Whether the customer's own approval lies on it, of the very text that is run. */
  readonly approval: boolean;
  /** What has to be so in the customer's account for the path to be there, which the roles cannot know. @default - nothing */
  readonly supposing?: string;
  /** Who does what, in order. */
  readonly steps: readonly Step[];
}

/** A path of one role's session; it begins with how Alphaus has the session. */
export function path(
  { role, control }: ControlledRole,
  id: string,
  approval: boolean,
  ...does: string[]
): EscalationPath {
  const steps = does.map((text) => ({ actor: role.name, does: text }));
  return { id, approval, steps: [...(control.session ?? []), ...steps] };
}

/** A path without an approval that is there only where something is so in the customer's account. */
export function pathWhere(
  supposing: string,
  controlled: ControlledRole,
  id: string,
  ...does: string[]
): EscalationPath {
  return { ...path(controlled, id, false, ...does), supposing };
}
