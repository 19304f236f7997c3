/*
 * Our own reader of policies, though there are packages: the tests compare the analysis with one of them, iam-simulate, and
 * that proves something only while neither is made of the other. This one throws on what it does not know.
 */

/** A statement of a document with every list a list. */
export interface Statement {
  readonly sid: string;
  readonly effect: 'Allow' | 'Deny';
  /** As in the document: `*`, `{ AWS: … }`, `{ Service: … }`; only in trust policies. */
  readonly principals?: Readonly<Record<string, readonly string[]>>;
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly resources: readonly string[];
  readonly notResources: readonly string[];
  /** Operator, key and values, one by one: all must hold. */
  readonly conditions: readonly Condition[];
}

/** One key under one operator of a condition block. */
export interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** Elements of a statement that are understood; another one is an error, never overlooked. */
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
 * The statements of a policy document. Throws where there are none, and on an element that it does not know.
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

/** One or many, as IAM takes them. */
function listOf<T = string>(value: unknown): T[] {
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]) as T[];
}
