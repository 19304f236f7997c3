import { z } from 'zod';
import { ROLE_NAMES } from '../names/role-names';
import { sideBySide } from '../process/side-by-side';
import { checkedAccess } from './checked-access';
import type { OctoClient } from './octo-client';
import { OctoError } from './octo-error';
import type { Access } from './shapes';

/** The badges of an account, as Octo's page shows them. */
const badgesShape = z.strictObject({
  api_access: z.boolean(),
  cur_export: z.boolean(),
  payer: z.boolean(),
  stack_set: z.boolean(),
  data_available: z.boolean(),
});

const accountShape = z.strictObject({
  id: z.string().meta({ description: '12 digits.' }),
  name: z.string().meta({ description: 'The id, if the fleet file gives no name.' }),
  status: z.enum(['confirmed', 'refused', 'unknown']),
  registered: z.boolean().meta({ description: 'Whether this run made it known to Octo.' }),
  badges: badgesShape.readonly().optional().meta({ description: 'What Octo shows of the account.' }),
  octo_says: z.string().optional().meta({ description: "Octo's own text, or why it could not be asked." }),
  likely_causes: z.array(z.string()).readonly().optional(),
});

/** What `octo-access confirm --json` prints. */
export const confirmReportShape = z.strictObject({
  ok: z.boolean().meta({ description: 'Whether Octo confirms every account.' }),
  seconds: z.number(),
  accounts: z.array(accountShape.readonly()).readonly(),
});
export type ConfirmReport = Readonly<z.infer<typeof confirmReportShape>>;
/** What Octo says of one account. */
export type ConfirmedAccount = ConfirmReport['accounts'][number];

/** An account to confirm. */
export interface AccountToConfirm {
  /** 12 digits. */
  readonly id: string;
  /** Its name in Octo, if it has to be registered. */
  readonly name: string;
  /** The external id that was deployed. @default - not known */
  readonly externalId?: string;
}

/** Accounts that Octo checks side by side; it takes 100 calls a second. */
const PARALLELISM = 8;

/**
 * Lets Octo confirm accounts, in their order: the first ends before the others begin, since Octo wants a payer before its linked accounts.
 * Those that it does not know are registered.
 *
 * @param signal asks about no further account once it is aborted
 * @throws OctoError if Octo cannot be asked at all
 */
export async function confirmAccounts(
  client: OctoClient,
  accounts: readonly AccountToConfirm[],
  done: (account: ConfirmedAccount) => void,
  signal?: AbortSignal,
): Promise<ConfirmReport> {
  const started = Date.now();
  const known = new Set(await client.knownAccounts());
  const confirm = async (account: AccountToConfirm): Promise<ConfirmedAccount> => {
    const result = await confirmAccount(client, account, known);
    done(result);
    return result;
  };
  const results = [
    ...(await sideBySide(accounts.slice(0, 1), 1, confirm, signal)),
    ...(await sideBySide(accounts.slice(1), PARALLELISM, confirm, signal)),
  ];
  const all = accounts.map((account, index) => results[index] ?? notAsked(account, 'interrupted'));
  return {
    ok: all.every(({ status }) => status === 'confirmed'),
    seconds: (Date.now() - started) / 1_000,
    accounts: all,
  };
}

async function confirmAccount(
  client: OctoClient,
  account: AccountToConfirm,
  known: ReadonlySet<string>,
): Promise<ConfirmedAccount> {
  const { id, name } = account;
  let registered = false;
  try {
    if (!known.has(id)) {
      await client.register(id, name);
      registered = true;
    }
    return { id, name, registered, ...verdict(await checkedAccess(client, id), account) };
  } catch (error) {
    if (!(error instanceof OctoError)) throw error;
    return { id, name, registered, status: 'unknown', octo_says: error.message };
  }
}

/** An account that Octo was not asked about. */
export function notAsked({ id, name }: AccountToConfirm, why: string): ConfirmedAccount {
  return { id, name, status: 'unknown', registered: false, octo_says: why };
}

function verdict(
  access: Access,
  { id, externalId }: AccountToConfirm,
): Omit<ConfirmedAccount, 'id' | 'name' | 'registered'> {
  const { status: says, registrationStatus: registration, roleArn } = access;
  const badges = {
    api_access: registration.apiAccess,
    cur_export: registration.curExport,
    payer: registration.payer,
    stack_set: registration.stackSet,
    data_available: registration.isDataAvailable,
  };
  const [, , , , owner] = roleArn.split(':');
  const isOurs =
    roleArn === '' || (owner === id && ROLE_NAMES.some((name) => roleArn.endsWith(`:role/${name}`)));
  const isOtherId = externalId !== undefined && access.externalId !== '' && access.externalId !== externalId;
  const isFine = badges.api_access && ['', 'latest', 'outdated'].includes(says);
  if (isFine && isOurs && !isOtherId)
    return { status: 'confirmed', badges, ...(says === 'outdated' && { octo_says: says }) };
  return {
    status: 'refused',
    badges,
    ...(says !== '' && { octo_says: says }),
    likely_causes: [
      ...(isOurs
        ? []
        : [
            owner === undefined || owner === id
              ? `Octo uses another role than those that were deployed: ${roleArn}`
              : `Octo uses a role of another account: ${roleArn}`,
          ]),
      ...(isOtherId
        ? ["the external id that was deployed is not Octo's: run npx octo-access values, and deploy that one"]
        : []),
      ...LIKELY_CAUSES,
    ],
  };
}

const LIKELY_CAUSES = [
  'the roles are not as they were deployed: npx octo-access verify says what differs',
  'a resource control policy of your organization denies sts:AssumeRole from outside: exempt the three roles that Alphaus assumes, as by role_tags',
  'a service control policy, or a permissions boundary of your own, denies what Octo tries',
  'the roles are less than a minute old: try again',
] as const;
