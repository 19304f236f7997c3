import type { Construct } from 'constructs';
import { TerraformVariable } from 'cdktf';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import type { Settings } from './settings';
import { RootStack } from './root-stack';

/** Id of the stack; `cdktf deploy octo-access` and the local state's name follow it. */
export const ACCOUNT_STACK = 'octo-access';

/** One account, from the credentials at hand: what `cdktf deploy` deploys. */
export class AccountStack extends RootStack {
  constructor(scope: Construct, settings: Settings) {
    super(scope, ACCOUNT_STACK, settings.backend);
    const region = new TerraformVariable(this, 'region', {
      type: 'string',
      description:
        'Region whose endpoints are called. IAM is global, so one is enough; default: AWS_REGION, or the profile of the credentials.',
    });
    region.addOverride('default', settings.region ?? null);
    new AwsProvider(this, 'aws', { region: region.stringValue });
    this.installWithVariables();
  }
}
