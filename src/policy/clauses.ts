import type { Conditions, ResourceText, StatementSpec, Toggle } from '../catalogue/role-spec';
import { fill, type Part, type Scope } from './scope';

/** An IAM policy document. Lists and texts may hold expressions of the scope that rendered it. */
export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: unknown;
}

/** Texts of a list, some of them only if conditions on inputs hold. */
export type ClauseList<T> = readonly (
  T | { readonly items: readonly T[]; readonly when: readonly Toggle[] }
)[];

/** A statement before rendering. Rows of the catalogue, trust policies and boundaries all have this form. */
export interface Clause {
  readonly sid: string;
  readonly effect: 'Allow' | 'Deny';
  readonly principal?: Readonly<Record<string, string>>;
  readonly actions?: ClauseList<string>;
  readonly notActions?: ClauseList<string>;
  readonly resources?: ClauseList<ResourceText>;
  readonly notResources?: ClauseList<ResourceText>;
  readonly conditions?: Conditions;
  readonly when?: readonly Toggle[];
  /** The row of the catalogue that it comes from. */
  readonly row?: StatementSpec;
  /** Why it is there. Statements of trust policies explain themselves. */
  readonly reason?: string;
}

/** A row of the catalogue as a clause. */
export function clauseOf(row: StatementSpec): Clause {
  return {
    sid: row.sid,
    effect: row.effect ?? 'Allow',
    actions: row.actions,
    resources: row.resources ?? ['*'],
    conditions: row.conditions,
    when: row.when,
    row,
    reason: row.reason,
  };
}

/** Clauses as a policy document. `where` names the document in errors. */
export function renderClauses(clauses: readonly Clause[], scope: Scope, where: string): PolicyDocument {
  return {
    Version: '2012-10-17',
    Statement: joined(
      clauses.map((clause) => ({ items: [renderClause(clause, scope, where)], when: clause.when })),
      scope,
    ),
  };
}

function renderClause(clause: Clause, scope: Scope, document: string): Record<string, unknown> {
  const where = `${document}, ${clause.sid}`;
  const filled = (text: string): string => fill(text, scope.values, where);
  const parts = (list: ClauseList<ResourceText>): unknown =>
    joined(
      list.map((text) => resourcePart(text, scope, where)),
      scope,
    );
  // Fast path: nearly all lists are plain texts, and some have hundreds of actions.
  const texts = (list: ClauseList<ResourceText> | undefined): unknown =>
    list && collapsed(list.every((text) => typeof text === 'string') ? list.map(filled) : parts(list));
  const statement = {
    Sid: clause.sid,
    Effect: clause.effect,
    Principal: clause.principal && mapValues(clause.principal, filled),
    Action: texts(clause.actions),
    NotAction: texts(clause.notActions),
    Resource: texts(clause.resources),
    NotResource: texts(clause.notResources),
    Condition:
      clause.conditions &&
      mapValues(clause.conditions, (keys) =>
        mapValues(keys, (value) =>
          typeof value === 'string' ? filled(value) : collapsed(value.map(filled)),
        ),
      ),
  };
  return Object.fromEntries(Object.entries(statement).filter(([, value]) => value !== undefined));
}

/** Elements of a list, which are present if all conditions on inputs hold. */
export interface ToggledItems {
  readonly items: Part['items'];
  readonly when?: readonly Toggle[];
}

function resourcePart(
  text: ResourceText | { readonly items: readonly ResourceText[]; readonly when: readonly Toggle[] },
  scope: Scope,
  where: string,
): ToggledItems {
  if (typeof text === 'string') return { items: [fill(text, scope.values, where)] };
  if ('each' in text) return { items: scope.each(text.each, text.arn) };
  return {
    items: text.items.map((item) => fill(item as string, scope.values, where)),
    when: text.when,
  };
}

/** A list of parts: a plain list if everything is known, else an expression of the scope. */
export function joined(parts: readonly ToggledItems[], scope: Scope): unknown {
  const kept: Part[] = [];
  for (const { items, when } of parts) {
    const holds = scope.holds(when ?? []);
    if (holds === false) continue;
    const last = kept.at(-1);
    if (holds === true && Array.isArray(items) && last && !last.when && Array.isArray(last.items)) {
      kept[kept.length - 1] = { items: [...(last.items as unknown[]), ...(items as unknown[])] };
    } else {
      kept.push(holds === true ? { items } : { items, when: holds });
    }
  }
  const [only, ...more] = kept;
  if (!only) return [];
  return more.length === 0 && !only.when && Array.isArray(only.items) ? only.items : scope.concat(kept);
}

/** IAM accepts a single text as a list of one. */
function collapsed(list: unknown): unknown {
  return Array.isArray(list) && list.length === 1 ? (list as unknown[])[0] : list;
}

function mapValues<T, R>(record: Readonly<Record<string, T>>, map: (value: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
