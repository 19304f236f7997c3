/** An Amazon-owned Automation runbook of which all is known that matters here. */
export interface VettedRunbook {
  /** What it does, as a customer reads it who lets Alphaus start it without an approval. */
  readonly effect: string;
  /** All that it calls with the rights of the role that it runs as. */
  readonly actions: readonly string[];
}

const DESCRIBE_INSTANCES = ['ec2:DescribeInstanceStatus', 'ec2:DescribeInstances'];

/**
 * The only runbooks that may be started without an approval, as whoever starts one has it run with an administrator's
 * rights: name -> what it does. Spelt as Amazon spells them, for IAM and SSM tell case apart.
 *
 * A runbook belongs here if starting it is no more than its calls, whatever its parameters: these name a resource of
 * the account, and a size, a state or a text for it. None may choose a script, template, image, role, instance
 * profile, tag, key, account, Region, bucket, topic or network. That leaves out, for example:
 *
 * - what gives data away or copies it out: AWSSupport-ModifyEBSSnapshotPermission, AWSSupport-ShareRDSSnapshot,
 *   AWS-CopySnapshot, AWS-ExportOpsDataToS3;
 * - what runs its caller's code or passes its caller's role: AWS-RunPacker, AWS-UpdateCloudFormationStack,
 *   AWS-AttachIAMToInstance;
 * - what sets up more than it says: AWS-AttachEBSVolume (a disk of one's choice on a machine of one's choice),
 *   AWS-ConfigureMaintenanceWindows, AWS-SetRequiredTags and AWS-CreateRdsSnapshot (tags, which decide about access
 *   and about what is approved);
 * - what destroys, which nobody takes back, so that it needs an approval: AWS-TerminateEC2Instance,
 *   AWS-DeleteSnapshot, AWS-DeleteEBSVolumeSnapshots, AWS-DeleteImage, AWSConfigRemediation-DeleteUnusedEBSVolume,
 *   AWS-ReleaseElasticIP (an address that somebody else gets, while names still lead to it);
 * - what asks its caller who is to approve, and which topic is told: AWS-StopEC2InstanceWithApproval;
 * - what needs a right to start further runbooks, by AWS's own account, so that its calls are not certain: all of
 *   AWSConfigRemediation, AWSConfigRemediation-ModifyEBSVolumeType among them, and the larger ones of
 *   AWSPremiumSupport and AWSSupportRemediator.
 *
 * Source: AWS Systems Manager Automation runbook reference; "Required IAM permissions" where a page has them,
 * otherwise the calls of the runbook's steps.
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

/** Their names. All of them are the longest `vetted_runbooks` that there is. */
export const VETTED_RUNBOOK_NAMES: readonly string[] = Object.keys(VETTED_RUNBOOKS);
