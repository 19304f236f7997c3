import { INPUTS, type InputName } from '../inputs/table';
import type { Path } from './fleet-text';
import { FILE_DEFAULTS, type FleetDraft } from './file-schema';

/*
 * What holds for one account, or for the StackSet: what it says itself, else what `defaults` says, else
 * what holds where the file says nothing.
 */

type Values = Readonly<Record<string, unknown>>;

/** An account of the file. */
export type AccountDraft = NonNullable<NonNullable<FleetDraft['accounts']>[number]>;
/** The StackSet of the file. */
export type OrganizationDraft = NonNullable<FleetDraft['organization']>;

/** An input, and the part of the file that says it. */
export interface EffectiveInput {
  readonly name: InputName;
  /** Undefined where the file is wrong there; never null. */
  readonly value: unknown;
  readonly path: Path;
}

/** Undefined where the file is wrong there. */
export function effectiveRegion(
  draft: FleetDraft,
  own: AccountDraft | OrganizationDraft,
): string | undefined {
  if ('region' in own) return own.region;
  if (!('defaults' in draft)) return FILE_DEFAULTS.region;
  return draft.defaults && !('region' in draft.defaults) ? FILE_DEFAULTS.region : draft.defaults?.region;
}

/** Name or ARN; undefined where no role is assumed, or the file is wrong there. */
export function effectiveRole(draft: FleetDraft, own: AccountDraft): string | undefined {
  return ('role' in own ? own.role : draft.defaults?.role) ?? undefined;
}

/**
 * The inputs that something is said of, each by itself. One that is null is left out: the default of the
 * input table holds.
 *
 * @param section the part of the file whose own inputs these are
 */
export function effectiveInputs(draft: FleetDraft, section: Path, own: Values | undefined): EffectiveInput[] {
  const shared: Values | undefined = draft.defaults?.inputs;
  return INPUTS.flatMap(({ name }) => {
    const [values, path] = own && name in own ? [own, section] : [shared, ['defaults']];
    if (!values || !(name in values) || values[name] === null) return [];
    return [{ name, value: values[name], path: [...path, 'inputs', name] }];
  });
}
