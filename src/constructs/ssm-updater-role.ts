import type { Construct } from 'constructs';
import { SSM_UPDATER } from '../catalogue/ssm-updater';
import type { ChangeExecutorRole } from './change-executor-role';
import { demandSameAccount, OctoRole, type OctoRoleProps } from './octo-role';
import type { OctoInputs, VendorTrustInputs } from './props';

/** Properties of an SsmUpdaterRole. */
export interface SsmUpdaterRoleProps
  extends
    OctoRoleProps,
    VendorTrustInputs,
    Pick<
      OctoInputs,
      'vettedRunbooks' | 'directAutomation' | 'changeRequests' | 'requireChangeRequestApproval'
    > {
  /** The role that it passes to SSM for approved changes, of the same account. */
  readonly changeExecutor: ChangeExecutorRole;
}

/** OctoSSMUpdaterRole: Alphaus manages Automation documents and requests changes with it. */
export class SsmUpdaterRole extends OctoRole {
  constructor(scope: Construct, id: string, props: SsmUpdaterRoleProps) {
    const { account, internals, changeExecutor, ...inputs } = props;
    super(scope, id, SSM_UPDATER, {
      account,
      inputs,
      names: [
        'principal',
        'external_id',
        'max_session_duration',
        'vetted_runbooks',
        'direct_automation',
        'change_requests',
        'require_change_request_approval',
        'tags',
        'role_tags',
        'permissions_boundary_arn',
      ],
      ...internals,
    });
    demandSameAccount(this.node.path, account, changeExecutor);
  }
}
