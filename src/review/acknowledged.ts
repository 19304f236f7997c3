import type { Configuration } from '../inputs/inputs';
import type { RoleName } from '../names/role-names';
import { ACCEPTED_CONTENT, type AcceptedContent } from './accepted-content';

/** Values of inputs, or `set` or `unset`; all must hold. For `allowSelfUpdate` the effective value counts: it is off beside the customer's own boundary. */
export type Circumstances = {
  readonly [P in keyof Configuration]?: string | boolean;
};

/** Findings of the house rules that somebody reviewed and accepted. */
export interface Acknowledgement {
  /** Ids of findings, `rule[what]`. `{vetted_runbooks}` means each element of that list input. */
  readonly findings: readonly string[];
  /** Why this is acceptable, for the next reviewer. */
  readonly reason: string;
  /** Circumstances under which the findings occur; one must hold. @default - always */
  readonly when?: readonly Circumstances[];
}

const VENDOR_TRUST: Acknowledgement = {
  findings: ['whole-account-trust[arn:{partition}:iam::{principal}:root]'],
  reason:
    'Alphaus gives its account, not its principals, and can so replace these; the external id ties each session to one customer of Octo.',
};

const OWN_ACCOUNT_TRUST: Acknowledgement = {
  findings: ['whole-account-trust[arn:{partition}:iam::{accountId}:root]'],
  reason:
    "The specification trusts the customer's account: who of it may assume the role is for the customer's policies to say. The roles that Alphaus assumes and the executor are denied by name.",
};

/** Full Cost Explorer access, as Octo specifies; cost_explorer_access = read-only removes it. */
const FULL_COST_EXPLORER: readonly Acknowledgement[] = (
  [
    {
      findings: ['wildcard-action[ce:*]'],
      reason:
        "Octo's specification grants ce:* as it stands. Nothing of Cost Explorer changes resources or spends money; what it changes is listed one by one below.",
    },
    {
      findings: [
        'unscoped-write[ce:CreateReport]',
        'unscoped-write[ce:DeleteReport]',
        'unscoped-write[ce:UpdateReport]',
      ],
      reason:
        'Reports are saved queries of Cost Explorer, which Octo keeps there. It can also remove those of others: they hold no data of their own.',
    },
    {
      findings: [
        'unscoped-write[ce:CreateNotificationSubscription]',
        'unscoped-write[ce:DeleteNotificationSubscription]',
        'unscoped-write[ce:UpdateNotificationSubscription]',
      ],
      reason: 'Expiry alerts of reservations and Savings Plans go where Octo or the customer wants them.',
    },
    {
      findings: [
        'unscoped-write[ce:CreateAnomalyMonitor]',
        'unscoped-write[ce:CreateAnomalySubscription]',
        'unscoped-write[ce:ProvideAnomalyFeedback]',
        'wildcard-resource-on-scopable-write[ce:DeleteAnomalyMonitor]',
        'wildcard-resource-on-scopable-write[ce:DeleteAnomalySubscription]',
        'wildcard-resource-on-scopable-write[ce:UpdateAnomalyMonitor]',
        'wildcard-resource-on-scopable-write[ce:UpdateAnomalySubscription]',
      ],
      reason:
        "Octo sets up anomaly detection. Monitors have generated ids, so a policy cannot tell Octo's from the customer's: it can silence the customer's alerts, too.",
    },
    {
      findings: [
        'unscoped-write[ce:CreateCostCategoryDefinition]',
        'wildcard-resource-on-scopable-write[ce:DeleteCostCategoryDefinition]',
        'wildcard-resource-on-scopable-write[ce:UpdateCostCategoryDefinition]',
      ],
      reason:
        'Cost categories group the bill for Octo. Their ids are generated, so they cannot be named beforehand; what is charged does not change.',
    },
    {
      findings: [
        'unscoped-write[ce:StartCostAllocationTagBackfill]',
        'unscoped-write[ce:UpdateCostAllocationTagsStatus]',
      ],
      reason: 'Octo activates the tags that costs are attributed by; AWS knows no resource for it.',
    },
    {
      findings: [
        'unscoped-write[ce:StartCommitmentPurchaseAnalysis]',
        'unscoped-write[ce:StartSavingsPlansPurchaseRecommendationGeneration]',
      ],
      reason: 'AWS computes recommendations when asked to; nothing is bought.',
    },
    {
      findings: ['unscoped-write[ce:UpdateConsoleActionSetEnforced]', 'unscoped-write[ce:UpdatePreferences]'],
      reason:
        'Part of ce:*. Preferences say what member accounts see, and which set of actions the consoles of billing check: an administrator of the customer sets either back.',
    },
    {
      findings: [
        'tagging[ce:TagResource]',
        'tagging[ce:UntagResource]',
        'wildcard-resource-on-scopable-write[ce:TagResource]',
        'wildcard-resource-on-scopable-write[ce:UntagResource]',
      ],
      reason: 'Only monitors, subscriptions and cost categories of Cost Explorer take these tags.',
    },
  ] as const
).map((acknowledgement) => ({ ...acknowledgement, when: [{ costExplorerAccess: 'full' }] }));

