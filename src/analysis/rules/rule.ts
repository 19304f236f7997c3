import type { InstalledRole } from '../../policy/installed';
import type { Analysis } from '../analysis';
import type { Statement } from '../statements';

/** What rules know beside the documents. */
export interface RuleFacts {
  readonly analysis: Analysis;
  /** Patterns of actions that return customer content, secrets or credentials, whatever level AWS gives them. */
  readonly content: readonly string[];
  /** Alphaus's account, 12 digits. */
  readonly vendorAccount: string;
}

/** A statement and where it stands. */
export interface Place {
  readonly role: InstalledRole;
  readonly kind: 'trust' | 'permissions' | 'boundary';
  readonly statement: Statement;
  /** Denies of the same document. */
  readonly denies: readonly Statement[];
}

interface RuleText {
  /** As findings name it, `unscoped-write`. */
  readonly id: string;
  /** What is found, and why it matters. */
  readonly explanation: string;
}

/**
 * Something that a security engineer wants to be told of, one by one. `find` gives what was found: each stands in
 * the brackets of a finding's id. It throws where it cannot decide.
 */
export type Rule = RuleText &
  (
    | {
        readonly of: 'statement';
        /** In which documents the rule looks. A boundary grants nothing, but it is what an inline policy can reach. */
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

/** Documents that say what a role may do. */
export const GRANTS: readonly Place['kind'][] = ['permissions', 'boundary'];
