import { z } from 'zod';
import { shellWord } from '../text/shell-quote';
import { INPUTS } from '../inputs/inputs';
import { violations } from '../inputs/rules';
import { OctoClient } from './octo-client';
import { OctoError } from './octo-error';

/** What `octo-access values --json` prints. */
export const valuesShape = z.strictObject({
  principal: z.string().meta({ description: "Alphaus's account, 12 digits." }),
  external_id: z.string(),
});
export type Values = Readonly<z.infer<typeof valuesShape>>;

/**
 * The two values of Octo's onboarding page.
 *
 * @throws OctoError if Octo cannot be asked, or gives values that no installation takes
 */
export async function onboardingValues(): Promise<Values> {
  const { principal, externalId } = await OctoClient.fromEnvironment().onboarding();
  const values: Values = { principal, external_id: externalId };
  const problems = INPUTS.flatMap((spec) =>
    spec.name in values ? violations(spec, spec.name, values[spec.name as keyof Values]) : [],
  );
  if (problems.length > 0)
    throw new OctoError(`Octo gives values that no installation takes: ${problems.join('; ')}; ask Alphaus`);
  return values;
}

/** Commands of a shell that give the values to Terraform. */
export function valuesInShell(values: Values): string {
  return Object.entries(values)
    .map(([name, value]) => `export TF_VAR_${name}=${shellWord(value)}`)
    .join('\n');
}
