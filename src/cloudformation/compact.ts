import type { InstalledPolicy } from '../policy/installed';

type Statement = Readonly<Record<string, unknown>>;

/** Sid of what a role is granted on every resource, under no condition. */
const BASELINE = 'Baseline';
/** Sid of what a role is granted on resources of the types that its actions know. */
const BY_TYPE = 'ByType';

/**
 * A policy with the rows that grant on every resource, under no condition, as one statement: what each is for, the report
 * says. CloudFormation counts every byte of a template.
 */
export function withOneBaseline(policy: InstalledPolicy): InstalledPolicy {
  return withOne(policy, BASELINE, isPlain, (plain) => ({
    Action: union(plain, 'Action'),
    Resource: '*',
  }));
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
      Action: union(rows, 'Action'),
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
  joined: (statements: readonly Statement[]) => Statement,
): InstalledPolicy {
  const statements = policy.document.Statement as readonly Statement[];
  const kind = statements.filter(isOfKind);
  if (kind.length < 2) return policy;
  const others = statements.filter((statement) => !isOfKind(statement));
  if (others.some(({ Sid }) => Sid === sid)) throw new Error(`${policy.name}: the Sid ${sid} is taken`);
  const one = { Sid: sid, Effect: 'Allow', ...joined(kind) };
  return { ...policy, document: { ...policy.document, Statement: [one, ...others] } };
}

function union(statements: readonly Statement[], element: 'Action' | 'Resource'): string[] {
  const all = statements.flatMap((statement) => statement[element] as string | readonly string[]);
  return [...new Set(all)].sort();
}

function isPlain({ Effect, Resource, Condition }: Statement): boolean {
  return Effect === 'Allow' && Resource === '*' && Condition === undefined;
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

/** Values of every stack that ARNs are made of, and what stands for them in a text of several. */
const SHORT = { P: 'AWS::Partition', A: 'AWS::AccountId' } as const;
/** ARNs that are shorter as one text than each by itself. */
const SEVERAL = 3;

/** The value with each list of several ARNs as one text that CloudFormation splits: it counts every byte. */
export function withArnsInOneText(value: unknown): unknown {
  if (Array.isArray(value)) return isArns(value) ? oneText(value) : value.map(withArnsInOneText);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withArnsInOneText(item)]));
}

function isArns(list: readonly unknown[]): boolean {
  const texts = list.map(textOf);
  return list.length >= SEVERAL && texts.every((text) => text?.startsWith('arn:') && !text.includes(','));
}

/** A text, or the text that `Fn::Sub` fills in. */
function textOf(item: unknown): string | undefined {
  const text = typeof item === 'string' ? item : (item as { 'Fn::Sub'?: unknown } | null)?.['Fn::Sub'];
  return typeof text === 'string' ? text : undefined;
}

function oneText(arns: readonly unknown[]): unknown {
  const text = arns.map(textOf).join(',');
  const used = Object.entries(SHORT).filter(([, name]) => text.includes(`\${${name}}`));
  if (used.length === 0) return arns;
  const shortened = used.reduce((all, [short, name]) => all.replaceAll(`\${${name}}`, `\${${short}}`), text);
  const values = Object.fromEntries(used.map(([short, name]) => [short, { Ref: name }]));
  return { 'Fn::Split': [',', { 'Fn::Sub': [shortened, values] }] };
}
