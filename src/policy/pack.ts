import type { RoleSpec, StatementSpec } from '../catalogue/role-spec';
import { documentSize, MANAGED_POLICY_LIMIT, MARGIN } from './iam-limits';
import { clauseOf, renderClauses } from './clauses';
import { widestScope } from './scope';

/**
 * Rows of a role in as many managed policies as they need, in the catalogue's order, each with a
 * margin for the next permission. Where a row lives depends on the catalogue alone, never on a
 * deployment's values, so that plans are the same everywhere.
 *
 * Throws where a single row does not fit.
 */
export function pack(role: RoleSpec): readonly (readonly StatementSpec[])[] {
  const limit = Math.floor(MANAGED_POLICY_LIMIT * (1 - MARGIN));
  const scope = widestScope();
  const frame = documentSize(renderClauses([], scope, role.name));
  const bins: StatementSpec[][] = [];
  let size = Infinity;
  for (const row of role.statements) {
    // A statement more, and the comma before it.
    const added = documentSize(renderClauses([clauseOf(row)], scope, role.name)) - frame + 1;
    if (size + added <= limit) {
      bins.at(-1)?.push(row);
      size += added;
      continue;
    }
    size = frame + added - 1;
    if (size > limit) {
      throw new Error(
        `${role.name}, ${row.sid}: ${size} characters, a managed policy may hold ${limit}; split the row`,
      );
    }
    bins.push([row]);
  }
  return bins;
}
