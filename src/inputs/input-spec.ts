import type { RoleName } from '../names/role-names';

/** Terraform types of inputs. */
export type InputType =
  'string' | 'number' | 'bool' | 'list(string)' | 'set(string)' | 'map(string)' | 'map(map(string))';

/** What a rule checks: the whole value, every element (of a list or set), or a map's keys or values. */
export type RuleTarget = 'value' | 'each' | 'keys' | 'values';

/**
 * One rule on an input's value. `rule-kinds.ts` defines each kind for every language.
 *
 * Patterns use only syntax that JavaScript (flag `u`) and RE2 (Terraform) both read the same way: `^…$` without flags,
 * ASCII classes, no repeat count above 1,000.
 */
export type InputRule = {
  /** What the rule checks. @default 'value' */
  readonly target?: RuleTarget;
  /**
   * Whether the rule applies to each map of a map of maps, so that both kinds of map share their rules. An error then shows
   * the maps that break the rule. A null map, which Terraform accepts, needs a separate rule. @default false
   */
  readonly ofEachMap?: boolean;
  /** What is allowed and what to do, after "<input> " and before ", got <value>". */
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
  /** A different description in the template, if the meaning differs or to save bytes. @default - the input's description */
  readonly description?: string;
  /** The console's message for a bad value, one sentence. @default - the messages of all rules */
  readonly constraint?: string;
  /** Its name in the template's conditions. @default - the parameter's name, without Allow or Require */
  readonly topic?: string;
}

/**
 * Places that do not take every input: a stack of the template, a StackSet, and the `defaults` of the fleet file, which
 * apply to many accounts. Terraform, the constructs and an account of the fleet file take all inputs.
 */
export type Taker = 'stack' | 'stackSet' | 'fleetDefaults';

/** One input. Everything else about it is derived from this. */
export interface InputSpec {
  /** Terraform name; the constructs use it in camelCase, CloudFormation in PascalCase. */
  readonly name: string;
  readonly type: InputType;
  /** For the variable's `description`, the parameter's, the READMEs, the schema and the docstring. */
  readonly description: string;
  /** Absent on the two required inputs. `null`: not set. */
  readonly default?: InputValue;
  /** What the default means, for the docstring. @default - the default's value */
  readonly defaultText?: string;
  readonly rules: readonly InputRule[];
  /** The roles that depend on it; empty if it is about all of them together. */
  readonly roles: readonly RoleName[];
  /** @default - a stack does not take it */
  readonly parameter?: ParameterSpec;
  /** The places that do not take it, and why. @default - all take it */
  readonly withheld?: Readonly<Partial<Record<Taker, string>>>;
  /**
   * Sample values, with placeholders in braces: a value other than the default, whose effect the report shows, and the
   * longest value, if the documents grow with it.
   */
  readonly samples: { readonly other: InputValue; readonly longest?: InputValue };
}
