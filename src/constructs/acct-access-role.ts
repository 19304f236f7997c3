import type { Construct } from 'constructs';
import { ACCT_ACCESS } from '../catalogue/acct-access';
import { OctoRole, type OctoRoleProps } from './octo-role';
import { demandSameAccount } from './target-account';
import type { RoleInputs } from './private/role-inputs';
import type { RecommendationSearcherRole } from './recommendation-searcher-role';

/** Properties of an AcctAccessRole. */
export interface AcctAccessRoleProps extends OctoRoleProps, RoleInputs<'AlphausAcctAccessRole'> {
  /** Another role of the same account whose inline policies it may update. @default - only its own */
  readonly recommendationSearcher?: RecommendationSearcherRole;
}

/** AlphausAcctAccessRole: Alphaus reads cost and usage metadata of the account with it. */
export class AcctAccessRole extends OctoRole {
  constructor(scope: Construct, id: string, props: AcctAccessRoleProps) {
    const { account, recommendationSearcher, ...inputs } = props;
    const others = recommendationSearcher ? [recommendationSearcher.roleName] : [];
    super(scope, id, ACCT_ACCESS, { account, inputs, roles: [ACCT_ACCESS.name, ...others] });
    demandSameAccount(this.node.path, account, recommendationSearcher);
    recommendationSearcher?.cleanAfter(this);
  }
}
