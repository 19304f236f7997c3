import type { RoleName } from '../names/role-names';
import { defaults, inputProperty, INPUTS, inputSpec, type Configuration, type InputName } from './table';

/** The account that examples are of, and what else stands in the place of placeholders; longer values first. */
export const EXAMPLE = {
  stackArn: 'arn:aws:cloudformation:us-east-1:111122223333:stack/octo/0f2c3a10-5b1e-11f0-9d1b-0a1b2c3d4e5f',
  partition: 'aws',
  accountId: '111122223333',
  principal: '444455556666',
  externalId: 'octo-ext-7f3c2a1b9d',
} as const;

/** The account that sizes are of: in no other partition a document is longer. */
export const LONGEST_ACCOUNT = { partition: 'aws-us-gov', accountId: EXAMPLE.accountId };

/** The longest value of an input that its row says, or the other one, in a partition. */
export function sampleOf(input: InputName, partition: string): unknown {
  const { longest, other } = inputSpec(input).samples;
  const values: Readonly<Record<string, string>> = { ...EXAMPLE, partition };
  const text = JSON.stringify(longest ?? other);
  return JSON.parse(text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole));
}

/** A configuration with samples of these inputs, defaults for the others. */
export function sampleConfiguration(inputs: readonly InputName[], partition: string): Configuration {
  const { principal, externalId } = EXAMPLE;
  const samples = inputs.map((input) => [inputProperty(input), sampleOf(input, partition)] as const);
  return { ...defaults(), principal, externalId, ...Object.fromEntries(samples) };
}

/** Every input that documents grow with, at its longest. */
export function longestConfiguration(): Configuration {
  return sampleConfiguration(growing(), LONGEST_ACCOUNT.partition);
}

/**
 * The configurations among which is the longest of each document of a role: rows of opposite settings never stand in one
 * document, so each input that a row may ask for is sampled with all others and with none.
 */
export function sizedConfigurations(role: RoleName): Configuration[] {
  const asked = INPUTS.filter(
    ({ roles, type, default: byDefault }) =>
      roles.includes(role) && byDefault !== undefined && ['bool', 'string', 'list(string)'].includes(type),
  );
  const others = growing().filter((input) => !asked.some(({ name }) => name === input));
  return asked
    .reduce<InputName[][]>(
      (some, { name }) => [...some, ...some.map((inputs) => [...inputs, name])],
      [others],
    )
    .map((inputs) => sampleConfiguration(inputs, LONGEST_ACCOUNT.partition));
}

function growing(): InputName[] {
  return INPUTS.filter(({ samples }) => samples.longest !== undefined).map(({ name }) => name);
}
