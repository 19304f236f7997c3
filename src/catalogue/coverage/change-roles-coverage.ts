import type { ActionNotes, Coverage } from './coverage-line';

const UPDATER = 'OctoSSMUpdaterRole';
const APPROVER = 'OctoChangeTemplateApproverRole';

const READ_DOCUMENTS: ActionNotes = {
  'ssm:DescribeDocument': 'state and type of a document',
  'ssm:DescribeDocumentParameters': 'parameters that a runbook takes',
  'ssm:GetDocument': 'its text',
  'ssm:ListDocumentMetadataHistory': 'its reviews',
  'ssm:ListDocumentVersions': 'its versions',
  'ssm:ListTagsForResource': 'its tags, the approval among them',
};
const QUEUES: ActionNotes = {
  'ssm:DescribeAutomationExecutions': 'executions, and which wait',
  'ssm:DescribeOpsItems': 'change requests, which are operational items',
  'ssm:ListDocuments': 'documents that are there',
  'ssm:ListOpsItemEvents': 'what happened to a change request',
};

/** The calls for the specification's lines about changes: requests, approvals and executions. */
export const CHANGE_COVERAGE: readonly Coverage[] = [
  {
    role: UPDATER,
    capability: 'Manage SSM documents',
    specification: 'Create, update and delete SSM documents.',
    actions: {
      ...READ_DOCUMENTS,
      'ssm:CreateDocument': 'a new runbook or change template',
      'ssm:DeleteDocument': 'one that is not needed any more',
      'ssm:UpdateDocument': 'a new version',
      'ssm:UpdateDocumentDefaultVersion': 'which version runs by default',
    },
    leftOut: {
      'ssm:ModifyDocumentPermission': 'sharing a document with other accounts is not managing it',
      'ssm:SendCommand': 'runs commands on instances without an approval',
      'ssm:StartSession': 'a shell on instances',
    },
  },
  {
    role: UPDATER,
    capability: 'Query automations',
    specification: 'Query SSM automations.',
    actions: QUEUES,
    leftOut: {
      'ssm:GetCommandInvocation': 'output of commands, which Octo does not run',
      'ssm:GetParameter': 'parameter values: a runbook reads them with the executor',
    },
  },
  {
    role: UPDATER,
    capability: 'Change requests',
    specification: 'Initiate change requests.',
    actions: {
      'ssm:GetOpsItem': 'what became of a request',
      'ssm:StartChangeRequestExecution': 'requests a change by an approved template',
    },
    leftOut: {
      'ssm:CreateOpsItem': 'a change request makes its own',
      'ssm:UpdateOpsItem': 'the state of a request is what the approvals say',
    },
  },
  {
    role: UPDATER,
    capability: 'Trigger automations',
    specification: 'Trigger executions of automations.',
    actions: { 'ssm:StartAutomationExecution': 'starts a vetted or an approved runbook' },
    leftOut: {
      'ssm:CreateAssociation': 'a State Manager association runs documents over and over, unseen',
      'ssm:RegisterTaskWithMaintenanceWindow': 'a maintenance window runs documents over and over, unseen',
      'ssm:StartExecutionPreview': 'a preview runs with the role of the runbook; not in the specification',
    },
  },
  {
    role: UPDATER,
    capability: 'Stop, resume and query automations',
    specification: 'Stop, resume and query automations.',
    actions: {
      'ssm:DescribeAutomationStepExecutions': 'which step an execution is at',
      'ssm:GetAutomationExecution': 'how an execution goes',
      'ssm:SendAutomationSignal': 'resumes what waits',
      'ssm:StopAutomationExecution': 'stops one',
    },
    leftOut: {},
  },
  {
    role: UPDATER,
    capability: 'Add tags',
    specification: 'Add tags.',
    actions: { 'ssm:AddTagsToResource': 'marks documents and executions as of Octo' },
    leftOut: { 'tag:TagResources': 'tags of other resources decide about access elsewhere' },
  },
  {
    role: UPDATER,
    capability: 'Update service settings',
    specification: 'Update service settings.',
    actions: {
      'ssm:GetServiceSetting': 'how Automation and Change Manager are set up',
      'ssm:UpdateServiceSetting': 'sets them up',
    },
    leftOut: { 'ssm:ResetServiceSetting': 'taking a setting back is an update too, and none that is named' },
  },
  {
    role: UPDATER,
    capability: 'PassRole to OctoChangeExecutorRole',
    specification: 'Pass the executor to SSM.',
    actions: { 'iam:PassRole': 'hands a change to the role that executes it' },
    leftOut: { 'sts:AssumeRole': 'the executor is handed over, never assumed' },
  },
  {
    role: APPROVER,
    capability: 'View SSM documents',
    specification: 'View SSM documents.',
    actions: {
      ...READ_DOCUMENTS,
      ...QUEUES,
      'ssm:DescribeDocumentPermission': 'with whom a document is shared',
      'ssm:GetOpsItem': 'the request to decide about',
      'ssm:GetServiceSetting': 'how approval is set up',
    },
    leftOut: {},
  },
  {
    role: APPROVER,
    capability: 'Approve, revise or submit change templates',
    specification: 'Approve, revise or submit change templates.',
    actions: {
      'ssm:UpdateDocument': 'revises one',
      'ssm:UpdateDocumentDefaultVersion': 'makes the revision the one that counts',
      'ssm:UpdateDocumentMetadata':
        'submits a template to a review, approves or rejects it: this is the approval',
    },
    leftOut: {},
  },
  {
    role: APPROVER,
    capability: 'Approve runbooks',
    specification: 'The same for accounts without Change Manager, which takes no new customers.',
    actions: {
      'ssm:AddTagsToResource': 'approves a runbook',
      'ssm:RemoveTagsFromResource': 'withdraws that',
    },
    leftOut: {},
  },
  {
    role: APPROVER,
    capability: 'Automation execution signals',
    specification: 'Provide signals to executions.',
    actions: {
      'ssm:DescribeAutomationStepExecutions': 'the step that waits',
      'ssm:GetAutomationExecution': 'the execution that waits',
      'ssm:SendAutomationSignal': 'approves, rejects or resumes it',
    },
    leftOut: {},
  },
];
