import { way, wayWhere, type Way } from './way';
import type { Hold } from './hold';

const UPDATE = 'cloudformation:UpdateStack';
const TYPES = 'cloudformation:ResourceTypes';

/** Ways through CloudFormation stacks. */
export function stackWays(hold: Hold): Way[] {
  return [...foreignStacks(hold), ...ownStack(hold)];
}

/** Stacks that may store a service role: all but the one that is named by its whole ARN. */
function foreignStacks(hold: Hold): Way[] {
  const actions = [UPDATE, 'cloudformation:CreateChangeSet', 'cloudformation:RollbackStack'];
  return actions
    .filter((action) => (hold.mayDo(action)?.resources ?? []).some((pattern) => /[*?]/.test(pattern)))
    .map((action) =>
      way(
        hold,
        `stack[${action}]`,
        false,
        `calls ${action} on a stack of yours, which may have a service role`,
      ),
    );
}

/** The stack that holds the roles: what an update does at once, and what it leaves behind. */
function ownStack(hold: Hold): Way[] {
  const updates = (types: string | null): boolean =>
    hold.can(UPDATE, '*', {
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
          wayWhere(
            'you update or delete the stack later and take over what an update by Alphaus left in it: its template, values of parameters, exports, notification topics, rollback triggers, stack policy, macros, or resources to be retained',
            hold,
            'stack-left-behind',
            'updates the stack with a template and values of its own',
            'waits until you update or delete the stack with your rights',
          ),
        ]
      : []),
    ...(others
      ? [
          wayWhere(
            'an extension of CloudFormation is registered in the account with an execution role of its own',
            hold,
            'stack-extension',
            'updates the stack with a resource of that extension',
          ),
        ]
      : []),
  ];
}
