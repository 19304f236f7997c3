import { z } from 'zod';
import { UsageError } from '../names/error-in-words';
import { ACCOUNT_ID } from '../names/fields';
import { OctoClient } from './octo-client';
import { OctoError } from './octo-error';

/** What `octo-access forget --json` prints. */
export const forgottenShape = z.strictObject({
  forgotten: z.array(z.string()).readonly().meta({ description: 'Ids of the accounts.' }),
});

/**
 * Makes Octo forget accounts, one after the other.
 *
 * @throws UsageError if one is no id; OctoError naming what was forgotten already, if one fails
 */
export async function forgetAccounts(ids: readonly string[]): Promise<z.infer<typeof forgottenShape>> {
  const wrong = ids.filter((id) => !ACCOUNT_ID.test(id));
  if (wrong.length > 0)
    throw new UsageError(
      `accounts to forget must be named by their 12 digits, got ${wrong.map((id) => `"${id}"`).join(', ')}`,
    );
  const client = OctoClient.fromEnvironment();
  const forgotten: string[] = [];
  for (const id of ids) {
    try {
      await client.forget(id);
    } catch (error) {
      const before = forgotten.length > 0 ? `; forgotten before: ${forgotten.join(', ')}` : '';
      throw error instanceof OctoError
        ? new OctoError(`account ${id}: ${error.message}${before}`, { cause: error })
        : error;
    }
    forgotten.push(id);
  }
  return { forgotten };
}
