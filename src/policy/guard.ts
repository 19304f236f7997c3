import type { Conditions, ResourceText, StatementSpec, Toggle } from '../catalogue/types';
import { clauseOf, type Clause, type ClauseList } from './clauses';

/** Operators of the ceilings' conditions and what holds exactly where they do not. */
const NEGATED: Readonly<Record<string, string>> = {
  StringEquals: 'StringNotEquals',
  'ForAllValues:StringEquals': 'ForAnyValue:StringNotEquals',
};

/**
 * The Denies that leave exactly what a ceiling's Allows leave:
 *
 * 1. everything that no Allow names is denied;
 * 2. what Allows name only for some resources is denied on all others;
 * 3. what an Allow names only under a condition is denied where the condition does not hold;
 * 4. the ceiling's own Denies stay.
 *
 * @param ceiling rows of the ceiling
 * @param granted rows that are granted here and nowhere else, so that nobody has them without the Denies
 */
export function guardClauses(ceiling: readonly StatementSpec[], granted: readonly StatementSpec[]): Clause[] {
  const allows = ceiling.filter((row) => row.effect !== 'Deny').map(withOneBoundary);
  const scoped = allows.filter((row) => row.resources);
  const byActions = grouped(scoped, (row) => row.actions.join());
  const byGrant = (row: StatementSpec): string => JSON.stringify([row.actions, row.conditions]);
  const grants = grouped(scoped, byGrant);
  return [
    {
      sid: 'OnlyCeiling',
      effect: 'Deny',
      notActions: allows.flatMap((row): ClauseList<string> =>
        row.when ? [{ items: row.actions, when: row.when }] : row.actions,
      ),
      resources: ['*'],
    },
    ...byActions.map((rows): Clause => {
      const { sid, actions, resources, when } = together(rows);
      return { sid: `${sid}OnlyThere`, effect: 'Deny', actions, notResources: resources, when };
    }),
    ...grants.flatMap((rows) => onlySo(everywhere(together(rows), grants))),
    ...ceiling.filter((row) => row.effect === 'Deny').map(clauseOf),
    ...grouped(granted.map(withOneBoundary), byGrant).map(together),
  ];
}

/** Where a guard is in force, one boundary stands on every role: the customer's own. */
function withOneBoundary(row: StatementSpec): StatementSpec {
  if (!row.conditions) return row;
  const conditions = JSON.stringify(row.conditions).replace(
    '{searcherBoundaryArn}',
    '{acctAccessBoundaryArn}',
  );
  return { ...row, conditions: JSON.parse(conditions) as Conditions };
}

function grouped(rows: readonly StatementSpec[], key: (row: StatementSpec) => string): StatementSpec[][] {
  const groups = new Map<string, StatementSpec[]>();
  for (const row of rows) groups.set(key(row), [...(groups.get(key(row)) ?? []), row]);
  return [...groups.values()];
}

/** Rows that differ in nothing but their resources and toggles, as one clause. */
function together(rows: readonly StatementSpec[]): Clause {
  const [first] = rows as [StatementSpec];
  const when = commonToggles(rows);
  // IAM refuses an empty list of resources, so one row at least must be in force whenever the clause is.
  if (rows.every((row) => (row.when ?? []).length > when.length)) {
    throw new Error(`${first.sid}: no row of its actions is in force for sure`);
  }
  const resources = rows.flatMap((row): ClauseList<ResourceText> => {
    const own = row.resources ?? ['*'];
    return (row.when ?? []).length > when.length ? [{ items: own, when: row.when ?? [] }] : own;
  });
  return { ...clauseOf(first), resources, when };
}

/** Elsewhere the actions are denied anyway, unless another grant has them, too; and all is shorter than a list. */
function everywhere(clause: Clause, grants: readonly StatementSpec[][]): Clause {
  const same = grants.filter(([row]) => row?.actions.join() === (clause.actions as readonly string[]).join());
  return same.length === 1 ? { ...clause, resources: ['*'] } : clause;
}

/** A Deny for each key of the conditions: all must hold, so each that does not is enough. */
function onlySo(clause: Clause): Clause[] {
  const keys = Object.entries(clause.conditions ?? {}).flatMap(([operator, of]) =>
    Object.entries(of).map(([key, value]) => ({ operator, key, value })),
  );
  return keys.map(({ operator, key, value }, index) => ({
    ...clause,
    sid: `${clause.sid}OnlySo${index === 0 ? '' : index + 1}`,
    effect: 'Deny',
    conditions: negated(clause.sid, operator, key, value),
  }));
}

function negated(sid: string, operator: string, key: string, value: string | readonly string[]): Conditions {
  if (operator === 'Null') return { Null: { [key]: value === 'true' ? 'false' : 'true' } };
  const opposite = NEGATED[operator];
  if (!opposite) throw new Error(`${sid}: cannot negate ${operator}`);
  return { [opposite]: { [key]: value } };
}

/** Toggles that every row has. */
function commonToggles(rows: readonly StatementSpec[]): Toggle[] {
  const [first, ...others] = rows as [StatementSpec, ...StatementSpec[]];
  const has = (row: StatementSpec, toggle: Toggle): boolean =>
    (row.when ?? []).some((other) => JSON.stringify(other) === JSON.stringify(toggle));
  return (first.when ?? []).filter((toggle) => others.every((row) => has(row, toggle)));
}
