/**
 * Amazon-owned Automation runbooks that may never be started without an approval: run with an
 * administrator's rights, they let their caller choose code, templates, images, roles, recipients or
 * endpoints, or change identities, keys and guard rails. Name -> what makes it so. The list is a
 * floor: AWS adds runbooks.
 *
 * Source: AWS Systems Manager Automation runbook reference.
 */
export const REFUSED_RUNBOOKS: Readonly<Record<string, string>> = {
  'AWS-AttachIAMToInstance': "puts a caller-chosen role, an administrator's too, on a caller-chosen instance",
  'AWS-CopySnapshot': 'copies data to another Region under a caller-chosen key',
  'AWS-CreateJiraIssue': 'sends to a caller-named endpoint with a secret read from Parameter Store',
  'AWS-CreateManagedLinuxInstance': 'creates a role and an instance from a caller-chosen image',
  'AWS-CreateManagedLinuxInstanceWithApproval': 'same; the caller names the approver',
  'AWS-CreateManagedWindowsInstance': 'creates a role and an instance from a caller-chosen image',
  'AWS-CreateManagedWindowsInstanceWithApproval': 'same; the caller names the approver',
  'AWS-CreateServiceNowIncident': 'sends to a caller-named endpoint with a secret read from Parameter Store',
  'AWS-DeleteCloudFormationStack': "deletes any stack, this one and the customer's guard rails included",
  'AWS-DeleteCloudFormationStackWithApproval': 'same; the caller names the approver',
  'AWS-DeleteIAMInlinePolicy': 'strips inline policies, Deny statements among them',
  'AWS-EnableExplorer': 'creates service-linked roles and data syncs',
  'AWS-ExportOpsDataToS3': 'writes account data to a caller-named bucket',
  'AWS-ExportPatchReportToS3': 'writes account data to a caller-named bucket and passes a role',
  'AWS-InstallAmazonECSAgent': 'runs commands on an instance',
  'AWS-PatchAsgInstance': 'runs scripts on instances through a caller-chosen role and snapshot',
  'AWS-PatchInstanceWithRollback': 'creates a stack with a Lambda and roles, patches through Run Command',
  'AWS-PublishSNSNotification': 'publishes caller text to any topic',
  'AWS-RunPacker':
    "runs a caller-supplied Packer template, whose shell-local provisioner is any code, with the assumed role's credentials",
  'AWS-SetupManagedInstance': 'attaches a caller-chosen role name to instances',
  'AWS-SetupManagedRoleOnEc2Instance': 'creates and attaches roles on instances',
  'AWS-UpdateAmazonECSAgent': 'runs commands on container instances',
  'AWS-UpdateCloudFormationStack':
    'updates any stack with a caller-supplied template URL: creates any role or resource',
  'AWS-UpdateCloudFormationStackWithApproval': 'same; the approver list is a parameter of the caller',
  'AWS-UpdateLinuxAmi':
    'PreUpdateScript and PostUpdateScript are URLs of the caller, run on an instance with a caller-chosen profile',
  'AWS-UpdateWindowsAmi':
    "PreUpdateScript and PostUpdateScript are the caller's commands, with a caller-chosen profile",
  'AWSConfigRemediation-CancelKeyDeletion': 'revives keys',
  'AWSConfigRemediation-DeleteIAMRole': 'deletes roles',
  'AWSConfigRemediation-DeleteIAMUser': 'deletes users',
  'AWSConfigRemediation-DeleteSecret': 'deletes secrets',
  'AWSConfigRemediation-DeleteUnusedIAMPolicy': 'deletes policies',
  'AWSConfigRemediation-DetachIAMPolicy': 'detaches policies, those with Deny statements among them',
  'AWSConfigRemediation-RemoveUserPolicies': 'takes policies off users',
  'AWSConfigRemediation-ReplaceIAMInlinePolicy':
    'turns inline policies into managed ones, Deny statements among them',
  'AWSEC2-CloneInstanceAndUpgradeSQLServer':
    'clones an instance with a caller-chosen instance profile and install media snapshot',
  'AWSEC2-CloneInstanceAndUpgradeWindows':
    'clones an instance with a caller-chosen instance profile and media',
  'AWSEC2-CloneInstanceAndUpgradeWindows2019': 'same',
  'AWSEC2-SQLServerDBRestore': 'restores databases onto a caller-chosen target',
  'AWSSupport-CheckAndMountEFS': 'runs mount commands as root inside an instance',
  'AWSSupport-CollectEKSInstanceLogs': 'sends node logs to a caller-named bucket',
  'AWSSupport-ConfigureTrafficMirroring': 'mirrors network traffic to a caller-chosen interface',
  'AWSSupport-ExecuteEC2Rescue': "mounts an instance's root volume on a helper and changes it",
  'AWSSupport-GrantPermissionsToIAMUser': 'gives an IAM user or group permissions',
  'AWSSupport-ManageRDPSettings': 'opens and reconfigures RDP',
  'AWSSupport-ManageWindowsService': 'changes services inside an instance',
  'AWSSupport-MigrateEC2ClassicToVPC': 'copies instances into caller-chosen networks',
  'AWSSupport-ResetAccess': 'resets administrator passwords and SSH keys and stores them in Parameter Store',
  'AWSSupport-SendLogBundleToS3Bucket': "sends an instance's logs to a caller-named bucket",
  'AWSSupport-SetupConfig': 'creates a role, recorder and bucket delivery, optionally cross account',
  'AWSSupport-SetupIPMonitoringFromVPC': 'creates an instance and role that run probes',
  'AWSSupport-ShareRDSSnapshot': 'shares a database snapshot with a caller-named account',
  'AWSSupport-StartEC2RescueWorkflow': "runs a caller-supplied base64 script against an instance's disk",
  'AWSSupport-TroubleshootDirectoryTrust': 'changes directory trusts and routes',
  'AWSSupport-TroubleshootRDP': 'may change firewall and services inside an instance',
  'AWSSupport-TroubleshootSSH': 'runs repairs as root inside an instance',
  'AWSSupport-UpgradeWindowsAWSDrivers': 'runs upgrades inside an instance with a caller-chosen role',
};
