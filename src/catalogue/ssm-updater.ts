import { APPROVAL_TAG } from './names';
import type { RoleSpec, StatementSpec, Toggle } from './types';

const DOCUMENTS = 'arn:{partition}:ssm:*:{accountId}:document/*';
const AMAZON_DOCUMENTS = 'arn:{partition}:ssm:*::document/*';
const EXECUTIONS = 'arn:{partition}:ssm:*:{accountId}:automation-execution/*';
const SETTINGS = 'arn:{partition}:ssm:*:{accountId}:servicesetting/ssm';

const change: Pick<StatementSpec, 'actions' | 'resources' | 'capability' | 'source'> = {
  actions: ['ssm:StartChangeRequestExecution'],
  resources: ['arn:{partition}:ssm:*:{accountId}:automation-definition/*:*', EXECUTIONS, DOCUMENTS],
  capability: 'Change requests',
  source: 'Service Authorization Reference, "Actions, resources, and condition keys for AWS Systems Manager"',
};
const singleApproval = (is: boolean): Toggle[] => [{ input: 'require_change_request_approval', is }];

export const SSM_UPDATER: RoleSpec = {
  name: 'OctoSSMUpdaterRole',
  id: 'ssm_updater',
  description:
    'Alphaus Octo manages SSM Automation documents and requests changes. It changes no resource itself.',
  purpose:
    'Alphaus manages SSM Automation documents and requests changes, which run through SSM with OctoChangeExecutorRole once the customer approved them. Without an approval it starts only the runbooks in vetted_runbooks.',
  trust: [{ kind: 'vendor' }],
  maxSessionDuration: 'max_session_duration',
  storage: { kind: 'inline', policyName: 'octo-ssm-updater' },
  statements: [
    {
      sid: 'ManageAutomationDocuments',
      actions: [
        'ssm:CreateDocument',
        'ssm:DeleteDocument',
        'ssm:UpdateDocument',
        'ssm:UpdateDocumentDefaultVersion',
      ],
      resources: [DOCUMENTS],
      conditions: { StringEquals: { 'ssm:DocumentType': ['Automation', 'Automation.ChangeTemplate'] } },
      capability: 'Manage SSM documents',
      reason:
        'Octo keeps its runbooks and change templates; documents of other types, such as Command, stay closed.',
    },
    {
      sid: 'ReadDocuments',
      actions: [
        'ssm:DescribeDocument',
        'ssm:DescribeDocumentParameters',
        'ssm:GetDocument',
        'ssm:ListDocumentMetadataHistory',
        'ssm:ListDocumentVersions',
        'ssm:ListTagsForResource',
      ],
      resources: [AMAZON_DOCUMENTS, EXECUTIONS, DOCUMENTS],
      capability: 'Manage SSM documents',
      reason: 'Octo reads a document, its review and its tags before it updates or starts it.',
    },
    {
      sid: 'QueryAutomations',
      actions: [
        'ssm:DescribeAutomationExecutions',
        'ssm:DescribeOpsItems',
        'ssm:ListDocuments',
        'ssm:ListOpsItemEvents',
      ],
      capability: 'Query automations',
      reason: 'Octo lists executions, documents and change requests; these calls know no resource.',
    },
    {
      sid: 'ReadChangeRequests',
      actions: ['ssm:GetOpsItem'],
      resources: ['arn:{partition}:ssm:*:{accountId}:opsitem/*'],
      capability: 'Change requests',
      reason: 'A change request is an OpsItem: Octo follows what became of its own.',
    },
    {
      ...change,
      sid: 'RequestChanges',
      when: singleApproval(false),
      reason:
        'Octo requests a change; Change Manager lets it run once the approvals of its template are given.',
    },
    {
      ...change,
      sid: 'RequestChangesApprovedSingly',
      conditions: { BoolIfExists: { 'ssm:AutoApprove': 'false' } },
      when: singleApproval(true),
      reason:
        'Octo requests a change, which runs only after an approval of its own, whatever its template allows.',
    },
    {
      sid: 'StartVettedRunbooks',
      actions: ['ssm:StartAutomationExecution'],
      resources: [
        // Any partition: a role acts in its own alone, and CloudFormation's Fn::Join takes no value in a delimiter.
        { each: 'vetted_runbooks', arn: 'arn:*:ssm:*::document/{item}' },
        { each: 'vetted_runbooks', arn: 'arn:*:ssm:*:*:automation-definition/{item}:*' },
      ],
      when: [{ input: 'vetted_runbooks', is: 'set' }],
      capability: 'Trigger automations',
      reason: "Octo starts and stops what a schedule says, by a few runbooks whose text is Amazon's.",
    },
    {
      sid: 'StartApprovedRunbooks',
      actions: ['ssm:StartAutomationExecution'],
      resources: [DOCUMENTS],
      conditions: { StringEquals: { [`aws:ResourceTag/${APPROVAL_TAG}`]: 'true' } },
      when: [{ input: 'direct_automation', is: 'approved' }],
      capability: 'Trigger automations',
      reason:
        'Octo starts documents of this account that the customer approved by a tag, where there is no Change Manager.',
    },
    {
      sid: 'StartAnyRunbook',
      actions: ['ssm:StartAutomationExecution'],
      resources: ['arn:{partition}:ssm:*:{accountId}:automation-definition/*:*', DOCUMENTS],
      when: [{ input: 'direct_automation', is: 'any' }],
      capability: 'Trigger automations',
      reason: 'The customer lets Octo start any document of this account without an approval.',
    },
    {
      sid: 'StartedExecutions',
      actions: ['ssm:StartAutomationExecution'],
      resources: [EXECUTIONS],
      capability: 'Trigger automations',
      reason:
        'A start is decided for the document and for its execution; without the document this alone starts nothing.',
    },
    {
      sid: 'ControlAutomations',
      actions: [
        'ssm:DescribeAutomationStepExecutions',
        'ssm:GetAutomationExecution',
        'ssm:SendAutomationSignal',
        'ssm:StopAutomationExecution',
      ],
      resources: [EXECUTIONS],
      capability: 'Stop, resume and query automations',
      reason: 'Octo stops, resumes and follows executions.',
    },
    {
      sid: 'TagDocumentsAndExecutions',
      actions: ['ssm:AddTagsToResource'],
      resources: [EXECUTIONS, DOCUMENTS],
      capability: 'Add tags',
      reason:
        'Octo tags documents and executions, and no other resource: tags decide about access elsewhere.',
    },
    {
      sid: 'ServiceSettings',
      actions: ['ssm:GetServiceSetting', 'ssm:UpdateServiceSetting'],
      resources: [
        `${SETTINGS}/automation/*`,
        `${SETTINGS}/change-management/identity-provider`,
        `${SETTINGS}/documents/automation/change-template/reviewers`,
      ],
      capability: 'Update service settings',
      reason:
        'Octo sets up Automation and Change Manager; the setting that switches approval off is not among these.',
    },
    {
      sid: 'PassExecutorToSsmOnly',
      actions: ['iam:PassRole'],
      resources: ['arn:{partition}:iam::{accountId}:role/OctoChangeExecutorRole'],
      conditions: { StringEquals: { 'iam:PassedToService': 'ssm.amazonaws.com' } },
      capability: 'PassRole to OctoChangeExecutorRole',
      reason: 'SSM runs a change with this role; Octo can pass it to no other service, and no other role.',
      source: 'IAM User Guide, "Grant a user permissions to pass a role to an AWS service"',
    },
    {
      sid: 'NeverSelfApprove',
      effect: 'Deny',
      actions: [
        'ssm:ModifyDocumentPermission',
        'ssm:PutResourcePolicy',
        'ssm:RemoveTagsFromResource',
        'ssm:UpdateDocumentMetadata',
      ],
      capability: 'Approval',
      reason: 'Reviewing, sharing and untagging documents belong to the customer.',
    },
    {
      sid: 'NeverLeave',
      effect: 'Deny',
      actions: ['sts:Assume*'],
      capability: 'Approval',
      reason:
        'It assumes no other role, even one whose trust policy names it: what it requests runs through SSM alone.',
    },
    {
      sid: 'NeverTouchApproval',
      effect: 'Deny',
      actions: ['ssm:AddTagsToResource', 'ssm:CreateDocument'],
      resources: [DOCUMENTS],
      // Tag keys that differ in case only are one key where conditions look a tag up.
      conditions: { 'ForAnyValue:StringEqualsIgnoreCase': { 'aws:TagKeys': APPROVAL_TAG } },
      capability: 'Approval',
      reason: "The approval tag is the customer's, however it is spelt.",
    },
    {
      sid: 'NeverEditApproved',
      effect: 'Deny',
      actions: ['ssm:DeleteDocument', 'ssm:UpdateDocument', 'ssm:UpdateDocumentDefaultVersion'],
      resources: [DOCUMENTS],
      conditions: { StringEquals: { [`aws:ResourceTag/${APPROVAL_TAG}`]: 'true' } },
      capability: 'Approval',
      reason: 'What was approved stays as it was, until the customer takes the tag off.',
    },
    {
      sid: 'NeverEditApprovedByServiceKey',
      effect: 'Deny',
      actions: ['ssm:DeleteDocument', 'ssm:UpdateDocument', 'ssm:UpdateDocumentDefaultVersion'],
      resources: [DOCUMENTS],
      conditions: { StringEquals: { [`ssm:resourceTag/${APPROVAL_TAG}`]: 'true' } },
      capability: 'Approval',
      reason: 'The same by the older key of Systems Manager, which documents carry too.',
    },
  ],
  accepted: [
    'It may update and delete every Automation document of the account that is not approved, not only those of Octo, and write another of the same name: what something else of yours runs with rights of its own has to be tagged OctoApproved=true, which lets Octo start it too, and keeps its text.',
    'SendAutomationSignal can carry an approval, which SSM takes only from principals that the step or the change template names: never name OctoSSMUpdaterRole as an approver. It can also resume a pause and start and stop steps of every execution: where a person has to agree, let the step be aws:approve, not aws:pause.',
    'The runbooks in vetted_runbooks start without an approval: by default any EC2 instance may be started, stopped and resized, and any RDS instance started and stopped; with TargetLocations in other accounts too, where a role there trusts OctoChangeExecutorRole or the whole account, as in a management account. An empty list allows none.',
    'The approval tag covers every version of a document: tag it only while it has the one version that was read. It covers no document that it calls, and no runbook that a change template names: tag those too, or they can still be edited.',
    'It may delete any Automation document that is not approved, tag documents of any type, read every document, and read and stop every automation execution of the account.',
    'ssm:GetDocument returns texts of documents; ssm:GetAutomationExecution, ssm:DescribeAutomationExecutions and ssm:DescribeAutomationStepExecutions return parameters and outputs of executions, and ssm:GetOpsItem, ssm:DescribeOpsItems and ssm:ListOpsItemEvents texts of operational items.',
    'A change template that is approved with auto-approval is approved for every request of Octo, unless require_change_request_approval is set.',
    'It may set who reviews change templates. Approving takes ssm:UpdateDocumentMetadata, which it is denied.',
  ],
};
