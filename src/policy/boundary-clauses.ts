import type { Conditions, RoleSpec, StatementSpec, Toggle } from '../catalogue/role-spec';
import { clauseOf, type Clause } from './clauses';
import { denyOthers } from './deny-others';

/** Condition operators of the boundaries, each with its exact negation. */
const NEGATED: Readonly<Record<string, string>> = { StringEquals: 'StringNotEquals' };

/** The customer set their own permissions boundary, whose Allows are not known. */
export const OWN_BOUNDARY: Toggle = { input: 'permissions_boundary_arn', is: 'set' };
const WITHOUT_OWN_BOUNDARY: Toggle = { input: 'permissions_boundary_arn', is: 'unset' };

const NOTHING_BEYOND =
  'What is not within the limits of the role stays closed, whatever Alphaus writes into it and even where a resource policy allows everybody.';

/**
 * The built-in permissions boundary of a self-updatable role: the Allows that limit the role, and an explicit Deny of
 * everything else. If the customer sets their own boundary, this becomes a deny policy that is attached to the role: no
 * Allow elsewhere overrides its Denies.
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
 * Denies that replace the limits of the boundary's Allows beside the customer's own boundary, where the Allows are absent:
 * they deny all other resources, and requests that do not meet a condition. Rows for self-update are left out, as it is
 * off there.
 */
function onlySo(boundary: readonly StatementSpec[]): Clause[] {
  return boundary
    .filter((row) => row.effect !== 'Deny' && !isSelfUpdate(row))
    .flatMap((row) => [...onlyThere(row), ...onlyIf(row)])
    .map((clause) => ({ ...clause, when: [...(clause.when ?? []), OWN_BOUNDARY] }));
}

/** Whether a row applies only with self-update, and so only with the built-in boundary. */
function isSelfUpdate({ when = [] }: Pick<StatementSpec, 'when'>): boolean {
  return when.some((toggle) => 'input' in toggle && toggle.input === 'allow_self_update');
}

function onlyThere(row: StatementSpec): Clause[] {
  if (!row.resources) return [];
  const { resources, conditions: _conditions, ...clause } = clauseOf(row);
  return [{ ...clause, sid: `${row.sid}OnlyThere`, effect: 'Deny', notResources: resources }];
}

/** One Deny for each condition key: all conditions must hold, so one that fails is enough to deny. */
function onlyIf(row: StatementSpec): Clause[] {
  const keys = Object.entries(row.conditions ?? {}).flatMap(([operator, of]) =>
    Object.entries(of).map(([key, value]) => ({ operator, key, value })),
  );
  return keys.map(({ operator, key, value }, index) => ({
    ...clauseOf(row),
    sid: `${row.sid}OnlySo${index === 0 ? '' : index + 1}`,
    effect: 'Deny',
    // The actions are denied on other resources anyway, and `*` is shorter than a list.
    resources: ['*'],
    conditions: negated(row.sid, operator, key, value),
  }));
}

function negated(sid: string, operator: string, key: string, value: string | readonly string[]): Conditions {
  const opposite = NEGATED[operator];
  if (!opposite) throw new Error(`${sid}: cannot negate ${operator}`);
  return { [opposite]: { [key]: value } };
}
