import { path, pathWhere, type EscalationPath } from './escalation-path';
import type { ControlledRole } from './controlled-role';

const UPDATE = 'cloudformation:UpdateStack';
const TYPES = 'cloudformation:ResourceTypes';

/** Escalation paths through CloudFormation stacks. */
export function stackPaths(controlled: ControlledRole): EscalationPath[] {
  return [...foreignStacks(controlled), ...ownStack(controlled)];
}

/** Stacks that may store a service role: all except one that is named by its whole ARN. */
function foreignStacks(controlled: ControlledRole): EscalationPath[] {
  const actions = [UPDATE, 'cloudformation:CreateChangeSet', 'cloudformation:RollbackStack'];
  return actions
    .filter((action) => (controlled.mayDo(action)?.resources ?? []).some((pattern) => /[*?]/.test(pattern)))
    .map((action) =>
      path(
        controlled,
        `stack[${action}]`,
        false,
        `calls ${action} on a stack of yours, which may have a service role`,
      ),
    );
}

/** The stack that installs the roles: what an update does at once, and what it leaves behind. */
function ownStack(controlled: ControlledRole): EscalationPath[] {
  const updates = (types: string | null): boolean =>
    controlled.can(UPDATE, '*', {
      [TYPES]: types,
      'cloudformation:RoleArn': null,
      'cloudformation:StackPolicyUrl': null,
    });
  // Without the list of types, or with one that names an extension.
  const others = [null, 'Your::Own::Extension'].some(updates);
  const any = others || updates('AWS::IAM::Policy');
  return [
    ...(any
      ? [
          pathWhere(
            'you update or delete the stack later and take over what an update by Alphaus left in it: its template, values of parameters, exports, notification topics, rollback triggers, stack policy, macros, or resources to be retained',
            controlled,
            'stack-left-behind',
            'updates the stack with a template and values of its own',
            'waits until you update or delete the stack with your rights',
          ),
        ]
      : []),
    ...(others
      ? [
          pathWhere(
            'an extension of CloudFormation is registered in the account with an execution role of its own',
            controlled,
            'stack-extension',
            'updates the stack with a resource of that extension',
          ),
        ]
      : []),
  ];
}
