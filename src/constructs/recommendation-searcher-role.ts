import type { Construct } from 'constructs';
import { RECOMMENDATION_SEARCHER } from '../catalogue/recommendation-searcher';
import { OctoRole, type OctoRoleProps } from './octo-role';
import type { OctoInputs, VendorTrustInputs } from './props';

/** Properties of a RecommendationSearcherRole. */
export interface RecommendationSearcherRoleProps
  extends OctoRoleProps, VendorTrustInputs, Pick<OctoInputs, 'allowSelfUpdate'> {}

/** OctoRecommendationSearcherRole: Alphaus collects what recommendations need, strictly read-only. */
export class RecommendationSearcherRole extends OctoRole {
  constructor(scope: Construct, id: string, props: RecommendationSearcherRoleProps) {
    const { account, internals, ...inputs } = props;
    super(scope, id, RECOMMENDATION_SEARCHER, {
      account,
      inputs,
      names: [
        'principal',
        'external_id',
        'max_session_duration',
        'allow_self_update',
        'tags',
        'role_tags',
        'permissions_boundary_arn',
      ],
      ...internals,
    });
  }
}
