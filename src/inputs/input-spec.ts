import type { RoleName } from '../names/role-names';

/** Terraform types that inputs have. */
export type InputType =
  'string' | 'number' | 'bool' | 'list(string)' | 'set(string)' | 'map(string)' | 'map(map(string))';

/** What a rule looks at: the whole value, every element (of a list or set), or a map's keys or values. */
export type RuleTarget = 'value' | 'each' | 'keys' | 'values';

/**
 * One rule on an input's value. `rule-kinds.ts` says what each kind means, in every language.
 *
 * Patterns keep to what JavaScript (flag `u`) and RE2 (Terraform) read alike: `^…$` without flags,
 * ASCII classes, no repeat count above 1,000.
 */
export type InputRule = {
  /** What is looked at. @default 'value' */
  readonly target?: RuleTarget;
  /**
   * Whether the target is looked for in each map of a map of maps, so that both kinds of map share their
   * rules. What was got are then the maps that break the rule. Null, which Terraform takes for any map, is
   * for a rule of its own. @default false
   */
  readonly ofEachMap?: boolean;
  /** What is allowed and what to do, after "<input> ", before ", got <value>". */
  readonly message: string;
} & (
  | { readonly kind: 'pattern'; readonly pattern: string }
  | { readonly kind: 'noPrefix'; readonly prefix: string }
  | { readonly kind: 'notPattern'; readonly pattern: string }
  | { readonly kind: 'length'; readonly min: number; readonly max: number }
  | { readonly kind: 'integer'; readonly min: number; readonly max: number }
  | { readonly kind: 'oneOf'; readonly values: readonly string[] }
  | { readonly kind: 'size'; readonly min: number; readonly max: number }
  | { readonly kind: 'distinct'; readonly ignoreCase: boolean }
  | { readonly kind: 'requires'; readonly item: string; readonly needs: string }
  | { readonly kind: 'present' }
);

/** A literal value of an input. `null` means "not set". */
export type InputValue =
  | string
  | number
  | boolean
  | null
  | readonly string[]
  | Readonly<Record<string, string>>
  | Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Sections of the form that CloudFormation's console shows, in its order. */
export const CONSOLE_GROUPS = {
  onboarding: "From Octo's onboarding page",
  roles: 'Roles to install',
  limits: 'Limits of your own',
  reads: 'What Alphaus reads, and updates itself',
  changes: 'Changes through Octo',
} as const;

/** An input as a parameter of the CloudFormation template. */
export interface ParameterSpec {
  readonly group: keyof typeof CONSOLE_GROUPS;
  /** What a stack says otherwise, because it differs or for the bytes. @default - the input's description */
  readonly description?: string;
  /** What the console says of a bad value, in one sentence. @default - the messages of all rules */
  readonly constraint?: string;
  /** What it is about, in the names of the template's conditions. @default - its name, without Allow or Require */
  readonly topic?: string;
}

/**
 * What does not take every input: a stack of the template, a StackSet, and the `defaults` of the fleet file, which hold for many
 * accounts. Terraform, the constructs and an account of the fleet file take all.
 */
export type Taker = 'stack' | 'stackSet' | 'fleetDefaults';

/** One input. All that is said of it anywhere is derived from here. */
export interface InputSpec {
  /** Terraform name; the constructs use it in camelCase, CloudFormation in PascalCase. */
  readonly name: string;
  readonly type: InputType;
  /** For the variable's `description`, the parameter's, the READMEs, the schema and the docstring. */
  readonly description: string;
  /** Absent on the two inputs that must be given. `null`: not set. */
  readonly default?: InputValue;
  /** What the default means, for the docstring. @default - the default as it is */
  readonly defaultText?: string;
  readonly rules: readonly InputRule[];
  /** The roles that depend on it; none where it is about all of them together. */
  readonly roles: readonly RoleName[];
  /** @default - a stack does not take it */
  readonly parameter?: ParameterSpec;
  /** Who does not take it, and why. @default - all take it */
  readonly withheld?: Readonly<Partial<Record<Taker, string>>>;
  /**
   * Values to try, with placeholders in braces: one other than the default, whose effect the report shows, and the longest, where
   * documents grow with it.
   */
  readonly samples: { readonly other: InputValue; readonly longest?: InputValue };
}
