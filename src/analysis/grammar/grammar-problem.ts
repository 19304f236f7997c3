/** What AWS demands of a document, by the part of it that is wrong. */
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

/** Something in a document that AWS refuses, or takes otherwise than it was meant. */
export interface Problem {
  readonly rule: GrammarRule;
  /** Sid of the statement, or its number; absent where the whole document is meant. */
  readonly sid?: string;
  readonly message: string;
}

/** Collects problems of one statement. */
export type Report = (rule: GrammarRule, message: string) => void;
