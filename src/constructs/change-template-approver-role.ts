import type { Construct } from 'constructs';
import { CHANGE_TEMPLATE_APPROVER } from '../catalogue/change-template-approver';
import { OctoRole, type OctoRoleProps } from './octo-role';

/** Properties of a ChangeTemplateApproverRole. */
export type ChangeTemplateApproverRoleProps = OctoRoleProps;

/** OctoChangeTemplateApproverRole: the customer reviews and approves changes with it; Alphaus has no access to it. */
export class ChangeTemplateApproverRole extends OctoRole {
  constructor(scope: Construct, id: string, props: ChangeTemplateApproverRoleProps) {
    const { account, internals, ...inputs } = props;
    super(scope, id, CHANGE_TEMPLATE_APPROVER, {
      account,
      inputs,
      names: ['tags', 'role_tags', 'permissions_boundary_arn'],
      ...internals,
    });
  }
}
