import type { Construct } from 'constructs';
import { CHANGE_EXECUTOR } from '../catalogue/change-executor';
import { OctoRole, type OctoRoleProps } from './octo-role';
import type { RoleInputs } from './private/role-inputs';

/** Properties of a ChangeExecutorRole. */
export interface ChangeExecutorRoleProps extends OctoRoleProps, RoleInputs<'OctoChangeExecutorRole'> {}

/** OctoChangeExecutorRole: SSM Automation executes approved changes with it; Alphaus can never assume it. */
export class ChangeExecutorRole extends OctoRole {
  constructor(scope: Construct, id: string, props: ChangeExecutorRoleProps) {
    const { account, ...inputs } = props;
    super(scope, id, CHANGE_EXECUTOR, { account, inputs });
  }
}
