/*
 * We read policies ourselves instead of using a package. The tests compare the analysis with the package iam-simulate, and
 * the comparison proves something only while the two are independent. This reader throws on unknown elements.
 */

/** A statement of a document. Single values are lists of one. */
export interface Statement {
  readonly sid: string;
  readonly effect: 'Allow' | 'Deny';
  /** By type of principal, like `AWS` or `Service`; only in trust policies. */
  readonly principals?: Readonly<Record<string, readonly string[]>>;
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly resources: readonly string[];
  readonly notResources: readonly string[];
  /** All of them must hold. */
  readonly conditions: readonly Condition[];
}

/** One key under one operator of a condition block. */
export interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** Known elements of a statement; any other element is an error. */
const ELEMENTS = [
  'Sid',
  'Effect',
  'Principal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
] as const;

type Element = (typeof ELEMENTS)[number];
type RawStatement = Readonly<Partial<Record<Element, unknown>>>;

/**
 * The statements of a policy document. Throws if there are none, and on an unknown element.
 *
 * Source: IAM User Guide, "IAM JSON policy elements reference".
 */
export function statementsOf(document: object): Statement[] {
  const { Statement: statements } = document as { Statement?: unknown };
  if (statements === undefined) throw new Error('cannot analyse a policy document without Statement');
  return listOf<RawStatement>(statements).map(normalised);
}

function normalised(raw: RawStatement): Statement {
  const unknown = Object.keys(raw).filter((element) => !ELEMENTS.includes(element as Element));
  if (unknown.length > 0) throw new Error(`cannot analyse the policy element ${unknown.join(', ')}`);
  const { Principal: principal } = raw;
  return {
    sid: typeof raw.Sid === 'string' ? raw.Sid : '',
    effect: raw.Effect as Statement['effect'],
    ...(principal !== undefined && { principals: principalsOf(principal) }),
    actions: listOf(raw.Action),
    notActions: listOf(raw.NotAction),
    resources: listOf(raw.Resource),
    notResources: listOf(raw.NotResource),
    conditions: Object.entries((raw.Condition ?? {}) as Record<string, Record<string, unknown>>).flatMap(
      ([operator, keys]) =>
        Object.entries(keys).map(([key, values]) => ({ operator, key, values: listOf(values) })),
    ),
  };
}

function principalsOf(principal: unknown): Record<string, string[]> {
  if (typeof principal === 'string') return { '*': [principal] };
  return Object.fromEntries(
    Object.entries(principal as object).map(([type, names]) => [type, listOf(names)]),
  );
}

/** IAM accepts a single value or a list. */
function listOf<T = string>(value: unknown): T[] {
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]) as T[];
}
