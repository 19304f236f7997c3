import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import type { IAMClient } from '@aws-sdk/client-iam';
import type { STSClient } from '@aws-sdk/client-sts';
import type { CallerIdentity } from '../account/observe-account';
import { stackAddress } from '../account/stack/stack-address';
import { AwsError } from '../aws/aws-error';
import { clientSettings, type ClientSettings } from '../aws/client-settings';
import { checkProfile } from '../aws/profile';
import type { AccountAccess } from '../fleet/fleet';

/** AWS throttles calls of IAM per account, and those of STS per caller; the SDK waits longer before each further attempt. */
const ATTEMPTS = 10;

/** How an account is reached. */
export interface AccountToEnter extends AccountAccess {
  /** 12 digits; undefined for the account of the credentials. */
  readonly id?: string;
  /** @default - as the AWS SDK finds it */
  readonly region?: string;
}

/** What clients in an account are made with. */
export interface ClientOptions extends ClientSettings {
  readonly maxAttempts: number;
  readonly region?: string;
  readonly profile?: string;
  /** @default - those of the profile, or as the SDK finds them */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** An account that was reached. */
export interface EnteredAccount {
  readonly iam: IAMClient;
  readonly caller: CallerIdentity;
  /** For further clients in it. */
  readonly options: ClientOptions;
}

/** How accounts are entered. */
export class Entrance {
  /** By Region and profile: one for all accounts that are reached from the same place finds its credentials once. */
  private readonly callers = new Map<string, STSClient>();

  /** @throws AwsError if the environment names settings that cannot be read */
  constructor(private readonly settings: ClientSettings = clientSettings()) {}

  /**
   * A client in the account, with the credentials that the account is reached by.
   *
   * @throws AwsError if they are those of another account
   */
  async enter({
    id,
    region,
    profile,
    roleArn,
    roleExternalId,
    sessionName = 'octo-access-verify',
  }: AccountToEnter): Promise<EnteredAccount> {
    const { STSClient, AssumeRoleCommand, GetCallerIdentityCommand } = await import('@aws-sdk/client-sts');
    const { IAMClient } = await import('@aws-sdk/client-iam');
    checkProfile(profile);
    const options = {
      ...this.settings,
      maxAttempts: ATTEMPTS,
      ...(region !== undefined && { region }),
      ...(profile !== undefined && { profile }),
    };
    const from = JSON.stringify([region, profile]);
    const sts = this.callers.get(from) ?? new STSClient(options);
    this.callers.set(from, sts);
    if (roleArn === undefined) {
      const { Arn = '' } = await sts.send(new GetCallerIdentityCommand({}));
      return { iam: new IAMClient(options), caller: callerOf(Arn, id), options };
    }
    const { Credentials: given, AssumedRoleUser: user } = await sts.send(
      new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: sessionName, ExternalId: roleExternalId }),
    );
    const credentials = {
      accessKeyId: given?.AccessKeyId ?? '',
      secretAccessKey: given?.SecretAccessKey ?? '',
      sessionToken: given?.SessionToken,
    };
    const inAccount = { ...options, credentials };
    return { iam: new IAMClient(inAccount), caller: callerOf(user?.Arn ?? '', id), options: inAccount };
  }
}

function callerOf(arn: string, expected: string | undefined): CallerIdentity {
  const [, partition = 'aws', , , id = ''] = arn.split(':');
  if (expected === undefined || id === expected) return { id, partition };
  throw new AwsError(
    `the credentials are for account ${id}, not for ${expected}: give the account a role or a profile in the fleet file, or use other credentials`,
  );
}

/** A client in the Region that the ARN of a stack names, or else in that of the account. */
export async function cloudFormationOf(
  { options }: Pick<EnteredAccount, 'options'>,
  stackName = '',
): Promise<CloudFormationClient> {
  const { CloudFormationClient } = await import('@aws-sdk/client-cloudformation');
  const { region } = stackAddress(stackName);
  return new CloudFormationClient({ ...options, ...(region !== undefined && { region }) });
}
