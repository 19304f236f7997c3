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
 * How AWS refuses whoever assumes a role that is not there, or that does not trust him: the text of STS's AccessDenied, and what the SDKs of
 * Python and Go put before it. Source: STS API reference, "AssumeRole".
 */
const REFUSAL =
  /not authorized to perform:? sts:AssumeRole\b|\(AccessDenied\) when calling the AssumeRole operation|operation error STS: AssumeRole,.*\bAccessDenied\b/is;

/** The role that was refused, where the text names it. */
const REFUSED_ROLE = /\bon resource: (arn:\S+)/gi;

/** Whether a text says that AWS refuses to let somebody assume a role of this account. */
function isRefusal(text: string, id: string): boolean {
  const isOfAccount = ([, arn = '']: RegExpMatchArray): boolean => arn.split(':')[4] === id;
  return REFUSAL.test(text) && [...text.matchAll(REFUSED_ROLE)].every(isOfAccount);
}

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
  return { status: isRefusal(status, id) ? 'refused' : 'unknown', says: status };
}
