import type { InstalledPolicy } from '../policy/installed';

type Statement = Readonly<Record<string, unknown>>;

/** Sid of what a role is granted on every resource, under no condition. */
const BASELINE = 'Baseline';
/** Sid of what a role is granted on resources of the types that its actions know. */
const BY_TYPE = 'ByType';

/**
 * A policy with one statement, called after the first, for rows that differ in nothing but their actions: what each row is
 * for, the report says, and what is sent to CloudFormation inline has to be short.
 */
export function withOneOfAlike(policy: InstalledPolicy): InstalledPolicy {
  const statements = policy.document.Statement as readonly Statement[];
  const scopes = new Set(statements.filter(isAllow).map(scopeOf));
  return [...scopes].reduce((joined, scope) => {
    const [first] = statements.filter((statement) => isAllow(statement) && scopeOf(statement) === scope);
    const { Sid, Action: _, ...rest } = first as Statement & { readonly Sid: string };
    const sid = rest['Resource'] === '*' && rest['Condition'] === undefined ? BASELINE : Sid;
    return withOne(
      joined,
      sid,
      (statement) => isAllow(statement) && scopeOf(statement) === scope,
      () => rest,
    );
  }, policy);
}

/**
 * A policy with the rows that grant on types of resources as one statement, those under a condition that keys be absent
 * among them. It grants no more only where no action takes a type of another row, and no request carries a key of
 * another row: whoever applies it has a test that asks AWS's reference.
 */
export function withOneGrantByType(policy: InstalledPolicy): InstalledPolicy {
  return withOne(policy, BY_TYPE, isByType, (rows) => {
    const absent = Object.assign({}, ...rows.map(absentKeys)) as Statement;
    return {
      Resource: union(rows, 'Resource'),
      ...(Object.keys(absent).length > 0 && { Condition: { Null: absent } }),
    };
  });
}

/** A policy with one statement, first, in place of all that are of a kind, if there are several. */
function withOne(
  policy: InstalledPolicy,
  sid: string,
  isOfKind: (statement: Statement) => boolean,
  scope: (statements: readonly Statement[]) => Statement,
): InstalledPolicy {
  const statements = policy.document.Statement as readonly Statement[];
  const kind = statements.filter(isOfKind);
  if (kind.length < 2) return policy;
  const others = statements.filter((statement) => !isOfKind(statement));
  if (others.some(({ Sid }) => Sid === sid)) throw new Error(`${policy.name}: the Sid ${sid} is taken`);
  const one = { Sid: sid, Effect: 'Allow', Action: union(kind, 'Action'), ...scope(kind) };
  return { ...policy, document: { ...policy.document, Statement: [one, ...others] } };
}

function isAllow({ Effect, Action }: Statement): boolean {
  return Effect === 'Allow' && Action !== undefined;
}

/** What a statement says beside its name and its actions. */
function scopeOf(statement: Statement): string {
  return JSON.stringify({ ...statement, Sid: undefined, Action: undefined });
}

function union(statements: readonly Statement[], element: 'Action' | 'Resource'): string[] {
  const all = statements.flatMap((statement) => statement[element] as string | readonly string[]);
  return [...new Set(all)].sort();
}

function isByType(statement: Statement): boolean {
  const { Effect, Resource, Condition } = statement;
  const texts = [Resource].flat();
  return (
    Effect === 'Allow' &&
    texts.every((text) => typeof text === 'string' && text !== '*') &&
    (Condition === undefined || Object.keys(absentKeys(statement)).length > 0)
  );
}

/** The keys that must be absent, if that is all that a statement demands. */
function absentKeys({ Condition }: Statement): Statement {
  const { Null: keys = {}, ...others } = (Condition ?? {}) as Readonly<Record<string, Statement>>;
  const isAll = Object.keys(others).length === 0 && Object.values(keys).every((value) => value === 'true');
  return isAll ? keys : {};
}
