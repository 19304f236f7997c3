import type { RoleName } from '../../src/names/role-names';

/** What parliament says of one statement, and why it stands. */
type Opinions = Readonly<Record<string, string>>;

const each = (opinions: readonly string[], reason: string): Opinions =>
  Object.fromEntries(opinions.map((opinion) => [opinion, reason]));

/** Actions by the names that rows give them, which parliament has never heard of. */
const unknown = (...actions: readonly string[]): Opinions =>
  each(
    actions.map((action) => `UNKNOWN_ACTION[Unknown action ${action}]`),
    "AWS's reference has it, as the grammar tests show; parliament's catalogue is older.",
  );
const unknownKey = (key: string, ...actions: readonly string[]): Opinions =>
  each(
    actions.map((action) => `UNKNOWN_CONDITION_FOR_ACTION[Unknown condition ${key} for action ${action}]`),
    "AWS's reference has this key for the action, as the grammar tests show; parliament's catalogue is older.",
  );

const READS: Opinions = {
  RESOURCE_STAR:
    'Reads of metadata: what there is to save is not known beforehand. The house rules look for writes on every resource, one by one.',
};
const AUTOMATED_SAVINGS: Opinions = {
  'UNKNOWN_PREFIX[Unknown prefix aco-automation]':
    "AWS's reference has this service, Compute Optimizer's automation; parliament's catalogue is older.",
};
const ABOUT_ASSUMING: Opinions = {
  'CREDENTIALS_EXPOSURE[["sts:assumerole"]]':
    'A trust policy allows this call and no other; the house rules look at who may make it.',
};
const BOUNDARY_AS_TEXT: Opinions = {
  'MISMATCHED_TYPE_BUT_USABLE[Type mismatch: StringEquals requires a value of type String but given Arn]':
    "One boundary by its exact ARN: text is compared exactly, where ArnEquals would take wildcards. AWS's own examples do so.",
};
const BILLING_ADVICE: Opinions = {
  'UNKNOWN_PREFIX[Unknown prefix bcm-recommended-actions]':
    "AWS's reference has this service, advice of the billing console; parliament's catalogue is older.",
};
const withoutDefinition = (action: string): Opinions => ({
  [`RESOURCE_MISMATCH[[{"action":"${action}","required_format":"arn:*:ssm:*:*:automation-definition/*:*"}]]`]:
    "AWS's reference demands the document and the execution, and the definition no longer.",
});
const STARTS = withoutDefinition('ssm:StartAutomationExecution');
const REQUESTS = withoutDefinition('ssm:StartChangeRequestExecution');

/** The searcher's boundary, as the Deny of all else leaves it. */
const SEARCHER_CEILING: Opinions = {
  ...AUTOMATED_SAVINGS,
  ...unknown(
    'backup:GetTi*',
    'backup:ListTi*',
    'kms:GetKeyL*',
    'logs:List*Groups',
    'network-firewall:ListVp*',
    'redshift-serverless:GetRese*',
  ),
};
const RESERVATIONS = unknown('redshift-serverless:GetReservation*', 'redshift-serverless:ListReservation*');

/**
 * Everything that parliament finds in the documents of all settings, by role and by statement, or by document where
 * it names no statement. Its catalogue of AWS is old: each time that it errs is said here, and none of its checks
 * is switched off.
 */
