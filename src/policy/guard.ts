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
 */
export function guardClauses(ceiling: readonly StatementSpec[]): Clause[] {
  const allows = ceiling.filter((row) => row.effect !== 'Deny');
  const scoped = allows.filter((row) => row.resources);
  return [
    {
      sid: 'OnlyCeiling',
      effect: 'Deny',
      notActions: allows.flatMap((row): ClauseList<string> =>
        row.when ? [{ items: row.actions, when: row.when }] : row.actions,
      ),
      resources: ['*'],
    },
    ...byActions(scoped).map(onlyThere),
    ...scoped.flatMap(onlySo),
    ...ceiling.filter((row) => row.effect === 'Deny').map(clauseOf),
  ];
}

/** Rows that allow the same actions, together: each may be used where any of them says so. */
function byActions(rows: readonly StatementSpec[]): StatementSpec[][] {
  const groups = new Map<string, StatementSpec[]>();
  for (const row of rows) {
    const key = row.actions.join(' ');
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()];
}

function onlyThere(rows: StatementSpec[]): Clause {
  const [first] = rows as [StatementSpec];
  return {
    sid: `${first.sid}OnlyThere`,
    effect: 'Deny',
    actions: first.actions,
    notResources: rows.flatMap((row) => row.resources as ResourceText[]),
    when: commonToggles(rows),
  };
}

function onlySo(row: StatementSpec): Clause[] {
  return Object.entries(row.conditions ?? {}).map(([operator, keys]) => ({
    sid: `${row.sid}OnlySo`,
    effect: 'Deny',
    actions: row.actions,
    resources: row.resources,
    conditions: negated(row, operator, keys),
    when: row.when,
  }));
}

function negated(row: StatementSpec, operator: string, keys: Conditions[string]): Conditions {
  // Several keys under one operator must all hold; their negations under one operator would too.
  if (Object.keys(keys).length !== 1)
    throw new Error(`${row.sid}: cannot negate several keys of ${operator}`);
  if (operator === 'Null') {
    const [[key, value]] = Object.entries(keys) as [[string, string]];
    return { Null: { [key]: value === 'true' ? 'false' : 'true' } };
  }
  const opposite = NEGATED[operator];
  if (!opposite) throw new Error(`${row.sid}: cannot negate ${operator}`);
  return { [opposite]: keys };
}

/** Toggles that every row has. A resource list without any row in force would be an empty list, which IAM refuses. */
function commonToggles(rows: readonly StatementSpec[]): Toggle[] {
  const [first, ...others] = rows as [StatementSpec, ...StatementSpec[]];
  const has = (row: StatementSpec, toggle: Toggle): boolean =>
    (row.when ?? []).some((other) => JSON.stringify(other) === JSON.stringify(toggle));
  return (first.when ?? []).filter((toggle) => others.every((row) => has(row, toggle)));
}
