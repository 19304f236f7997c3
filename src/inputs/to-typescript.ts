import { ROLE_NAMES } from '../names/role-names';
import { wrapped } from '../text/wrapped';
import type { InputSpec } from './input-spec';
import { inputProperty, INPUTS } from './inputs';

/** Characters in a line of a docstring, after its margin. */
const WIDTH = 101;

/** The input table as properties of the constructs. The code is generated because a computed type would have no docstrings. */
export function inputsInterface(): string {
  return `/*
 * Generated from src/inputs/table.ts by \`octo-access generate\`; do not edit.
 */
import type { IResolvable } from 'cdktf';
import type { RoleName } from '../names/role-names';

/**
 * The inputs, as properties of the constructs. Plain values are checked when a construct is built;
 * tokens (Terraform variables, attributes of other resources) are checked when Terraform plans, by
 * preconditions of a resource that the roles depend on.
 */
export interface OctoInputs {
${INPUTS.map((input) => `${docstring(input)}  readonly ${inputProperty(input.name)}${input.default === undefined ? '' : '?'}: ${typeText(input)};\n`).join('')}}
`;
}

function docstring(input: InputSpec): string {
  const { description, default: byDefault, defaultText } = input;
  const lines = [
    ...wrapped(description, WIDTH),
    ...(byDefault === undefined
      ? []
      : ['', `@default ${defaultText === undefined ? literal(byDefault) : `- ${defaultText}`}`]),
  ];
  return `  /**\n${lines.map((line) => `   * ${line}`.trimEnd()).join('\n')}\n   */\n`;
}

function literal(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : JSON.stringify(value);
}

function typeText({ type, rules }: InputSpec): string {
  const listed = rules.find((rule) => rule.kind === 'oneOf')?.values;
  const name = listed === ROLE_NAMES ? 'RoleName' : 'string';
  switch (type) {
    case 'string':
      return listed?.map(literal).join(' | ') ?? 'string';
    case 'number':
      return 'number';
    case 'bool':
      return 'boolean | IResolvable';
    case 'list(string)':
    case 'set(string)':
      return `readonly ${name}[]`;
    case 'map(string)':
      return 'Readonly<Record<string, string>>';
    case 'map(map(string))':
      return `Readonly<Partial<Record<${name}, Readonly<Record<string, string>>>>>`;
  }
}
