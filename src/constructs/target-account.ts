import { Construct } from 'constructs';
import type { TerraformProvider } from 'cdktf';
import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import { DataAwsPartition } from '@cdktf/provider-aws/lib/data-aws-partition';

/** Properties of a TargetAccount. */
export interface TargetAccountProps {
  /** Provider whose credentials decide the account. @default - the stack's default aws provider */
  readonly provider?: TerraformProvider;
}

/**
 * The AWS account that roles are installed in, as its provider's credentials say.
 *
 * Roles of one account share it, so that the account is asked for once.
 */
export class TargetAccount extends Construct {
  /** 12 digits, known when Terraform plans. */
  readonly accountId: string;
  /** `aws`, `aws-us-gov` or `aws-cn`, known when Terraform plans. */
  readonly partition: string;
  /** Provider of every resource in this account; undefined for the stack's default. */
  readonly provider?: TerraformProvider;

  constructor(scope: Construct, id: string, props: TargetAccountProps = {}) {
    super(scope, id);
    this.provider = props.provider;
    this.accountId = new DataAwsCallerIdentity(this, 'CallerIdentity', {
      provider: props.provider,
    }).accountId;
    this.partition = new DataAwsPartition(this, 'Partition', { provider: props.provider }).partition;
  }
}

/**
 * Refuses roles of two accounts where one refers to the other: role names and boundaries are looked
 * up in one account only.
 *
 * @internal
 */
export function demandSameAccount(
  path: string,
  account: TargetAccount,
  other: (Construct & { readonly account: TargetAccount }) | undefined,
): void {
  if (other && other.account !== account) {
    throw new Error(
      `${path}: ${other.node.path} belongs to another account; give both roles the same TargetAccount`,
    );
  }
}
