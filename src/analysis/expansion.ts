import { ROLES } from '../catalogue/roles';
import type { RoleSpec, StatementSpec } from '../catalogue/role-spec';
import type { RoleName } from '../names/role-names';
import type { Analysis } from './analysis';

/** One pattern of a row, and the AWS actions that it matches. */
export interface ExpandedPattern {
  readonly role: RoleName;
  /** The list of the role that the row belongs to. */
  readonly list: 'permissions' | 'boundary';
  readonly row: StatementSpec;
  readonly pattern: string;
  readonly actions: readonly string[];
}

/** Every pattern of every row, expanded to AWS actions. Conditions on inputs are ignored. */
export function expansion(
  analysis: Analysis,
  roles: readonly RoleSpec[] = Object.values(ROLES),
): ExpandedPattern[] {
  const ofList = (
    role: RoleName,
    list: ExpandedPattern['list'],
    rows: readonly StatementSpec[],
  ): ExpandedPattern[] =>
    rows.flatMap((row) =>
      row.actions.map((pattern) => ({ role, list, row, pattern, actions: analysis.expand(pattern) })),
    );
  return roles.flatMap(({ name, statements, boundary }) => [
    ...ofList(name, 'permissions', statements),
    ...ofList(name, 'boundary', boundary?.statements ?? []),
  ]);
}
