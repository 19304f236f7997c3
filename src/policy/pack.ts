import type { RoleSpec, StatementSpec } from '../catalogue/role-spec';
import { defaults } from '../inputs/table';
import { VETTED_RUNBOOK_NAMES } from '../inputs/vetted-runbooks';
import { documentSize, MANAGED_POLICY_LIMIT, MARGIN } from './iam-limits';
import { clauseOf, renderClauses } from './clauses';
import { literalScope, type Scope } from './scope';

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

/** The longest partition and every toggled row at once: no deployment's document is longer. */
function widestScope(): Scope {
  const account = { partition: 'aws-us-gov', accountId: '111122223333' };
  const longest = literalScope(account, {
    ...defaults(),
    principal: '444455556666',
    externalId: 'x',
    vettedRunbooks: VETTED_RUNBOOK_NAMES,
    permissionsBoundaryArn: `arn:aws-us-gov:iam::111122223333:policy/${'x'.repeat(128)}`,
    cloudformationStackArn: `arn:aws-us-gov:cloudformation:us-gov-west-1:111122223333:stack/${'x'.repeat(128)}/${'x'.repeat(36)}`,
  });
  return { ...longest, holds: () => true };
}
