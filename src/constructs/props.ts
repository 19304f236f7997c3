/*
 * Generated from src/inputs/table.ts by `octo-access generate`; do not edit.
 */
import type { IResolvable } from 'cdktf';
import type { RoleName } from '../names/role-names';

/**
 * The inputs, as properties of the constructs. Plain values are checked when a construct is built;
 * tokens (Terraform variables, attributes of other resources) are checked when Terraform plans, by
 * preconditions of a resource that the roles depend on.
 */
export interface OctoInputs {
  /**
   * AWS account id of Alphaus, from Octo's onboarding page. The three vendor roles trust this account and
   * no other.
   */
  readonly principal: string;
  /**
   * External id from Octo's onboarding page. Alphaus must send it with every AssumeRole, which protects
   * against the confused deputy. Not a secret: it stands in the trust policies.
   */
  readonly externalId: string;
  /**
   * Names of the roles to install. Leave the three change roles out where changes are not made through
   * Octo. OctoSSMUpdaterRole needs OctoChangeExecutorRole.
   *
   * @default - all five
   */
  readonly roles?: readonly RoleName[];
  /**
   * Tags for every role and policy, beside those of the provider.
   *
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
  /**
   * Tags for single roles, by role name, not for their policies. They win over `tags` where the key is
   * the same, whatever its case: IAM ignores it. For data perimeters that exempt a role by a tag, like
   * `dp:exclude:identity` in those of AWS. A role that is not installed may be named: it is passed over.
   *
   * @default - none
   */
  readonly roleTags?: Readonly<Partial<Record<RoleName, Readonly<Record<string, string>>>>>;
  /**
   * Longest session of the three roles that Alphaus assumes, in seconds, 3600 to 43200.
   *
   * @default 43200
   */
  readonly maxSessionDuration?: number;
  /**
   * ARN of a permissions boundary of your own for all five roles; `{accountId}` in it stands for the id
   * of the account that they are installed in. On OctoRecommendationSearcherRole and
   * AlphausAcctAccessRole it takes the place of the built-in boundary, whose Denies then stand in an
   * attached policy, and it turns self-update off. Setting or removing it later replaces these two roles
   * under the same names; what Alphaus wrote into them goes first. Where the boundary is created in the
   * same configuration, make its ARN of its name, since Terraform has to know when it plans whether there
   * is one.
   *
   * @default - built-in boundaries on the two self-updatable roles
   */
  readonly permissionsBoundaryArn?: string;
  /**
   * Whether AlphausAcctAccessRole may write and delete inline policies of itself and of
   * OctoRecommendationSearcherRole, always within their built-in boundaries. If not, Terraform removes
   * those that it wrote. Not set: yes, unless a boundary of your own is set, beside which it may not be
   * true.
   *
   * @default - true, or false where permissionsBoundaryArn is set
   */
  readonly allowSelfUpdate?: boolean | IResolvable;
  /**
   * Cost Explorer rights of AlphausAcctAccessRole: `full` (ce:*, as Octo specifies) or `read-only`.
   *
   * @default 'full'
   */
  readonly costExplorerAccess?: 'full' | 'read-only';
  /**
   * Whether AlphausAcctAccessRole may enrol the account in Cost Optimization Hub, and take it out again.
   * Most recommendations that Octo can carry out come from there. Turn it off where you enrol accounts
   * yourself.
   *
   * @default true
   */
  readonly costOptimizationHubEnrollment?: boolean | IResolvable;
  /**
   * Amazon-owned Automation runbooks that OctoSSMUpdaterRole may start without an approval: those of the
   * default, AWS-ChangeDDBRWCapacityMode, AWS-CreateSnapshot, AWS-RebootRdsInstance,
   * AWS-RestartEC2Instance, AWS-StartStopAuroraCluster, and no others. An empty list allows none.
   *
   * @default - start, stop and resize an EC2 instance, start and stop an RDS instance
   */
  readonly vettedRunbooks?: readonly string[];
  /**
   * Which documents of this account OctoSSMUpdaterRole may start without a change request: `approved`
   * (only those that OctoChangeTemplateApproverRole tagged OctoApproved=true) or `any`. `any` makes
   * Alphaus an administrator through OctoChangeExecutorRole.
   *
   * @default 'approved'
   */
  readonly directAutomation?: 'approved' | 'any';
  /**
   * Which change templates OctoSSMUpdaterRole may request a change by: `approved` (only those that
   * OctoChangeTemplateApproverRole tagged OctoApproved=true) or `any`. With `any`, Alphaus can request a
   * change by a template that it wrote itself, and only Change Manager's option "Require template review
   * and approval before use" stands in its way: make sure that it is on in every Region.
   *
   * @default 'approved'
   */
  readonly changeRequests?: 'approved' | 'any';
  /**
   * Whether a change request that OctoSSMUpdaterRole starts must be approved one by one, even where its
   * change template allows auto-approval.
   *
   * @default false
   */
  readonly requireChangeRequestApproval?: boolean | IResolvable;
  /**
   * What OctoChangeExecutorRole may change: `administrator` (anything, by AWS's AdministratorAccess, as
   * Octo specifies) or `recommendations` (only what the recommendations that Octo carries out take, by
   * the policy OctoChangeExecutor1; not beside managed policies that you name).
   *
   * @default 'administrator'
   */
  readonly changeExecutorAccess?: 'administrator' | 'recommendations';
  /**
   * ARNs of the managed policies of OctoChangeExecutorRole; `{accountId}` in them stands for the id of
   * the account that it is installed in. Default: AWS's AdministratorAccess, or the policy of the
   * recommendations.
   *
   * @default - AdministratorAccess of the account's partition, or OctoChangeExecutor1
   */
  readonly changeExecutorPolicyArns?: readonly string[];
  /**
   * Whether OctoChangeExecutorRole demands that SSM names an automation execution of this account as its
   * source (aws:SourceArn). Turn it off only where SSM does not send it.
   *
   * @default true
   */
  readonly changeExecutorSourceArnCheck?: boolean | IResolvable;
  /**
   * ARN of the one CloudFormation stack that AlphausAcctAccessRole may update, for installations that a
   * stack created. The stack must store no service role of its own: CloudFormation would use it. Not set:
   * no stack.
   *
   * @default - no stack
   */
  readonly cloudformationStackArn?: string;
}
