import type { FreeChange } from '../shape/report-shape';
import type { Grant } from '../shape/role-shape';

/** Grants by capability, in the order of the catalogue. */
export function capabilitiesOf(grants: readonly Grant[]): [string, Grant[]][] {
  const groups = new Map<string, Grant[]>();
  for (const grant of grants) groups.set(grant.capability, [...(groups.get(grant.capability) ?? []), grant]);
  return [...groups];
}

/** Changes through the same roles, on the same resources, under the same conditions. */
export interface ChangeGroup extends Omit<FreeChange, 'action'> {
  readonly actions: readonly string[];
}

/** Changes that Alphaus can make by itself, grouped. */
export function changeGroups(changes: readonly FreeChange[]): ChangeGroup[] {
  const groups = new Map<string, ChangeGroup>();
  for (const { action, ...kind } of changes) {
    const key = JSON.stringify(kind);
    groups.set(key, { ...kind, actions: [...(groups.get(key)?.actions ?? []), action] });
  }
  return [...groups.values()];
}
