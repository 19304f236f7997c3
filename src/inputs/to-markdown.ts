import { markdownTable } from '../text/markdown';
import type { InputSpec, InputValue } from './input-spec';

/** The input table for READMEs. */
export function inputsTable(inputs: readonly InputSpec[]): string {
  return markdownTable(
    ['name', 'type', 'default', 'description'],
    inputs.map((input) => [
      `\`${input.name}\``,
      `\`${input.type}\``,
      defaultText(input.default),
      input.description,
    ]),
  );
}

function defaultText(value: InputValue | undefined): string {
  if (value === undefined) return '**required**';
  if (Array.isArray(value)) return (value as string[]).map((item) => `\`${item}\``).join('<br>') || '`[]`';
  return `\`${JSON.stringify(value)}\``;
}
