import { ROLES } from '../catalogue/roles';
import { PLACEHOLDERS, type ResourceText, type RoleSpec, type StatementSpec } from '../catalogue/role-spec';
import { LONGEST_ACCOUNT, sizedConfigurations } from '../inputs/samples';
import { type RoleName } from '../names/role-names';
import { clauseOf, renderClauses, type Clause, type PolicyDocument } from '../policy/clauses';
import {
  BOUNDARY_MARGIN,
  documentSize,
  INLINE_POLICIES_LIMIT,
  MANAGED_POLICIES_PER_ROLE_LIMIT,
  MANAGED_POLICY_LIMIT,
  MARGIN,
  TRUST_POLICY_LIMIT,
} from '../policy/iam-limits';
import { boundaryClauses } from '../policy/boundary-clauses';
import { pack } from '../policy/pack';
import { inlineClauses } from '../policy/plan';
import { literalScope, widestScope, type Scope } from '../policy/scope';
import { trustClauses } from '../policy/trust-clauses';
import type { Analysis } from './analysis';
import { documentProblems } from './grammar/document-problems';
import type { GrammarRule } from './grammar/grammar-problem';

/** Something wrong with a row of the catalogue. */
export interface CatalogueProblem {
  readonly role: RoleName;
  readonly list: 'permissions' | 'boundary' | 'trust';
  /** The row's Sid. For a document that is too long, the first row that no longer fits. */
  readonly row: string;
  readonly rule: GrammarRule | 'reason' | 'capability';
  readonly message: string;
}

type List = Exclude<CatalogueProblem['list'], 'trust'>;

/** All problems of the catalogue's rows. */
export function catalogueProblems(
  analysis: Analysis,
  roles: readonly RoleSpec[] = Object.values(ROLES),
): CatalogueProblem[] {
  return roles.flatMap((role) => {
    const problems = [
      ...listProblems(role, 'permissions', role.statements, analysis),
      ...listProblems(role, 'boundary', role.boundary?.statements ?? [], analysis),
      ...trustProblems(role, analysis),
    ];
    // A row with an unknown placeholder cannot be rendered, so its size is not known.
    return problems.some(({ rule }) => rule === 'placeholder')
      ? problems
      : [...problems, ...sizeProblems(role)];
  });
}

/** Throws one error that names role, row and rule of each problem. Generators call it before they write a file. */
export function requireSoundCatalogue(analysis: Analysis, roles?: readonly RoleSpec[]): void {
  const problems = catalogueProblems(analysis, roles);
  if (problems.length === 0) return;
  const lines = problems.map(
    ({ role, list, row, rule, message }) => `- ${role}, ${row} (${list}), ${rule}: ${message}`,
  );
  throw new Error(['The catalogue has problems, nothing was written:', ...lines].join('\n'));
}

function scopesOf(role: RoleName): Scope[] {
  return sizedConfigurations(role).map((configuration) => literalScope(LONGEST_ACCOUNT, configuration));
}

function listProblems(
  { name: role }: RoleSpec,
  list: List,
  rows: readonly StatementSpec[],
  analysis: Analysis,
): CatalogueProblem[] {
  return rows.flatMap((row, index): CatalogueProblem[] => {
    const of = (rule: CatalogueProblem['rule'], message: string): CatalogueProblem => ({
      role,
      list,
      row: row.sid,
      rule,
      message,
    });
    const texts = (['reason', 'capability'] as const).filter((text) => row[text].trim() === '');
    const isTwice = rows.findIndex(({ sid }) => sid === row.sid) < index;
    const unknown = unknownPlaceholders(row);
    const grammar =
      unknown.length > 0
        ? []
        : documentProblems(alone(row, role), 'permissions', LONGEST_ACCOUNT.partition, analysis);
    return [
      ...texts.map((text) => of(text, 'is empty')),
      ...(isTwice ? [of('sid', 'occurs twice in one list')] : []),
      ...unknown.map((text) => of('placeholder', text)),
      ...grammar.map(({ rule, message }) => of(rule, message)),
    ];
  });
}

function alone(row: StatementSpec, role: string): object {
  return renderClauses([clauseOf(row)], widestScope(), role);
}

