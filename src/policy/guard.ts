import type { Conditions, ResourceText, StatementSpec, Toggle } from '../catalogue/types';
import { clauseOf, type Clause, type ClauseList } from './clauses';

/** Operators of the ceilings' conditions and what holds exactly where they do not. */
const NEGATED: Readonly<Record<string, string>> = { StringEquals: 'StringNotEquals' };

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
    ...grouped(scoped, byGrant).flatMap((rows) => onlySo(together(rows))),
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

function onlySo(clause: Clause): Clause[] {
  return Object.entries(clause.conditions ?? {}).map(([operator, keys]) => ({
    ...clause,
    sid: `${clause.sid}OnlySo`,
    effect: 'Deny',
    conditions: negated(clause.sid, operator, keys),
  }));
}

function negated(sid: string, operator: string, keys: Conditions[string]): Conditions {
  // Several keys under one operator must all hold; their negations under one operator would too.
  if (Object.keys(keys).length !== 1) throw new Error(`${sid}: cannot negate several keys of ${operator}`);
  if (operator === 'Null') {
    const [[key, value]] = Object.entries(keys) as [[string, string]];
    return { Null: { [key]: value === 'true' ? 'false' : 'true' } };
  }
  const opposite = NEGATED[operator];
  if (!opposite) throw new Error(`${sid}: cannot negate ${operator}`);
  return { [opposite]: keys };
}

/** Toggles that every row has. */
function commonToggles(rows: readonly StatementSpec[]): Toggle[] {
  const [first, ...others] = rows as [StatementSpec, ...StatementSpec[]];
  const has = (row: StatementSpec, toggle: Toggle): boolean =>
    (row.when ?? []).some((other) => JSON.stringify(other) === JSON.stringify(toggle));
  return (first.when ?? []).filter((toggle) => others.every((row) => has(row, toggle)));
}
