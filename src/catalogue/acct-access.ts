import { ACCT_ACCESS_BOUNDARY } from '../names/policies';
import type { RoleSpec, StatementSpec, Toggle } from './role-spec';

const ACCT_ACCESS_ROLE = 'arn:{partition}:iam::{accountId}:role/AlphausAcctAccessRole';
const SEARCHER_ROLE = 'arn:{partition}:iam::{accountId}:role/OctoRecommendationSearcherRole';
const SERVICE_LINKED_ROLES = 'arn:{partition}:iam::{accountId}:role/aws-service-role';
const SELF_UPDATE: Toggle = { input: 'allow_self_update', is: true };

const reads: readonly StatementSpec[] = [
  {
    sid: 'CostExplorer',
    actions: ['ce:*'],
    when: [{ input: 'cost_explorer_access', is: 'full' }],
    capability: 'Cost Explorer',
    reason:
      'Cost, usage, forecasts, and the reports, anomaly monitors and cost categories that Octo keeps there.',
  },
  {
    sid: 'CostExplorerReads',
    actions: ['ce:Describe*', 'ce:Get*', 'ce:List*'],
    when: [{ input: 'cost_explorer_access', is: 'read-only' }],
    capability: 'Cost Explorer',
    reason: 'Cost, usage, forecasts and recommendations, where Octo may write nothing in Cost Explorer.',
  },
  {
    sid: 'CostAndUsageReports',
    actions: [
      'bcm-data-exports:GetExport',
      'bcm-data-exports:ListExecutions',
      'bcm-data-exports:ListExports',
      'cur:Describe*',
    ],
    capability: 'Cost and Usage Reports',
    reason:
      'Which reports and data exports (CUR 2.0, FOCUS) exist and where they go; definitions only, not the reports.',
  },
  {
    sid: 'Billing',
    actions: [
      'bcm-recommended-actions:List*',
      'billing:GetBillingView',
      'billing:ListBillingViews',
      'billingconductor:List*',
    ],
    capability: 'Billing groups and views',
    reason:
      'Who is billed for what at which rates, and which views of the bill exist, so that Octo shows the cost that the customer sees.',
  },
  {
    sid: 'Commitments',
    actions: [
      'dynamodb:DescribeReservedCapacity*',
      'ec2:DescribeReservedInstances*',
      'es:DescribeReserved*',
      'memorydb:DescribeReservedNodes*',
      'redshift-serverless:GetReservation*',
      'redshift-serverless:ListReservation*',
      'savingsplans:Describe*',
      'savingsplans:ListTagsForResource',
    ],
    capability: 'Savings Plan and Reserved Instance recommendations',
    reason: 'What is committed already and what is on offer, of every kind of commitment that AWS sells.',
  },
  {
    sid: 'Metrics',
    actions: [
      'cloudwatch:DescribeAlarms*',
      'cloudwatch:GetMetricData',
      'cloudwatch:GetMetricStatistics',
      'cloudwatch:ListMetrics',
    ],
    capability: 'CloudWatch metrics',
    reason: 'How much of what is committed or running is used.',
  },
  {
    sid: 'ReservationInventory',
    actions: [
      'elasticache:Describe*',
      'elasticache:ListTagsForResource',
      'rds:Describe*',
      'rds:ListTagsForResource',
      'redshift:DescribeClusters',
      'redshift:DescribeNode*',
      'redshift:DescribeOrderable*',
      'redshift:DescribeReservedNode*',
      'redshift:DescribeTags',
    ],
    capability: 'RDS, Redshift and ElastiCache inventory',
    reason: 'What runs is compared with what is reserved, by type and size; tags attribute it to teams.',
  },
  {
    sid: 'Organization',
    actions: ['organizations:Describe*', 'organizations:List*'],
    capability: 'AWS Organizations metadata',
    reason: 'Account names, organizational units and tags group the bill.',
  },
  {
    sid: 'Roles',
    actions: ['iam:ListRoles'],
    capability: 'IAM ListRoles',
    reason: 'Octo sees whether its own roles are installed.',
  },
  {
    sid: 'Stacks',
    actions: [
      'cloudformation:Describe*',
      'cloudformation:EstimateTemplateCost',
      'cloudformation:GetStackPolicy',
      'cloudformation:GetTemplateSummary',
      'cloudformation:List*',
      'cloudformation:ValidateTemplate',
    ],
    capability: 'CloudFormation read-only',
    reason:
      'Stacks and their resources tie cost to what created it. Template texts, which may hold literal secrets, are left out.',
  },
];

