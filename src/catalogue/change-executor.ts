import { ROLE_NAMES } from '../names/role-names';
import type { RoleSpec, StatementSpec } from './role-spec';

/** ARN of all resources of a type in this account, in any Region. */
const owned = (service: string, resource: string): string =>
  `arn:{partition}:${service}:*:{accountId}:${resource}`;

const INSTANCES = owned('ec2', 'instance/*');
const VOLUMES = owned('ec2', 'volume/*');
/** Snapshots have no account in their ARN. Any partition is fine, as a role acts only in its own. */
const SNAPSHOTS = 'arn:*:ec2:*::snapshot/*';
const DATABASES = owned('rds', 'db:*');
const DATABASE_SNAPSHOTS = owned('rds', 'snapshot:*');

const ABSENT = 'true';

/** One row for each recommendation that Octo executes, and one for the reads of its runbooks. */
const RECOMMENDATIONS: readonly StatementSpec[] = [
  {
    sid: 'ReadWhatChanges',
    actions: [
      'autoscaling:DescribeAutoScalingGroups',
      'ec2:DescribeAddresses',
      'ec2:DescribeInstanceStatus',
      'ec2:DescribeInstances',
      'ec2:DescribeSnapshots',
      'ec2:DescribeVolumes*',
      'ecs:DescribeTaskDefinition',
      'elasticloadbalancing:DescribeLoadBalancers',
      'lambda:GetFunctionConfiguration',
      'rds:DescribeDBInstances',
      'rds:DescribeDBSnapshots',
    ],
    capability: 'Read what is changed',
    reason:
      'A runbook reads what it is about to change, and waits until the change is done; AWS lets nobody limit most of these reads to resources.',
  },
  {
    sid: 'StopAndStartInstances',
    actions: ['ec2:StartInstances', 'ec2:StopInstances'],
    resources: [INSTANCES],
    capability: 'EC2 instances',
    reason: 'Instances that are idle are stopped, by a schedule too, and one is stopped while it is resized.',
  },
  {
    sid: 'StartEncryptedInstances',
    actions: ['kms:CreateGrant'],
    resources: [owned('kms', 'key/*')],
    conditions: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
    capability: 'EC2 instances',
    reason:
      'An instance whose volumes are encrypted with a key of yours starts only if whoever starts it may let AWS, and nobody else, use the key for it.',
    source: 'Amazon EBS User Guide, "Requirements for Amazon EBS encryption"',
  },
  {
    sid: 'ResizeInstances',
    actions: ['ec2:ModifyInstanceAttribute'],
    resources: [INSTANCES],
    // The same action can set user data, which runs as root. A call sets only one attribute.
    conditions: { StringEqualsIgnoreCase: { 'ec2:Attribute': 'InstanceType' } },
    capability: 'EC2 instances',
    reason: 'Instances of the wrong size get another type; no other attribute, user data among them, is set.',
    source: 'Service Authorization Reference, "Actions, resources, and condition keys for Amazon EC2"',
  },
  {
    sid: 'TerminateInstances',
    actions: ['ec2:TerminateInstances'],
    resources: [INSTANCES],
    capability: 'EC2 instances',
    reason:
      'Instances that nobody needs are terminated, for good: the approval of the change is what keeps the others.',
  },
  {
    sid: 'SnapshotVolumes',
    actions: ['ec2:CreateSnapshot'],
    resources: [SNAPSHOTS, VOLUMES],
    capability: 'EBS volumes',
    reason: 'What is on a volume is kept before the volume is deleted or changed.',
  },
  {
    sid: 'TagNewSnapshots',
    actions: ['ec2:CreateTags'],
    resources: [SNAPSHOTS],
    conditions: { StringEquals: { 'ec2:CreateAction': 'CreateSnapshot' } },
    capability: 'EBS volumes',
    reason: 'A snapshot says by its tags what it was made for; it is tagged as it is made, and never later.',
  },
  {
    sid: 'ModifyVolumes',
    actions: ['ec2:ModifyVolume'],
    resources: [VOLUMES],
    capability: 'EBS volumes',
    reason: 'Volumes get the type, size and throughput that they need, such as gp3 in place of gp2.',
  },
  {
    sid: 'DetachVolumes',
    actions: ['ec2:DetachVolume'],
    resources: [INSTANCES, VOLUMES],
    capability: 'EBS volumes',
    reason: 'A volume is detached before it is deleted.',
  },
  {
    sid: 'DeleteVolumes',
    actions: ['ec2:DeleteVolume'],
    resources: [VOLUMES],
    capability: 'EBS volumes',
    reason: 'Volumes that are attached to nothing are deleted, for good; AWS refuses where one is attached.',
  },
  {
    sid: 'ReleaseAddresses',
    actions: ['ec2:ReleaseAddress'],
    resources: [owned('ec2', 'elastic-ip/*')],
    capability: 'Elastic IP addresses',
    reason: 'Addresses that nothing uses are given back, and may then be lost for good.',
  },
  {
    sid: 'StopAndStartDatabases',
    actions: ['rds:StartDBInstance', 'rds:StopDBInstance'],
    // Stopping an instance may create a snapshot.
    resources: [DATABASES, DATABASE_SNAPSHOTS],
    capability: 'RDS databases',
    reason: 'Databases that are idle are stopped, by a schedule too, with a snapshot where one is wanted.',
  },
  {
    sid: 'ModifyDatabases',
    actions: ['rds:ModifyDBInstance'],
    // Without parameter, option and subnet groups: a call names them only to change them.
    resources: [DATABASES],
    capability: 'RDS databases',
    reason: 'Databases get another class, storage or number of zones, but no other group of parameters.',
  },
  {
    sid: 'SnapshotDatabases',
    actions: ['rds:CreateDBSnapshot'],
    resources: [DATABASES, DATABASE_SNAPSHOTS],
    capability: 'RDS databases',
    reason: 'What is in a database is kept before it is deleted or changed.',
  },
  {
    sid: 'DeleteDatabases',
    actions: ['rds:DeleteDBInstance'],
    resources: [DATABASES],
    capability: 'RDS databases',
    reason:
      'Databases that nobody uses are deleted, for good: whether a last snapshot is made, the runbook says.',
  },
  {
    sid: 'ResizeFunctions',
    actions: ['lambda:UpdateFunctionConfiguration'],
    resources: [owned('lambda', 'function:*')],
    // A layer would add code to the function.
    conditions: { Null: { 'lambda:Layer': ABSENT } },
    capability: 'Lambda functions',
    reason:
      'Functions get the memory that they need; a request that sets layers is refused; what else can run code is told where it is accepted.',
    source: 'Service Authorization Reference, "Actions, resources, and condition keys for AWS Lambda"',
  },
  {
    sid: 'ResizeServices',
    actions: ['ecs:DescribeServices', 'ecs:UpdateService'],
    resources: [owned('ecs', 'service/*')],
    capability: 'ECS services',
    reason: 'Services get the number of tasks, and the version of their task definition, that they need.',
  },
  {
    sid: 'RegisterTaskDefinitions',
    actions: ['ecs:RegisterTaskDefinition'],
    resources: [owned('ecs', 'task-definition/*')],
    capability: 'ECS services',
    reason: 'CPU and memory of tasks change only by a new version of their definition.',
  },
  {
    sid: 'PassTaskRoles',
    actions: ['iam:PassRole'],
    resources: ['arn:{partition}:iam::{accountId}:role/*'],
    conditions: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
    capability: 'ECS services',
    reason:
      'A new version of a task definition names the roles of the tasks again, whose names only you know; no service but ECS tasks gets one.',
  },
  {
    sid: 'NeverPassOcto',
    effect: 'Deny',
    actions: ['iam:PassRole'],
    // Any partition and account, so this account's too.
    resources: ROLE_NAMES.map((name) => `arn:*:iam::*:role/${name}`),
    capability: 'ECS services',
    reason: 'No change runs as one of the five roles, whoever they come to trust.',
  },
  {
    sid: 'DeleteLoadBalancers',
    actions: ['elasticloadbalancing:DeleteLoadBalancer'],
    resources: [owned('elasticloadbalancing', 'loadbalancer/*')],
    capability: 'Load balancers',
    reason: 'Load balancers without targets or traffic are deleted, for good.',
  },
  {
    sid: 'SetLifecycles',
    actions: ['s3:GetLifecycleConfiguration', 's3:PutLifecycleConfiguration'],
    // Buckets have no account in their ARN.
    resources: ['arn:{partition}:s3:::*'],
    conditions: { StringEquals: { 's3:ResourceAccount': '{accountId}' } },
    capability: 'S3 buckets',
    reason: 'Objects move to cheaper classes by rules, which are written all at once and so are read before.',
  },
  {
    sid: 'ResizeGroups',
    actions: ['autoscaling:UpdateAutoScalingGroup'],
    resources: [owned('autoscaling', 'autoScalingGroup:*:autoScalingGroupName/*')],
    // A launch template takes ec2:RunInstances, which is not granted; a launch configuration takes nothing.
    conditions: { Null: { 'autoscaling:LaunchConfigurationName': ABSENT } },
    capability: 'Auto Scaling groups',
    reason: 'Groups get the number of instances that they need; what they launch stays as it is.',
    source: 'Amazon EC2 Auto Scaling User Guide, "Identity-based policy examples"',
  },
];

