import { ownerOf, partitionOf } from './region-arns';
import { effectiveRegion, effectiveRole, type AccountDraft, type OrganizationDraft } from './effective';
import { MAX_ALIASES } from './fleet';
import type { Path } from './fleet-text';
import type { Problems } from './problems';
import type { FleetDraft } from './file-schema';

type ExcludedDraft = NonNullable<NonNullable<FleetDraft['exclude']>[number]>;

interface Entry<Item> {
  readonly path: Path;
  readonly item: Item;
}

/** Checks the lists of accounts: each by itself, against each other and against the layout. */
export function checkAccounts(draft: FleetDraft, problems: Problems): void {
  const accounts = entries<AccountDraft>('accounts', draft.accounts);
  const excluded = entries<ExcludedDraft>('exclude', draft.exclude);
  const noAccounts = !('accounts' in draft) || draft.accounts?.length === 0;
  if (noAccounts && !('organization' in draft)) {
    problems.add([], 'names no account: list them under accounts, or give an organization');
  }
  for (const [entry, before] of [...repeated(accounts, 'id'), ...repeated(excluded, 'id')]) {
    const place = problems.lineOf([...before.path, 'id']);
    problems.add(
      [...entry.path, 'id'],
      `is listed twice, got "${entry.item.id}", first in ${place}; keep one`,
    );
  }
  for (const { path, item } of excluded) {
    const listed = accounts.find(({ item: { id } }) => id !== undefined && id === item.id);
    if (!listed) continue;
    const place = problems.lineOf([...listed.path, 'id']);
    problems.add(
      [...path, 'id'],
      `is also listed under accounts, got "${item.id}", there in ${place}; keep one. To remove its roles, keep it there with "state: removing" until they are gone`,
    );
  }
  for (const [entry, before] of repeated(accounts, 'name')) {
    const place = problems.lineOf([...before.path, 'name']);
    problems.add(
      [...entry.path, 'name'],
      `is also the name of another account, got "${entry.item.name}", there in ${place}; give each its own name; upper and lower case count as the same`,
    );
  }
  checkLayout(draft, accounts, problems);
  for (const { path, item } of accounts) {
    const region = effectiveRegion(draft, item);
    const role = effectiveRole(draft, item);
    checkRole([...path, 'role'], role, item.id, region, problems);
    if (role === undefined) checkNothingOfRole(path, item, problems);
  }
  checkDefaultsOfRole(draft, accounts, problems);
}

const OF_ROLE = ['role_external_id', 'session_name'] as const;

/** Checks that what `defaults` say of a role reaches one: only `role: null` says that an account is meant to have none. */
function checkDefaultsOfRole(
  draft: FleetDraft,
  accounts: readonly Entry<AccountDraft>[],
  problems: Problems,
): void {
  const { defaults = {} } = draft;
  const given = OF_ROLE.filter((key) => defaults[key] != null);
  // What is wrong there may be meant to have a role.
  const isWrong = 'accounts' in draft && (draft.accounts?.includes(undefined) ?? true);
  if ('role' in defaults || isWrong) return;
  const [first, ...others] = accounts.filter(({ item }) => !('role' in item));
  for (const key of given) {
    if (first) {
      const more = others.length > 0 ? `, and ${others.length} more have none` : '';
      problems.add(
        [...first.path, 'role'],
        `is missing, so defaults.${key} has no effect there${more}; name the role, for all under defaults.role, or write role: null for the credentials at hand`,
      );
    } else if (accounts.every(({ item: { role } }) => role === null)) {
      problems.add(['defaults', key], 'has no effect: no account assumes a role; leave it out');
    }
  }
}

/** Checks that a section that assumes no role has nothing that belongs to one. */
export function checkNothingOfRole(
  path: Path,
  own: AccountDraft | OrganizationDraft,
  problems: Problems,
): void {
  for (const key of OF_ROLE) {
    if (own[key] == null) continue;
    problems.add([...path, key], 'has no effect without a role to assume; name the role, or leave it out');
  }
}

/**
 * Checks that a role given by ARN belongs to the account.
 *
 * @param accountId undefined if unknown
 * @param region undefined if unknown
 */
export function checkRole(
  path: Path,
  role: string | undefined,
  accountId: string | undefined,
  region: string | undefined,
  problems: Problems,
): void {
  const owner = role ? ownerOf(role) : undefined;
  if (!owner) return;
  if (accountId && owner.account !== accountId) {
    problems.add(path, `must be a role of account ${accountId}, got "${role}"; its name alone is enough`);
  }
  if (region && owner.partition !== partitionOf(region)) {
    problems.add(path, `must be in partition ${partitionOf(region)}, like region ${region}, got "${role}"`);
  }
}

/** One state for all accounts has limits that one state per account does not have. */
function checkLayout(draft: FleetDraft, accounts: readonly Entry<AccountDraft>[], problems: Problems): void {
  const { layout } = draft;
  if (layout === 'provider-aliases' && accounts.length > MAX_ALIASES) {
    problems.add(
      ['layout'],
      `may be "provider-aliases" for at most ${MAX_ALIASES} accounts, got ${accounts.length}: each alias is a process of the provider, which takes about 90 MB; use "stack-per-account", or install them with an organization's StackSet`,
    );
  }
  const [first, ...others] = accounts.filter(
    ({ item }) => !effectiveRole(draft, item) && (item.profile ?? draft.defaults?.profile) == null,
  );
  if (layout && layout !== 'stack-per-account' && first && others[0]) {
    problems.add(
      [...others[0].path, 'role'],
      `is missing, as in ${problems.lineOf(first.path)}: layout "${layout}" deploys all accounts with the same credentials, which belong to one account; name the role to assume in each of the others`,
    );
  }
}

function entries<Item>(key: string, items: readonly (Item | undefined)[] | undefined): Entry<Item>[] {
  return (items ?? []).flatMap((item, index) => (item ? [{ path: [key, index], item }] : []));
}

/** Entries with the same value as an earlier one, ignoring case; each with that earlier one. */
function repeated<Key extends string, Item extends Partial<Record<Key, string | undefined>>>(
  items: readonly Entry<Item>[],
  key: Key,
): [Entry<Item>, Entry<Item>][] {
  const first = new Map<string, Entry<Item>>();
  return items.flatMap((entry) => {
    const value = entry.item[key]?.toLowerCase();
    if (value === undefined) return [];
    const before = first.get(value);
    if (!before) first.set(value, entry);
    return before ? [[entry, before] as [Entry<Item>, Entry<Item>]] : [];
  });
}
