import type { Document, ObservedRole } from './observe';

type Statement = Readonly<Record<string, unknown>>;

/** What a role grants, however its statements are stored. */
export function comparable(role: ObservedRole): unknown {
  const { name, arn, path, maxSessionDuration, inline, attached, boundary, trust } = role;
  const documents = [...Object.entries(inline), ...Object.entries(attached)];
  return {
    name,
    arn,
    path,
    maxSessionDuration,
    trust: statements(trust),
    permissions: withOneOfAlike(
      documents.flatMap(([name, document]): unknown[] => (document ? statements(document) : [name])),
    ).sort(bySid),
    boundary: boundary && {
      arn: boundary.arn,
      statements: boundary.document && statements(boundary.document),
    },
  };
}

function statements(document: Document): Statement[] {
  return ([document['Statement']].flat() as Statement[]).map(sorted).sort(bySid);
}

/** Lists and keys in one order, single values as lists. */
function sorted(statement: Statement): Statement {
  const listed = Object.entries(statement).map(([key, value]) => [
    key,
    /^(Not)?(Action|Resource)$/.test(key) ? ([value].flat() as string[]).sort() : value,
  ]);
  return withSortedKeys(Object.fromEntries(listed)) as Statement;
}

function withSortedKeys(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, withSortedKeys(item)] as const);
  return Object.fromEntries(entries.sort(([left], [right]) => left.localeCompare(right)));
}

/** What grants on the same resources, under the same condition, as one statement without a name: the module has one a row. */
function withOneOfAlike(permissions: readonly unknown[]): unknown[] {
  const isAllow = (item: unknown): item is Statement =>
    typeof item === 'object' && (item as Statement)['Effect'] === 'Allow';
  const actions = new Map<string, string[]>();
  for (const { Sid: _, Action, ...scope } of permissions.filter(isAllow)) {
    const key = JSON.stringify(scope);
    actions.set(key, [...(actions.get(key) ?? []), ...(Action as string[])]);
  }
  return [
    ...permissions.filter((item) => !isAllow(item)),
    ...[...actions].map(([scope, all]) => ({ ...(JSON.parse(scope) as Statement), Action: all.sort() })),
  ];
}

function bySid(left: unknown, right: unknown): number {
  const key = (value: unknown): string =>
    // A Sid may stand in two documents of one role.
    typeof value === 'string' ? value : `${String((value as Statement)['Sid'])} ${JSON.stringify(value)}`;
  return key(left).localeCompare(key(right));
}
