import type { Construct } from 'constructs';
import { CloudBackend, LocalBackend, NamedCloudWorkspace, S3Backend } from 'cdktf';
import { REQUIRED } from '../names/versions';
import type { S3Settings } from '../fleet/backend-schema';
import { stateFile } from '../fleet/local-states';
import { OctoStack } from './octo-stack';

/** Location of the state of one stack. */
export type State =
  | { readonly type: 'local' }
  | (S3Settings & { readonly key: string })
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
        new LocalBackend(this, { path: `../../../${stateFile(this.node.id)}` });
        return;
      case 's3':
        this.placeInS3(state);
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

  private placeInS3({ use_lockfile: lockFile = true, ...state }: Extract<State, { type: 's3' }>): void {
    const { assume_role: role } = state;
    new S3Backend(this, {
      bucket: state.bucket,
      key: state.key,
      region: state.region,
      encrypt: true,
      kmsKeyId: state.kms_key_id,
      profile: state.profile,
      dynamodbTable: state.dynamodb_table,
      assumeRole: role && {
        roleArn: role.role_arn,
        externalId: role.external_id,
        sessionName: role.session_name,
      },
    });
    if (!lockFile) {
      if (role) this.addOverride('terraform.required_version', REQUIRED.terraformWithRoleToS3);
      return;
    }
    // CDKTF's binding is older than native locking.
    this.addOverride('terraform.backend.s3.use_lockfile', true);
    this.addOverride('terraform.required_version', REQUIRED.terraformWithS3);
  }
}
