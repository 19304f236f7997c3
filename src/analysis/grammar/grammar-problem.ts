/** AWS's rules for a document, named after the part that breaks them. */
export type GrammarRule =
  | 'shape'
  | 'version'
  | 'sid'
  | 'characters'
  | 'placeholder'
  | 'principal'
  | 'action'
  | 'resource'
  | 'resource-type'
  | 'condition-key'
  | 'condition-operator'
  | 'condition-value'
  | 'size'
  | 'policies';

/** Something in a document that AWS refuses or understands differently than intended. */
export interface Problem {
  readonly rule: GrammarRule;
  /** Sid of the statement, or its number; absent if the problem is about the whole document. */
  readonly sid?: string;
  readonly message: string;
}

/** Collects problems of one statement. */
export type Report = (rule: GrammarRule, message: string) => void;
