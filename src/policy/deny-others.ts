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
  const named: { action: string; when: readonly string[]; toggles: readonly Toggle[] }[] = [];
  const allows = rows
    .filter(({ effect }) => effect !== 'Deny')
    // Toggles are compared by their texts.
    .map(({ actions, when: toggles = [] }) => ({
      actions,
      toggles,
      when: toggles.map((toggle) => JSON.stringify(toggle)),
    }));
  // Unconditional rows first: their actions are always named.
  for (const { actions, toggles, when } of allows.sort(
    (left, right) => left.when.length - right.when.length,
  )) {
    for (const action of actions) {
      if (!named.some((one) => one.action === action && one.when.every((toggle) => when.includes(toggle)))) {
        named.push({ action, when, toggles });
      }
    }
  }
  const always = named.filter(({ when }) => when.length === 0).map(({ action }) => action);
  const conditions = new Map(
    named.filter(({ when }) => when.length > 0).map(({ when, toggles }) => [when.join(), toggles]),
  );
  const sometimes = [...conditions].map(([condition, toggles]): ClauseList<string>[number] => ({
    items: named.filter(({ when }) => when.join() === condition).map(({ action }) => action),
    when: toggles,
  }));
  const notActions = [...always, ...sometimes];
  return { sid: NOTHING_ELSE, effect: 'Deny', notActions, resources: ['*'], reason };
}
