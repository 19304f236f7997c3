import type { Construct } from 'constructs';
import { SSM_UPDATER } from '../catalogue/ssm-updater';
import type { ChangeExecutorRole } from './change-executor-role';
import { OctoRole, type OctoRoleProps } from './octo-role';
import { demandSameAccount } from './target-account';
import type { RoleInputs } from './private/role-inputs';

/** Properties of an SsmUpdaterRole. */
export interface SsmUpdaterRoleProps extends OctoRoleProps, RoleInputs<'OctoSSMUpdaterRole'> {
  /** The role of the same account that it passes to SSM for approved changes. */
  readonly changeExecutor: ChangeExecutorRole;
}

/** OctoSSMUpdaterRole: Alphaus manages Automation documents and requests changes with it. */
export class SsmUpdaterRole extends OctoRole {
  constructor(scope: Construct, id: string, props: SsmUpdaterRoleProps) {
    const { account, changeExecutor, ...inputs } = props;
    super(scope, id, SSM_UPDATER, { account, inputs });
    demandSameAccount(this.node.path, account, changeExecutor);
  }
}