export const ACKNOWLEDGED_OPINIONS: Readonly<Record<RoleName, Readonly<Record<string, Opinions>>>> = {
  OctoRecommendationSearcherRole: {
    trust: ABOUT_ASSUMING,
    ComputeOptimizer: AUTOMATED_SAVINGS,
    TrustedAdvisor: READS,
    CloudWatch: unknown('logs:ListLogGroups'),
    EC2: READS,
    RDS: READS,
    Lambda: unknown('lambda:ListCapacityProviders'),
    Redshift: unknown('redshift-serverless:GetReservation*'),
    DynamoDB: READS,
    Caches: unknown('aoss:BatchGetCollectionGroup', 'aoss:ListCollectionGroups'),
    Containers: READS,
    Analytics: READS,
    ML: READS,
    S3: READS,
    Storage: READS,
    Network: unknown('network-firewall:ListVpcEndpointAssociations'),
    Route53: READS,
    CloudTrail: READS,
    Pricing: READS,
    Organizations: READS,
    Backup: unknown('backup:GetTieringConfiguration', 'backup:ListTieringConfigurations'),
    ResourceGroups: READS,
    Licenses: READS,
    Inventory: unknown('kms:GetKeyLastUsage'),
    NeverContent: unknown('lambda:ListDurable*'),
    Within: {
      RESOURCE_STAR:
        'A boundary gives nothing; the Deny of all else beside it leaves of this what the boundary names, which no document has room for twice.',
    },
    NothingElse: SEARCHER_CEILING,
  },
  OctoChangeExecutorRole: {
    trust: ABOUT_ASSUMING,
    OctoChangeExecutor1: {
      'PERMISSIONS_MANAGEMENT_ACTIONS[["iam:passrole","kms:creategrant"]]':
        'Task roles to ECS tasks only, never one of the five; and grants that AWS itself makes, without which an instance with encrypted volumes does not start again.',
      ...Object.fromEntries(
        ['aws', 'aws-us-gov', 'aws-cn'].map((partition) => [
          `RESOURCE_POLICY_PRIVILEGE_ESCALATION[Possible resource policy privilege escalation on arn:${partition}:s3:::* due to s3:DeleteObject not being allowed, but does allow s3:PutLifecycleConfiguration]`,
          'A lifecycle rule expires objects, which is what the recommendation is about; what the role may lose is said where it is accepted.',
        ]),
      ),
    },
    ReadWhatChanges: {
      RESOURCE_STAR: 'Descriptions know no resource.',
    },
  },
  OctoSSMUpdaterRole: {
    trust: ABOUT_ASSUMING,
    'octo-ssm-updater': {
      'PERMISSIONS_MANAGEMENT_ACTIONS[["iam:passrole"]]':
        'SSM runs approved changes with the executor: that role and that service only, as house rules and reach show.',
    },
    ManageAutomationDocuments: unknownKey(
      'ssm:DocumentType',
      'ssm:CreateDocument',
      'ssm:DeleteDocument',
      'ssm:UpdateDocument',
      'ssm:UpdateDocumentDefaultVersion',
    ),
    RequestApprovedChanges: REQUESTS,
    RequestedExecutions: REQUESTS,
    StartApprovedRunbooks: STARTS,
    StartedExecutions: STARTS,
  },
  OctoChangeTemplateApproverRole: {
    trust: ABOUT_ASSUMING,
    ReviewChangeTemplates: unknownKey(
      'ssm:DocumentType',
      'ssm:UpdateDocument',
      'ssm:UpdateDocumentDefaultVersion',
      'ssm:UpdateDocumentMetadata',
    ),
  },
  AlphausAcctAccessRole: {
    trust: ABOUT_ASSUMING,
    CostExplorer: {
      RESOURCE_STAR:
        "Octo's specification has ce:* as it stands; the house rules name each write in it and why it stands.",
    },
    CostExplorerReads: READS,
    CostAndUsageReports: READS,
    Billing: BILLING_ADVICE,
    Commitments: RESERVATIONS,
    Metrics: READS,
    ReservationInventory: READS,
    Organization: READS,
    Stacks: READS,
    UpdateInlineOfAcctAccess: BOUNDARY_AS_TEXT,
    UpdateInlineOfSearcher: BOUNDARY_AS_TEXT,
    Ceiling: { ...RESERVATIONS, ...BILLING_ADVICE },
    NothingElse: { ...RESERVATIONS, ...BILLING_ADVICE },
  },
};
