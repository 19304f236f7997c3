import { z } from 'zod';
import { shellWord } from '../text/shell-quote';
import { OctoClient } from './octo-client';

/** What `octo-access values --json` prints. */
export const valuesShape = z.strictObject({
  principal: z.string().meta({ description: "Alphaus's account, 12 digits." }),
  external_id: z.string(),
});
export type Values = Readonly<z.infer<typeof valuesShape>>;

/** The two values of Octo's onboarding page. */
export async function onboardingValues(): Promise<Values> {
  const { principal, externalId } = await OctoClient.fromEnvironment().onboarding();
  return { principal, external_id: externalId };
}

/** Commands of a shell that give the values to Terraform. */
export function valuesInShell(values: Values): string {
  return Object.entries(values)
    .map(([name, value]) => `export TF_VAR_${name}=${shellWord(value)}`)
    .join('\n');
}
