import type { RoleSpec } from './types';

export const CHANGE_EXECUTOR: RoleSpec = {
  name: 'OctoChangeExecutorRole',
  id: 'change_executor',
  description: 'Executes approved Octo changes through SSM Automation. Alphaus cannot assume it.',
  purpose:
    "Executes the changes that the customer approved: SSM Automation assumes it to run a runbook. Alphaus can neither assume it nor have it run a document of Alphaus's own making without the customer's approval.",
  trust: [{ kind: 'automation' }, { kind: 'account' }],
  maxSessionDuration: 3600,
  statements: [],
  storage: { kind: 'none' },
  takesPolicyArns: true,
  accepted: [
    'It is an administrator of the account (AdministratorAccess, unless change_executor_policy_arns says otherwise), as any change that Octo recommends may be approved.',
    "Principals of the customer's own account whose policies allow sts:AssumeRole on it can assume it, as the specification has it.",
    'As an administrator of the account it can also approve: an approved runbook may tag documents, or assume OctoChangeTemplateApproverRole.',
  ],
};
