import type { PolicyDocument } from '../../policy/clauses';
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

/**
 * A trust policy with accounts as principals by their ids, which IAM takes for their ARNs.
 * Source: IAM User Guide, "AWS JSON policy elements: Principal".
 */
export function withAccountIds(trust: PolicyDocument): PolicyDocument {
  const statements = trust.Statement as readonly Statement[];
  return { ...trust, Statement: statements.map(withAccountId) };
}

function withAccountId(statement: Statement): Statement {
  const { AWS: arn = '' } = statement['Principal'] as { readonly AWS?: string };
  const account = /^arn:\$\{AWS::Partition\}:iam::(\$\{[^}]+\}):root$/.exec(arn)?.[1];
  return account === undefined ? statement : { ...statement, Principal: { AWS: account } };
}
