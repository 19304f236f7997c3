import { Token } from 'cdktf';
import { combinationProblems, inputsTogether } from '../../inputs/combinations';
import { violations } from '../../inputs/rules';
import { inputProperty, inputSpec, type Configuration, type InputName } from '../../inputs/inputs';

/** Plain values of inputs break the rules; the message names all of them. */
export class OctoInputError extends Error {
  /**
   * @param where construct path, or the name of the file with the values
   * @param problems one sentence per broken rule
   */
  constructor(
    where: string,
    readonly problems: readonly string[],
  ) {
    super(`${where}:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'OctoInputError';
  }
}

/**
 * Checks the plain values among inputs; tokens are left to Terraform.
 *
 * @throws OctoInputError naming every wrong input, the value got and the allowed values
 */
export function checkInputs(
  path: string,
  inputs: Partial<Configuration<unknown>>,
  names: readonly InputName[],
): void {
  const problems = inputProblems(inputs, names);
  if (problems.length > 0) throw new OctoInputError(path, problems);
}

/** The problems of the plain values among inputs, one sentence each. */
export function inputProblems(
  inputs: Partial<Configuration<unknown>>,
  names: readonly InputName[],
): string[] {
  const problems = names.flatMap((name) => {
    const property = inputProperty(name);
    const value: unknown = inputs[property];
    return holdsToken(value) ? [] : violations(inputSpec(name), property, value);
  });
  problems.push(
    ...combinationProblems((name) => inputs[inputProperty(name)], names)
      .filter(
        ({ combination }) =>
          !inputsTogether(combination).some((input) => holdsToken(inputs[inputProperty(input)])),
      )
      .map(({ sentence }) => sentence(inputProperty)),
  );
  const known = new Set<string>(names.map(inputProperty));
  const unknown = Object.keys(inputs).filter((property) => !known.has(property));
  problems.push(
    ...unknown.map((property) => `${property} is not an input; inputs are ${[...known].join(', ')}`),
  );
  return problems;
}

/** Whether a value, or any part of it, is known only to Terraform. */
export function holdsToken(value: unknown): boolean {
  if (Token.isUnresolved(value)) return true;
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsToken);
}
