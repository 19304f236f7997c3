import {
  combinationsOf,
  combinationSentence,
  inputsTogether,
  isRefused,
  type Combination,
  type Label,
  type RefusedValue,
} from '../../inputs/combinations';
import { inputProperty, type Configuration, type InputName } from '../../inputs/inputs';
import { holdsToken } from './plain-inputs';
import { call, Expression, not, operation } from './expression';

/** A combination that Terraform checks. */
export interface CombinationCheck {
  /** For `lifecycle.precondition` of a resource. */
  readonly precondition: { readonly condition: string; readonly errorMessage: string };
  /** The values that the condition depends on, by input. */
  readonly values: Readonly<Partial<Record<InputName, unknown>>>;
}

/** Checks in Terraform of combinations of inputs that include tokens; `checkInputs` checks plain values. */
export function combinationChecks(
  inputs: Partial<Configuration<unknown>>,
  names: readonly InputName[],
  label: Label,
): CombinationCheck[] {
  return combinationsOf(names).flatMap((combination) => {
    const together = inputsTogether(combination);
    const open = together.filter((input) => holdsToken(inputs[inputProperty(input)]));
    const wrong = open.length > 0 && wrongExpression(combination, inputs);
    if (!wrong) return [];
    const shown = (name: InputName): string => call('jsonencode', inputs[inputProperty(name)]).toString();
    return [
      {
        precondition: {
          condition: not(wrong).toString(),
          errorMessage: `${combinationSentence(combination, label, shown)}.`,
        },
        values: Object.fromEntries(open.map((input) => [input, inputs[inputProperty(input)]])),
      },
    ];
  });
}

/** A condition that is true if the combination is wrong; undefined if a plain value rules that out. */
function wrongExpression(
  combination: Combination,
  inputs: Partial<Configuration<unknown>>,
): Expression | undefined {
  if (!('refused' in combination)) {
    const values = combination.inputs.map((input) => inputs[inputProperty(input)] ?? null);
    // An input that is not given has its default, which is allowed with every value.
    if (values.includes(null)) return undefined;
    return new Expression((hcl) => combination.terraform(...values.map(hcl)));
  }
  const parts = combination.refused.map((one) => ({ one, value: inputs[inputProperty(one.input)] }));
  if (parts.some(({ one, value }) => !holdsToken(value) && !isRefused(one, value))) return undefined;
  return parts
    .filter(({ value }) => holdsToken(value))
    .map(({ one, value }) => refusedExpression(one, value))
    .reduce((left, right) => operation(left, '&&', right));
}

function refusedExpression({ is }: RefusedValue, value: unknown): Expression {
  if (is === 'set') return operation(value, '!=', null);
  return is === true ? call('coalesce', value, false) : operation(value, '==', is);
}
