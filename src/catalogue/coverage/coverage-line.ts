import type { Configuration } from '../../inputs/inputs';
import type { RoleName } from '../../names/role-names';

/** Actions by name, `service:Action` without wildcards, each with its purpose or the reason why it is left out. */
export type ActionNotes = Readonly<Record<string, string>>;

/** The calls that one capability of the specification needs. */
export interface Coverage {
  readonly role: RoleName;
  /** The capability, as in the role's rows. */
  readonly capability: string;
  /** The line of the specification that asks for it, in our words. */
  readonly specification: string;
  /** Action -> what Octo learns or does with it. */
  readonly actions: ActionNotes;
  /** Families of actions that the specification names as a whole, allowed besides the actions above. @default - none */
  readonly whole?: readonly string[];
  /** Action that comparable services ask for but none of our roles has -> why. */
  readonly leftOut: ActionNotes;
  /** Inputs that the capability needs. @default - none, it always exists */
  readonly needs?: Partial<Configuration>;
}
