import type { OctoClient } from './octo-client';
import { OctoError } from './octo-error';
import type { Access } from './shapes';

/**
 * What Octo's check says of an account.
 *
 * @throws OctoError if it cannot be asked, or answers about another account
 */
export async function checkedAccess(client: OctoClient, id: string): Promise<Access> {
  const access = await client.check(id);
  if (access.target !== id)
    throw new OctoError(`Octo answered about ${access.target === '' ? 'no account' : access.target}`);
  return access;
}
