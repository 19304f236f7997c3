import { APPROVAL_TAG } from '../names/policies';
import type { RoleSpec, StatementSpec } from './role-spec';

const DOCUMENTS = 'arn:{partition}:ssm:*:{accountId}:document/*';
const AMAZON_DOCUMENTS = 'arn:{partition}:ssm:*::document/*';
const EXECUTIONS = 'arn:{partition}:ssm:*:{accountId}:automation-execution/*';
const SETTINGS = 'arn:{partition}:ssm:*:{accountId}:servicesetting/ssm';

const change: Pick<StatementSpec, 'actions' | 'capability' | 'source'> = {
  actions: ['ssm:StartChangeRequestExecution'],
  capability: 'Change requests',
  source: 'Service Authorization Reference, "Actions, resources, and condition keys for AWS Systems Manager"',
};
/** Actions that change a document, or create one with its name. */
const EDITS = [
  'ssm:CreateDocument',
  'ssm:DeleteDocument',
  'ssm:UpdateDocument',
  'ssm:UpdateDocumentDefaultVersion',
];
/** Any value of the approval tag freezes a document, so that its text cannot change during a review. */
const frozen: Pick<StatementSpec, 'effect' | 'actions' | 'resources' | 'capability'> = {
  effect: 'Deny',
  actions: EDITS,
  resources: [DOCUMENTS],
  capability: 'Approval',
};

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
      actions: EDITS,
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
      sid: 'RequestApprovedChanges',
      resources: [DOCUMENTS],
      conditions: { StringEquals: { [`aws:ResourceTag/${APPROVAL_TAG}`]: 'true' } },
      when: [{ input: 'change_requests', is: 'approved' }],
      reason:
        'Octo requests a change by a template that the customer approved by a tag; Change Manager lets it run once the approvals of the template are given.',
    },
    {
      ...change,
      sid: 'RequestAnyChange',
      resources: ['arn:{partition}:ssm:*:{accountId}:automation-definition/*:*', DOCUMENTS],
      when: [{ input: 'change_requests', is: 'any' }],
      reason:
        "The customer lets Octo request changes by any template of this account, and relies on Change Manager's review of templates.",
    },
    {
      ...change,
      sid: 'RequestedExecutions',
      resources: [EXECUTIONS],
      reason:
        'A request is decided for the template and for its execution; without the template this alone requests nothing.',
    },
    {
      sid: 'StartVettedRunbooks',
      actions: ['ssm:StartAutomationExecution'],
      resources: [
        // Any partition: a role acts only in its own, and CloudFormation's Fn::Join takes no function as a delimiter.
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
      ...change,
      sid: 'NeverAutoApprove',
      effect: 'Deny',
      conditions: { Bool: { 'ssm:AutoApprove': 'true' } },
      when: [{ input: 'require_change_request_approval', is: true }],
      reason: 'A change runs only after an approval of its own, whatever its template allows.',
    },
    {
      sid: 'NeverTouchApproval',
      effect: 'Deny',
      actions: ['ssm:AddTagsToResource', 'ssm:CreateDocument'],
      resources: [DOCUMENTS],
      // Conditions ignore the case of a tag key when they look a tag up.
      conditions: { 'ForAnyValue:StringEqualsIgnoreCase': { 'aws:TagKeys': APPROVAL_TAG } },
      capability: 'Approval',
      reason: "The approval tag is the customer's, however it is spelt.",
    },
    {
      ...frozen,
      sid: 'NeverEditFrozen',
      conditions: { Null: { [`aws:ResourceTag/${APPROVAL_TAG}`]: 'false' } },
      reason:
        'A document that carries the approval tag, with whatever value, stays as it is until the customer takes the tag off.',
    },
    {
      ...frozen,
      sid: 'NeverEditFrozenByServiceKey',
      conditions: { Null: { [`ssm:resourceTag/${APPROVAL_TAG}`]: 'false' } },
      reason: 'The same by the older key of Systems Manager, which documents carry too.',
    },
  ],
  deniesOthers:
    'Reviewing, sharing and untagging documents, assuming another role, and all else that no row names stay closed, even where a resource policy allows everybody.',
  accepted: [
    'It may update and delete every Automation document of the account that does not carry the tag OctoApproved, not only those of Octo, and write another of the same name: give what something of yours runs with rights of its own the tag with another value, such as frozen, which keeps its text and by default lets Octo not start it by itself.',
    'SendAutomationSignal can carry an approval, which SSM takes only from principals that the step or the change template names: never name OctoSSMUpdaterRole as an approver. It can also resume a pause and start and stop steps of every execution: where a person has to agree, let the step be aws:approve, not aws:pause, and what must not run without it a document of its own, since who starts a document may have SSM run it step by step.',
    'The runbooks in vetted_runbooks start without an approval: by default any EC2 instance may be started, stopped and resized, and any RDS instance started and stopped; with TargetLocations in other accounts too, where a role there trusts OctoChangeExecutorRole or the whole account, as in a management account. An empty list allows none.',
    'The approval tag covers every version of a document: freeze it (OctoApproved=review), read every version and attachment, then approve it (OctoApproved=true). It covers no document that it calls, and no runbook that a change template names: freeze those too, or they can still be edited, and approve no template that lets the request choose any runbook.',
    'An approval counts for one Region: a document of the same name in another Region is another document, which an automation with TargetLocations runs there with a role of yours that trusts the whole account. The same holds of other accounts of yours that have these roles.',
    'It may delete any Automation document that does not carry the tag, tag documents of any type, read every document, and read and stop every automation execution of the account.',
    'ssm:GetDocument returns texts of documents; ssm:GetAutomationExecution, ssm:DescribeAutomationExecutions and ssm:DescribeAutomationStepExecutions return parameters and outputs of executions, and ssm:GetOpsItem, ssm:DescribeOpsItems and ssm:ListOpsItemEvents texts of operational items.',
    'A change template that is approved with auto-approval is approved for every request of Octo, unless require_change_request_approval is set; one whose approvers are parameters is approved by whom Octo names: do not approve such a template.',
    'It may set who reviews change templates, where Change Manager looks up approvers (IAM or Identity Center), and where the output of the scripts of every automation of a Region is logged. Approving takes ssm:UpdateDocumentMetadata, which it is denied.',
  ],
};
