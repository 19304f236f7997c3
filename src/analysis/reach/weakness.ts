import type { RoleName } from '../../names/role-names';

/** One protection that is missing, though others may still hold. `means` explains `id`. */
export interface Weakness {
  readonly id: string;
  readonly means: string;
}

/** The weaknesses of a role that were found. @param tries id, what it means, and whether it was found */
export function weaknessesFound(role: RoleName, tries: readonly [string, string, boolean][]): Weakness[] {
  return tries.filter(([, , found]) => found).map(([id, means]) => ({ id: `${id}[${role}]`, means }));
}
