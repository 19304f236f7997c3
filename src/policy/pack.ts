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
  const known = packed.get(role) ?? packedAnew(role);
  packed.set(role, known);
  return known;
}

/** A role's rows are packed once for all of its installations. */
const packed = new WeakMap<RoleSpec, StatementSpec[][]>();

function packedAnew(role: RoleSpec): StatementSpec[][] {
  const limit = Math.floor(MANAGED_POLICY_LIMIT * (1 - MARGIN));
  const bins: StatementSpec[][] = [];
  for (const row of role.statements) {
    const last = bins.at(-1);
    if (last && sizeOf([...last, row], role) <= limit) {
      last.push(row);
      continue;
    }
    const size = sizeOf([row], role);
    if (size > limit) {
      throw new Error(
        `${role.name}, ${row.sid}: ${size} characters, a managed policy may hold ${limit}; split the row`,
      );
    }
    bins.push([row]);
  }
  return bins;
}

function sizeOf(rows: readonly StatementSpec[], role: RoleSpec): number {
  return documentSize(renderClauses(rows.map(clauseOf), widestScope(), role.name));
}
