import { ROLE_NAMES, type RoleName } from '../names/role-names';
import type { InputRule, InputSpec } from './input-spec';
import { VETTED_RUNBOOK_NAMES } from './vetted-runbooks';

/**
 * The one table of inputs. Everything else is derived from it: the properties of the constructs and their checks, the
 * Terraform variables and their `validation`, the parameters of the CloudFormation template, the schema of the fleet file,
 * the tables in the READMEs, and the settings in the report.
 */

const POLICY_ARN = String.raw`^arn:aws(-[a-z]+)*:iam::([0-9]{12}|aws|\{accountId\}):policy/[\w+=,.@/-]+$`;

const DEFAULT_RUNBOOKS = [
  'AWS-ResizeInstance',
  'AWS-StartEC2Instance',
  'AWS-StartRdsInstance',
  'AWS-StopEC2Instance',
  'AWS-StopRdsInstance',
] as const;

const FURTHER_RUNBOOKS = VETTED_RUNBOOK_NAMES.filter(
  (name) => !DEFAULT_RUNBOOKS.some((known) => known === name),
);

/** IAM's limit of tags on one role. */
export const TAGS_PER_ROLE = 50;

/**
 * IAM's rules for the tags of one role. IAM also counts the provider's default tags, which are not known here.
 */
const TAGS: readonly Exclude<InputRule, { kind: 'oneOf' }>[] = [
  {
    kind: 'size',
    min: 0,
    max: TAGS_PER_ROLE,
    message: `may hold at most ${TAGS_PER_ROLE} tags, as many as a role can have`,
  },
  {
    kind: 'pattern',
    target: 'keys',
    pattern: String.raw`^[\p{L}\p{Z}\p{N}_.:/=+@-]{1,128}$`,
    message: 'must have tag keys of 1 to 128 letters, digits, spaces and _.:/=+-@',
  },
  {
    kind: 'noPrefix',
    target: 'keys',
    prefix: 'aws:',
    message: 'may not have a tag whose key begins with aws:, which is reserved for AWS',
  },
  {
    kind: 'present',
    target: 'values',
    message: 'may not have null for the value of a tag: leave such a tag out',
  },
  {
    kind: 'pattern',
    target: 'values',
    pattern: String.raw`^[\p{L}\p{Z}\p{N}_.:/=+@-]{0,256}$`,
    message: 'must have tag values of at most 256 letters, digits, spaces and _.:/=+-@',
  },
  {
    kind: 'distinct',
    target: 'keys',
    ignoreCase: true,
    message: 'may not have two tags whose keys differ only in case: to IAM they are the same key',
  },
];

/** Parameters keep their values from one update to the next. */
const LOOSENS =
  'any other value loosens what keeps Alphaus from OctoChangeExecutorRole, and your next update would take over one that an update by Alphaus left behind';

const VENDOR_ROLES = [
  'OctoRecommendationSearcherRole',
  'OctoSSMUpdaterRole',
  'AlphausAcctAccessRole',
] as const satisfies readonly RoleName[];

