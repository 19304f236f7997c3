import type { Construct } from 'constructs';
import { CloudBackend, LocalBackend, NamedCloudWorkspace, S3Backend, TerraformVariable } from 'cdktf';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import type { BackendSettings, Settings } from '../settings';
import { REQUIRED } from '../versions';
import { OctoStack } from './octo-stack';

/** Id of the stack; `cdktf deploy octo-access` and the local state's name follow it. */
export const ACCOUNT_STACK = 'octo-access';

/** One account, from the credentials at hand: what `cdktf deploy` deploys. */
export class AccountStack extends OctoStack {
  constructor(scope: Construct, settings: Settings) {
    super(scope, ACCOUNT_STACK);
    const region = new TerraformVariable(this, 'region', {
      type: 'string',
      description:
        'Region whose endpoints are called. IAM is global, so one is enough; default: AWS_REGION, or the profile of the credentials.',
    });
    region.addOverride('default', settings.region ?? null);
    new AwsProvider(this, 'aws', { region: region.stringValue });
    this.addOverride('terraform.required_providers.aws', { source: 'hashicorp/aws', version: REQUIRED.aws });
    this.addOverride('terraform.required_version', REQUIRED.terraform);
    this.backend(settings.backend);
    this.installation();
  }

  private backend(backend: BackendSettings): void {
    switch (backend.type) {
      case 'local':
        // Relative to the stack's folder, cdktf.out/stacks/octo-access: the state lies beside cdktf.out.
        new LocalBackend(this, { path: `../../../terraform.${ACCOUNT_STACK}.tfstate` });
        return;
      case 's3':
        new S3Backend(this, {
          bucket: backend.bucket,
          key: backend.key,
          region: backend.region,
          encrypt: true,
        });
        // Native locking is younger than the binding.
        this.addOverride('terraform.backend.s3.use_lockfile', true);
        this.addOverride('terraform.required_version', REQUIRED.terraformWithS3);
        return;
      case 'cloud':
        new CloudBackend(this, {
          hostname: backend.hostname,
          organization: backend.organization,
          workspaces: new NamedCloudWorkspace(backend.workspace),
        });
    }
  }
}
