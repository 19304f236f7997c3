import { ROLES } from '../catalogue';
import { ACCEPTED_CONTENT, type AcceptedContent } from '../catalogue/accepted-content';
import { RETURNS_CONTENT } from '../catalogue/returns-content';
import type { RoleSpec } from '../catalogue/types';
import type { RoleName } from '../inputs';
import type { ActionCatalogue } from './action-catalogue';
import { expand } from './expand';
import { expansion, type ExpandedPattern } from './expansion';

/**
 * What is wrong with a pattern.
 *
 * - `unknown-action`: AWS has no action that it stands for.
 * - `unscoped-write`: on every resource, it allows an action above Read and List.
 * - `returns-content`: it allows an action that returns content, which nobody accepted.
 */
export type ExpansionRule = 'unknown-action' | 'unscoped-write' | 'returns-content';

/** Something wrong with one pattern, and with one action that it stands for. */
export interface ExpansionFinding {
  readonly rule: ExpansionRule;
  /** Undefined where the pattern is one of the list of content. */
  readonly role?: RoleName;
  readonly sid?: string;
  readonly pattern: string;
  readonly action?: string;
  /** One sentence that names all of it. */
  readonly text: string;
}

/** What the patterns are held against. */
export interface ExpansionKnowledge {
  readonly roles?: readonly RoleSpec[];
  /** Pattern -> what its actions return. */
  readonly content?: Readonly<Record<string, string>>;
  readonly accepted?: readonly AcceptedContent[];
}

/** Services whose writes the specification grants on every resource. */
const WRITES_GRANTED = ['ce'];

/** Everything that is wrong with the rows, and with the list of content, by one edition of AWS's actions. */
export function expansionFindings(
  catalogue: ActionCatalogue,
  {
    roles = Object.values(ROLES),
    content = RETURNS_CONTENT,
    accepted = ACCEPTED_CONTENT,
  }: ExpansionKnowledge = {},
): ExpansionFinding[] {
  const expanded = expansion(catalogue, roles);
  const returned = contentActions(catalogue, content);
  const isAccepted = (role: RoleName, action: string): boolean =>
    accepted.some((entry) => entry.role === role && entry.actions.includes(action));
  return [
    ...expanded.filter(({ actions }) => actions.length === 0).map(unknown),
    ...unknownContent(catalogue, content),
    ...allowedActions(expanded).flatMap(({ found, action }) => {
      const level = catalogue.get(action)?.accessLevel;
      const reads = level === 'Read' || level === 'List';
      const granted = WRITES_GRANTED.includes(action.slice(0, action.indexOf(':')));
      const returns = returned.get(action);
      return [
        ...(reads || granted || found.row.resources
          ? []
          : [finding('unscoped-write', found, action, `whose access level is ${String(level)}`)]),
        ...(returns === undefined || isAccepted(found.role, action)
          ? []
          : [finding('returns-content', found, action, `which returns ${returns}`)]),
      ];
    }),
  ];
}

/** Actions that return content, with what they return: the list's patterns, expanded. */
export function contentActions(
  catalogue: ActionCatalogue,
  content: Readonly<Record<string, string>> = RETURNS_CONTENT,
): Map<string, string> {
  return new Map(
    Object.entries(content).flatMap(([pattern, returns]) =>
      expand(pattern, catalogue).map((action) => [action, returns] as const),
    ),
  );
}

/** What Allow rows stand for and no Deny row of the same list takes away on every resource, whatever the request. */
function allowedActions(expanded: readonly ExpandedPattern[]): { found: ExpandedPattern; action: string }[] {
  const denied = new Set(
    expanded
      .filter(({ row }) => row.effect === 'Deny' && !row.resources && !row.conditions && !row.when)
      .flatMap(({ role, list, actions }) => actions.map((action) => `${role} ${list} ${action}`)),
  );
  return expanded
    .filter(({ row }) => row.effect !== 'Deny')
    .flatMap((found) =>
      found.actions
        .filter((action) => !denied.has(`${found.role} ${found.list} ${action}`))
        .map((action) => ({ found, action })),
    );
}

function unknown({ role, list, row, pattern }: ExpandedPattern): ExpansionFinding {
  const text = `${role}, ${row.sid} (${list}): ${pattern} stands for no action of AWS`;
  return { rule: 'unknown-action', role, sid: row.sid, pattern, text };
}

function unknownContent(
  catalogue: ActionCatalogue,
  content: Readonly<Record<string, string>>,
): ExpansionFinding[] {
  return Object.keys(content)
    .filter((pattern) => expand(pattern, catalogue).length === 0)
    .map((pattern) => ({
      rule: 'unknown-action',
      pattern,
      text: `the list of what returns content: ${pattern} stands for no action of AWS`,
    }));
}

function finding(
  rule: ExpansionRule,
  { role, list, row, pattern }: ExpandedPattern,
  action: string,
  why: string,
): ExpansionFinding {
  const text = `${role}, ${row.sid} (${list}): ${pattern} stands for ${action}, ${why}`;
  return { rule, role, sid: row.sid, pattern, action, text };
}
