import type { Conditions, RoleSpec, StatementSpec, Toggle } from '../catalogue/role-spec';
import { clauseOf, type Clause } from './clauses';
import { denyOthers } from './deny-others';

/** Operators of the boundaries' conditions and what holds exactly where they do not. */
const NEGATED: Readonly<Record<string, string>> = { StringEquals: 'StringNotEquals' };

/** Where the customer set a permissions boundary of their own, whose Allows are not known. */
export const OWN_BOUNDARY: Toggle = { input: 'permissions_boundary_arn', is: 'set' };
const WITHOUT_OWN_BOUNDARY: Toggle = { input: 'permissions_boundary_arn', is: 'unset' };

const NOTHING_BEYOND =
  'What is not within the limits of the role stays closed, whatever Alphaus writes into it and even where a resource policy allows everybody.';

/**
 * The built-in permissions boundary of a self-updatable role, the most that the role can ever do: what may be allowed,
 * and an express Deny of the rest. Beside a boundary of the customer's own it is a policy to attach, of the Denies
 * alone: no Allow elsewhere passes a Deny.
 */
export function boundaryClauses({ statements, allowsAllBut }: NonNullable<RoleSpec['boundary']>): Clause[] {
  const allows = statements.filter(({ effect }) => effect !== 'Deny').map(clauseOf);
  const all: Clause = { sid: 'Within', effect: 'Allow', notActions: allowsAllBut ?? [], resources: ['*'] };
  return [
    ...(allowsAllBut ? [all] : allows).map(onlyBuiltIn),
    denyOthers(statements, NOTHING_BEYOND),
    ...onlySo(statements),
    ...statements.filter(({ effect }) => effect === 'Deny').map(clauseOf),
  ];
}

function onlyBuiltIn(clause: Clause): Clause {
  return isSelfUpdate(clause) ? clause : { ...clause, when: [...(clause.when ?? []), WITHOUT_OWN_BOUNDARY] };
}

/**
 * The Denies that leave no more than the boundary's Allows name, beside a boundary of the customer's own, where these do not stand:
 * on all other resources, and where a condition does not hold. What is in force only with self-update is not in force there.
 */
function onlySo(boundary: readonly StatementSpec[]): Clause[] {
  return boundary
    .filter((row) => row.effect !== 'Deny' && !isSelfUpdate(row))
    .flatMap((row) => [...onlyThere(row), ...onlyIf(row)])
    .map((clause) => ({ ...clause, when: [...(clause.when ?? []), OWN_BOUNDARY] }));
}

/** Whether a row is in force only with self-update, and so with the built-in boundary alone. */
function isSelfUpdate({ when = [] }: Pick<StatementSpec, 'when'>): boolean {
  return when.some((toggle) => 'input' in toggle && toggle.input === 'allow_self_update');
}

function onlyThere(row: StatementSpec): Clause[] {
  if (!row.resources) return [];
  const { resources, conditions: _conditions, ...clause } = clauseOf(row);
  return [{ ...clause, sid: `${row.sid}OnlyThere`, effect: 'Deny', notResources: resources }];
}

/** A Deny for each key of the conditions: all must hold, so each that does not is enough. */
function onlyIf(row: StatementSpec): Clause[] {
  const keys = Object.entries(row.conditions ?? {}).flatMap(([operator, of]) =>
    Object.entries(of).map(([key, value]) => ({ operator, key, value })),
  );
  return keys.map(({ operator, key, value }, index) => ({
    ...clauseOf(row),
    sid: `${row.sid}OnlySo${index === 0 ? '' : index + 1}`,
    effect: 'Deny',
    // Elsewhere the actions are denied anyway, and all is shorter than a list.
    resources: ['*'],
    conditions: negated(row.sid, operator, key, value),
  }));
}

function negated(sid: string, operator: string, key: string, value: string | readonly string[]): Conditions {
  const opposite = NEGATED[operator];
  if (!opposite) throw new Error(`${sid}: cannot negate ${operator}`);
  return { [opposite]: { [key]: value } };
}
