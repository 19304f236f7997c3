import { Construct } from 'constructs';
import type { TerraformProvider } from 'cdktf';
import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import { DataAwsPartition } from '@cdktf/provider-aws/lib/data-aws-partition';

/** Properties of a TargetAccount. */
export interface TargetAccountProps {
  /** Provider whose credentials determine the account. @default - the stack's default aws provider */
  readonly provider?: TerraformProvider;
}

/**
 * The AWS account in which roles are installed, determined by its provider's credentials.
 *
 * Roles of one account share it, so that Terraform reads the account only once.
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
 * Refuses a role that refers to a role of another account: role names and boundaries are looked
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
