import type { Construct } from 'constructs';
import { CHANGE_EXECUTOR } from '../catalogue/change-executor';
import { OctoRole, type OctoRoleProps } from './octo-role';
import type { OctoInputs } from './props';

/** Properties of a ChangeExecutorRole. */
export interface ChangeExecutorRoleProps
  extends
    OctoRoleProps,
    Pick<OctoInputs, 'changeExecutorAccess' | 'changeExecutorPolicyArns' | 'changeExecutorSourceArnCheck'> {}

/** OctoChangeExecutorRole: SSM Automation executes approved changes with it; Alphaus can never assume it. */
export class ChangeExecutorRole extends OctoRole {
  constructor(scope: Construct, id: string, props: ChangeExecutorRoleProps) {
    const { account, internals, ...inputs } = props;
    super(scope, id, CHANGE_EXECUTOR, {
      account,
      inputs,
      names: [
        'change_executor_access',
        'change_executor_policy_arns',
        'change_executor_source_arn_check',
        'tags',
        'role_tags',
        'permissions_boundary_arn',
      ],
      ...internals,
    });
  }
}
