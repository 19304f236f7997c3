/**
 * What Amazon-owned runbooks call with the rights of the role that they run as, so that starting one is no more than
 * calling these. A runbook that is not listed counts as everything.
 *
 * Source: AWS Systems Manager Automation runbook reference, "Required IAM permissions" of each.
 */
export const RUNBOOK_ACTIONS: Readonly<Record<string, readonly string[]>> = {
  'AWS-ResizeInstance': [
    'ec2:DescribeInstanceStatus',
    'ec2:DescribeInstances',
    'ec2:ModifyInstanceAttribute',
    'ec2:StartInstances',
    'ec2:StopInstances',
  ],
  'AWS-StartEC2Instance': ['ec2:DescribeInstanceStatus', 'ec2:DescribeInstances', 'ec2:StartInstances'],
  'AWS-StartRdsInstance': ['rds:DescribeDBInstances', 'rds:StartDBInstance'],
  'AWS-StopEC2Instance': ['ec2:DescribeInstanceStatus', 'ec2:DescribeInstances', 'ec2:StopInstances'],
  'AWS-StopRdsInstance': ['rds:DescribeDBInstances', 'rds:StopDBInstance'],
};
