import type { Construct } from 'constructs';
import { CloudBackend, LocalBackend, NamedCloudWorkspace, S3Backend } from 'cdktf';
import { REQUIRED } from '../names/versions';
import { OctoStack } from './octo-stack';

/** Location of the state of one stack. */
export type State =
  | { readonly type: 'local' }
  | { readonly type: 's3'; readonly bucket: string; readonly key: string; readonly region: string }
  | {
      readonly type: 'cloud';
      readonly organization: string;
      readonly hostname?: string;
      readonly project?: string;
      readonly workspace: string;
    };

/** A stack that is deployed: a root module with a state and a provider. */
export abstract class RootStack extends OctoStack {
  protected constructor(scope: Construct, id: string, state: State) {
    super(scope, id);
    this.addOverride('terraform.required_providers.aws', { source: 'hashicorp/aws', version: REQUIRED.aws });
    this.addOverride('terraform.required_version', REQUIRED.terraform);
    this.place(state);
  }

  private place(state: State): void {
    switch (state.type) {
      case 'local':
        // Relative to the stack's folder, cdktf.out/stacks/<id>: the state is beside cdktf.out.
        new LocalBackend(this, { path: `../../../terraform.${this.node.id}.tfstate` });
        return;
      case 's3':
        new S3Backend(this, { bucket: state.bucket, key: state.key, region: state.region, encrypt: true });
        // CDKTF's binding is older than native locking.
        this.addOverride('terraform.backend.s3.use_lockfile', true);
        this.addOverride('terraform.required_version', REQUIRED.terraformWithS3);
        return;
      case 'cloud': {
        const { hostname, organization, project, workspace } = state;
        new CloudBackend(this, {
          hostname,
          organization,
          workspaces: new NamedCloudWorkspace(workspace, project),
        });
        if (project !== undefined)
          this.addOverride('terraform.required_version', REQUIRED.terraformWithProject);
      }
    }
  }
}
