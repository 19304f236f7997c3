import type { Construct } from 'constructs';
import { CHANGE_TEMPLATE_APPROVER } from '../catalogue/change-template-approver';
import { OctoRole, type OctoRoleProps } from './octo-role';
import type { RoleInputs } from './private/role-inputs';

/** Properties of a ChangeTemplateApproverRole. */
export interface ChangeTemplateApproverRoleProps
  extends OctoRoleProps, RoleInputs<'OctoChangeTemplateApproverRole'> {}

/** OctoChangeTemplateApproverRole: the customer reviews and approves changes with it; Alphaus has no access to it. */
export class ChangeTemplateApproverRole extends OctoRole {
  constructor(scope: Construct, id: string, props: ChangeTemplateApproverRoleProps) {
    const { account, ...inputs } = props;
    super(scope, id, CHANGE_TEMPLATE_APPROVER, { account, inputs });
  }
}
