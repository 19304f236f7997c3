import type { Configuration } from '../../../src/inputs/table';
import type { RoleName } from '../../../src/names/role-names';

/** Actions by name, `service:Action` without wildcards, each with what it is for or why it is left out. */
export type ActionNotes = Readonly<Record<string, string>>;

/** What one capability of the specification takes, call by call. */
export interface Coverage {
  readonly role: RoleName;
  /** As the role's rows have it. */
  readonly capability: string;
  /** The line of the specification that asks for it, in our words. */
  readonly specification: string;
  /** What collectors of such data call -> what Octo learns or does by it. */
  readonly actions: ActionNotes;
  /** Families of actions that the specification names whole: allowed beyond the actions above. @default - none */
  readonly whole?: readonly string[];
  /** What comparable services ask for and no role of ours gets -> why. */
  readonly leftOut: ActionNotes;
  /** Inputs without which the capability is not there. @default - it always is */
  readonly needs?: Partial<Configuration>;
}
