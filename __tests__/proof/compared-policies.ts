/** A public policy of a comparable service, to compare the coverage with. */
export interface ComparedPolicy {
  readonly name: string;
  /** Its source: repository and path, or the title of a page. */
  readonly source: string;
  /** What we learnt from it. */
  readonly learned: string;
  /** Actions that it asks for but none of our roles has. The capabilities give the reasons, under the same names. */
  readonly leftOut: readonly string[];
}

const AWS_MANAGED = 'zoph-io/MAMIP, policies';

/** The compared policies: we learnt from them and copied nothing. For a wildcard, a few of its actions are named. */
export const COMPARED_POLICIES: readonly ComparedPolicy[] = [
  {
    name: 'AWS ReadOnlyAccess',
    source: `${AWS_MANAGED}/ReadOnlyAccess`,
    learned: 'How much content a wildcard for reads takes in: code, user data, objects, extension settings.',
    leftOut: [
      'cloudformation:BatchDescribeTypeConfigurations',
      'cloudhsm:DescribeClusters',
      'config:SelectResourceConfig',
      'ec2:DescribeClientVpnConnections',
      'ec2:DescribeLaunchTemplateVersions',
      'ec2:DescribeVpnConnections',
      'elasticloadbalancing:DescribeRules',
      'lambda:GetFunction',
      's3:GetObject',
    ],
  },
  {
    name: 'AWS ViewOnlyAccess',
    source: `${AWS_MANAGED}/ViewOnlyAccess`,
    learned: 'That metadata alone lists nearly every service, and that it still holds environment variables.',
    leftOut: [
      'acm:ListCertificates',
      'aws-marketplace:ViewSubscriptions',
      'cloudwatch:GetSpaceCredentials',
      'ds:DescribeDirectories',
      'ec2:DescribeInstanceAttribute',
      'ecs:DescribeTaskDefinition',
      'firehose:DescribeDeliveryStream',
      'iam:GetAccountSummary',
      'iam:ListAccountAliases',
      'lightsail:GetKeyPair',
      'redshift:ViewQueriesInConsole',
      's3:ListBucket',
      'sagemaker:DescribeModel',
      'sqs:GetQueueAttributes',
    ],
  },
  {
    name: 'AWS ComputeOptimizerReadOnlyAccess',
    source: `${AWS_MANAGED}/ComputeOptimizerReadOnlyAccess`,
    learned: 'Which lists of other services Compute Optimizer asks its caller for; all are granted.',
    leftOut: [],
  },
  {
    name: 'AWS CostOptimizationHubReadOnlyAccess',
    source: `${AWS_MANAGED}/CostOptimizationHubReadOnlyAccess`,
    learned: 'What the hub takes; all of it is granted, and its measures of efficiency, which came later.',
    leftOut: [],
  },
  {
    name: 'AWS AWSBillingReadOnlyAccess',
    source: `${AWS_MANAGED}/AWSBillingReadOnlyAccess`,
    learned: 'That bills, payments and taxes are apart from cost: none is needed for advice.',
    leftOut: [
      'billing:GetBillingData',
      'consolidatedbilling:ListLinkedAccounts',
      'cur:GetUsageReport',
      'freetier:GetFreeTierUsage',
      'invoicing:GetInvoicePDF',
      'tax:GetTaxInheritance',
    ],
  },
  {
    name: 'Cloud Intelligence Dashboards (CUDOS) data collection',
    source:
      'awslabs/cid-data-collection-framework, data-collection/deploy/deploy-in-linked-account.yaml and deploy-in-management-account.yaml',
    learned: 'Which calls each kind of data takes, by module: quotas, WorkSpaces, backups, transit gateways.',
    leftOut: [
      'budgets:ViewBudget',
      'compute-optimizer:ExportEBSVolumeRecommendations',
      'compute-optimizer:ExportEC2InstanceRecommendations',
      'compute-optimizer:ExportIdleRecommendations',
      'compute-optimizer:ExportLambdaFunctionRecommendations',
      'health:DescribeEvents',
      'license-manager:ListReceivedGrants',
      'route53:GetAccountLimit',
      'servicequotas:ListRequestedServiceQuotaChangeHistory',
      'support:DescribeCases',
      'support:DescribeCommunications',
    ],
  },
  {
    name: 'CloudHealth',
    source: 'a public Terraform file with the default policies of CloudHealth-IAM-Role',
    learned: 'The breadth of an inventory: Elastic Beanstalk, EMR, Storage Gateway, SageMaker, WorkSpaces.',
    leftOut: [
      'cloudformation:GetTemplate',
      'config:GetResourceConfigHistory',
      'dms:DescribeEndpoints',
      'elasticbeanstalk:DescribeConfigurationSettings',
      'elasticmapreduce:DescribeCluster',
      'firehose:DescribeDeliveryStream',
      'iam:GenerateCredentialReport',
      'iam:ListUsers',
      'kms:GetKeyRotationStatus',
      'lambda:InvokeFunction',
      's3:GetBucketAcl',
      's3:GetBucketPolicy',
      's3:GetBucketWebsite',
      'sagemaker:DescribeTrainingJob',
      'ses:GetEmailIdentity',
      'sns:ListSubscriptions',
      'storagegateway:DescribeChapCredentials',
    ],
  },
  {
    name: 'Cloudability',
    source: 'a public Terraform file with the policy of CloudabilityRole',
    learned: 'How little rightsizing takes: 29 actions, of which 27 are granted.',
    leftOut: ['elasticmapreduce:DescribeCluster', 'iam:SimulatePrincipalPolicy'],
  },
  {
    name: 'CloudZero',
    source: 'Cloudzero/provision-account, services/account_type/master_payer.yaml and resource_owner.yaml',
    learned: 'Tiers by need, dated Sids, and the exports of the newer billing interface.',
    leftOut: [
      'bcm-pricing-calculator:GetWorkloadEstimate',
      'billing:GetBillingData',
      'budgets:ViewBudget',
      'cloudtrail:GetQueryResults',
      'cur:ValidateReportDestination',
      'health:DescribeEvents',
      'logs:GetQueryResults',
      'logs:StartQuery',
      's3:GetObject',
    ],
  },
  {
    name: 'Vantage',
    source: 'vantage-sh/terraform-aws-vantage-integration, main.tf',
    learned: 'ViewOnlyAccess as the base, policies of its own by feature, and that report buckets are named.',
    leftOut: ['cur:PutReportDefinition', 's3:GetObject'],
  },
  {
    name: 'Datadog',
    source:
      'a public Terraform file with the permissions of DatadogIntegrationRole, resource collection among them',
    learned: 'New services: OpenSearch Serverless, Bedrock profiles, S3 Tables, Redshift Serverless.',
    leftOut: [
      'apigateway:GET',
      'cassandra:Select',
      'cloudfront:GetDistributionConfig',
      'directconnect:DescribeVirtualInterfaces',
      'ec2:SearchTransitGatewayRoutes',
      'health:DescribeEvents',
      'lambda:GetPolicy',
      'logs:FilterLogEvents',
      's3:GetBucketNotification',
      'states:DescribeStateMachine',
      'support:RefreshTrustedAdvisorCheck',
      'wafv2:GetRuleGroup',
      'xray:BatchGetTraces',
    ],
  },
  {
    name: 'Komiser',
    source: 'tailwarden/komiser, policy.json',
    learned: 'A short list that names each action; all of its cost reads are granted.',
    leftOut: [
      'acm:ListCertificates',
      'apigateway:GET',
      'datapipeline:ListPipelines',
      'ec2:DescribeSpotFleetRequests',
      'ecs:DescribeTasks',
      'glue:GetJobs',
      'iam:ListUsers',
      'support:DescribeCases',
    ],
  },
  {
    name: 'Flexera',
    source:
      'flexera-public/policy_templates, data/policy_permissions_list/master_policy_permissions_list.json',
    learned:
      'Permissions by policy, each required or not: of 98 reads, 73 are granted, and the others are about security or objects.',
    leftOut: [
      'iam:GenerateCredentialReport',
      'iam:GetAccountSummary',
      'iam:ListUsers',
      'kms:GetKeyRotationStatus',
      's3:GetBucketAcl',
      's3:GetBucketPolicy',
      's3:GetObject',
      's3:ListBucket',
      's3:ListBucketMultipartUploads',
    ],
  },
  {
    name: 'Spot Eco',
    source: 'docs-spot.flexera.com, "Eco AWS Policy"',
    learned: 'What reading commitments takes, service by service.',
    leftOut: ['cloudformation:DetectStackDrift', 'cloudformation:GetTemplate'],
  },
  {
    name: 'nOps',
    source: 'help.nops.io, "IAM permissions for the nOps platform"',
    learned: 'ReadOnlyAccess with a list of denied content: the other way round, and never complete.',
    leftOut: ['cur:PutReportDefinition'],
  },
];
