import type { RoleName } from '../../src/inputs';

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
const BOUNDARY_AS_TEXT = (operator: string): Opinions => ({
  [`MISMATCHED_TYPE_BUT_USABLE[Type mismatch: ${operator} requires a value of type String but given Arn]`]:
    "One boundary by its exact ARN: text is compared exactly, where ArnEquals would take wildcards. AWS's own examples do so.",
});
const STARTS: Opinions = {
  'RESOURCE_MISMATCH[[{"action":"ssm:StartAutomationExecution","required_format":"arn:*:ssm:*:*:automation-definition/*:*"}]]':
    "AWS's reference demands the document and the execution for a start, and the definition no longer.",
};

/** The searcher's ceiling, as its boundary has it and as the guard repeats it. */
const SEARCHER_CEILING: Opinions = {
  ...AUTOMATED_SAVINGS,
  ...unknown(
    'backup:GetTiering*',
    'backup:ListTiering*',
    'kms:GetKeyLastUsage',
    'logs:ListLogGroups',
    'network-firewall:ListVpc*',
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
    Ceiling: SEARCHER_CEILING,
    OnlyCeiling: SEARCHER_CEILING,
  },
  OctoChangeExecutorRole: { trust: ABOUT_ASSUMING },
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
    StartApprovedRunbooks: STARTS,
    StartedExecutions: STARTS,
    NeverEditApprovedByServiceKey: unknownKey(
      'ssm:resourceTag/OctoApproved',
      'ssm:DeleteDocument',
      'ssm:UpdateDocument',
      'ssm:UpdateDocumentDefaultVersion',
    ),
  },
  OctoChangeTemplateApproverRole: {
    trust: ABOUT_ASSUMING,
    ReviewChangeTemplates: unknownKey(
      'ssm:DocumentType',
      'ssm:CreateDocument',
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
    Commitments: RESERVATIONS,
    Metrics: READS,
    ReservationInventory: READS,
    Organization: READS,
    Stacks: READS,
    UpdateInlineOfAcctAccess: BOUNDARY_AS_TEXT('StringEquals'),
    UpdateInlineOfSearcher: BOUNDARY_AS_TEXT('StringEquals'),
    UpdateInlineOfAcctAccessOnlySo: BOUNDARY_AS_TEXT('StringNotEquals'),
    Ceiling: RESERVATIONS,
    OnlyCeiling: RESERVATIONS,
  },
};
