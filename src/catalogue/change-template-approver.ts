import { APPROVAL_TAG } from '../names/policies';
import type { RoleSpec } from './role-spec';

const DOCUMENTS = 'arn:{partition}:ssm:*:{accountId}:document/*';
const EXECUTIONS = 'arn:{partition}:ssm:*:{accountId}:automation-execution/*';

export const CHANGE_TEMPLATE_APPROVER: RoleSpec = {
  name: 'OctoChangeTemplateApproverRole',
  id: 'change_template_approver',
  description:
    'The customer reviews and approves Octo change templates and runbooks. Alphaus cannot assume it.',
  purpose: 'The customer reviews and approves what Octo may run. Alphaus has no access to it.',
  trust: [{ kind: 'account' }],
  maxSessionDuration: 3600,
  storage: { kind: 'inline', policyName: 'octo-change-template-approver' },
  statements: [
    {
      sid: 'ViewDocuments',
      actions: [
        'ssm:DescribeDocument',
        'ssm:DescribeDocumentParameters',
        'ssm:DescribeDocumentPermission',
        'ssm:GetDocument',
        'ssm:ListDocumentMetadataHistory',
        'ssm:ListDocumentVersions',
        'ssm:ListTagsForResource',
      ],
      resources: ['arn:{partition}:ssm:*::document/*', EXECUTIONS, DOCUMENTS],
      capability: 'View SSM documents',
      reason: 'Whoever approves reads what it is that is approved.',
    },
    {
      sid: 'ViewQueues',
      actions: [
        'ssm:DescribeAutomationExecutions',
        'ssm:DescribeOpsItems',
        'ssm:ListDocuments',
        'ssm:ListOpsItemEvents',
      ],
      capability: 'View SSM documents',
      reason: 'What waits for an approval, and what became of earlier ones; these calls know no resource.',
    },
    {
      sid: 'ReviewChangeTemplates',
      actions: ['ssm:UpdateDocument', 'ssm:UpdateDocumentDefaultVersion', 'ssm:UpdateDocumentMetadata'],
      resources: [DOCUMENTS],
      conditions: { StringEquals: { 'ssm:DocumentType': 'Automation.ChangeTemplate' } },
      capability: 'Approve, revise or submit change templates',
      reason:
        'Reviews, which templates are submitted to, are metadata of a template; a revision updates it. Octo makes new ones.',
    },
    {
      sid: 'ApproveRunbooks',
      actions: ['ssm:AddTagsToResource', 'ssm:RemoveTagsFromResource'],
      resources: [DOCUMENTS],
      conditions: {
        'ForAllValues:StringEquals': { 'aws:TagKeys': APPROVAL_TAG },
        // ForAllValues also holds for a request without any tag key.
        Null: { 'aws:TagKeys': 'false' },
      },
      capability: 'Approve runbooks',
      reason: `The tag ${APPROVAL_TAG}=true lets Octo start a document without a change request; taking it off withdraws that.`,
    },
    {
      sid: 'SignalExecutions',
      actions: [
        'ssm:DescribeAutomationStepExecutions',
        'ssm:GetAutomationExecution',
        'ssm:SendAutomationSignal',
      ],
      resources: [EXECUTIONS],
      capability: 'Automation execution signals',
      reason: 'Steps and requests that wait are approved, rejected or resumed by a signal.',
    },
    {
      sid: 'ReadChangeRequests',
      actions: ['ssm:GetOpsItem', 'ssm:GetServiceSetting'],
      resources: [
        'arn:{partition}:ssm:*:{accountId}:opsitem/*',
        'arn:{partition}:ssm:*:{accountId}:servicesetting/ssm/*',
      ],
      capability: 'View SSM documents',
      reason: 'The request to decide about, and how approval is set up.',
    },
  ],
  deniesOthers: 'It approves, and does nothing else, even where a resource policy allows everybody.',
  accepted: [],
};
