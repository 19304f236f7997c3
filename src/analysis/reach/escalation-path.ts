import type { ControlledRole, Step } from './controlled-role';

/** An escalation path: who does what, from Alphaus to administrator rights. */
export interface EscalationPath {
  /** Unique id, like `self-approval[OctoApproved]`. */
  readonly id: string;
  /** Whether the path needs the customer's approval of the exact text that runs. */
  readonly approval: boolean;
  /** A condition on the customer's account that the roles' policies cannot show. @default - none */
  readonly supposing?: string;
  /** Who does what, in order. */
  readonly steps: readonly Step[];
}

/** A path of one role's session; it begins with the steps by which Alphaus gets the session. */
export function path(
  { role, control }: ControlledRole,
  id: string,
  approval: boolean,
  ...does: string[]
): EscalationPath {
  const steps = does.map((text) => ({ actor: role.name, does: text }));
  return { id, approval, steps: [...(control.session ?? []), ...steps] };
}

/** A path without an approval that exists only under a condition on the customer's account. */
export function pathWhere(
  supposing: string,
  controlled: ControlledRole,
  id: string,
  ...does: string[]
): EscalationPath {
  return { ...path(controlled, id, false, ...does), supposing };
}
