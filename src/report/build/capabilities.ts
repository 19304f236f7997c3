import type { Grant } from '../shape/role-shape';

/** Grants by capability, in the order of the catalogue. */
export function capabilitiesOf(grants: readonly Grant[]): [string, Grant[]][] {
  const groups = new Map<string, Grant[]>();
  for (const grant of grants) groups.set(grant.capability, [...(groups.get(grant.capability) ?? []), grant]);
  return [...groups];
}
