import { OctoAccess } from '@alphaus/octo-access';
import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { SsmParameter } from '@cdktf/provider-aws/lib/ssm-parameter';
import { TerraformOutput, TerraformStack, TerraformVariable } from 'cdktf';
import type { Construct } from 'constructs';

/** Role in each account that the stack's credentials assume, and which may manage IAM there. */
const INSTALLER_ROLE = 'OrganizationAccountAccessRole';

/**
 * A stack as it may stand in your own project: it has resources of its own and gives Alphaus Octo
 * access to two accounts, each through a provider of its own.
 */
export class PlatformStack extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    // The binding asks for exactly the provider release that it was generated from; Octo's roles work with a range.
    this.addOverride('terraform.required_providers.aws', {
      source: 'hashicorp/aws',
      version: '>= 5.72.0, < 7.0.0',
    });

    const octo = {
      principal: this.variable('principal', "AWS account id of Alphaus, from Octo's onboarding page."),
      externalId: this.variable('external_id', "External id from Octo's onboarding page."),
      tags: { Owner: 'platform', Purpose: 'finops' },
    };

    // Production: Octo looks and recommends, it changes nothing.
    const production = this.account('production', '111122223333');
    const readOnly = new OctoAccess(this, 'octo-production', {
      ...octo,
      provider: production,
      roles: ['OctoRecommendationSearcherRole', 'AlphausAcctAccessRole'],
    });

    // Sandbox: all five roles, none of them beyond a boundary of our own.
    const sandbox = this.account('sandbox', '222233334444');
    const boundary = new IamPolicy(this, 'platform-boundary', {
      provider: sandbox,
      name: 'PlatformBoundary',
      policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          { Sid: 'Everything', Effect: 'Allow', Action: '*', Resource: '*' },
          { Sid: 'ButLeave', Effect: 'Deny', Action: 'organizations:LeaveOrganization', Resource: '*' },
        ],
      }),
    });
    const all = new OctoAccess(this, 'octo-sandbox', {
      ...octo,
      provider: sandbox,
      // Made of its name: its ARN is known only once the boundary is there, and Terraform plans by whether there is one.
      permissionsBoundaryArn: `arn:aws:iam::222233334444:policy/${boundary.name}`,
    });

    // Roles are objects: their ARNs go wherever your own resources need them.
    new SsmParameter(this, 'searcher-role', {
      provider: production,
      name: '/platform/octo/recommendation-searcher-role',
      type: 'String',
      value: readOnly.recommendationSearcher?.arn,
    });

    new TerraformOutput(this, 'production_roles', { value: readOnly.roleArns });
    new TerraformOutput(this, 'sandbox_roles', { value: all.roleArns });
  }

  private account(name: string, accountId: string): AwsProvider {
    return new AwsProvider(this, `aws-${name}`, {
      alias: name,
      region: 'us-east-1',
      allowedAccountIds: [accountId],
      assumeRole: [{ roleArn: `arn:aws:iam::${accountId}:role/${INSTALLER_ROLE}` }],
    });
  }

  private variable(name: string, description: string): string {
    return new TerraformVariable(this, name, { type: 'string', description }).stringValue;
  }
}
