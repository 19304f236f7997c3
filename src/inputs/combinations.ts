import { show } from './rules';
import { INPUTS, type InputName } from './table';

/** Values of inputs that exclude each other, though each is right by itself. */
export interface Combination {
  /** The inputs, and what they are where it is wrong; `set`: anything but null. */
  readonly refused: readonly [RefusedValue, ...RefusedValue[]];
  /** What is wrong and what to do, after the first input's name, before ", got <the values>". Other inputs in braces. */
  readonly message: string;
}

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
];

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
    .filter(({ refused }) => refused.every((one) => isRefused(one, valueOf(one.input))))
    .map((combination) => ({
      combination,
      sentence: (label) => combinationSentence(combination, label, (input) => show(valueOf(input))),
    }));
}

/** The combinations of which all inputs are among those named. */
export function combinationsOf(names: readonly InputName[]): Combination[] {
  return COMBINATIONS.filter(({ refused }) => refused.every(({ input }) => names.includes(input)));
}

/** Name of the first input and what is wrong with it. */
export function combinationText({ refused, message }: Combination, label: Label): string {
  const wrong = message.replace(/\{(\w+)\}/g, (_, name: InputName) => label(name));
  return `${label(refused[0].input)} ${wrong}`;
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
  const got = combination.refused.map(({ input }) => `${label(input)} = ${shown(input)}`);
  return `${combinationText(combination, label)}, got ${got.join(' and ')}`;
}

/** Whether a plain value is the one that is refused. */
export function isRefused({ is }: RefusedValue, value: unknown): boolean {
  const isSet = value !== undefined && value !== null;
  return is === 'set' ? isSet : value === is;
}
