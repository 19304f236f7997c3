import { show } from './rules';
import { INPUTS, type InputName } from './inputs';
import { TAGS_PER_ROLE } from './table';

/** Values of inputs that are not allowed together, though each is valid on its own. */
export type Combination = {
  /** The problem and what to do, after the first input's name and before ", got <the values>". Other inputs in braces. */
  readonly message: string;
} & (
  | {
      /** The inputs and the values that are refused together; `set`: any value except null. */
      readonly refused: readonly [RefusedValue, ...RefusedValue[]];
    }
  | {
      readonly inputs: readonly [InputName, ...InputName[]];
      /** Whether plain values, in the order of the inputs, are wrong. */
      readonly isWrong: (...values: unknown[]) => boolean;
      /** The same in Terraform, of expressions. */
      readonly terraform: (...values: string[]) => string;
    }
);

/** An input, and its value that the combination refuses. */
export interface RefusedValue {
  readonly input: InputName;
  readonly is: string | boolean;
}

/** All combinations. Before Terraform 1.9, a variable's `validation` sees only that variable, so preconditions check them. */
export const COMBINATIONS: readonly Combination[] = [
  {
    refused: [
      { input: 'allow_self_update', is: true },
      { input: 'permissions_boundary_arn', is: 'set' },
    ],
    message:
      'may not be true where {permissions_boundary_arn} is set, since what Alphaus writes into a role has to stay within the built-in boundary; leave one of the two out',
  },
  {
    refused: [
      { input: 'change_executor_access', is: 'recommendations' },
      { input: 'change_executor_policy_arns', is: 'set' },
    ],
    message:
      'may not be recommendations where {change_executor_policy_arns} is set; leave one of the two out',
  },
  {
    inputs: ['role_tags', 'tags'],
    message: `may not give a role more than ${TAGS_PER_ROLE} tags together with {tags}, as many as a role can have (a key of both counts once, whatever its case); leave some out`,
    isWrong: (roleTags, tags) =>
      Object.values((roleTags ?? {}) as Readonly<Record<string, object | undefined>>).some(
        (own) => keysOf(own, tags as object | undefined).size > TAGS_PER_ROLE,
      ),
    terraform: (roleTags, tags) =>
      `try(anytrue([for own in values(${roleTags}) : length(setunion([for key in keys(own) : lower(key)], [for key in keys(${tags}) : lower(key)])) > ${TAGS_PER_ROLE} if own != null]), false)`,
  },
];

function keysOf(...maps: readonly (object | null | undefined)[]): Set<string> {
  return new Set(maps.flatMap((map) => Object.keys(map ?? {})).map((key) => key.toLowerCase()));
}

/** Name of an input in Terraform, the constructs, CloudFormation or the fleet file. */
export type Label = (name: InputName) => string;

/** A combination that values break. */
export interface CombinationProblem {
  readonly combination: Combination;
  /** The problem, the values got, what to do. */
  readonly sentence: (label: Label) => string;
}

/**
 * The combinations that values break.
 *
 * @param valueOf plain value of an input; undefined and null are "not set"
 * @param names the inputs to look at
 */
export function combinationProblems(
  valueOf: (name: InputName) => unknown,
  names: readonly InputName[] = INPUTS.map(({ name }) => name),
): CombinationProblem[] {
  return combinationsOf(names)
    .filter((combination) =>
      'refused' in combination
        ? combination.refused.every((one) => isRefused(one, valueOf(one.input)))
        : combination.isWrong(...combination.inputs.map(valueOf)),
    )
    .map((combination) => ({
      combination,
      sentence: (label) => combinationSentence(combination, label, (input) => show(valueOf(input))),
    }));
}

/** The combinations whose inputs are all among the given names. */
export function combinationsOf(names: readonly InputName[]): Combination[] {
  return COMBINATIONS.filter((combination) =>
    inputsTogether(combination).every((input) => names.includes(input)),
  );
}

/** The inputs of a combination; errors point to the first. */
export function inputsTogether(combination: Combination): readonly InputName[] {
  return 'refused' in combination ? combination.refused.map(({ input }) => input) : combination.inputs;
}

/** The first input's name and the problem. */
export function combinationText(combination: Combination, label: Label): string {
  const [first = ''] = inputsTogether(combination).map(label);
  const wrong = combination.message.replace(/\{(\w+)\}/g, (_, name: InputName) => label(name));
  return `${first} ${wrong}`;
}

/**
 * Like `combinationText()`, with the values of all inputs.
 *
 * @param shown the value of an input as text
 */
export function combinationSentence(
  combination: Combination,
  label: Label,
  shown: (name: InputName) => string,
): string {
  const got = inputsTogether(combination).map((input) => `${label(input)} = ${shown(input)}`);
  return `${combinationText(combination, label)}, got ${got.join(' and ')}`;
}

/** Whether a plain value is the refused one. */
export function isRefused({ is }: RefusedValue, value: unknown): boolean {
  const isSet = value !== undefined && value !== null;
  return is === 'set' ? isSet : value === is;
}