/** Rights of the executor that is limited to recommendations. */
const RECOMMENDATIONS_ONLY: readonly Acknowledgement[] = [
  {
    findings: [
      'ec2:CreateSnapshot',
      'ec2:DeleteVolume',
      'ec2:DetachVolume',
      'ec2:ModifyInstanceAttribute',
      'ec2:ModifyVolume',
      'ec2:ReleaseAddress',
      'ec2:StartInstances',
      'ec2:StopInstances',
      'ec2:TerminateInstances',
      'ecs:RegisterTaskDefinition',
      'ecs:UpdateService',
      'elasticloadbalancing:DeleteLoadBalancer',
      'lambda:UpdateFunctionConfiguration',
      'rds:CreateDBSnapshot',
      'rds:DeleteDBInstance',
      'rds:ModifyDBInstance',
      'rds:StartDBInstance',
      'rds:StopDBInstance',
      's3:PutLifecycleConfiguration',
    ].map((action) => `write-on-whole-type[${action}]`),
    reason:
      'Any resource of the account may be recommended to change: which one does, the customer approves, or the list of vetted runbooks says.',
  },
  {
    findings: ['permissions-management[kms:CreateGrant]', 'write-on-whole-type[kms:CreateGrant]'],
    reason:
      'EC2 starts no instance with volumes under a key of the customer without it; kms:GrantIsForAWSResource lets nobody but a service of AWS have the grant.',
  },
  {
    findings: ['tagging[ec2:CreateTags]', 'write-on-whole-type[ec2:CreateTags]'],
    reason: 'Only a snapshot, and only as CreateSnapshot makes it: what exists keeps its tags.',
  },
  {
    findings: ['pass-role[arn:{partition}:iam::{accountId}:role/*]', 'write-on-whole-type[iam:PassRole]'],
    reason:
      'Roles of tasks have names of the customer. iam:PassedToService lets no other service have one; that a container may run as any of them, the report says.',
  },
  {
    findings: ['ecs:DescribeServices', 'ecs:DescribeTaskDefinition', 'lambda:GetFunctionConfiguration'].map(
      (action) => `content-read[${action}]`,
    ),
    reason:
      'What is changed is read before and after, environment variables among it: a task definition is written anew as a whole.',
  },
].map((acknowledgement) => ({ ...acknowledgement, when: [{ changeExecutorAccess: 'recommendations' }] }));

const AMAZON_DOCUMENTS: Acknowledgement = {
  findings: ['resource-in-other-account[arn:{partition}:ssm:*::document/*]'],
  reason: "Amazon's own documents have no account in their ARN. They are public, and only read here.",
};

/** When the rules find accepted content. The content of the customer's own boundary is not known. */
const FOUND_WHEN: Readonly<Record<AcceptedContent['reach'], readonly Circumstances[] | undefined>> = {
  granted: undefined,
  boundary: [{ permissionsBoundaryArn: 'unset' }],
  setting: [{ cloudformationStackArn: 'set', allowSelfUpdate: true }],
};

