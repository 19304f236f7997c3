import { CloudFormationClient, CreateStackCommand } from '@aws-sdk/client-cloudformation';
import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  PutRolePolicyCommand,
  type IAMClient,
} from '@aws-sdk/client-iam';
import { EXAMPLE_INPUTS } from '../example-inputs';
import type { ClientConfig } from './emulator';

/*
 * Octo's roles as others install them: with the names and the trust that Octo's specification fixes, and with rights that are wider than
 * ours.
 */

const { principal: PRINCIPAL, external_id: EXTERNAL_ID } = EXAMPLE_INPUTS;

/** Rights of a role, as an inline policy. */
const RIGHTS: Readonly<Record<string, readonly string[]>> = {
  OctoRecommendationSearcherRole: ['ec2:Describe*', 'compute-optimizer:Get*', 'secretsmanager:List*'],
  OctoSSMUpdaterRole: ['ssm:CreateDocument', 'ssm:UpdateServiceSetting', 'iam:PassRole'],
  OctoChangeTemplateApproverRole: ['ssm:List*', 'ssm:Get*', 'ssm:UpdateDocument'],
  AlphausAcctAccessRole: ['ce:*', 'ec2:TerminateInstances', 'ec2:Describe*', 'cur:Describe*'],
};

/** Roles that Alphaus assumes. */
export const OF_ALPHAUS = [
  'OctoRecommendationSearcherRole',
  'OctoSSMUpdaterRole',
  'AlphausAcctAccessRole',
] as const;

const ADMINISTRATOR = 'arn:aws:iam::aws:policy/AdministratorAccess';
const POLICY = 'root';

function rights(actions: readonly string[]): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }],
  });
}

function trust(role: string, accountId: string): object {
  const who = OF_ALPHAUS.some((one) => one === role)
    ? { Principal: { AWS: PRINCIPAL }, Condition: { StringEquals: { 'sts:ExternalId': EXTERNAL_ID } } }
    : {
        Principal: {
          AWS: `arn:aws:iam::${accountId}:root`,
          ...(role === 'OctoChangeExecutorRole' && { Service: 'ssm.amazonaws.com' }),
        },
      };
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', ...who }] };
}

/** Makes the roles as somebody does by hand. */
export async function installByHand(iam: IAMClient, accountId: string): Promise<void> {
  for (const RoleName of [...Object.keys(RIGHTS), 'OctoChangeExecutorRole']) {
    const AssumeRolePolicyDocument = JSON.stringify(trust(RoleName, accountId));
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument, MaxSessionDuration: 43_200 }));
    const actions = RIGHTS[RoleName];
    if (actions) {
      const PolicyDocument = rights(actions);
      await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: POLICY, PolicyDocument }));
    }
  }
  await attachAdministrator(iam);
}

/** The stack's name that Octo's launch link gives. */
export const STACK_NAME = 'AlphausAccountAccess';

/** Makes the roles as a CloudFormation stack does, whose template is written with the short forms of YAML. */
export async function installByStack(
  config: ClientConfig,
  iam: IAMClient,
  accountId: string,
  StackName = STACK_NAME,
): Promise<string> {
  const cloudformation = new CloudFormationClient(config);
  const { StackId: id = '' } = await cloudformation
    .send(
      new CreateStackCommand({
        StackName,
        TemplateBody: templateOf(accountId),
        Capabilities: ['CAPABILITY_NAMED_IAM'],
        Parameters: [
          { ParameterKey: 'Principal', ParameterValue: PRINCIPAL },
          { ParameterKey: 'ExternalId', ParameterValue: EXTERNAL_ID },
          { ParameterKey: 'TemplateVersion', ParameterValue: '1.2' },
          { ParameterKey: 'TargetOrganizationId', ParameterValue: 'none' },
        ],
      }),
    )
    .finally(() => {
      cloudformation.destroy();
    });
  // The emulator forgets which managed policies a stack attaches.
  await attachAdministrator(iam);
  return id;
}

function templateOf(accountId: string): string {
  const roles = [...Object.keys(RIGHTS), 'OctoChangeExecutorRole'].map((role) => {
    const isOfAlphaus = OF_ALPHAUS.some((one) => one === role);
    const actions = RIGHTS[role];
    return [
      `  ${role}:`,
      '    Type: AWS::IAM::Role',
      '    Properties:',
      `      RoleName: ${role}`,
      '      MaxSessionDuration: 43200',
      ...(isOfAlphaus
        ? [
            '      AssumeRolePolicyDocument:',
            "        Version: '2012-10-17'",
            '        Statement:',
            '          - Effect: Allow',
            '            Action: sts:AssumeRole',
            '            Principal: { AWS: !Ref Principal }',
            '            Condition: { StringEquals: { sts:ExternalId: !Ref ExternalId } }',
          ]
        : [`      AssumeRolePolicyDocument: ${JSON.stringify(trust(role, accountId))}`]),
      ...(actions
        ? [
            '      Policies:',
            `        - PolicyName: !Sub ${POLICY}`,
            // As a text: the emulator gives a document back as Python prints it.
            `          PolicyDocument: ${JSON.stringify(rights(actions))}`,
          ]
        : []),
    ].join('\n');
  });
  return [
    "AWSTemplateFormatVersion: '2010-09-09'",
    'Parameters:',
    ...['Principal', 'ExternalId', 'TemplateVersion', 'TargetOrganizationId'].map(
      (name) => `  ${name}: { Type: String }`,
    ),
    'Resources:',
    ...roles,
    '  Reports:',
    '    Type: AWS::SNS::Topic',
    '    Properties: { TopicName: reports }',
  ].join('\n');
}

/** The roles as resources of another Terraform module, which makes no OctoRecommendationSearcherRole, beside a bucket of its own. */
export function earlierModule(accountId: string): object {
  const entries = [...Object.keys(RIGHTS), 'OctoChangeExecutorRole']
    .filter((role) => role !== 'OctoRecommendationSearcherRole')
    .map((role) => [role, RIGHTS[role]] as const)
    .map(([role, actions]) => [
      role.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase(),
      {
        name: role,
        max_session_duration: 43_200,
        assume_role_policy: JSON.stringify(trust(role, accountId)),
        ...(actions && role !== 'OctoSSMUpdaterRole'
          ? { inline_policy: [{ name: POLICY, policy: rights(actions) }] }
          : {}),
      },
    ]);
  const nameOf = (role: string): string => `\${aws_iam_role.${role}.name}`;
  return {
    resource: {
      aws_iam_role: Object.fromEntries(entries) as object,
      // Modules write what is in a role either way, and these are resources of their own.
      aws_iam_role_policy: {
        updater: {
          role: nameOf('octo_ssmupdater_role'),
          name: POLICY,
          policy: rights(RIGHTS['OctoSSMUpdaterRole'] ?? []),
        },
      },
      aws_iam_role_policy_attachment: {
        executor: { role: nameOf('octo_change_executor_role'), policy_arn: ADMINISTRATOR },
      },
      aws_iam_policy: {
        of_others: { name: 'CloudSaver-Policy-Base', policy: rights(['s3:ListAllMyBuckets']) },
      },
    },
  };
}

async function attachAdministrator(iam: IAMClient): Promise<void> {
  const [RoleName, PolicyArn] = ['OctoChangeExecutorRole', ADMINISTRATOR];
  await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
}
