/** An Amazon-owned Automation runbook whose actions are known. */
export interface VettedRunbook {
  /** What it does, for the customer who lets Alphaus start it without an approval. */
  readonly effect: string;
  /** All actions that it calls with the rights of the role that it runs as. */
  readonly actions: readonly string[];
}

const DESCRIBE_INSTANCES = ['ec2:DescribeInstanceStatus', 'ec2:DescribeInstances'];

/**
 * The only runbooks that may be started without an approval, since they run with administrator rights: name -> what it
 * does. Spelt as Amazon spells them, because IAM and SSM are case-sensitive.
 *
 * A runbook belongs here if it can do nothing beyond its calls, whatever its parameters. Parameters may name a resource of
 * the account, and a size, a state or a text for it. None may choose a script, template, image, role, instance profile,
 * tag, key, account, Region, bucket, topic or network. This excludes, for example, runbooks that:
 *
 * - share data or copy it out: AWSSupport-ModifyEBSSnapshotPermission, AWSSupport-ShareRDSSnapshot, AWS-CopySnapshot,
 *   AWS-ExportOpsDataToS3;
 * - run their caller's code or pass their caller's role: AWS-RunPacker, AWS-UpdateCloudFormationStack,
 *   AWS-AttachIAMToInstance;
 * - set up more than their name says: AWS-AttachEBSVolume (any disk on any machine), AWS-ConfigureMaintenanceWindows,
 *   AWS-SetRequiredTags and AWS-CreateRdsSnapshot (tags decide about access and approvals);
 * - destroy something for good, which needs an approval: AWS-TerminateEC2Instance, AWS-DeleteSnapshot,
 *   AWS-DeleteEBSVolumeSnapshots, AWS-DeleteImage, AWSConfigRemediation-DeleteUnusedEBSVolume, AWS-ReleaseElasticIP
 *   (somebody else may get the address while DNS names still point to it);
 * - let their caller choose the approvers and the topic to notify: AWS-StopEC2InstanceWithApproval;
 * - need the right to start further runbooks, as AWS documents, so that their calls are not certain: all of
 *   AWSConfigRemediation, AWSConfigRemediation-ModifyEBSVolumeType among them, and the larger ones of AWSPremiumSupport
 *   and AWSSupportRemediator.
 *
 * Source: AWS Systems Manager Automation runbook reference; "Required IAM permissions" if the page lists them, otherwise
 * the calls of the runbook's steps.
 */
export const VETTED_RUNBOOKS: Readonly<Record<string, VettedRunbook>> = {
  'AWS-ChangeDDBRWCapacityMode': {
    effect: 'switches DynamoDB tables between on-demand and provisioned capacity, and sets the latter',
    actions: ['dynamodb:DescribeTable', 'dynamodb:UpdateTable'],
  },
  'AWS-CreateSnapshot': {
    effect: 'makes a snapshot of an EBS volume, in its account and Region and with its encryption',
    actions: ['ec2:CreateSnapshot', 'ec2:DescribeSnapshots'],
  },
  'AWS-RebootRdsInstance': {
    effect: 'reboots an RDS instance',
    actions: ['rds:DescribeDBInstances', 'rds:RebootDBInstance'],
  },
  'AWS-ResizeInstance': {
    effect: 'stops an EC2 instance, changes its type and starts it',
    actions: [
      ...DESCRIBE_INSTANCES,
      'ec2:ModifyInstanceAttribute',
      'ec2:StartInstances',
      'ec2:StopInstances',
    ],
  },
  'AWS-RestartEC2Instance': {
    effect: 'stops EC2 instances and starts them again',
    actions: [...DESCRIBE_INSTANCES, 'ec2:StartInstances', 'ec2:StopInstances'],
  },
  'AWS-StartEC2Instance': {
    effect: 'starts EC2 instances',
    actions: [...DESCRIBE_INSTANCES, 'ec2:StartInstances'],
  },
  'AWS-StartRdsInstance': {
    effect: 'starts an RDS instance',
    actions: ['rds:DescribeDBInstances', 'rds:StartDBInstance'],
  },
  'AWS-StartStopAuroraCluster': {
    effect: 'starts or stops an Aurora cluster',
    actions: ['rds:DescribeDBClusters', 'rds:StartDBCluster', 'rds:StopDBCluster'],
  },
  'AWS-StopEC2Instance': {
    effect: 'stops EC2 instances',
    actions: [...DESCRIBE_INSTANCES, 'ec2:StopInstances'],
  },
  'AWS-StopRdsInstance': {
    effect: 'stops an RDS instance',
    actions: ['rds:DescribeDBInstances', 'rds:StopDBInstance'],
  },
};

/** Their names: the longest possible value of `vetted_runbooks`. */
export const VETTED_RUNBOOK_NAMES: readonly string[] = Object.keys(VETTED_RUNBOOKS);
