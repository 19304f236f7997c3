import { ROLES } from '../../src/catalogue/roles';
import type { RoleName } from '../../src/names/role-names';
import type { InstalledRole } from '../../src/policy/installed';
import {
  documentSize,
  INLINE_POLICIES_LIMIT,
  MANAGED_POLICIES_PER_ROLE_LIMIT,
  MANAGED_POLICY_LIMIT,
  TRUST_POLICY_LIMIT,
} from '../../src/policy/iam-limits';
import type { Analysis } from '../../src/analysis/analysis';
import { parsedArn } from '../../src/analysis/arn';
import { documentProblems } from '../../src/analysis/grammar/document-problems';
import type { Problem } from '../../src/analysis/grammar/grammar-problem';

/** A problem and the document that has it. */
export interface RoleProblem extends Problem {
  readonly role: RoleName;
  /** `trust`, `boundary`, or the policy's name. */
  readonly document: string;
}

const POLICY_NAME = /^[\w+=,.@-]{1,128}$/;

/** Everything in an installed role that AWS refuses, or takes otherwise than it was meant. */
export function roleProblems(role: InstalledRole, analysis: Analysis): RoleProblem[] {
  const partition = parsedArn(role.arn)?.partition ?? '';
  const of = (document: string, problems: readonly Problem[]): RoleProblem[] =>
    problems.map((problem) => ({ role: role.name, document, ...problem }));
  const permissions = (document: object): Problem[] =>
    documentProblems(document, 'permissions', partition, analysis);
  return [
    ...of('trust', documentProblems(role.trust, 'trust', partition, analysis)),
    ...of('trust', sizeProblems('the trust policy', documentSize(role.trust), TRUST_POLICY_LIMIT)),
    ...role.policies.flatMap(({ name, document }) => of(name, permissions(document))),
    ...(role.boundary?.document ? of('boundary', boundaryProblems(role.boundary.document, permissions)) : []),
    ...policiesProblems(role),
  ];
}

function boundaryProblems(document: object, permissions: (document: object) => Problem[]): Problem[] {
  return [
    ...permissions(document),
    ...sizeProblems('the boundary', documentSize(document), MANAGED_POLICY_LIMIT),
  ];
}

/** Sizes, names and number of a role's policies. */
function policiesProblems({ name: role, policies, foreignPolicyArns }: InstalledRole): RoleProblem[] {
  const { storage } = ROLES[role];
  const isInline = (name: string): boolean => storage.kind === 'inline' && storage.policyName === name;
  const inline = policies.filter(({ name }) => isInline(name));
  const managed = policies.filter(({ name }) => !isInline(name));
  const total = inline.reduce((sum, { document }) => sum + documentSize(document), 0);
  const attached = managed.length + foreignPolicyArns.length;
  return [
    ...sizeProblems('all inline policies', total, INLINE_POLICIES_LIMIT).map((problem) => ({
      role,
      document: 'inline policies',
      ...problem,
    })),
    ...managed.flatMap(({ name, document }) =>
      sizeProblems('the managed policy', documentSize(document), MANAGED_POLICY_LIMIT).map((problem) => ({
        role,
        document: name,
        ...problem,
      })),
    ),
    ...policies
      .filter(({ name }) => !POLICY_NAME.test(name))
      .map(
        ({ name }) =>
          ({ role, document: name, rule: 'policies', message: 'is no name of a policy' }) as const,
      ),
    ...(attached > MANAGED_POLICIES_PER_ROLE_LIMIT
      ? [
          {
            role,
            document: 'managed policies',
            rule: 'policies',
            message: `${attached} are attached, a role takes ${MANAGED_POLICIES_PER_ROLE_LIMIT}`,
          } as const,
        ]
      : []),
  ];
}

function sizeProblems(what: string, size: number, limit: number): Problem[] {
  return size <= limit ? [] : [{ rule: 'size', message: `${what}: ${size} characters, IAM takes ${limit}` }];
}
