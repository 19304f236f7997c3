import type { RoleSpec, StatementSpec } from '../catalogue/role-spec';
import { documentSize, MANAGED_POLICY_LIMIT, MARGIN } from './iam-limits';
import { clauseOf, renderClauses } from './clauses';
import { widestScope } from './scope';

/**
 * Splits the rows of a role into managed policies, in the catalogue's order, each with a margin for the next permission.
 * The split depends on the catalogue only, never on a deployment's values, so that plans are the same everywhere.
 *
 * Throws if a single row does not fit.
 */
export function pack(role: RoleSpec): readonly (readonly StatementSpec[])[] {
  const limit = Math.floor(MANAGED_POLICY_LIMIT * (1 - MARGIN));
  const scope = widestScope();
  const frame = documentSize(renderClauses([], scope, role.name));
  const bins: StatementSpec[][] = [];
  let size = Infinity;
  for (const row of role.statements) {
    // One more statement and the comma before it.
    const added = documentSize(renderClauses([clauseOf(row)], scope, role.name)) - frame + 1;
    if (size + added <= limit) {
      bins.at(-1)?.push(row);
      size += added;
      continue;
    }
    size = frame + added - 1;
    if (size > limit) {
      throw new Error(
        `${role.name}, ${row.sid}: ${size} characters, but a managed policy can have ${limit}; split the row`,
      );
    }
    bins.push([row]);
  }
  return bins;
}
