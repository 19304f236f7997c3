import type { Construct } from 'constructs';
import { ACCT_ACCESS } from '../catalogue/acct-access';
import { demandSameAccount, OctoRole, type OctoRoleProps } from './octo-role';
import type { OctoInputs, VendorTrustInputs } from './props';
import type { RecommendationSearcherRole } from './recommendation-searcher-role';

/** Properties of an AcctAccessRole. */
export interface AcctAccessRoleProps
  extends
    OctoRoleProps,
    VendorTrustInputs,
    Pick<
      OctoInputs,
      'allowSelfUpdate' | 'costExplorerAccess' | 'costOptimizationHubEnrollment' | 'cloudformationStackArn'
    > {
  /** The role beside itself whose inline policies it may update, of the same account. @default - only itself */
  readonly recommendationSearcher?: RecommendationSearcherRole;
}

/** AlphausAcctAccessRole: Alphaus reads cost and usage metadata of the account with it. */
export class AcctAccessRole extends OctoRole {
  constructor(scope: Construct, id: string, props: AcctAccessRoleProps) {
    const { account, internals, recommendationSearcher, ...inputs } = props;
    super(scope, id, ACCT_ACCESS, {
      account,
      inputs,
      names: [
        'principal',
        'external_id',
        'max_session_duration',
        'allow_self_update',
        'cost_explorer_access',
        'cost_optimization_hub_enrollment',
        'cloudformation_stack_arn',
        'tags',
        'role_tags',
        'permissions_boundary_arn',
      ],
      roles: recommendationSearcher
        ? [ACCT_ACCESS.name, recommendationSearcher.roleName]
        : [ACCT_ACCESS.name],
      ...internals,
    });
    demandSameAccount(this.node.path, account, recommendationSearcher);
    recommendationSearcher?.cleanAfter(this);
  }
}
