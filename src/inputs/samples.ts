import type { RoleName } from '../names/role-names';
import { defaults, inputProperty, INPUTS, inputSpec, type Configuration, type InputName } from './inputs';

/** The account of the examples, and values for the placeholders; longer values first. */
export const EXAMPLE = {
  stackArn: 'arn:aws:cloudformation:us-east-1:111122223333:stack/octo/0f2c3a10-5b1e-11f0-9d1b-0a1b2c3d4e5f',
  partition: 'aws',
  accountId: '111122223333',
  principal: '444455556666',
  externalId: 'octo-ext-7f3c2a1b9d',
} as const;

/** The account for size checks: no other partition makes a document longer. */
export const LONGEST_ACCOUNT = { partition: 'aws-us-gov', accountId: EXAMPLE.accountId };

/** The longest sample of an input, or its other sample if it has no longest, in a partition. */
function sampleOf(input: InputName, partition: string): unknown {
  const { longest, other } = inputSpec(input).samples;
  const values: Readonly<Record<string, string>> = { ...EXAMPLE, partition };
  const text = JSON.stringify(longest ?? other);
  return JSON.parse(text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole));
}

/** A configuration with samples for these inputs and defaults for the others. */
export function sampleConfiguration(inputs: readonly InputName[], partition: string): Configuration {
  const { principal, externalId } = EXAMPLE;
  const samples = inputs.map((input) => [inputProperty(input), sampleOf(input, partition)] as const);
  return { ...defaults(), principal, externalId, ...Object.fromEntries(samples) };
}

/** A configuration with the longest value of every input that documents grow with. */
export function longestConfiguration(): Configuration {
  return sampleConfiguration(growing(), LONGEST_ACCOUNT.partition);
}

/**
 * Configurations that include the longest version of each document of a role. Rows of opposite settings never share a
 * document, so every combination of the inputs that a row may depend on is included.
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
