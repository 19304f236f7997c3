import type { InstalledPolicy } from '../policy/installed';

type Statement = Readonly<Record<string, unknown>>;

/** Sid of the statement that grants on every resource, without a condition. */
const BASELINE = 'Baseline';
/** Sid of the statement that grants on the resource types of its actions. */
const BY_TYPE = 'ByType';

/**
 * A policy that merges statements which differ only in their actions into one, with the Sid of the first. The report says
 * what each row is for, and the template that is sent inline has to be short.
 */
export function withOneOfAlike<Policy extends InstalledPolicy>(policy: Policy): Policy {
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
 * A policy that merges the rows that grant on resource types into one statement, including rows whose only condition is
 * that keys are absent. It grants no more only if no action accepts a resource type of another row and no request has a
 * condition key of another row. So every use needs a test against AWS's reference.
 */
export function withOneGrantByType<Policy extends InstalledPolicy>(policy: Policy): Policy {
  return withOne(policy, BY_TYPE, isByType, (rows) => {
    const absent = Object.assign({}, ...rows.map(absentKeys)) as Statement;
    return {
      Resource: union(rows, 'Resource'),
      ...(Object.keys(absent).length > 0 && { Condition: { Null: absent } }),
    };
  });
}

/** A policy in which one statement, placed first, replaces all statements of a kind, if there are several. */
function withOne<Policy extends InstalledPolicy>(
  policy: Policy,
  sid: string,
  isOfKind: (statement: Statement) => boolean,
  scope: (statements: readonly Statement[]) => Statement,
): Policy {
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

/** The elements of a statement other than its Sid and its actions. */
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

/** The keys that must be absent, if the statement has no other condition. */
function absentKeys({ Condition }: Statement): Statement {
  const { Null: keys = {}, ...others } = (Condition ?? {}) as Readonly<Record<string, Statement>>;
  const isAll = Object.keys(others).length === 0 && Object.values(keys).every((value) => value === 'true');
  return isAll ? keys : {};
}
