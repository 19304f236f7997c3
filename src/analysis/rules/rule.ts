import type { InstalledRole } from '../../policy/installed';
import type { Analysis } from '../analysis';
import type { Statement } from '../statements';

/** What rules know besides the documents. */
export interface RuleFacts {
  readonly analysis: Analysis;
  /** Patterns of actions that return customer content, secrets or credentials, whatever level AWS gives them. */
  readonly content: readonly string[];
  /** Alphaus's account, 12 digits. */
  readonly vendorAccount: string;
}

/** A statement and its place. */
export interface Place {
  readonly role: InstalledRole;
  readonly kind: 'trust' | 'permissions' | 'boundary';
  readonly statement: Statement;
  /** Denies of the same document. */
  readonly denies: readonly Statement[];
}

interface RuleText {
  /** Name in findings, like `unscoped-write`. */
  readonly id: string;
  /** What is found, and why it matters. */
  readonly explanation: string;
}

/**
 * Something that a security engineer wants to see reported. `find` returns one text for each finding, for the brackets of
 * its id. It throws if it cannot decide.
 */
export type Rule = RuleText &
  (
    | {
        readonly of: 'statement';
        /** The documents that the rule checks. A boundary grants nothing, but an inline policy can grant all of it. */
        readonly kinds: readonly Place['kind'][];
        readonly find: (place: Place, facts: RuleFacts) => readonly string[];
      }
    | {
        readonly of: 'role';
        readonly find: (
          role: InstalledRole,
          installation: readonly InstalledRole[],
          facts: RuleFacts,
        ) => readonly string[];
      }
  );

/** Documents that decide what a role may do. */
export const GRANTS: readonly Place['kind'][] = ['permissions', 'boundary'];