function acceptedContent(role: RoleName): Acknowledgement[] {
  return ACCEPTED_CONTENT.filter((entry) => entry.role === role).map(({ actions, reach, reason }) => ({
    findings: actions.map((action) => `content-read[${action}]`),
    reason,
    ...(FOUND_WHEN[reach] && { when: FOUND_WHEN[reach] }),
  }));
}

/** Every finding of the house rules, and why it is acceptable. A test fails on a finding or an acknowledgement without its counterpart. */
export const ACKNOWLEDGED: Readonly<Record<RoleName, readonly Acknowledgement[]>> = {
  OctoRecommendationSearcherRole: [
    VENDOR_TRUST,
    ...acceptedContent('OctoRecommendationSearcherRole'),
    {
      findings: ['not-action[Within]'],
      reason:
        "The boundary's one Allow, whose list would not fit beside the Deny of everything else: NothingElse in the same document leaves of it what is listed there. A boundary grants nothing.",
      when: [{ permissionsBoundaryArn: 'unset' }],
    },
  ],
  OctoChangeExecutorRole: [
    OWN_ACCOUNT_TRUST,
    {
      findings: ['foreign-policy[arn:{partition}:iam::aws:policy/AdministratorAccess]'],
      reason:
        "The specification makes it an administrator, so that any approved change can run. Only SSM of this account and the customer's principals get in; change_executor_access and change_executor_policy_arns narrow it.",
      when: [{ changeExecutorPolicyArns: 'unset', changeExecutorAccess: 'administrator' }],
    },
    ...RECOMMENDATIONS_ONLY,
    {
      findings: ['foreign-policy[{change_executor_policy_arns}]'],
      reason: 'The customer chose these policies, and answers for their text.',
      when: [{ changeExecutorPolicyArns: 'set' }],
    },
    {
      findings: ['service-trust-without-source-arn[ssm.amazonaws.com]'],
      reason:
        'The customer turned the check off, where SSM does not send the ARN. aws:SourceAccount still keeps other accounts out.',
      when: [{ changeExecutorSourceArnCheck: false }],
    },
  ],
  OctoSSMUpdaterRole: [
    VENDOR_TRUST,
    AMAZON_DOCUMENTS,
    ...acceptedContent('OctoSSMUpdaterRole'),
    {
      findings: [
        'write-on-whole-type[ssm:CreateDocument]',
        'write-on-whole-type[ssm:DeleteDocument]',
        'write-on-whole-type[ssm:UpdateDocument]',
        'write-on-whole-type[ssm:UpdateDocumentDefaultVersion]',
      ],
      reason:
        'Octo names its documents as it likes. Only Automation documents and change templates, and none that carries the approval tag, as NeverEditFrozen denies.',
    },
    {
      findings: ['write-on-whole-type[ssm:StartChangeRequestExecution]'],
      reason:
        'By templates only with the tag that the customer approves by, unless change_requests is any; executions have generated ids, and a request is decided for what it creates, too.',
    },
    {
      findings: [
        'request-without-approval[arn:{partition}:ssm:*:{accountId}:document/*]',
        'request-without-approval[arn:{partition}:ssm:*:{accountId}:automation-definition/*:*]',
      ],
      reason:
        "The customer set change_requests to any, and relies on Change Manager's review of templates, as the input says.",
      when: [{ changeRequests: 'any' }],
    },
    {
      findings: ['write-on-whole-type[ssm:StartAutomationExecution]'],
      reason:
        'On documents only with the tag that the customer approves by, unless direct_automation is any; on executions because a start is decided for what it creates, too.',
    },
    {
      findings: [
        'start-without-approval[arn:{partition}:ssm:*:{accountId}:document/*]',
        'start-without-approval[arn:{partition}:ssm:*:{accountId}:automation-definition/*:*]',
      ],
      reason:
        'The customer set direct_automation to any, which makes Alphaus an administrator through the executor, as the input says.',
      when: [{ directAutomation: 'any' }],
    },
    {
      findings: [
        'resource-in-other-account[arn:*:ssm:*::document/{vetted_runbooks}]',
        'resource-in-other-account[arn:*:ssm:*:*:automation-definition/{vetted_runbooks}:*]',
        'start-without-approval[arn:*:ssm:*::document/{vetted_runbooks}]',
        'start-without-approval[arn:*:ssm:*:*:automation-definition/{vetted_runbooks}:*]',
      ],
      reason:
        "A runbook of Amazon's by its exact name: nobody else can make one of that name, as AWS reserves the prefix.",
      when: [{ vettedRunbooks: 'set' }],
    },
    {
      findings: [
        'write-on-whole-type[ssm:SendAutomationSignal]',
        'write-on-whole-type[ssm:StopAutomationExecution]',
      ],
      reason:
        'Executions have generated ids, so they cannot be named beforehand. It can stop those of others, and signal where they name this role as an approver; the report says both.',
    },
    {
      findings: ['tagging[ssm:AddTagsToResource]', 'write-on-whole-type[ssm:AddTagsToResource]'],
      reason:
        'The specification has Octo tag what it makes; documents and executions only, and never by the approval tag, as NeverTouchApproval denies in any spelling.',
    },
    {
      findings: ['pass-role[arn:{partition}:iam::{accountId}:role/OctoChangeExecutorRole]'],
      reason: 'SSM runs approved changes with this role; iam:PassedToService lets no other service have it.',
    },
  ],
  OctoChangeTemplateApproverRole: [
    OWN_ACCOUNT_TRUST,
    AMAZON_DOCUMENTS,
    ...acceptedContent('OctoChangeTemplateApproverRole'),
    {
      findings: [
        'write-on-whole-type[ssm:UpdateDocument]',
        'write-on-whole-type[ssm:UpdateDocumentDefaultVersion]',
        'write-on-whole-type[ssm:UpdateDocumentMetadata]',
      ],
      reason:
        "The customer's approver reviews and revises any change template, and documents of no other type.",
    },
    {
      findings: [
        'tagging[ssm:AddTagsToResource]',
        'tagging[ssm:RemoveTagsFromResource]',
        'write-on-whole-type[ssm:AddTagsToResource]',
        'write-on-whole-type[ssm:RemoveTagsFromResource]',
      ],
      reason:
        'The approval tag is how the customer releases a document, and takes that back; no other tag passes.',
    },
    {
      findings: ['write-on-whole-type[ssm:SendAutomationSignal]'],
      reason:
        'Executions have generated ids; approving and rejecting those that wait is what the role is for.',
    },
  ],
  AlphausAcctAccessRole: [
    VENDOR_TRUST,
    ...acceptedContent('AlphausAcctAccessRole'),
    ...FULL_COST_EXPLORER,
    {
      findings: ['permissions-management[iam:DeleteRolePolicy]', 'permissions-management[iam:PutRolePolicy]'],
      reason:
        'The specification has Octo update inline policies of its two read roles: on these exact ARNs, and only while each keeps the boundary that limits what any inline policy can do.',
      when: [{ allowSelfUpdate: true }],
    },
    {
      findings: ['unscoped-write[cost-optimization-hub:UpdateEnrollmentStatus]'],
      reason:
        'AWS has no resource for it. It enrols the account in Cost Optimization Hub, which is free of charge, or takes it out; cost_optimization_hub_enrollment takes the right away.',
      when: [{ costOptimizationHubEnrollment: true }],
    },
    {
      findings: ['forallvalues-without-null[cloudformation:ResourceTypes]'],
      reason:
        'A request takes ResourceTypes or the capability that named roles need, not both. What a resource of another type takes is not granted; only extensions with an execution role of their own work without, and the report names that way.',
      when: [{ cloudformationStackArn: 'set', allowSelfUpdate: true }],
    },
  ],
};
