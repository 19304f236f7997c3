import type { RoleName } from '../names/role-names';

/** Actions that return content but that a role may call, and why. */
export interface AcceptedContent {
  readonly role: RoleName;
  /** `service:Action`, without wildcards: each action is a separate decision. */
  readonly actions: readonly string[];
  /**
   * When the role can call them.
   *
   * - `granted`: from the first day.
   * - `boundary`: only after Alphaus adds them by an inline policy.
   * - `setting`: if an input turns them on.
   */
  readonly reach: 'granted' | 'boundary' | 'setting';
  /** Why Octo needs them, and why nothing narrower is enough: one sentence for the customer's security reviewer. */
  readonly reason: string;
}

const ACCOUNTS = [
  'organizations:DescribeAccount',
  'organizations:DescribeHandshake',
  'organizations:DescribeOrganization',
  'organizations:DescribeResponsibilityTransfer',
  'organizations:ListAccounts',
  'organizations:ListAccountsForParent',
  'organizations:ListDelegatedAdministrators',
  'organizations:ListHandshakesForAccount',
  'organizations:ListHandshakesForOrganization',
  'organizations:ListInboundResponsibilityTransfers',
  'organizations:ListOutboundResponsibilityTransfers',
];

const POLICIES = [
  'organizations:DescribeEffectivePolicy',
  'organizations:DescribePolicy',
  'organizations:DescribeResourcePolicy',
];

const AUTOMATION = [
  'ssm:DescribeAutomationExecutions',
  'ssm:DescribeAutomationStepExecutions',
  'ssm:DescribeOpsItems',
  'ssm:GetAutomationExecution',
  'ssm:GetDocument',
  'ssm:GetOpsItem',
  'ssm:ListOpsItemEvents',
];

const SEARCHER = { role: 'OctoRecommendationSearcherRole', reach: 'granted' } as const;
const ACCT_ACCESS = { role: 'AlphausAcctAccessRole', reach: 'granted' } as const;

