import type { Construct } from 'constructs';
import { RECOMMENDATION_SEARCHER } from '../catalogue/recommendation-searcher';
import { OctoRole, type OctoRoleProps } from './octo-role';
import type { VendorTrustInputs } from './props';

/** Properties of a RecommendationSearcherRole. */
export interface RecommendationSearcherRoleProps extends OctoRoleProps, VendorTrustInputs {}

/** OctoRecommendationSearcherRole: Alphaus collects what recommendations need, strictly read-only. */
export class RecommendationSearcherRole extends OctoRole {
  constructor(scope: Construct, id: string, props: RecommendationSearcherRoleProps) {
    const { account, variables, ...inputs } = props;
    super(scope, id, RECOMMENDATION_SEARCHER, {
      account,
      inputs,
      names: ['principal', 'external_id', 'max_session_duration', 'tags', 'permissions_boundary_arn'],
      variables,
    });
  }
}