/** Content reads that the wildcards of `Stacks` match: templates of stack sets, and resources through Cloud Control. */
const TEMPLATE_READS = [
  'cloudformation:DescribeStackSet',
  'cloudformation:ListResourceRequests',
  'cloudformation:ListResources',
];

const denied: StatementSpec = {
  sid: 'NeverTemplates',
  effect: 'Deny',
  actions: TEMPLATE_READS,
  capability: 'CloudFormation read-only',
  reason:
    'These return texts of templates and whole properties of resources, which may hold literal secrets.',
};

/**
 * Billing metadata that Alphaus may grant this role by an inline policy. An action that moves to a row stays here too, so
 * that the boundary, which Alphaus cannot update, stays the same.
 */
const HEADROOM = [
  'budgets:Describe*',
  'budgets:View*',
  'compute-optimizer:Get*',
  'consolidatedbilling:Get*',
  'consolidatedbilling:List*',
  'cost-optimization-hub:Get*',
  'cost-optimization-hub:List*',
  'freetier:Get*',
  'pricing:Describe*',
  'pricing:Get*',
  'pricing:List*',
  'tag:Get*',
];

/** Writes, each on exact resources. */
const scoped: readonly StatementSpec[] = [
  {
    sid: 'UpdateInlineOfAcctAccess',
    actions: ['iam:DeleteRolePolicy', 'iam:PutRolePolicy'],
    resources: [ACCT_ACCESS_ROLE],
    conditions: { StringEquals: { 'iam:PermissionsBoundary': '{acctAccessBoundaryArn}' } },
    when: [SELF_UPDATE],
    capability: 'Inline policy updates',
    reason: 'Octo updates inline policies of this role itself, only while the role keeps its boundary.',
  },
  {
    sid: 'UpdateInlineOfSearcher',
    actions: ['iam:DeleteRolePolicy', 'iam:PutRolePolicy'],
    resources: [SEARCHER_ROLE],
    conditions: { StringEquals: { 'iam:PermissionsBoundary': '{searcherBoundaryArn}' } },
    when: [SELF_UPDATE, { role: 'OctoRecommendationSearcherRole' }],
    capability: 'Inline policy updates',
    reason: 'Octo updates inline policies of the searcher, only while that role keeps its boundary.',
  },
  {
    sid: 'ReadOwnRoles',
    actions: ['iam:GetRole', 'iam:GetRolePolicy', 'iam:ListAttachedRolePolicies', 'iam:ListRolePolicies'],
    resources: [ACCT_ACCESS_ROLE, SEARCHER_ROLE],
    capability: 'Inline policy updates',
    reason: 'Octo reads what the two roles hold before and after an update.',
  },
  {
    sid: 'CreateOctoServiceLinkedRoles',
    actions: ['iam:CreateServiceLinkedRole'],
    resources: [
      `${SERVICE_LINKED_ROLES}/cost-optimization-hub.bcm.amazonaws.com/AWSServiceRoleForCostOptimizationHub`,
      `${SERVICE_LINKED_ROLES}/reporting.trustedadvisor.amazonaws.com/AWSServiceRoleForTrustedAdvisorReporting`,
      `${SERVICE_LINKED_ROLES}/trustedadvisor.amazonaws.com/AWSServiceRoleForTrustedAdvisor`,
    ],
    conditions: {
      StringEquals: {
        'iam:AWSServiceName': [
          'cost-optimization-hub.bcm.amazonaws.com',
          'reporting.trustedadvisor.amazonaws.com',
          'trustedadvisor.amazonaws.com',
        ],
      },
    },
    capability: 'Service-linked roles',
    reason:
      'Trusted Advisor and Cost Optimization Hub need roles of their own before they recommend anything.',
    source: 'IAM User Guide, "Create a service-linked role"',
  },
  {
    sid: 'EnrollInCostOptimizationHub',
    actions: ['cost-optimization-hub:UpdateEnrollmentStatus'],
    when: [{ input: 'cost_optimization_hub_enrollment', is: true }],
    capability: 'Cost Optimization Hub enrolment',
    reason:
      'Octo switches Cost Optimization Hub on, which most of its executable recommendations come from; the call knows no resource.',
  },
  {
    sid: 'ReadOwnTemplate',
    actions: ['cloudformation:GetTemplate'],
    resources: ['{stackArn}'],
    when: [SELF_UPDATE, { input: 'cloudformation_stack_arn', is: 'set' }],
    capability: 'Template upgrades',
    reason: 'Octo reads the template of the one stack that is named before it upgrades it.',
  },
  {
    sid: 'UpdateOwnStack',
    actions: ['cloudformation:UpdateStack'],
    resources: ['{stackArn}'],
    conditions: {
      // A request can have resource types or capabilities, not both, and a template with named roles needs a capability. So
      // the types may be absent; the rights to create resources of other types are not granted.
      'ForAllValues:StringEquals': {
        'cloudformation:ResourceTypes': ['AWS::IAM::Policy', 'AWS::IAM::Role', 'AWS::IAM::RolePolicy'],
      },
      Null: { 'cloudformation:RoleArn': 'true', 'cloudformation:StackPolicyUrl': 'true' },
    },
    when: [SELF_UPDATE, { input: 'cloudformation_stack_arn', is: 'set' }],
    capability: 'Template upgrades',
    reason:
      "Octo upgrades the one stack that is named, where only inline policies change, with this role's own rights and no service role.",
    source: 'AWS CloudFormation API Reference, "UpdateStack"',
  },
];