/** All inputs, in the order of every listing. */
export const TABLE = [
  {
    name: 'principal',
    type: 'string',
    description:
      "AWS account id of Alphaus, from Octo's onboarding page. The three vendor roles trust this account and no other.",
    rules: [
      {
        kind: 'pattern',
        pattern: '^[0-9]{12}$',
        message: "must be the 12-digit AWS account id of Alphaus, copied from Octo's onboarding page",
      },
    ],
    roles: VENDOR_ROLES,
    parameter: { group: 'onboarding' },
    samples: { other: '999999999999' },
  },
  {
    name: 'external_id',
    type: 'string',
    description:
      "External id from Octo's onboarding page. Alphaus must send it with every AssumeRole, which protects against the confused deputy. Not a secret: it stands in the trust policies.",
    rules: [
      {
        kind: 'length',
        min: 2,
        max: 1224,
        message: "must have 2 to 1,224 characters, copied from Octo's onboarding page",
      },
      {
        kind: 'pattern',
        pattern: String.raw`^[\w+=,.@:/-]*$`,
        message:
          "may hold only ASCII letters, digits and _+=,.@:/- (no spaces, quotes, line breaks or invisible characters); copy it again from Octo's onboarding page",
      },
    ],
    roles: VENDOR_ROLES,
    parameter: {
      group: 'onboarding',
      description:
        "External id from Octo's onboarding page. Alphaus must send it with every AssumeRole. Not a secret.",
      constraint:
        "must have 2 to 1,224 ASCII letters, digits and _+=,.@:/- (no spaces, quotes, line breaks or invisible characters), copied from Octo's onboarding page.",
    },
    samples: { other: 'octo-ext-0b6e4d2c8a', longest: 'x'.repeat(1224) },
  },
  {
    name: 'roles',
    type: 'set(string)',
    description:
      'Names of the roles to install. Leave the three change roles out where changes are not made through Octo. OctoSSMUpdaterRole needs OctoChangeExecutorRole.',
    default: ROLE_NAMES,
    defaultText: 'all five',
    rules: [
      { kind: 'size', min: 1, max: ROLE_NAMES.length, message: 'must name at least one role' },
      {
        kind: 'oneOf',
        target: 'each',
        values: ROLE_NAMES,
        message: `may hold only ${ROLE_NAMES.join(', ')}`,
      },
      {
        kind: 'requires',
        item: 'OctoSSMUpdaterRole',
        needs: 'OctoChangeExecutorRole',
        message:
          'must name OctoChangeExecutorRole where it names OctoSSMUpdaterRole, which passes that role to SSM; add the one or leave out the other',
      },
    ],
    roles: [],
    parameter: { group: 'roles' },
    samples: { other: ['OctoRecommendationSearcherRole', 'AlphausAcctAccessRole'] },
  },
  {
    name: 'tags',
    type: 'map(string)',
    description: 'Tags for every role and policy, beside those of the provider.',
    default: {},
    defaultText: 'none',
    rules: TAGS,
    roles: ROLE_NAMES,
    withheld: { stack: 'CloudFormation puts the tags of a stack on all of its resources' },
    samples: { other: { team: 'finops' } },
  },
  {
    name: 'role_tags',
    type: 'map(map(string))',
    description:
      'Tags for single roles, by role name, not for their policies. They win over `tags` where the key is the same, whatever its case: IAM ignores it. For data perimeters that exempt a role by a tag, like `dp:exclude:identity` in those of AWS. A role that is not installed may be named: it is passed over.',
    default: {},
    defaultText: 'none',
    rules: [
      {
        kind: 'oneOf',
        target: 'keys',
        values: ROLE_NAMES,
        message: `may name only ${ROLE_NAMES.join(', ')}, each with an object of tags; what is for all of them goes into tags`,
      },
      {
        kind: 'present',
        target: 'values',
        message:
          'must have an object of tags for every role that it names; leave out a role without any of its own',
      },
      ...TAGS.map((rule) => ({ ...rule, ofEachMap: true })),
    ],
    roles: ROLE_NAMES,
    withheld: { stack: 'a parameter takes no map', stackSet: 'a parameter takes no map' },
    samples: { other: { AlphausAcctAccessRole: { 'dp:exclude:identity': 'true' } } },
  },
  {
    name: 'max_session_duration',
    type: 'number',
    description: 'Longest session of the three roles that Alphaus assumes, in seconds, 3600 to 43200.',
    default: 43200,
    rules: [
      {
        kind: 'integer',
        min: 3600,
        max: 43200,
        message: 'must be a whole number of seconds from 3600 (1 hour) to 43200 (12 hours)',
      },
    ],
    roles: VENDOR_ROLES,
    parameter: { group: 'limits' },
    samples: { other: 3600 },
  },
  {
    name: 'permissions_boundary_arn',
    type: 'string',
    description:
      'ARN of a permissions boundary of your own for all five roles; `{accountId}` in it stands for the id of the account that they are installed in. On OctoRecommendationSearcherRole and AlphausAcctAccessRole it takes the place of the built-in boundary, whose Denies then stand in an attached policy, and it turns self-update off. Setting or removing it later replaces these two roles under the same names; what Alphaus wrote into them goes first. Where the boundary is created in the same configuration, make its ARN of its name, since Terraform has to know when it plans whether there is one.',
    default: null,
    defaultText: 'built-in boundaries on the two self-updatable roles',
    rules: [
      {
        kind: 'pattern',
        pattern: POLICY_ARN,
        message:
          'must be the ARN of an IAM managed policy, like arn:aws:iam::111122223333:policy/name (or {accountId} for the account), without wildcards; or leave it out',
      },
      {
        kind: 'notPattern',
        pattern: '/(OctoRecommendationSearcherBoundary|AlphausAcctAccessBoundary)$',
        message: 'may not be one of the built-in boundaries: leave it out to have these',
      },
    ],
    roles: ROLE_NAMES,
    parameter: {
      group: 'limits',
      description:
        'ARN of a permissions boundary of your own for all five roles ({accountId} in it stands for the account of the stack), in place of the built-in ones, whose Denies are then attached; it turns self-update off. To set or remove it later, first update the stack without OctoRecommendationSearcherRole and AlphausAcctAccessRole.',
      constraint:
        'must be empty, or the ARN of an IAM managed policy, like arn:aws:iam::111122223333:policy/name (or {accountId} for the account), that is not a built-in boundary.',
      topic: 'OwnBoundary',
    },
    samples: {
      other: 'arn:{partition}:iam::{accountId}:policy/your-boundary',
      longest: `arn:{partition}:iam::{accountId}:policy/${'x'.repeat(128)}`,
    },
  },
  {
    name: 'allow_self_update',
    type: 'bool',
    description:
      'Whether AlphausAcctAccessRole may write and delete inline policies of itself and of OctoRecommendationSearcherRole, always within their built-in boundaries. If not, Terraform removes those that it wrote. Not set: yes, unless a boundary of your own is set, beside which it may not be true.',
    default: null,
    defaultText: 'true, or false where permissionsBoundaryArn is set',
    rules: [],
    roles: ['OctoRecommendationSearcherRole', 'AlphausAcctAccessRole'],
    parameter: {
      group: 'reads',
      description:
        'Whether AlphausAcctAccessRole may write inline policies of the two self-updatable roles, always within their built-in boundaries. Empty: yes, unless PermissionsBoundaryArn is set.',
    },
    samples: { other: false },
  },
  {
    name: 'cost_explorer_access',
    type: 'string',
    description:
      'Cost Explorer rights of AlphausAcctAccessRole: `full` (ce:*, as Octo specifies) or `read-only`.',
    default: 'full',
    rules: [{ kind: 'oneOf', values: ['full', 'read-only'], message: 'must be "full" or "read-only"' }],
    roles: ['AlphausAcctAccessRole'],
    parameter: { group: 'reads', topic: 'CostExplorer' },
    samples: { other: 'read-only' },
  },
  {
    name: 'cost_optimization_hub_enrollment',
    type: 'bool',
    description:
      'Whether AlphausAcctAccessRole may enrol the account in Cost Optimization Hub, and take it out again. Most recommendations that Octo can carry out come from there. Turn it off where you enrol accounts yourself.',
    default: true,
    rules: [],
    roles: ['AlphausAcctAccessRole'],
    parameter: {
      group: 'reads',
      description:
        'Whether AlphausAcctAccessRole may enrol the account in Cost Optimization Hub, where most recommendations come from, and take it out again.',
      topic: 'Enrollment',
    },
    samples: { other: false },
  },
  {
    name: 'vetted_runbooks',
    type: 'list(string)',
    description: `Amazon-owned Automation runbooks that OctoSSMUpdaterRole may start without an approval: those of the default, ${FURTHER_RUNBOOKS.join(', ')}, and no others. An empty list allows none.`,
    default: DEFAULT_RUNBOOKS,
    defaultText: 'start, stop and resize an EC2 instance, start and stop an RDS instance',
    rules: [
      {
        kind: 'oneOf',
        target: 'each',
        values: VETTED_RUNBOOK_NAMES,
        message: `may hold only ${VETTED_RUNBOOK_NAMES.join(', ')}, in this spelling: other runbooks share, delete or reconfigure, or what they do with administrator rights is not known here; for those, write an Automation document that does the same and approve it by the tag OctoApproved=true`,
      },
      { kind: 'distinct', ignoreCase: false, message: 'may not name a runbook twice' },
    ],
    roles: ['OctoSSMUpdaterRole'],
    parameter: {
      group: 'changes',
      description:
        'Amazon-owned Automation runbooks that OctoSSMUpdaterRole may start without an approval, separated by commas. Empty: none.',
      constraint:
        'may hold only the runbooks that its pattern names, separated by commas without spaces; for any other, approve an Automation document of your own.',
    },
    samples: { other: [], longest: VETTED_RUNBOOK_NAMES },
  },
  {
    name: 'direct_automation',
    type: 'string',
    description:
      'Which documents of this account OctoSSMUpdaterRole may start without a change request: `approved` (only those that OctoChangeTemplateApproverRole tagged OctoApproved=true) or `any`. `any` makes Alphaus an administrator through OctoChangeExecutorRole.',
    default: 'approved',
    rules: [{ kind: 'oneOf', values: ['approved', 'any'], message: 'must be "approved" or "any"' }],
    roles: ['OctoSSMUpdaterRole'],
    withheld: { stack: LOOSENS, stackSet: LOOSENS },
    samples: { other: 'any' },
  },
  {
    name: 'change_requests',
    type: 'string',
    description:
      'Which change templates OctoSSMUpdaterRole may request a change by: `approved` (only those that OctoChangeTemplateApproverRole tagged OctoApproved=true) or `any`. With `any`, Alphaus can request a change by a template that it wrote itself, and only Change Manager\'s option "Require template review and approval before use" stands in its way: make sure that it is on in every Region.',
    default: 'approved',
    rules: [{ kind: 'oneOf', values: ['approved', 'any'], message: 'must be "approved" or "any"' }],
    roles: ['OctoSSMUpdaterRole'],
    withheld: { stack: LOOSENS, stackSet: LOOSENS },
    samples: { other: 'any' },
  },
  {
    name: 'require_change_request_approval',
    type: 'bool',
    description:
      'Whether a change request that OctoSSMUpdaterRole starts must be approved one by one, even where its change template allows auto-approval.',
    default: false,
    rules: [],
    roles: ['OctoSSMUpdaterRole'],
    parameter: { group: 'changes' },
    samples: { other: true },
  },
  {
    name: 'change_executor_access',
    type: 'string',
    description:
      "What OctoChangeExecutorRole may change: `administrator` (anything, by AWS's AdministratorAccess, as Octo specifies) or `recommendations` (only what the recommendations that Octo carries out take, by the policy OctoChangeExecutor1; not beside managed policies that you name).",
    default: 'administrator',
    rules: [
      {
        kind: 'oneOf',
        values: ['administrator', 'recommendations'],
        message: 'must be "administrator" or "recommendations"',
      },
    ],
    roles: ['OctoChangeExecutorRole'],
    parameter: {
      group: 'changes',
      description: 'What OctoChangeExecutorRole may change: anything, or only what recommendations take.',
      topic: '',
    },
    samples: { other: 'recommendations' },
  },
  {
    name: 'change_executor_policy_arns',
    type: 'list(string)',
    description:
      "ARNs of the managed policies of OctoChangeExecutorRole; `{accountId}` in them stands for the id of the account that it is installed in. Default: AWS's AdministratorAccess, or the policy of the recommendations.",
    default: null,
    defaultText: "AdministratorAccess of the account's partition, or OctoChangeExecutor1",
    rules: [
      { kind: 'size', min: 1, max: 10, message: 'must hold 1 to 10 ARNs (a quota of IAM); or leave it out' },
      {
        kind: 'pattern',
        target: 'each',
        pattern: POLICY_ARN,
        message:
          'may hold only ARNs of IAM managed policies, like arn:aws:iam::aws:policy/ReadOnlyAccess or, with {accountId} for the account, arn:aws:iam::{accountId}:policy/name',
      },
      { kind: 'distinct', ignoreCase: false, message: 'may not name a policy twice' },
    ],
    roles: ['OctoChangeExecutorRole'],
    parameter: {
      group: 'changes',
      description:
        'ARNs of the managed policies of OctoChangeExecutorRole, separated by commas, in place of AdministratorAccess; not beside recommendations. In one of them, {accountId} may stand for the account of the stack.',
      constraint:
        'may hold only 1 to 10 ARNs of IAM managed policies, like arn:aws:iam::aws:policy/ReadOnlyAccess, separated by commas without spaces; one of them may have {accountId} for the account.',
      topic: 'OwnPolicies',
    },
    samples: {
      other: ['arn:{partition}:iam::{accountId}:policy/your-change-rights'],
      longest: Array.from(
        { length: 10 },
        (_, index) => `arn:{partition}:iam::{accountId}:policy/own${index}`,
      ),
    },
  },
  {
    name: 'change_executor_source_arn_check',
    type: 'bool',
    description:
      'Whether OctoChangeExecutorRole demands that SSM names an automation execution of this account as its source (aws:SourceArn). Turn it off only where SSM does not send it.',
    default: true,
    rules: [],
    roles: ['OctoChangeExecutorRole'],
    withheld: { stack: LOOSENS, stackSet: LOOSENS },
    samples: { other: false },
  },
  {
    name: 'cloudformation_stack_arn',
    type: 'string',
    description:
      'ARN of the one CloudFormation stack that AlphausAcctAccessRole may update, for installations that a stack created. The stack must store no service role of its own: CloudFormation would use it. Not set: no stack.',
    default: null,
    defaultText: 'no stack',
    rules: [
      {
        kind: 'pattern',
        pattern:
          '^arn:aws(-[a-z]+)*:cloudformation:[a-z0-9-]+:[0-9]{12}:stack/[A-Za-z][A-Za-z0-9-]*/[0-9a-f-]+$',
        message:
          'must be the exact ARN of one stack with its id, like arn:aws:cloudformation:us-east-1:111122223333:stack/octo/0f2c3a10-5b1e-11f0-9d1b-0a1b2c3d4e5f, without wildcards; or leave it out',
      },
    ],
    roles: ['AlphausAcctAccessRole'],
    withheld: {
      stack: 'a stack names itself',
      stackSet: 'each stack of the StackSet names itself',
      fleetDefaults: 'it belongs to one account; give it under the inputs of that account',
    },
    samples: {
      other: '{stackArn}',
      longest: `arn:{partition}:cloudformation:us-gov-west-1:{accountId}:stack/${'x'.repeat(128)}/${'0'.repeat(36)}`,
    },
  },
] as const satisfies readonly InputSpec[];
