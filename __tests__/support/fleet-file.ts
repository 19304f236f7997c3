import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Fleet } from '../../src/fleet/fleet';
import { FleetFileError } from '../../src/fleet/fleet-file-error';
import { parseFleet } from '../../src/fleet/parse-fleet';

/** The fleet file of the examples. */
export const EXAMPLE_FLEET = readFileSync(resolve(__dirname, '../../examples/fleet/octo.yaml'), 'utf8');

/** Line 1 of most files of the tests; what is tested begins in line 2. */
export const DEFAULTS =
  'defaults: { inputs: { principal: "444455556666", external_id: octo-ext-7f3c2a1b9d } }';
/** The inputs that `DEFAULTS` gives, as a parsed fleet has them. */
export const INPUTS = { principal: '444455556666', externalId: 'octo-ext-7f3c2a1b9d' };
/** The line of the smallest list of accounts. */
export const ACCOUNT = 'accounts: [{ id: "222222222222" }]';

/** A fleet of three accounts, one of which is being removed, and an excluded one. */
export const THREE_ACCOUNTS = `defaults: { role: Installer, inputs: { principal: "444455556666", external_id: octo-ext-7f3c2a1b9d } }
accounts:
  - { id: "111111111111", name: production }
  - { id: "222222222222" }
  - { id: "333333333333", state: removing }
exclude: [{ id: "444444444444", reason: being closed }]
`;

/** The error of a fleet file, or of a list that another reader takes; throws where nothing is wrong with it. */
export function errorOf(
  text: string,
  name = 'octo.yaml',
  read: (text: string, name: string) => unknown = parseFleet,
): FleetFileError {
  try {
    read(text, name);
  } catch (error) {
    if (error instanceof FleetFileError) return error;
    throw error;
  }
  throw new Error(`nothing is wrong with\n${text}`);
}

/** `line:column message` of every problem of a file. */
export function problems(...lines: string[]): string[] {
  const found = errorOf(lines.join('\n')).problems;
  return found.map(({ line, column, message }) => `${line}:${column} ${message}`);
}

/** The fleet that these lines describe. */
export const parse = (...lines: string[]): Fleet => parseFleet(lines.join('\n'), 'octo.yaml');
