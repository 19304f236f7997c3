import {
  combinationsOf,
  combinationSentence,
  isRefused,
  type Label,
  type RefusedValue,
} from '../../inputs/combinations';
import { inputProperty, type Configuration, type InputName } from '../../inputs/table';
import { holdsToken } from './plain-inputs';
import { call, Expression, not, operation } from './expression';

/** A combination that Terraform checks. */
export interface CombinationCheck {
  /** For `lifecycle.precondition` of a resource. */
  readonly precondition: { readonly condition: string; readonly errorMessage: string };
  /** The values that it depends on, by input. */
  readonly values: Readonly<Partial<Record<InputName, unknown>>>;
}

/** Combinations of inputs, some of them tokens, that Terraform refuses; plain values are checked by `checkInputs`. */
export function combinationChecks(
  inputs: Partial<Configuration<unknown>>,
  names: readonly InputName[],
  label: Label,
): CombinationCheck[] {
  return combinationsOf(names).flatMap((combination) => {
    const parts = combination.refused.map((one) => ({
      one,
      value: inputs[inputProperty(one.input)],
    }));
    const open = parts.filter(({ value }) => holdsToken(value));
    const excluded = parts.some(({ one, value }) => !holdsToken(value) && !isRefused(one, value));
    const [first, ...others] = open.map(({ one, value }) => refusedExpression(one, value));
    if (!first || excluded) return [];
    const all = others.reduce<unknown>((left, right) => operation(left, '&&', right), first);
    const shown = (name: InputName): string => call('jsonencode', inputs[inputProperty(name)]).toString();
    return [
      {
        precondition: {
          condition: not(all).toString(),
          errorMessage: `${combinationSentence(combination, label, shown)}.`,
        },
        values: Object.fromEntries(open.map(({ one, value }) => [one.input, value])),
      },
    ];
  });
}

function refusedExpression({ is }: RefusedValue, value: unknown): Expression {
  if (is === 'set') return operation(value, '!=', null);
  return is === true ? call('coalesce', value, false) : operation(value, '==', is);
}
