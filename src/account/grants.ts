import { printable } from '../text/printable';
import type { Document } from './observed';

type Raw = Readonly<Record<string, unknown>>;

/** What one statement says of one action on one resource, and for the other parts of it, the part as a whole. */
export interface Grant {
  readonly effect: string;
  /** Like `ec2:StopInstances`; `all but …` for a NotAction. */
  readonly action: string;
  /** Like `on arn:… under {…}`: everything else of the statement, empty for all resources. */
  readonly scope: string;
  /** A resource as it is written; empty where the statement names none. */
  readonly resource: string;
  /** Everything else of the statement, such as its conditions, as JSON with keys and lists in one order; empty if there is nothing. */
  readonly under: string;
}

/** A grant in words, like `Allow ec2:StopInstances on arn:…`. */
export function grantInWords({ effect, action, scope }: Grant): string {
  return printable([effect, action, scope].filter(Boolean).join(' '));
}

/**
 * A document, taken apart, so that two documents that say the same in another order or with other statements are equal.
 *
 * @returns by a text that is the same for the same grant
 */
export function grantsOf(document: Document): Map<string, Grant> {
  const grants = listed<Raw>(document.Statement).flatMap(grantsOfStatement);
  return new Map(grants);
}

/** What one document says and the other does not. */
export interface DocumentDifference {
  readonly more: readonly Grant[];
  readonly fewer: readonly Grant[];
}

/** What a document says more and less than expected; undefined if it says the same. */
export function documentDifference(expected: Document, found: Document): DocumentDifference | undefined {
  if (canonical(expected) === canonical(found)) return undefined;
  const [before, after] = [withVersion(expected), withVersion(found)];
  const more = [...after].filter(([key]) => !before.has(key)).map(([, grant]) => grant);
  const fewer = [...before].filter(([key]) => !after.has(key)).map(([, grant]) => grant);
  return more.length + fewer.length === 0 ? undefined : { more, fewer };
}

/** The version decides whether variables in resources and conditions are filled in. */
function withVersion(document: Document): Map<string, Grant> {
  const { Version: version = '2008-10-17' } = document;
  const grant = { effect: 'Version', action: String(version), scope: '', resource: '', under: '' };
  return new Map([...grantsOf(document), [`Version ${grant.action}`, grant]]);
}

/**
 * Each grant by its parts. They are no text, whose borders a resource could move: `on arn:… under {…}` may be a resource by
 * itself that ends in what looks like a condition.
 */
function grantsOfStatement(statement: Raw): [key: string, grant: Grant][] {
  const {
    Sid: _sid,
    Effect: effect,
    Action: action,
    NotAction: notAction,
    Resource: resource,
    ...rest
  } = statement;
  const actions =
    action === undefined
      ? [`all but ${listed<string>(notAction).sort().join(', ')}`]
      : listed<string>(action);
  const { NotAction: _not, ...others } = rest as Raw & { NotAction?: unknown };
  const under = Object.keys(others).length > 0 ? canonical(others) : '';
  const resources = resource === undefined ? [''] : listed<string>(resource);
  return resources.flatMap((one) => {
    const scope = [one === '' || one === '*' ? '' : `on ${one}`, under].filter(Boolean).join(' ');
    return actions.map((name): [string, Grant] => [
      JSON.stringify([effect, action === undefined, name.toLowerCase(), one, under]),
      { effect: String(effect), action: name, scope, resource: one, under },
    ]);
  });
}

/** JSON with keys and lists in one order, and a list of one as its element. */
function canonical(value: unknown): string {
  return JSON.stringify(ordered(value));
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(ordered);
    if (items.length === 1) return items[0];
    if (items.every((item) => typeof item === 'string')) return items.sort();
    return items
      .map((item) => [JSON.stringify(item), item] as const)
      .sort(byText)
      .map(([, item]) => item);
  }
  if (typeof value === 'boolean') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, ordered(item)] as const);
  return Object.fromEntries(entries.sort(byText));
}

function byText([left]: readonly [string, unknown], [right]: readonly [string, unknown]): number {
  return left < right ? -1 : Number(left > right);
}

function listed<Item>(value: unknown): Item[] {
  return (value === undefined ? [] : [value].flat()) as Item[];
}