function unknownPlaceholders(row: StatementSpec): string[] {
  const known = PLACEHOLDERS.map((name) => `{${name}}`);
  const find = (text: string, more: readonly string[] = []): string[] =>
    (text.match(/(?<!\$)\{[^{}]*\}/g) ?? [])
      .filter((placeholder) => ![...known, ...more].includes(placeholder))
      .map((placeholder) => `${placeholder} in "${text}" is unknown; known are ${known.join(', ')}`);
  const ofResource = (text: ResourceText): string[] =>
    typeof text === 'string' ? find(text) : find(text.arn, ['{item}']);
  const values = Object.values(row.conditions ?? {}).flatMap((keys) => Object.values(keys).flat());
  return [
    ...row.actions.flatMap((text) => find(text)),
    ...(row.resources ?? []).flatMap(ofResource),
    ...values.flatMap((text) => find(text)),
  ];
}

function trustProblems(role: RoleSpec, analysis: Analysis): CatalogueProblem[] {
  const documents = scopesOf(role.name).map((scope) =>
    JSON.stringify(renderClauses(role.trust.flatMap(trustClauses), scope, role.name)),
  );
  return [...new Set(documents)].flatMap((text) => {
    const document = JSON.parse(text) as PolicyDocument;
    const size = documentSize(document);
    const of = (row: string, rule: GrammarRule, message: string): CatalogueProblem[] => [
      { role: role.name, list: 'trust', row, rule, message },
    ];
    return [
      ...documentProblems(document, 'trust', LONGEST_ACCOUNT.partition, analysis).flatMap(
        ({ sid, rule, message }) => of(sid ?? 'trust', rule, message),
      ),
      ...(size > TRUST_POLICY_LIMIT ? of('trust', 'size', tooLong(size, TRUST_POLICY_LIMIT)) : []),
    ];
  });
}

function sizeProblems(role: RoleSpec): CatalogueProblem[] {
  const { name, storage, statements, boundary } = role;
  const of = (list: List, row: string, message: string, rule: GrammarRule = 'size'): CatalogueProblem => ({
    role: name,
    list,
    row,
    rule,
    message,
  });
  const first = <T>(found: readonly T[]): T[] => found.slice(0, 1);
  const permissions = (): CatalogueProblem[] => {
    if (storage.kind === 'inline')
      return first(
        scopesOf(name).flatMap((scope) =>
          overflow(name, statements, INLINE_POLICIES_LIMIT, scope, (rows) =>
            inlineClauses({ ...role, statements: rows }),
          ),
        ),
      ).map(({ row, message }) => of('permissions', row, message));
    const limit = Math.floor(MANAGED_POLICY_LIMIT * (1 - MARGIN));
    const tooLarge = statements.filter((row) => documentSize(alone(row, name)) > limit);
    if (tooLarge.length > 0)
      return tooLarge.map((row) =>
        of('permissions', row.sid, `${tooLong(documentSize(alone(row, name)), limit)}; split the row`),
      );
    const policies = pack(role).length + (boundary ? 1 : 0);
    return policies <= MANAGED_POLICIES_PER_ROLE_LIMIT
      ? []
      : [
          of(
            'permissions',
            statements.at(-1)?.sid ?? '',
            `the rows fill ${policies} managed policies, a role can have ${MANAGED_POLICIES_PER_ROLE_LIMIT}`,
            'policies',
          ),
        ];
  };
  const boundaryLimit = Math.floor(MANAGED_POLICY_LIMIT * (1 - BOUNDARY_MARGIN));
  const overlong = scopesOf(name).flatMap((scope) =>
    overflow(name, boundary?.statements ?? [], boundaryLimit, scope, (rows) =>
      boundary ? boundaryClauses({ ...boundary, statements: rows }) : [],
    ),
  );
  return [...permissions(), ...first(overlong).map(({ row, message }) => of('boundary', row, message))];
}

/** The first row that no longer fits into a document with the rows before it. */
function overflow(
  role: RoleName,
  rows: readonly StatementSpec[],
  limit: number,
  scope: Scope,
  printed: (rows: readonly StatementSpec[]) => readonly Clause[],
): { row: string; message: string }[] {
  const size = (count: number): number =>
    documentSize(renderClauses(printed(rows.slice(0, count)), scope, role));
  const whole = size(rows.length);
  if (whole <= limit) return [];
  const row = rows.find((_, index) => size(index + 1) > limit);
  return row ? [{ row: row.sid, message: tooLong(whole, limit) }] : [];
}

function tooLong(size: number, limit: number): string {
  return `${size} characters, ${limit} fit`;
}
