import type { NamedPolicy } from '../../policy/render';

type Statement = Readonly<Record<string, unknown>>;

/** Sid of what a role is granted on every resource, under no condition. */
const BASELINE = 'Baseline';

/**
 * A policy with the rows that grant on every resource, under no condition, as one statement: what each is for, the report
 * says. CloudFormation counts every byte of a template.
 */
export function withOneBaseline(policy: NamedPolicy): NamedPolicy {
  const statements = policy.document.Statement as readonly Statement[];
  const plain = statements.filter(isPlain);
  if (plain.length < 2) return policy;
  const others = statements.filter((statement) => !isPlain(statement));
  if (others.some(({ Sid }) => Sid === BASELINE))
    throw new Error(`${policy.name}: the Sid ${BASELINE} is taken`);
  const actions = new Set(plain.flatMap(({ Action }) => Action as string | readonly string[]));
  const baseline = { Sid: BASELINE, Effect: 'Allow', Action: [...actions].sort(), Resource: '*' };
  return { ...policy, document: { ...policy.document, Statement: [baseline, ...others] } };
}

function isPlain({ Effect, Resource, Condition }: Statement): boolean {
  return Effect === 'Allow' && Resource === '*' && Condition === undefined;
}
