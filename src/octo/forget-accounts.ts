import { z } from 'zod';
import { UsageError } from '../names/error-in-words';
import { ACCOUNT_ID } from '../names/fields';
import { OctoClient } from './octo-client';
import { OctoError } from './octo-error';

/** What `octo-access forget --json` prints. */
export const forgottenShape = z.strictObject({
  ok: z.boolean().meta({ description: 'Whether Octo has forgotten all of them.' }),
  seconds: z.number(),
  forgotten: z.array(z.string()).readonly().meta({ description: 'Ids of the accounts.' }),
  failed: z
    .array(z.strictObject({ id: z.string(), reason: z.string() }).readonly())
    .readonly()
    .meta({
      description: 'Those that Octo did not forget, or was not asked about after one that it did not.',
    }),
});
export type Forgotten = Readonly<z.infer<typeof forgottenShape>>;

/**
 * Makes Octo forget accounts, one after the other, until one fails.
 *
 * @throws UsageError if one is no id; OctoError if Octo cannot be asked at all
 */
export async function forgetAccounts(words: readonly string[]): Promise<Forgotten> {
  const ids = [...new Set(words)];
  const wrong = ids.filter((id) => !ACCOUNT_ID.test(id));
  if (wrong.length > 0)
    throw new UsageError(
      `accounts to forget must be named by their 12 digits, got ${wrong.map((id) => `"${id}"`).join(', ')}`,
    );
  const client = OctoClient.fromEnvironment();
  const started = Date.now();
  const seconds = (): number => (Date.now() - started) / 1_000;
  const forgotten: string[] = [];
  for (const [index, id] of ids.entries()) {
    try {
      await client.forget(id);
    } catch (error) {
      if (!(error instanceof OctoError)) throw error;
      // Nothing is left undone silently.
      const rest = ids.slice(index + 1).map((one) => ({ id: one, reason: 'not asked about any more' }));
      return { ok: false, seconds: seconds(), forgotten, failed: [{ id, reason: error.message }, ...rest] };
    }
    forgotten.push(id);
  }
  return { ok: true, seconds: seconds(), forgotten, failed: [] };
}

/** The report for people. */
export function forgottenInWords({ forgotten, failed }: Forgotten): string {
  return [
    ...(forgotten.length > 0 ? [`Octo has forgotten ${forgotten.join(', ')}`] : []),
    ...failed.map(({ id, reason }) => `account ${id} is not forgotten: ${reason}`),
  ].join('\n');
}
