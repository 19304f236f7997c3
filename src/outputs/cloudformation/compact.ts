import type { NamedPolicy } from '../../policy/render';

type Statement = Readonly<Record<string, unknown>>;

/**
 * A policy with the rows that grant on every resource, under no condition, as one statement: what each is for, the report
 * says. CloudFormation counts every byte of a template.
 */
export function withReadsAsOne(policy: NamedPolicy): NamedPolicy {
  const statements = policy.document.Statement as readonly Statement[];
  const plain = statements.filter(isPlain);
  if (plain.length < 2) return policy;
  const actions = new Set(plain.flatMap(({ Action }) => Action as string | readonly string[]));
  const reads = { Sid: 'Reads', Effect: 'Allow', Action: [...actions].sort(), Resource: '*' };
  const others = statements.filter((statement) => !isPlain(statement));
  return { ...policy, document: { ...policy.document, Statement: [reads, ...others] } };
}

function isPlain({ Effect, Resource, Condition }: Statement): boolean {
  return Effect === 'Allow' && Resource === '*' && Condition === undefined;
}
