import {
  combinationsOf,
  combinationText,
  isRefused,
  type Label,
  type RefusedValue,
} from '../input-combinations';
import { inputProperty, type InputName } from '../inputs';
import { holdsToken } from './check-inputs';
import { call, Expression, not, operation } from './expression';
import type { Settings } from './terraform-scope';

/** `lifecycle.precondition` of a resource. */
interface Precondition {
  readonly condition: string;
  readonly errorMessage: string;
}

/** Combinations of inputs, some of them tokens, that Terraform refuses; plain values are checked by `checkInputs`. */
export function combinationChecks(
  settings: Settings,
  names: readonly InputName[],
  label: Label,
): Precondition[] {
  return combinationsOf(names).flatMap((combination) => {
    const parts = combination.refused.map((one) => ({
      one,
      value: settings[inputProperty(one.input)],
    }));
    const open = parts.filter(({ value }) => holdsToken(value));
    const excluded = parts.some(({ one, value }) => !holdsToken(value) && !isRefused(one, value));
    const [first, ...others] = open.map(({ one, value }) => refusedExpression(one, value));
    if (!first || excluded) return [];
    const all = others.reduce<unknown>((left, right) => operation(left, '&&', right), first);
    const got = new Expression((hcl) => hcl(call('jsonencode', parts[0]?.value)));
    return [
      {
        condition: not(all).toString(),
        errorMessage: `${combinationText(combination, label)}, got ${got.toString()}.`,
      },
    ];
  });
}

function refusedExpression({ is }: RefusedValue, value: unknown): Expression {
  if (is === 'set') return operation(value, '!=', null);
  return is === true ? call('coalesce', value, false) : operation(value, '==', is);
}