/** Everything of `RETURNS_CONTENT` that a role can call, except the executor, which is an administrator. */
export const ACCEPTED_CONTENT: readonly AcceptedContent[] = [
  {
    ...SEARCHER,
    actions: ['cloudfront:ListDistributions'],
    reason: 'AWS has no list of distributions without their origins; price classes are advised on by it.',
  },
  {
    ...SEARCHER,
    actions: ['cloudtrail:LookupEvents'],
    reason: 'The specification names it: who made or last used a resource decides whether it can go.',
  },
  {
    ...SEARCHER,
    actions: ['dms:DescribeReplicationTasks'],
    reason: 'Whether an instance has tasks that run decides whether it is idle; Octo asks without settings.',
  },
  {
    ...SEARCHER,
    actions: ['elasticache:DescribeUsers', 'memorydb:DescribeUsers'],
    reason: 'They come with the descriptions of caches; passwords are not in them, and a Deny has no room.',
  },
  {
    ...SEARCHER,
    actions: ['sagemaker:DescribeApp', 'sagemaker:ListApps'],
    reason: 'Apps are billed by the hour while they are idle; whose they are comes with them.',
  },
  {
    ...SEARCHER,
    reach: 'boundary',
    actions: ['mq:ListUsers'],
    reason: 'It comes with the lists of brokers that an inline policy of Alphaus may add.',
  },
  {
    ...SEARCHER,
    actions: ['ecs:DescribeServices'],
    reason: 'How many tasks a service runs, and on what, is nowhere else.',
  },
  {
    ...SEARCHER,
    actions: ['elasticmapreduce:ListInstanceFleets', 'elasticmapreduce:ListInstanceGroups'],
    reason: 'Types, counts and markets of a cluster by group are what rightsizing needs.',
  },
  {
    ...SEARCHER,
    actions: ['lambda:ListFunctions', 'lambda:ListVersionsByFunction'],
    reason:
      "Compute Optimizer asks the caller for it, and memory and architecture are in no other list; variables are encrypted where the function names a key of the customer's.",
  },
  {
    ...SEARCHER,
    actions: ACCOUNTS,
    reason: 'The specification names metadata of the organization: accounts are grouped and named by it.',
  },
  {
    ...SEARCHER,
    actions: POLICIES,
    reason: 'The specification names metadata of the organization: what policies forbid is not advised.',
  },
  {
    ...SEARCHER,
    actions: ['route53:ListHealthChecks', 'route53:ListResourceRecordSets'],
    reason: 'Health checks are billed singly, and records show which addresses are in use.',
  },
  {
    ...SEARCHER,
    actions: [
      'support:DescribeTrustedAdvisorCheckResult',
      'trustedadvisor:DescribeCheckItems',
      'trustedadvisor:ListOrganizationRecommendationResources',
      'trustedadvisor:ListRecommendationResources',
    ],
    reason:
      'The specification names Trusted Advisor: its results are read by check, cost and security alike.',
  },
  {
    ...SEARCHER,
    actions: [
      'workspaces:DescribeWorkspaceDirectories',
      'workspaces:DescribeWorkspaces',
      'workspaces:DescribeWorkspacesPoolSessions',
    ],
    reason: 'A desktop is a person: its running mode and last use cannot be read without whose it is.',
  },
  {
    ...SEARCHER,
    reach: 'boundary',
    actions: [
      'cloudfront:ListDistributionsByAnycastIpListId',
      'cloudfront:ListDistributionsByCachePolicyId',
      'cloudfront:ListDistributionsByConnectionFunction',
      'cloudfront:ListDistributionsByConnectionMode',
      'cloudfront:ListDistributionsByKeyGroup',
      'cloudfront:ListDistributionsByLambdaFunction',
      'cloudfront:ListDistributionsByOriginRequestPolicyId',
      'cloudfront:ListDistributionsByRealtimeLogConfig',
      'cloudfront:ListDistributionsByResponseHeadersPolicyId',
      'cloudfront:ListDistributionsByTrustStore',
      'cloudfront:ListDistributionsByVpcOriginId',
      'cloudfront:ListDistributionsByWebACLId',
    ],
    reason: 'They return no more of a distribution than the list that is granted.',
  },
  {
    ...ACCT_ACCESS,
    actions: ['billingconductor:ListAccountAssociations'],
    reason: 'Which account is billed in which group is nowhere else; its e-mail address comes with it.',
  },
  {
    ...ACCT_ACCESS,
    actions: ['ce:DescribeNotificationSubscription', 'ce:GetAnomalySubscriptions'],
    reason: 'The specification grants ce:*: Octo keeps alerts there, which go to somebody.',
  },
  {
    ...ACCT_ACCESS,
    actions: [
      'cloudformation:DescribeChangeSet',
      'cloudformation:DescribeEvents',
      'cloudformation:DescribeStackEvents',
      'cloudformation:DescribeStackInstance',
      'cloudformation:DescribeStackResource',
      'cloudformation:DescribeStackResourceDrifts',
      'cloudformation:DescribeStacks',
      'cloudformation:GetTemplateSummary',
      'cloudformation:ListExports',
      'cloudformation:ListStackInstanceResourceDrifts',
    ],
    reason: 'The specification names CloudFormation read-only: what a stack is made of ties cost to it.',
  },
  {
    ...ACCT_ACCESS,
    actions: ['iam:ListRoles'],
    reason: 'The specification names it: Octo sees whether its roles are installed.',
  },
  {
    ...ACCT_ACCESS,
    actions: ACCOUNTS,
    reason: 'The specification names metadata of the organization: the bill is grouped by account.',
  },
  {
    ...ACCT_ACCESS,
    actions: POLICIES,
    reason: 'The specification names metadata of the organization, its policies among it.',
  },
  {
    ...ACCT_ACCESS,
    reach: 'boundary',
    actions: [
      'budgets:DescribeBudgetAction',
      'budgets:DescribeBudgetActionHistories',
      'budgets:DescribeBudgetActionsForAccount',
      'budgets:DescribeBudgetActionsForBudget',
      'budgets:ViewBudget',
    ],
    reason: 'Budgets, what they set off and who hears of them come together.',
  },
  {
    ...ACCT_ACCESS,
    actions: ['elasticache:DescribeUsers'],
    reason: 'The specification names all descriptions of ElastiCache; passwords are not in them.',
  },
  {
    ...ACCT_ACCESS,
    reach: 'setting',
    actions: ['cloudformation:GetTemplate'],
    reason:
      'Octo reads the template of the one stack that cloudformation_stack_arn names, before it updates it.',
  },
  {
    role: 'OctoSSMUpdaterRole',
    reach: 'granted',
    actions: AUTOMATION,
    reason: 'The specification has Octo manage documents and follow automations and changes, texts included.',
  },
  {
    role: 'OctoChangeTemplateApproverRole',
    reach: 'granted',
    actions: AUTOMATION,
    reason: "Whoever approves reads what it is; the role is the customer's own.",
  },
];
