import type { StatementSpec, Toggle } from '../catalogue/role-spec';
import type { Clause, ClauseList } from './clauses';

/** Sid of the Deny of every action that no Allow of a document names. */
export const NOTHING_ELSE = 'NothingElse';

/**
 * The Deny of every action that no active Allow names. Without it, a resource policy for everybody could still allow such
 * an action, also one that AWS adds later.
 *
 * Source: IAM User Guide, "Policy evaluation logic" and "Permissions boundaries for IAM entities".
 */
export function denyOthers(rows: readonly StatementSpec[], reason: string): Clause {
  const named: { readonly action: string; readonly when: Toggles }[] = [];
  // By action, what it is named under.
  const known = new Map<string, Toggles[]>();
  const allows = rows
    .filter(({ effect }) => effect !== 'Deny')
    .map(({ actions, when = [] }) => ({ actions, when: togglesOf(when) }));
  // Unconditional rows first: their actions are always named.
  for (const { actions, when } of allows.sort((left, right) => left.when.each.size - right.when.each.size)) {
    for (const action of actions) {
      const before = known.get(action) ?? [];
      if (before.some(({ each }) => [...each].every((toggle) => when.each.has(toggle)))) continue;
      known.set(action, [...before, when]);
      named.push({ action, when });
    }
  }
  const conditions = new Map(named.map(({ when }) => [when.text, when.list]));
  const notActions = [...conditions].flatMap(([text, when]): ClauseList<string> => {
    const items = named.filter((one) => one.when.text === text).map(({ action }) => action);
    return when.length === 0 ? items : [{ items, when }];
  });
  return { sid: NOTHING_ELSE, effect: 'Deny', notActions, resources: ['*'], reason };
}

/** Toggles, comparable by their texts. */
interface Toggles {
  readonly list: readonly Toggle[];
  readonly text: string;
  readonly each: ReadonlySet<string>;
}

function togglesOf(list: readonly Toggle[]): Toggles {
  return { list, text: JSON.stringify(list), each: new Set(list.map((toggle) => JSON.stringify(toggle))) };
}
