import type { RoleName } from '../../names/role-names';

/** One protection that is missing, though others may still hold. `means` explains `id`. */
export interface Weakness {
  readonly id: string;
  readonly means: string;
}

/** Those of a role that were found: id, what it means, whether it was. */
export function named(role: RoleName, tries: readonly [string, string, boolean][]): Weakness[] {
  return tries.filter(([, , found]) => found).map(([id, means]) => ({ id: `${id}[${role}]`, means }));
}