export const CHANGE_EXECUTOR: RoleSpec = {
  name: 'OctoChangeExecutorRole',
  id: 'change_executor',
  description: 'Executes approved Octo changes through SSM Automation. Alphaus cannot assume it.',
  purpose:
    'Executes the changes that the customer approved: SSM Automation assumes it to run a runbook. Alphaus cannot assume it; what it has it run is a document that the customer approved, or a vetted runbook.',
  trust: [{ kind: 'automation' }, { kind: 'account' }],
  maxSessionDuration: 3600,
  statements: RECOMMENDATIONS,
  storage: {
    kind: 'managed',
    policyName: 'OctoChangeExecutor',
    when: { input: 'change_executor_access', is: 'recommendations' },
  },
  awsPolicies: {
    policies: [
      {
        arn: 'arn:{partition}:iam::aws:policy/AdministratorAccess',
        when: [{ input: 'change_executor_access', is: 'administrator' }],
      },
    ],
    replacedBy: 'change_executor_policy_arns',
  },
  mergesByType: true,
  accepted: [
    'It is an administrator of the account (AdministratorAccess, unless change_executor_access or change_executor_policy_arns says otherwise), as any change that Octo recommends may be approved.',
    "Principals of the customer's own account whose policies allow sts:AssumeRole on it can assume it, as the specification has it.",
    'As an administrator of the account it can also approve: an approved runbook may tag documents. It cannot assume OctoChangeTemplateApproverRole or itself.',
    'With change_executor_access = recommendations it is no administrator and cannot approve. An approved runbook may still run a container of its choice as any role of the account that trusts ECS tasks (ecs:RegisterTaskDefinition, ecs:UpdateService and iam:PassRole), or a command of its choice as the role of a Lambda function (lambda:UpdateFunctionConfiguration); on an instance of a cluster, a privileged container may do all that the instance and its other tasks may: where such a role is strong, name policies of your own in change_executor_policy_arns.',
    'With change_executor_access = recommendations it can still lose data: it terminates any instance, deletes any volume, database and load balancer, and sets lifecycle rules that expire objects. It may also set the master password of a database and environment variables of a function, which AWS lets no policy tell from what is wanted, and it reads those of functions and tasks.',
  ],
};