export const ACCT_ACCESS: RoleSpec = {
  name: 'AlphausAcctAccessRole',
  id: 'acct_access',
  description:
    'Alphaus Octo reads cost and usage metadata, and updates inline policies of its two read roles.',
  purpose:
    'Alphaus reads cost and usage metadata of the account, uses Cost Explorer, updates inline policies of this role and of the searcher within their boundaries, creates the service-linked roles of Trusted Advisor and Cost Optimization Hub, and enrols the account in the latter.',
  trust: [{ kind: 'vendor' }],
  maxSessionDuration: 'max_session_duration',
  storage: { kind: 'managed', policyName: 'AlphausAcctAccess' },
  statements: [...reads, denied, ...scoped],
  boundary: {
    policyName: ACCT_ACCESS_BOUNDARY,
    statements: [
      ...reads.filter(({ when }) => when),
      {
        sid: 'Ceiling',
        actions: [
          ...new Set([...HEADROOM, ...reads.filter(({ when }) => !when).flatMap(({ actions }) => actions)]),
        ].sort(),
        capability: 'Inline policy updates',
        reason:
          'What the role reads, and billing metadata that Octo may add to it by an inline policy of its own.',
      },
      ...scoped,
      denied,
    ],
  },
  accepted: [
    'iam:ListRoles returns the trust policy of every role of the account.',
    'CloudFormation reads return parameters without NoEcho, outputs, exports, metadata of resources and, in events, change sets and drifts, properties of resources in clear.',
    'organizations:ListAccounts returns e-mail addresses of accounts (also organizations:DescribeAccount, handshakes and transfers, and billingconductor:ListAccountAssociations), organizations:DescribePolicy texts of policies.',
    'billingconductor:List* returns rates, margins and custom charges, where the account bills others.',
    'ce:GetAnomalySubscriptions and ce:DescribeNotificationSubscription return e-mail addresses of subscribers; budgets:ViewBudget and budgets:DescribeBudgetAction* too, if an inline policy of Alphaus adds them; elasticache:DescribeUsers names of users.',
    'ce:* holds 24 actions that write or tag in Cost Explorer (reports, anomaly monitors and subscriptions, so that your own alerts can be silenced, cost categories, cost allocation tags, preferences, and which actions the billing consoles check), unless cost_explorer_access is read-only.',
    'It may overwrite and delete every inline policy of itself and of OctoRecommendationSearcherRole: a Deny of your own belongs into your boundary.',
    'A stack named by cloudformation_stack_arn must have no service role stored: CloudFormation would use that role for an update by this one.',
    'An update of that stack by this role leaves its template, parameters, outputs and exports, notification topics, rollback triggers, stack policy and macros behind for your next update and for its deletion (a template may say what is retained): give every parameter then, and compare the template and the stack policy (aws cloudformation get-stack-policy).',
  ],
};
