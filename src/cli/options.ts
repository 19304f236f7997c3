import { InvalidArgumentError, type Command } from 'commander';
import type { Shard } from '../deploy/actions';
import type { InputRule, InputType } from '../inputs/input-spec';
import { inputProperty, INPUTS, type InputName } from '../inputs/inputs';

/** `--file` and `--json`, as all commands have them. */
export const FLEET_FILE = [
  '--file <file>',
  'the fleet file; octo.yaml, octo.yml or octo.json if not given',
  asPath,
] as const;
export const AS_JSON = ['--json', 'print the result as JSON'] as const;

function asPath(text: string): string {
  if (text !== '') return text;
  throw new InvalidArgumentError('It must be a path.');
}

/** The value of `--parallelism`. */
export function asParallelism(text: string): number {
  if (/^[1-9][0-9]?$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a number from 1 to 99.');
}

/** The value of `--shard`. */
export function asShard(text: string): Shard {
  const [, index = 0, of = 0] = (/^([1-9]\d{0,2})\/([1-9]\d{0,2})$/.exec(text) ?? []).map(Number);
  if (index >= 1 && index <= of) return { index, of };
  throw new InvalidArgumentError('It must be I/N, like 2/4: I from 1 to N, and N at most 999.');
}

/** How a value is written. */
const FORMS: Readonly<Record<InputType, string>> = {
  string: 'a text',
  number: 'a number',
  bool: 'true or false',
  'list(string)': 'a list with commas',
  'set(string)': 'a list with commas',
  'map(string)': 'JSON, like {"key":"value"}',
  'map(map(string))': 'JSON, like {"NAME":{"key":"value"}}',
};

/** The input table as options: for a command that takes the inputs of one account in place of a fleet file. */
export function addInputOptions(command: Command): void {
  command.optionsGroup('Inputs of one account in place of a fleet file; docs/inputs.md describes them:');
  for (const { name, type, rules } of INPUTS)
    command.option(`--${name.replaceAll('_', '-')} <value>`, choices(type, rules) ?? FORMS[type]);
}

/** The values of a text that takes nothing else. */
function choices(type: InputType, rules: readonly InputRule[]): string | undefined {
  const [one] = rules.filter((rule) => rule.kind === 'oneOf');
  return type === 'string' ? one?.values.join(' or ') : undefined;
}

/** Those that are given, as texts. */
export function givenInputs(options: object): Partial<Record<InputName, string>> {
  const given = options as Readonly<Record<string, string | undefined>>;
  const entries = INPUTS.flatMap(({ name }) => {
    const text = given[inputProperty(name)];
    return text === undefined ? [] : [[name, text]];
  });
  return Object.fromEntries(entries) as Partial<Record<InputName, string>>;
}
