import { INPUTS, type InputName } from '../inputs/inputs';
import { ofAccount } from '../inputs/account-placeholder';
import { ACCESS_KEYS, type AccountAccess } from './fleet';
import type { Path } from './fleet-text';
import { FILE_DEFAULTS, type FleetDraft } from './file-schema';

/*
 * The effective values of one account, or of the StackSet: its own, else those in `defaults`, else the
 * defaults of the file format.
 */

type Values = Readonly<Record<string, unknown>>;

/** An account of the file. */
export type AccountDraft = NonNullable<NonNullable<FleetDraft['accounts']>[number]>;
/** The StackSet of the file. */
export type OrganizationDraft = NonNullable<FleetDraft['organization']>;

/** An input, and the part of the file that sets it. */
export interface EffectiveInput {
  readonly name: InputName;
  /** Undefined if the file is wrong there; never null. */
  readonly value: unknown;
  readonly path: Path;
}

/** Undefined if the file is wrong there. */
export function effectiveRegion(
  draft: FleetDraft,
  own: AccountDraft | OrganizationDraft,
): string | undefined {
  if ('region' in own) return own.region;
  if (!('defaults' in draft)) return FILE_DEFAULTS.region;
  return draft.defaults && !('region' in draft.defaults) ? FILE_DEFAULTS.region : draft.defaults?.region;
}

/** Name or ARN; undefined if no role is assumed, or the file is wrong there. */
export function effectiveRole(draft: FleetDraft, own: AccountDraft): string | undefined {
  return ('role' in own ? own.role : draft.defaults?.role) ?? undefined;
}

/** The way to the account but for the role itself; what belongs to a role is left out without one. */
export function effectiveAccess(
  draft: FleetDraft,
  own: AccountDraft | OrganizationDraft,
  role: string | undefined,
): Omit<AccountAccess, 'roleArn'> {
  const entries = Object.entries(ACCESS_KEYS).flatMap(([name, key]) => {
    const value = key in own ? own[key] : draft.defaults?.[key];
    return value == null || (role === undefined && key !== 'profile') ? [] : [[name, value]];
  });
  return Object.fromEntries(entries) as Omit<AccountAccess, 'roleArn'>;
}

/**
 * The inputs that the file sets. An input set to null is left out, so it has the default of the input
 * table.
 *
 * @param section the account's or the StackSet's part of the file
 * @param accountId takes the placeholder's place; undefined for the StackSet
 */
export function effectiveInputs(
  draft: FleetDraft,
  section: Path,
  own: Values | undefined,
  accountId?: string,
): EffectiveInput[] {
  const shared: Values | undefined = draft.defaults?.inputs;
  return INPUTS.flatMap(({ name }) => {
    const [values, path] = own && name in own ? [own, section] : [shared, ['defaults']];
    if (!values || !(name in values) || values[name] === null) return [];
    const value = accountId === undefined ? values[name] : ofAccount(values[name], accountId);
    return [{ name, value, path: [...path, 'inputs', name] }];
  });
}
