import type { Construct } from 'constructs';
import { TerraformVariable } from 'cdktf';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import type { Settings } from './settings';
import { RootStack } from './root-stack';

/** Id of the stack, used in `cdktf deploy octo-access` and in the local state's name. */
export const ACCOUNT_STACK = 'octo-access';

/** The stack that `cdktf deploy` deploys: one account, chosen by the current credentials. */
export class AccountStack extends RootStack {
  constructor(scope: Construct, settings: Settings) {
    super(scope, ACCOUNT_STACK, settings.backend);
    const region = new TerraformVariable(this, 'region', {
      type: 'string',
      description:
        'Region whose endpoints are used. IAM is global, so one Region is enough; default: AWS_REGION, or the profile of the credentials.',
    });
    region.addOverride('default', settings.region ?? null);
    new AwsProvider(this, 'aws', { region: region.stringValue });
    this.installWithVariables();
  }
}
