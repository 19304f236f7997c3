import type { InstalledRole } from '../../src/policy/installed';
import { EXAMPLE } from '../support/example';
import {
  allowing,
  conditioned,
  edited,
  gone,
  granted,
  having,
  noBoundary,
  OWN_BOUNDARY,
  roleArn,
  rolesOf,
  row,
  STACK,
  type Statement,
  without,
} from '../support/changed-roles';
import { ACCT, APPROVER, EXECUTOR, SEARCHER, UPDATER } from '../support/roles-in-short';

/** The Deny in the customer's trust policies with the vendor roles only, without the executor. */
const FORGETTING_EXECUTOR = row(
  'NeverAlphaus',
  having({ Condition: { ArnEquals: { 'aws:PrincipalArn': [SEARCHER, UPDATER, ACCT].map(roleArn) } } }),
);

const ALPHAUS = `arn:aws:iam::${EXAMPLE.principal}:root`;

/** What is broken, the resulting roles, and the id that the analysis must report. */
type Break = readonly [title: string, roles: () => InstalledRole[], id: string];

/** The design with one protection removed, in every way. */
export function breaks(): readonly Break[] {
  return [
    [
      'the searcher without a boundary',
      () => noBoundary(rolesOf(), SEARCHER),
      `write[${SEARCHER}: ec2:TerminateInstances]`,
    ],
    [
      'no boundary on the role that writes, and its condition gone',
      () =>
        edited(
          noBoundary(rolesOf(), ACCT),
          ACCT,
          'policies',
          row('UpdateInlineOfAcctAccess', without('Condition')),
        ),
      `administrator[${ACCT}]`,
    ],
    [
      'a boundary that allows iam:PutRolePolicy elsewhere',
      () => edited(rolesOf(), ACCT, 'boundary', allowing('iam:PutRolePolicy')),
      `role[${ACCT}: iam:PutRolePolicy]`,
    ],
    [
      'a boundary that allows passing roles',
      () => granted(rolesOf(), 'iam:PassRole'),
      `role[${ACCT}: iam:PassRole]`,
    ],
    [
      'a boundary that allows assuming roles',
      () => granted(rolesOf(), 'sts:AssumeRole'),
      `role[${ACCT}: sts:AssumeRole]`,
    ],
    [
      'a boundary that allows making users',
      () => granted(rolesOf(), 'iam:CreateUser', 'iam:AttachUserPolicy'),
      `administrator[${ACCT}]`,
    ],
    [
      'a boundary that can be taken off',
      () => granted(rolesOf(), 'iam:DeleteRolePermissionsBoundary'),
      `unbounded[${ACCT}]`,
    ],
    [
      'a boundary that can be replaced',
      () => granted(rolesOf(), 'iam:PutRolePermissionsBoundary'),
      `unbounded[${SEARCHER}]`,
    ],
    [
      'a boundary whose text can be changed',
      () => granted(rolesOf(), 'iam:CreatePolicyVersion'),
      `unbounded[${ACCT}]`,
    ],
    [
      'a boundary that lets stacks be made',
      () => granted(rolesOf(), 'cloudformation:CreateStack'),
      `write[${ACCT}: cloudformation:CreateStack]`,
    ],
    [
      'trust policies that can be rewritten',
      () => granted(rolesOf(), 'iam:UpdateAssumeRolePolicy'),
      `assume[${EXECUTOR}]`,
    ],
    [
      "the searcher's boundary with one write",
      () => edited(rolesOf(), SEARCHER, 'boundary', allowing('ec2:TerminateInstances')),
      `write[${SEARCHER}: ec2:TerminateInstances]`,
    ],
    [
      "a boundary of the customer's own without the Denies beside it",
      () =>
        edited(rolesOf({ permissionsBoundaryArn: OWN_BOUNDARY }), ACCT, 'policies', (statements) =>
          statements.filter(({ Effect }) => Effect === 'Allow'),
        ),
      `open-to-resource-policies[${ACCT}]`,
    ],
    [
      "writes beside a boundary of the customer's own",
      () =>
        edited(
          rolesOf({ permissionsBoundaryArn: OWN_BOUNDARY }),
          ACCT,
          'policies',
          allowing('iam:PutRolePolicy', 'iam:DetachRolePolicy'),
        ),
      `stripped[${ACCT}]`,
    ],
    [
      'the searcher, not allowed but not denied either',
      () => edited(rolesOf(), SEARCHER, 'boundary', row('NothingElse', gone)),
      `write[${SEARCHER}: ec2:TerminateInstances]`,
    ],
    [
      'account access, not allowed but not denied either',
      () => edited(rolesOf(), ACCT, 'boundary', row('NothingElse', gone)),
      `open-to-resource-policies[${ACCT}]`,
    ],
    [
      'the updater, not allowed but not denied either',
      () => edited(rolesOf(), UPDATER, 'policies', row('NothingElse', gone)),
      `open-to-resource-policies[${UPDATER}]`,
    ],
    [
      'the approver, not allowed but not denied either',
      () => edited(rolesOf(), APPROVER, 'policies', row('NothingElse', gone)),
      `open-to-resource-policies[${APPROVER}]`,
    ],
    [
      'a Deny of all else on some resources only',
      () =>
        edited(rolesOf(), UPDATER, 'policies', row('NothingElse', having({ Resource: 'arn:aws:s3:::*' }))),
      `open-to-resource-policies[${UPDATER}]`,
    ],
    [
      'a Deny of all else that an organization escapes',
      () =>
        edited(
          rolesOf(),
          ACCT,
          'boundary',
          row('NothingElse', having({ Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-1' } } })),
        ),
      `open-to-resource-policies[${ACCT}]`,
    ],
    [
      'a Deny of all else that leaves one service out',
      () =>
        edited(
          rolesOf(),
          SEARCHER,
          'boundary',
          row('NothingElse', (statement) => ({
            ...statement,
            NotAction: [...(statement['NotAction'] as string[]), 'ec2:*'],
          })),
        ),
      `write[${SEARCHER}: ec2:TerminateInstances]`,
    ],
    [
      'an executor that assumes itself, in another Region',
      () => edited(rolesOf(), EXECUTOR, 'trust', FORGETTING_EXECUTOR),
      'other-region',
    ],
    [
      'an approver that the executor assumes',
      () => edited(rolesOf(), APPROVER, 'trust', FORGETTING_EXECUTOR),
      `trust[${APPROVER} by ${EXECUTOR}]`,
    ],
    [
      'a document that only the value true freezes',
      () => {
        const only = (key: string): ((statement: Statement) => Statement) =>
          having({ Condition: { StringEquals: { [`${key}/OctoApproved`]: 'true' } } });
        return edited(rolesOf(), UPDATER, 'policies', (statements) =>
          row(
            'NeverEditFrozen',
            only('aws:ResourceTag'),
          )(row('NeverEditFrozenByServiceKey', only('ssm:resourceTag'))(statements)),
        );
      },
      'swap-before-approval',
    ],
    [
      'a document that starts with any value of the tag',
      () =>
        edited(
          rolesOf(),
          UPDATER,
          'policies',
          row(
            'StartApprovedRunbooks',
            having({ Condition: { Null: { 'aws:ResourceTag/OctoApproved': 'false' } } }),
          ),
        ),
      'swap-before-approval',
    ],
    [
      'an approved document that can be deleted and made again',
      () =>
        edited(rolesOf(), UPDATER, 'policies', (statements) => {
          const edits = having({ Action: ['ssm:UpdateDocument', 'ssm:UpdateDocumentDefaultVersion'] });
          return row('NeverEditFrozen', edits)(row('NeverEditFrozenByServiceKey', edits)(statements));
        }),
      'edit-approved[ssm:DeleteDocument]',
    ],
    [
      'the executor without the Deny of Alphaus',
      () => edited(rolesOf(), EXECUTOR, 'trust', row('NeverAlphaus', gone)),
      `trust[${EXECUTOR} by ${ACCT}]`,
    ],
    [
      'the approver without the Deny of Alphaus',
      () => edited(rolesOf(), APPROVER, 'trust', row('NeverAlphaus', gone)),
      `trust[${APPROVER} by ${UPDATER}]`,
    ],
    [
      'a Deny of Alphaus that forgets one role',
      () =>
        edited(
          rolesOf(),
          EXECUTOR,
          'trust',
          row(
            'NeverAlphaus',
            having({ Condition: { ArnEquals: { 'aws:PrincipalArn': [roleArn(SEARCHER), roleArn(ACCT)] } } }),
          ),
        ),
      `trust[${EXECUTOR} by ${UPDATER}]`,
    ],
    [
      'a trust without an external id',
      () => edited(rolesOf(), UPDATER, 'trust', row('AlphausWithExternalId', without('Condition'))),
      `no-external-id[${UPDATER}]`,
    ],
    [
      'an external id by pattern',
      () =>
        edited(
          rolesOf(),
          ACCT,
          'trust',
          row('AlphausWithExternalId', having({ Condition: { StringLike: { 'sts:ExternalId': '*' } } })),
        ),
      `confused-deputy[${ACCT}]`,
    ],
    [
      'an external id only if it is there',
      () =>
        edited(
          rolesOf(),
          SEARCHER,
          'trust',
          row(
            'AlphausWithExternalId',
            having({ Condition: { StringEqualsIfExists: { 'sts:ExternalId': EXAMPLE.externalId } } }),
          ),
        ),
      `no-external-id[${SEARCHER}]`,
    ],
    [
      'a trust in everybody',
      () => edited(rolesOf(), SEARCHER, 'trust', row('AlphausWithExternalId', having({ Principal: '*' }))),
      `stranger[${SEARCHER}]`,
    ],
    [
      "a vendor role that the customer's account may assume",
      () =>
        edited(
          rolesOf(),
          UPDATER,
          'trust',
          row(
            'AlphausWithExternalId',
            having({ Principal: { AWS: `arn:aws:iam::${EXAMPLE.accountId}:root` }, Condition: {} }),
          ),
        ),
      `trust-principal[${UPDATER}: AWS arn:aws:iam::${EXAMPLE.accountId}:root]`,
    ],
    [
      'an executor that Alphaus assumes',
      () =>
        edited(
          rolesOf(),
          EXECUTOR,
          'trust',
          row('CustomerAccount', having({ Principal: { AWS: `arn:aws:iam::${EXAMPLE.principal}:root` } })),
        ),
      `assume[${EXECUTOR}]`,
    ],
    [
      'an executor for automations of any account',
      () => edited(rolesOf(), EXECUTOR, 'trust', row('SsmAutomationOfThisAccount', without('Condition'))),
      `service-for-another-account[${EXECUTOR}]`,
    ],
    [
      'an executor for an unnamed source',
      () =>
        edited(
          rolesOf(),
          EXECUTOR,
          'trust',
          row(
            'SsmAutomationOfThisAccount',
            having({ Condition: { StringEqualsIfExists: { 'aws:SourceAccount': EXAMPLE.accountId } } }),
          ),
        ),
      `service-without-source[${EXECUTOR}]`,
    ],
    [
      'an executor for another service too',
      () =>
        edited(
          rolesOf(),
          EXECUTOR,
          'trust',
          row(
            'SsmAutomationOfThisAccount',
            having({ Principal: { Service: ['ssm.amazonaws.com', 'ec2.amazonaws.com'] } }),
          ),
        ),
      `trust-principal[${EXECUTOR}: Service ec2.amazonaws.com]`,
    ],
    [
      'runbooks AWS-*',
      () =>
        edited(
          rolesOf(),
          UPDATER,
          'policies',
          row('StartVettedRunbooks', having({ Resource: ['arn:aws:ssm:*::document/AWS-*'] })),
        ),
      'runbook[AWS-*]',
    ],
    [
      'every document of Amazon, by a pattern that does not say so',
      () =>
        edited(
          rolesOf(),
          UPDATER,
          'policies',
          row('StartVettedRunbooks', having({ Resource: ['arn:aws:ssm:*::document/?WS-*'] })),
        ),
      'runbook[?WS-*]',
    ],
    [
      'a runbook of Amazon that shares snapshots, among the vetted ones',
      () =>
        edited(
          rolesOf(),
          UPDATER,
          'policies',
          row(
            'StartVettedRunbooks',
            having({
              Resource: ['AWS-StopEC2Instance', 'AWSSupport-ModifyEBSSnapshotPermission'].map(
                (name) => `arn:aws:ssm:*::document/${name}`,
              ),
            }),
          ),
        ),
      'runbook[AWSSupport-ModifyEBSSnapshotPermission]',
    ],
    [
      'a vetted runbook in another spelling',
      () => rolesOf({ vettedRunbooks: ['AWS-Stopec2Instance'] }),
      'runbook[AWS-Stopec2Instance]',
    ],
    [
      'starts of documents that nobody approved',
      () => edited(rolesOf(), UPDATER, 'policies', row('StartApprovedRunbooks', without('Condition'))),
      'unapproved-document',
    ],
    [
      'starts of documents of other accounts',
      () =>
        edited(
          rolesOf(),
          UPDATER,
          'policies',
          row('StartVettedRunbooks', having({ Resource: ['arn:aws:ssm:*:*:document/*'] })),
        ),
      'foreign-document',
    ],
    [
      'the approval tag compared with case',
      () =>
        edited(
          rolesOf(),
          UPDATER,
          'policies',
          row(
            'NeverTouchApproval',
            having({ Condition: { 'ForAnyValue:StringEquals': { 'aws:TagKeys': 'OctoApproved' } } }),
          ),
        ),
      'self-approval[ssm:AddTagsToResource, octoapproved]',
    ],
    [
      'the approval tag denied only when it comes alone',
      () =>
        edited(
          rolesOf(),
          UPDATER,
          'policies',
          row(
            'NeverTouchApproval',
            having({
              Condition: { 'ForAllValues:StringEqualsIgnoreCase': { 'aws:TagKeys': 'OctoApproved' } },
            }),
          ),
        ),
      'self-approval[ssm:AddTagsToResource, OctoApproved]',
    ],
    [
      'the approval tag free at creation',
      () =>
        edited(
          rolesOf(),
          UPDATER,
          'policies',
          row('NeverTouchApproval', having({ Action: 'ssm:AddTagsToResource' })),
        ),
      'self-approval[ssm:CreateDocument, OctoApproved]',
    ],
    [
      'approved documents that can be edited',
      () =>
        edited(rolesOf(), UPDATER, 'policies', (statements) =>
          row('NeverEditFrozen', gone)(row('NeverEditFrozenByServiceKey', gone)(statements)),
        ),
      'edit-approved[ssm:UpdateDocument]',
    ],
    [
      'reviews by Alphaus itself',
      () =>
        edited(rolesOf(), UPDATER, 'policies', (statements) =>
          allowing('ssm:UpdateDocumentMetadata')(statements),
        ),
      'self-review',
    ],
    [
      'every service setting',
      () => edited(rolesOf(), UPDATER, 'policies', row('ServiceSettings', having({ Resource: '*' }))),
      'switch-off-approval',
    ],
    [
      'PassRole on *',
      () => edited(rolesOf(), UPDATER, 'policies', row('PassExecutorToSsmOnly', having({ Resource: '*' }))),
      `role[${UPDATER}: iam:PassRole]`,
    ],
    [
      'PassRole to any service',
      () => edited(rolesOf(), UPDATER, 'policies', row('PassExecutorToSsmOnly', without('Condition'))),
      `pass-service[${UPDATER}]`,
    ],
    [
      'PassRole of the role of any account',
      () =>
        edited(
          rolesOf(),
          UPDATER,
          'policies',
          row('PassExecutorToSsmOnly', having({ Resource: `arn:aws:iam::*:role/${EXECUTOR}` })),
        ),
      `role[${UPDATER}: iam:PassRole]`,
    ],
    [
      'an updater that manages permissions',
      () => edited(rolesOf(), UPDATER, 'policies', allowing('iam:AddUserToGroup')),
      `write[${UPDATER}: iam:AddUserToGroup]`,
    ],
    [
      'updates of any stack',
      () => {
        const anyStack = row('UpdateOwnStack', having({ Resource: '*' }));
        const roles = rolesOf({ cloudformationStackArn: STACK });
        return edited(edited(roles, ACCT, 'policies', anyStack), ACCT, 'boundary', anyStack);
      },
      'stack[cloudformation:UpdateStack]',
    ],
    [
      'an executor that a SAML provider leads to',
      () =>
        edited(rolesOf(), EXECUTOR, 'trust', (statements) => [
          ...statements,
          {
            Sid: 'Saml',
            Effect: 'Allow',
            Principal: { Federated: `arn:aws:iam::${EXAMPLE.accountId}:saml-provider/any` },
            Action: 'sts:AssumeRoleWithSAML',
          },
        ]),
      `trust-action[${EXECUTOR}: sts:AssumeRoleWithSAML]`,
    ],
    [
      'an executor that one role of Alphaus assumes',
      () =>
        edited(
          rolesOf(),
          EXECUTOR,
          'trust',
          row(
            'CustomerAccount',
            having({ Principal: { AWS: `arn:aws:iam::${EXAMPLE.principal}:role/octo` } }),
          ),
        ),
      `assume[${EXECUTOR}]`,
    ],
    [
      'an executor that another account assumes',
      () =>
        edited(
          rolesOf(),
          EXECUTOR,
          'trust',
          row('CustomerAccount', having({ Principal: { AWS: ['arn:aws:iam::999988887777:root'] } })),
        ),
      `stranger[${EXECUTOR}]`,
    ],
    [
      'a Deny of Alphaus by a pattern that is not an ARN',
      () =>
        edited(
          rolesOf(),
          EXECUTOR,
          'trust',
          row(
            'NeverAlphaus',
            having({ Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam:*:role/Octo*' } } }),
          ),
        ),
      `trust[${EXECUTOR} by ${UPDATER}]`,
    ],
    [
      'the approval tag protected for some names only',
      () =>
        edited(
          rolesOf(),
          UPDATER,
          'policies',
          row('NeverTouchApproval', having({ Resource: `arn:aws:ssm:*:${EXAMPLE.accountId}:document/o*` })),
        ),
      'self-approval[ssm:AddTagsToResource, OctoApproved]',
    ],
    [
      'the approval tag protected in one Region only',
      () =>
        edited(
          rolesOf(),
          UPDATER,
          'policies',
          row(
            'NeverTouchApproval',
            having({ Resource: `arn:aws:ssm:us-east-1:${EXAMPLE.accountId}:document/*` }),
          ),
        ),
      'self-approval[ssm:CreateDocument, OctoApproved]',
    ],
    [
      'the approval tag denied in three spellings',
      () =>
        edited(
          rolesOf(),
          UPDATER,
          'policies',
          row(
            'NeverTouchApproval',
            having({
              Condition: {
                'ForAnyValue:StringEquals': {
                  'aws:TagKeys': ['OctoApproved', 'octoapproved', 'OCTOAPPROVED'],
                },
              },
            }),
          ),
        ),
      'self-approval[ssm:AddTagsToResource, octoApproved]',
    ],
    [
      'approved documents that can be edited in all Regions but one',
      () => {
        const there = having({ Resource: `arn:aws:ssm:us-east-1:${EXAMPLE.accountId}:document/*` });
        return edited(rolesOf(), UPDATER, 'policies', (statements) =>
          row('NeverEditFrozen', there)(row('NeverEditFrozenByServiceKey', there)(statements)),
        );
      },
      'edit-approved[ssm:UpdateDocumentDefaultVersion]',
    ],
    [
      'starts of unapproved documents of some names, in one Region',
      () =>
        edited(
          rolesOf(),
          UPDATER,
          'policies',
          row('StartApprovedRunbooks', (statement) => ({
            ...without('Condition')(statement),
            Resource: `arn:aws:ssm:eu-west-1:${EXAMPLE.accountId}:document/Octo-*`,
          })),
        ),
      'unapproved-document',
    ],
    [
      'another role of Alphaus that approves',
      () => granted(rolesOf(), 'ssm:AddTagsToResource'),
      'self-approval[ssm:AddTagsToResource, OctoApproved]',
    ],
    [
      'the one setting that switches the approval of templates off',
      () =>
        edited(
          rolesOf(),
          UPDATER,
          'policies',
          row(
            'ServiceSettings',
            having({
              Resource: `arn:aws:ssm:*:${EXAMPLE.accountId}:servicesetting/ssm/change-management/require-approved-templates-only`,
            }),
          ),
        ),
      'switch-off-approval',
    ],
    [
      'PassRole to one service more',
      () =>
        edited(
          rolesOf(),
          UPDATER,
          'policies',
          row(
            'PassExecutorToSsmOnly',
            having({
              Condition: {
                StringEquals: { 'iam:PassedToService': ['ssm.amazonaws.com', 'codebuild.amazonaws.com'] },
              },
            }),
          ),
        ),
      `pass-service[${UPDATER}]`,
    ],
    [
      'PassRole of some roles by a variable',
      () =>
        edited(
          rolesOf(),
          UPDATER,
          'policies',
          row(
            'PassExecutorToSsmOnly',
            having({ Resource: 'arn:aws:iam::${aws:PrincipalAccount}:role/Admin*' }),
          ),
        ),
      `role[${UPDATER}: iam:PassRole]`,
    ],
    [
      'runbooks of Amazon that nobody has looked at',
      () => rolesOf({ vettedRunbooks: ['AWS-StopEC2Instance', 'AWS-NobodyKnows'] }),
      'runbook[AWS-NobodyKnows]',
    ],
    [
      'service-linked roles of every service',
      () => {
        const open = row('CreateOctoServiceLinkedRoles', having({ Resource: '*' }));
        return edited(edited(rolesOf(), ACCT, 'policies', open), ACCT, 'boundary', open);
      },
      `service-linked-role[${ACCT}: *]`,
    ],
    [
      'commands on instances',
      () => edited(rolesOf(), UPDATER, 'policies', allowing('ssm:SendCommand')),
      `write[${UPDATER}: ssm:SendCommand]`,
    ],
    [
      'PassRole to all services but SSM',
      () =>
        edited(
          rolesOf(),
          UPDATER,
          'policies',
          row(
            'PassExecutorToSsmOnly',
            having({ Condition: { StringNotEquals: { 'iam:PassedToService': 'ssm.amazonaws.com' } } }),
          ),
        ),
      `pass-service[${UPDATER}]`,
    ],
    [
      'PassRole to any service beside the one to SSM',
      () =>
        edited(rolesOf(), UPDATER, 'policies', (statements) => [
          ...statements,
          { Sid: 'Added', Effect: 'Allow', Action: 'iam:PassRole', Resource: roleArn(EXECUTOR) },
        ]),
      `pass-service[${UPDATER}]`,
    ],
    [
      'a role that is assumed by all actions but one',
      () =>
        edited(
          rolesOf(),
          UPDATER,
          'trust',
          row('AlphausWithExternalId', (statement) =>
            having({ NotAction: 'sts:TagSession' })(without('Action')(statement)),
          ),
        ),
      `trust-action[${UPDATER}: all but some]`,
    ],
    [
      'a trust in Alphaus without an external id',
      () => edited(rolesOf(), UPDATER, 'trust', row('AlphausWithExternalId', without('Condition'))),
      `trust-principal[${UPDATER}: AWS ${ALPHAUS}]`,
    ],
    [
      'a trust in Alphaus with a pattern for the external id',
      () =>
        edited(
          rolesOf(),
          ACCT,
          'trust',
          row(
            'AlphausWithExternalId',
            having({ Condition: { StringLike: { 'sts:ExternalId': EXAMPLE.externalId } } }),
          ),
        ),
      `trust-principal[${ACCT}: AWS ${ALPHAUS}]`,
    ],
    [
      "a role of the customer's that Alphaus assumes with the external id",
      () =>
        edited(
          rolesOf(),
          EXECUTOR,
          'trust',
          row(
            'CustomerAccount',
            having({
              Principal: { AWS: ALPHAUS },
              Condition: { StringEquals: { 'sts:ExternalId': EXAMPLE.externalId } },
            }),
          ),
        ),
      `trust-principal[${EXECUTOR}: AWS ${ALPHAUS}]`,
    ],
    [
      "a role of the customer's in which Alphaus has a session",
      () =>
        edited(rolesOf(), EXECUTOR, 'trust', row('CustomerAccount', having({ Principal: { AWS: ALPHAUS } }))),
      `session[${EXECUTOR}]`,
    ],
    [
      'an executor for SSM, whatever the account',
      () => edited(rolesOf(), EXECUTOR, 'trust', row('SsmAutomationOfThisAccount', without('Condition'))),
      `trust-principal[${EXECUTOR}: Service ssm.amazonaws.com]`,
    ],
    [
      'an approver that SSM assumes',
      () =>
        edited(
          rolesOf(),
          APPROVER,
          'trust',
          row(
            'CustomerAccount',
            having({
              Principal: { Service: 'ssm.amazonaws.com' },
              Condition: { StringEquals: { 'aws:SourceAccount': EXAMPLE.accountId } },
            }),
          ),
        ),
      `trust-principal[${APPROVER}: Service ssm.amazonaws.com]`,
    ],
    [
      'a grant on one resource of a service with resource policies',
      () =>
        edited(rolesOf(), UPDATER, 'policies', (statements) =>
          row(
            'Added',
            having({ Resource: 'arn:aws:ec2:*:*:instance/i-1' }),
          )(allowing('ec2:GetConsoleOutput')(statements)),
        ),
      `open-to-resource-policies[${UPDATER}]`,
    ],
    [
      'a boundary that leaves one resource open for inline policies, of a role into which nobody writes yet',
      () => {
        const few = edited(rolesOf(), ACCT, 'policies', (statements) =>
          statements.filter(({ Sid }) => Sid === 'UpdateInlineOfSearcher'),
        );
        const one = having({ Resource: 'arn:aws:ec2:*:*:instance/i-1' });
        return edited(few, ACCT, 'boundary', row('Ceiling', one));
      },
      `open-to-resource-policies[${ACCT}]`,
    ],
    [
      'a service-linked role by a pattern',
      () => {
        const Resource = `arn:aws:iam::${EXAMPLE.accountId}:role/aws-service-role/?.amazonaws.com/AWSServiceRole`;
        const open = row('CreateOctoServiceLinkedRoles', having({ Resource }));
        return edited(edited(rolesOf(), ACCT, 'policies', open), ACCT, 'boundary', open);
      },
      `service-linked-role[${ACCT}: arn:aws:iam::${EXAMPLE.accountId}:role/aws-service-role/?.amazonaws.com/AWSServiceRole]`,
    ],
    [
      'policies that Alphaus writes into a role without a boundary',
      () =>
        edited(
          noBoundary(rolesOf(), ACCT),
          ACCT,
          'policies',
          row('UpdateInlineOfAcctAccess', without('Condition')),
        ),
      `written-without-boundary[${ACCT}]`,
    ],
    ...(
      [
        [
          'a stack update with a role of its own',
          (condition) => ({ ...condition, Null: {} }),
          `stack-role[${ACCT}]`,
        ],
        ['a stack update of every type', ({ Null }) => ({ Null }), `stack-other-types[${ACCT}]`],
      ] satisfies [string, (condition: Record<string, Record<string, unknown>>) => Statement, string][]
    ).map(([title, change, id]): [string, () => InstalledRole[], string] => [
      title,
      () => {
        const looser = row('UpdateOwnStack', conditioned(change));
        const roles = rolesOf({ cloudformationStackArn: STACK });
        return edited(edited(roles, ACCT, 'policies', looser), ACCT, 'boundary', looser);
      },
      id,
    ]),
  ];
}
