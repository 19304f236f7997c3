import { show } from './rules';
import { INPUTS, TAGS_PER_ROLE, type InputName } from './table';

/** Values of inputs that do not go together, though each is right by itself. */
export type Combination = {
  /** What is wrong and what to do, after the first input's name, before ", got <the values>". Other inputs in braces. */
  readonly message: string;
} & (
  | {
      /** The inputs, and what they are where it is wrong; `set`: anything but null. */
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

/** An input, and the value that it may not have beside the others of its combination. */
export interface RefusedValue {
  readonly input: InputName;
  readonly is: string | boolean;
}

/** All of them. A Terraform variable's `validation` knows itself alone before Terraform 1.9: preconditions check them there. */
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

/** How a door calls an input. */
export type Label = (name: InputName) => string;

/** A combination that values break. */
export interface CombinationProblem {
  readonly combination: Combination;
  /** What is wrong, what was got, what to do. */
  readonly sentence: (label: Label) => string;
}

/**
 * The combinations that values break.
 *
 * @param valueOf plain value of an input; undefined and null are "not set"
 * @param names the inputs that there are
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

/** The combinations of which all inputs are among those named. */
export function combinationsOf(names: readonly InputName[]): Combination[] {
  return COMBINATIONS.filter((combination) =>
    inputsTogether(combination).every((input) => names.includes(input)),
  );
}

/** The inputs of a combination; an error stands at the first. */
export function inputsTogether(combination: Combination): readonly InputName[] {
  return 'refused' in combination ? combination.refused.map(({ input }) => input) : combination.inputs;
}

/** Name of the first input and what is wrong with it. */
export function combinationText(combination: Combination, label: Label): string {
  const [first = ''] = inputsTogether(combination).map(label);
  const wrong = combination.message.replace(/\{(\w+)\}/g, (_, name: InputName) => label(name));
  return `${first} ${wrong}`;
}

/**
 * As `combinationText()`, and the values of all its inputs.
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

/** Whether a plain value is the one that is refused. */
export function isRefused({ is }: RefusedValue, value: unknown): boolean {
  const isSet = value !== undefined && value !== null;
  return is === 'set' ? isSet : value === is;
}
