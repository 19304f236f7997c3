import { setTimeout as sleep } from 'node:timers/promises';
import { checkedAccess } from './checked-access';
import type { OctoClient } from './octo-client';
import { OctoError } from './octo-error';

/** What Octo says of an account whose roles are gone. */
export interface Withdrawal {
  readonly status: 'forgotten' | 'not_known' | 'gets_in' | 'unknown';
  /** Octo's own text, or why it could not tell. */
  readonly says?: string;
}

/** AWS spreads the deletion of a role by and by, so a check may still succeed for some seconds. */
const PAUSES: readonly number[] = [2_000, 4_000, 8_000];

/** What Octo's check says where it gets in. */
const FINE: readonly string[] = ['latest', 'outdated'];

/**
 * How AWS refuses whoever assumes a role that is not there, or that does not trust him. Source: STS API reference, "AssumeRole", and the
 * text of its AccessDenied.
 */
const REFUSAL = /^(?=.*(?:access ?denied|not authorized))(?=.*\bassume ?role\b)/is;

/**
 * Lets Octo try an account that it may get into no more, and then forget it. Only AWS's refusal to assume the role counts, which Octo gives
 * as its answer about this very account: any other text, that it fails, or that it cannot be reached says nothing, and then nothing is forgotten.
 *
 * @param known ids of the accounts that Octo knows
 * @param pauses milliseconds before each further try, while Octo still gets in
 */
export async function withdraw(
  client: OctoClient,
  id: string,
  known: ReadonlySet<string>,
  pauses: readonly number[] = PAUSES,
): Promise<Withdrawal> {
  if (!known.has(id)) return { status: 'not_known' };
  try {
    let found = await check(client, id);
    for (const pause of pauses) {
      if (found.status !== 'gets_in') break;
      await sleep(pause);
      found = await check(client, id);
    }
    const { status, says } = found;
    if (status !== 'refused') return { status, says };
    await client.forget(id);
    return { status: 'forgotten', says };
  } catch (error) {
    if (!(error instanceof OctoError)) throw error;
    return { status: 'unknown', says: error.message };
  }
}

async function check(
  client: OctoClient,
  id: string,
): Promise<{ readonly status: 'refused' | 'gets_in' | 'unknown'; readonly says: string }> {
  const { status, roleArn, registrationStatus } = await checkedAccess(client, id);
  if (registrationStatus.apiAccess || FINE.includes(status.toLowerCase()))
    return { status: 'gets_in', says: [status, roleArn && `by ${roleArn}`].filter(Boolean).join(' ') };
  if (status === '') return { status: 'unknown', says: 'Octo neither gets in nor says why not' };
  return { status: REFUSAL.test(status) ? 'refused' : 'unknown', says: status };
}
