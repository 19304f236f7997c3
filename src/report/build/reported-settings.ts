import { inputProperty, INPUTS, type Configuration, type InputName } from '../../inputs/inputs';

/** The values other than defaults whose effect the report shows, in the order of the input table. */
export const SETTINGS: readonly { readonly input: InputName; readonly setting: unknown }[] = INPUTS.filter(
  (input) => input.default !== undefined,
).map(({ name, samples }) => ({ input: name, setting: samples.other }));

/** A configuration with one input set. */
export function withSetting(base: Configuration, input: InputName, setting: unknown): Configuration {
  return { ...base, [inputProperty(input)]: setting };
}
