import type { IResolvable } from 'cdktf';
import type { RoleName } from '../inputs';

/**
 * The inputs, as properties of the constructs. Plain values are checked when a construct is built;
 * tokens (Terraform variables, attributes of other resources) are checked when Terraform plans, by
 * preconditions on the roles.
 */
export interface OctoInputs {
  /**
   * AWS account id of Alphaus, from Octo's onboarding page. The three vendor roles trust this account
   * and no other.
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
   * Longest session of the three roles that Alphaus assumes, in seconds, 3600 to 43200.
   *
   * @default 43200
   */
  readonly maxSessionDuration?: number;
  /**
   * ARN of a permissions boundary of your own for all five roles. On OctoRecommendationSearcherRole and
   * AlphausAcctAccessRole it takes the place of the built-in boundary, whose limits then stand in an
   * attached Deny policy instead. Setting or removing it later replaces these two roles under the same
   * names, with what Alphaus wrote into them.
   *
   * @default - built-in boundaries on the two self-updatable roles
   */
  readonly permissionsBoundaryArn?: string;
  /**
   * Whether AlphausAcctAccessRole may write and delete inline policies of itself and of
   * OctoRecommendationSearcherRole, always within their boundaries. If not, Terraform removes those that
   * it wrote.
   *
   * @default true
   */
  readonly allowSelfUpdate?: boolean | IResolvable;
  /**
   * Cost Explorer rights of AlphausAcctAccessRole: `full` (ce:*, as Octo specifies) or `read-only`.
   *
   * @default 'full'
   */
  readonly costExplorerAccess?: 'full' | 'read-only';
  /**
   * Amazon-owned Automation runbooks that OctoSSMUpdaterRole may start without an approval, by exact
   * name. An empty list allows none.
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
   * Whether a change request that OctoSSMUpdaterRole starts must be approved one by one, even where its
   * change template allows auto-approval.
   *
   * @default false
   */
  readonly requireChangeRequestApproval?: boolean | IResolvable;
  /**
   * ARNs of the managed policies of OctoChangeExecutorRole. Default: AWS's AdministratorAccess.
   *
   * @default - AdministratorAccess of the account's partition
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
   * stack created. The stack must store no service role of its own: CloudFormation would use it. Not
   * set: no stack.
   *
   * @default - no stack
   */
  readonly cloudformationStackArn?: string;
}

/** Inputs that every role takes. */
export type CommonInputs = Pick<OctoInputs, 'tags' | 'permissionsBoundaryArn'>;

/** Inputs of a role that Alphaus assumes. */
export type VendorTrustInputs = Pick<OctoInputs, 'principal' | 'externalId' | 'maxSessionDuration'>;
