import type { RoleName } from '../names/role-names';
import type { InputSpec, Taker } from './input-spec';
import type { CamelCase, PlainValue, ToggleOf } from './input-types';
import { TABLE } from './table';

type Row = (typeof TABLE)[number];

/** Terraform name of an input. */
export type InputName = Row['name'];

/** All inputs, in the order of every listing. */
export const INPUTS: readonly (InputSpec & { readonly name: InputName })[] = TABLE;

/** The input with that name. */
export function inputSpec(name: InputName): InputSpec & { readonly name: InputName } {
  const found = INPUTS.find((input) => input.name === name);
  if (!found) throw new Error(`no input is called "${name}"`);
  return found;
}

/** The inputs that a role depends on. */
export function inputsOf(role: RoleName): InputName[] {
  return INPUTS.filter(({ roles }) => roles.includes(role)).map(({ name }) => name);
}

/** The inputs that a stack, a StackSet or the `defaults` of the fleet file take. */
export function inputsTakenBy(taker: Taker): InputName[] {
  return INPUTS.filter(({ withheld }) => withheld?.[taker] === undefined).map(({ name }) => name);
}

/** Name of an input as a property of the constructs: `external_id` is `externalId`. */
export type InputProperty = CamelCase<InputName>;

/** `external_id` -> `externalId`. */
export function inputProperty<Name extends InputName>(name: Name): CamelCase<Name> {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()) as CamelCase<Name>;
}

/** Properties that each of these roles depends on. */
export type PropertyOf<Role extends RoleName> = CamelCase<
  { [S in Row as S['name']]: [Role] extends [S['roles'][number]] ? S['name'] : never }[InputName]
>;

/** Properties that this taker does not take. */
export type WithheldFrom<T extends Taker> = CamelCase<
  Extract<Row, { readonly withheld: Readonly<Record<T, string>> }>['name']
>;

/**
 * A whole configuration: a value for every input, defaults filled in.
 *
 * @typeParam Token an expression of the deployment tool, allowed in place of any value
 */
export type Configuration<Token = never> = {
  readonly [S in Row as CamelCase<S['name']>]: PlainValue<S> | Token;
};

type RequiredProperty = CamelCase<Exclude<Row, { readonly default: unknown }>['name']>;

/** Plain inputs of one installation: the two required ones, and those that differ from the defaults. */
export type Inputs = Pick<Configuration, RequiredProperty> & {
  readonly [P in keyof Configuration]?: NonNullable<Configuration[P]>;
};

/** The defaults of the optional inputs, by property. New at every call, so that no array is shared. */
export function defaults(): Omit<Configuration, RequiredProperty> {
  const optional = INPUTS.filter((input) => input.default !== undefined);
  return Object.fromEntries(
    optional.map((input) => [inputProperty(input.name), structuredClone(input.default)]),
  ) as Omit<Configuration, RequiredProperty>;
}

/** A condition on an input in a row of the catalogue. */
export type InputToggle = ToggleOf<Row>;

/** Inputs that hold a list of names. */
export type ListInput = Extract<Row, { type: 'list(string)'; default: readonly string[] }>['name'];
