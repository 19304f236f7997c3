import type { GrammarRule, Problem } from './grammar-problem';

/** The kind of a document: trust policies name principals, all others name resources. */
export type DocumentKind = 'trust' | 'permissions';

type Raw = Readonly<Record<string, unknown>>;

const LISTS = ['Action', 'NotAction', 'Resource', 'NotResource'] as const;
const ELEMENTS: Readonly<Record<DocumentKind, readonly string[]>> = {
  trust: ['Sid', 'Effect', 'Principal', 'Action', 'Condition'],
  permissions: ['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'],
};

/** Characters that IAM accepts: tab, line breaks, U+0020 to U+00FF. Source: IAM API Reference, "PutRolePolicy". */
const CHARACTERS = /^[\t\n\r\u0020-\u00ff]*$/;
const PLACEHOLDER = /(?<!\$)\{[^{}]*\}/;

/**
 * Checks a document against IAM's grammar: elements, Version, Sids, lists, characters. Later checks rely on it.
 *
 * Source: IAM User Guide, "Grammar of the IAM JSON policy language".
 */
export function shapeProblems(document: object, kind: DocumentKind): Problem[] {
  const { Version: version, Statement: statements, ...others } = document as Raw;
  const problems: Problem[] = [];
  const found = (rule: GrammarRule, message: string): void => void problems.push({ rule, message });
  if (Object.keys(others).length > 0) found('shape', `has ${Object.keys(others).join(', ')}`);
  if (version !== '2012-10-17') found('version', `must be 2012-10-17, got ${JSON.stringify(version)}`);
  if (!Array.isArray(statements) || statements.length === 0) {
    found('shape', 'has no list of statements');
    return problems;
  }
  const sids = statements.map((statement) => (statement as Raw)['Sid']);
  for (const twice of new Set(sids.filter((sid, index) => sids.indexOf(sid) !== index))) {
    problems.push({ rule: 'sid', sid: String(twice), message: 'occurs twice in one document' });
  }
  statements.forEach((statement: Raw, index) => {
    const sid = typeof statement['Sid'] === 'string' ? statement['Sid'] : `statement ${index + 1}`;
    problems.push(...statementProblems(statement, kind).map((problem) => ({ ...problem, sid })));
  });
  return problems;
}

function statementProblems(statement: Raw, kind: DocumentKind): Problem[] {
  const problems: Problem[] = [];
  const found = (rule: GrammarRule, message: string): void => void problems.push({ rule, message });
  const unknown = Object.keys(statement).filter((element) => !ELEMENTS[kind].includes(element));
  if (unknown.length > 0) found('shape', `may not have ${unknown.join(', ')}`);
  const { Sid: sid, Effect: effect } = statement;
  if (typeof sid !== 'string' || !/^[A-Za-z0-9]+$/.test(sid))
    found('sid', `must be of [A-Za-z0-9]+, got ${JSON.stringify(sid)}`);
  if (effect !== 'Allow' && effect !== 'Deny')
    found('shape', `Effect must be Allow or Deny, got ${JSON.stringify(effect)}`);
  for (const pair of kind === 'trust' ? [['Action']] : [LISTS.slice(0, 2), LISTS.slice(2)]) {
    const present = pair.filter((element) => statement[element] !== undefined);
    if (present.length !== 1) found('shape', `must have one of ${pair.join(' and ')}`);
  }
  if (kind === 'trust' && statement['Principal'] === undefined) found('shape', 'must have a Principal');
  for (const element of LISTS) {
    const list = statement[element];
    if (list !== undefined) listProblems(element, list, found);
  }
  nestedProblems('Principal', statement['Principal'], 1, found);
  nestedProblems('Condition', statement['Condition'], 2, found);
  for (const text of textsOf(statement)) {
    if (!CHARACTERS.test(text))
      found('characters', `${JSON.stringify(text)} has characters that IAM refuses`);
    const [left] = PLACEHOLDER.exec(text) ?? [];
    if (left !== undefined)
      found('placeholder', `${left} in ${JSON.stringify(text)} is a placeholder that was not filled in`);
  }
  return problems;
}

type Found = (rule: GrammarRule, message: string) => void;

function listProblems(where: string, list: unknown, found: Found): void {
  const texts: unknown[] = Array.isArray(list) ? list : [list];
  if (texts.length === 0) found('shape', `${where} is an empty list`);
  if (texts.some((text) => typeof text !== 'string' || text === ''))
    found('shape', `${where} must hold texts, got ${JSON.stringify(list)}`);
}

/** Checks nested objects of lists, `depth` levels deep. For IAM, keys that differ only in case are the same key. */
function nestedProblems(where: string, value: unknown, depth: number, found: Found): void {
  if (value === undefined) return;
  if (depth === 0) {
    listProblems(where, value, found);
    return;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    found('shape', `${where} must be an object, got ${JSON.stringify(value)}`);
    return;
  }
  const keys = Object.keys(value).map((key) => key.toLowerCase());
  if (keys.length === 0) found('shape', `${where} is empty`);
  const twice = keys.filter((key, index) => keys.indexOf(key) !== index);
  if (twice.length > 0) found('shape', `${where} has the key ${twice.join(', ')} twice`);
  for (const [key, inner] of Object.entries(value))
    nestedProblems(`${where} ${key}`, inner, depth - 1, found);
}

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...textsOf(inner)]);
}
