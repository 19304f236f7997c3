import type { Construct } from 'constructs';
import { RECOMMENDATION_SEARCHER } from '../catalogue/recommendation-searcher';
import { OctoRole, type OctoRoleProps } from './octo-role';
import type { RoleInputs } from './private/role-inputs';

/** Properties of a RecommendationSearcherRole. */
export interface RecommendationSearcherRoleProps
  extends OctoRoleProps, RoleInputs<'OctoRecommendationSearcherRole'> {}

/** OctoRecommendationSearcherRole: Alphaus reads the data for recommendations with it; strictly read-only. */
export class RecommendationSearcherRole extends OctoRole {
  constructor(scope: Construct, id: string, props: RecommendationSearcherRoleProps) {
    const { account, ...inputs } = props;
    super(scope, id, RECOMMENDATION_SEARCHER, { account, inputs });
  }
}
