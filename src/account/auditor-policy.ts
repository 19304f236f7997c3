import { UsageError } from '../names/error-in-words';
import { optionProblems, STACK } from '../names/fields';

/** What the role is to look at beside the roles. */
export interface AuditedToo {
  /** The approval tags of documents: `--approvals`. */
  readonly approvals: boolean;
  /** The stack whose parameters are the inputs, by name or ARN: `--stack`. @default - none */
  readonly stack?: string;
}

/**
 * All that `octo-access verify` calls in an account, as the policy of a role for it. The reads take no narrower resource: those
 * of IAM list the whole account, and lists of documents know no resource.
 *
 * @throws UsageError if the stack is neither a name nor an ARN
 */
export function auditorPolicy({ approvals, stack }: AuditedToo): object {
  const problems = optionProblems('--stack', STACK, stack);
  if (problems.length > 0) throw new UsageError(...problems);
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'ReadOctoRoles',
        Effect: 'Allow',
        Action: [
          'iam:GetAccountAuthorizationDetails',
          'iam:GetPolicy',
          'iam:GetPolicyVersion',
          'iam:GetRole',
          'iam:GetRolePolicy',
          'iam:ListAttachedRolePolicies',
          'iam:ListRolePolicies',
          'iam:ListRoles',
        ],
        Resource: '*',
      },
      ...(approvals
        ? [{ Sid: 'ReadApprovals', Effect: 'Allow', Action: 'ssm:ListDocuments', Resource: '*' }]
        : []),
      ...(stack === undefined
        ? []
        : [
            {
              Sid: 'ReadInputsOfStack',
              Effect: 'Allow',
              Action: 'cloudformation:DescribeStacks',
              // A name says neither partition nor Region nor account.
              Resource: stack.startsWith('arn:') ? stack : `arn:*:cloudformation:*:*:stack/${stack}/*`,
            },
          ]),
    ],
  };
}
