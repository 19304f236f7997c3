import type { Construct } from 'constructs';
import { TerraformBackend, TerraformProvider } from 'cdktf';
import { REQUIRED } from '../names/versions';
import { OctoStack } from './octo-stack';

/**
 * The stack that is published as the Terraform module: variables, roles and outputs, without a
 * provider configuration or a backend, so that callers can use `count`, `for_each`, `depends_on`
 * and `providers`.
 *
 * It is never deployed: only its synthesized JSON is used.
 */
export class ModuleStack extends OctoStack {
  constructor(scope: Construct) {
    super(scope, 'octo-access-module');
    new ProviderRequirement(this, 'aws');
    new NoBackend(this, 'backend', 'none');
    this.addOverride('terraform.required_version', REQUIRED.terraform);
    this.installWithVariables();
  }
}

/** Satisfies CDKTF's check that a provider exists, and emits only the requirement for one. */
class ProviderRequirement extends TerraformProvider {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      terraformResourceType: 'aws',
      terraformGeneratorMetadata: { providerName: 'aws' },
    });
  }

  override toTerraform(): unknown {
    return {
      terraform: { required_providers: { aws: { source: 'hashicorp/aws', version: REQUIRED.aws } } },
    };
  }

  override toHclTerraform(): unknown {
    return this.toTerraform();
  }
}

/** Keeps CDKTF from adding its default backend. */
class NoBackend extends TerraformBackend {
  override getRemoteStateDataSource(): never {
    throw new Error('a module has no state');
  }

  override toTerraform(): unknown {
    return {};
  }

  override toHclTerraform(): unknown {
    return {};
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return {};
  }

  protected override synthesizeHclAttributes(): Record<string, unknown> {
    return {};
  }
}
