import { Document, isMap, isScalar, isSeq } from 'yaml';
import { z } from 'zod';

/** An account in a list of accounts. */
export interface ListedAccount {
  /** 12 digits. */
  readonly id: string;
  readonly name?: string;
  /** State in AWS Organizations, like `SUSPENDED`; undefined if the list does not say. */
  readonly state?: string;
  /** Whether it has a Cost and Usage Report; undefined if the list does not say. */
  readonly hasReport?: boolean;
}

/** A list of accounts, from a CSV file or from AWS Organizations. */
export interface AccountList {
  readonly accounts: readonly ListedAccount[];
  /** Undefined if the list does not say. */
  readonly managementAccountId?: string;
  /** Columns or keys that say something which is not read, in words; undefined if there are none. */
  readonly notRead?: readonly string[];
}

const id = z.string().meta({ description: '12 digits.' });

/** What `octo-access accounts --json` prints: sections of a fleet file. */
export const candidatesShape = z.strictObject({
  management_account: id.optional(),
  accounts: z.array(z.strictObject({ id, name: z.string().optional() }).readonly()).readonly(),
  exclude: z.array(z.strictObject({ id, reason: z.string() }).readonly()).readonly(),
});
export type Candidates = Readonly<z.infer<typeof candidatesShape>>;

/** The account states other than `ACTIVE`, with the reason for leaving such an account out. */
const REASONS: Readonly<Record<string, string>> = {
  SUSPENDED: 'suspended',
  PENDING_CLOSURE: 'being closed',
  CLOSED: 'closed',
  PENDING_ACTIVATION: 'not activated yet',
  PENDING: 'not activated yet',
};

/** Account states of AWS Organizations and its CSV export. */
export const ACCOUNT_STATES: readonly string[] = ['ACTIVE', ...Object.keys(REASONS)];

/** The accounts to install, and those to leave out with the reason, in the order of the list. */
export function candidates({ accounts, managementAccountId }: AccountList): Candidates {
  const reasonOf = ({ state = 'ACTIVE', hasReport = true }: ListedAccount): string | undefined =>
    REASONS[state] ?? (hasReport ? undefined : 'no Cost and Usage Report');
  const name = uniqueNames(accounts);
  return {
    ...(managementAccountId && { management_account: managementAccountId }),
    accounts: accounts
      .filter((account) => !reasonOf(account))
      .map(({ id }) => ({ id, ...(name.has(id) && { name: name.get(id) }) })),
    exclude: accounts.flatMap((account) => {
      const reason = reasonOf(account);
      return reason ? [{ id: account.id, reason }] : [];
    }),
  };
}

/** The candidates as sections of octo.yaml; comments name excluded accounts and the management account. */
export function candidatesYaml(list: AccountList): string {
  const found = candidates(list);
  const document = new Document(found);
  const name = uniqueNames(list.accounts);
  const comment = (
    section: 'accounts' | 'exclude',
    key: string,
    textOf: (id: string) => string | undefined,
  ) => {
    const items = document.get(section);
    for (const item of isSeq(items) ? items.items : []) {
      const value = isMap(item) ? item.get(key, true) : undefined;
      const text = isMap(item) ? textOf(String(item.get('id'))) : undefined;
      if (isScalar(value) && text) value.comment = ` ${text}`;
    }
  };
  comment('exclude', 'id', (id) => name.get(id));
  comment('accounts', 'id', (id) => (id === list.managementAccountId ? 'the management account' : undefined));
  return document.toString({ lineWidth: 0 });
}

/** Names by id that are valid in the fleet file: there names must be unique, in an organization they need not be. */
function uniqueNames(accounts: readonly ListedAccount[]): Map<string, string> {
  const plain = accounts.flatMap(({ id, name = '' }) => {
    const text = name.replace(/\p{C}+/gu, '').trim();
    const short = Array.from(text).slice(0, 100).join('').trim();
    return short ? [{ id, text: short }] : [];
  });
  const count = new Map<string, number>();
  for (const { text } of plain) count.set(text.toLowerCase(), (count.get(text.toLowerCase()) ?? 0) + 1);
  return new Map(
    plain.map(({ id, text }) => [id, (count.get(text.toLowerCase()) ?? 0) > 1 ? `${text} (${id})` : text]),
  );
}
