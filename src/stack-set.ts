import { Construct } from 'constructs';
import type { TerraformProvider } from 'cdktf';
import { CloudformationStackSet } from '@cdktf/provider-aws/lib/cloudformation-stack-set';
import { CloudformationStackSetInstance } from '@cdktf/provider-aws/lib/cloudformation-stack-set-instance';
import { INPUTS, type InputName } from './inputs';
import { parameterValues } from './outputs/cloudformation/parameters';
import { cloudFormationText } from './outputs/cloudformation/template';
import { checkInputs, holdsToken, OctoInputError } from './roles/check-inputs';
import type { OctoInputs } from './roles/props';
import { ROLLOUT } from './settings';

/** Properties of an OctoStackSet: the inputs of every account, and which accounts. */
export interface OctoStackSetProps extends Omit<OctoInputs, 'cloudformationStackArn'> {
  /** Organizational units, `ou-…`, or the root, `r-…`. Each is a resource of its own, so units come and go one by one. */
  readonly organizationalUnitIds: readonly string[];
  /**
   * Accounts below these units that nothing is installed in, 12 digits each.
   *
   * The management account need not be named: StackSets never reach it.
   *
   * @default - none
   */
  readonly excludedAccountIds?: readonly string[];
  /**
   * Provider of the account that owns the StackSet. Its region is the region of the stacks; IAM is
   * global, so one is enough.
   *
   * @default - the stack's default aws provider
   */
  readonly provider?: TerraformProvider;
  /**
   * Whose account the provider's is: the management account's (`SELF`) or a delegated administrator's.
   *
   * @default 'SELF'
   */
  readonly callAs?: 'SELF' | 'DELEGATED_ADMIN';
  /** Whether accounts that join the units later are installed too. @default true */
  readonly autoDeployment?: boolean;
  /** Whether the roles stay in accounts that leave the units. @default false */
  readonly retainStacksOnAccountRemoval?: boolean;
  /** Share of the accounts that may fail before the others are not tried, 0 to 100; CloudFormation rounds down. @default 50 */
  readonly failureTolerancePercentage?: number;
  /** Share of the accounts that are deployed at a time, 1 to 100. @default 25 */
  readonly maxConcurrentPercentage?: number;
}

/** Name of the StackSet. */
export const STACK_SET_NAME = 'octo-access';

const OWN_STACK: InputName = 'cloudformation_stack_arn';

/**
 * The five roles in every account of an organization, by a CloudFormation StackSet with
 * service-managed permissions. Its template grants what OctoAccess grants.
 *
 * Source: CloudFormation User Guide, "Create StackSets with service-managed permissions".
 */
export class OctoStackSet extends Construct {
  /** Name of the StackSet. */
  readonly name = STACK_SET_NAME;

  /** @throws OctoInputError naming everything that is wrong */
  constructor(scope: Construct, id: string, props: OctoStackSetProps) {
    super(scope, id);
    const {
      organizationalUnitIds,
      excludedAccountIds = [],
      provider,
      callAs = 'SELF',
      autoDeployment = true,
      retainStacksOnAccountRemoval = false,
      failureTolerancePercentage = ROLLOUT.failureTolerancePercentage,
      maxConcurrentPercentage = ROLLOUT.maxConcurrentPercentage,
      ...inputs
    } = props;
    this.check(
      inputs,
      organizationalUnitIds,
      excludedAccountIds,
      failureTolerancePercentage,
      maxConcurrentPercentage,
    );

    const operationPreferences = { failureTolerancePercentage, maxConcurrentPercentage };
    const stackSet = new CloudformationStackSet(this, 'Default', {
      provider,
      name: this.name,
      description: 'IAM roles of Alphaus Octo',
      permissionModel: 'SERVICE_MANAGED',
      callAs,
      capabilities: ['CAPABILITY_NAMED_IAM'],
      templateBody: literal(cloudFormationText()),
      parameters: parameterValues(inputs as Parameters<typeof parameterValues>[0]),
      tags: inputs.tags,
      autoDeployment: {
        enabled: autoDeployment,
        ...(autoDeployment && { retainStacksOnAccountRemoval }),
      },
      managedExecution: { active: true },
      operationPreferences,
      // Service-managed StackSets have none, but AWS reports one.
      lifecycle: { ignoreChanges: ['administration_role_arn'] },
    });
    for (const unit of organizationalUnitIds) {
      new CloudformationStackSetInstance(this, unit.replaceAll('-', '_'), {
        provider,
        stackSetName: stackSet.name,
        callAs,
        deploymentTargets: {
          organizationalUnitIds: [unit],
          ...(excludedAccountIds.length > 0 && {
            accountFilterType: 'DIFFERENCE',
            accounts: [...excludedAccountIds],
          }),
        },
        operationPreferences,
        // The provider would replace it, which takes the roles out of all accounts of the unit and installs them again.
        lifecycle: { ignoreChanges: ['deployment_targets'] },
      });
    }
  }

  private check(
    inputs: Partial<OctoInputs>,
    units: readonly string[],
    excluded: readonly string[],
    tolerance: number,
    concurrent: number,
  ): void {
    const names = INPUTS.map(({ name }) => name).filter((name) => name !== OWN_STACK);
    checkInputs(this.node.path, inputs, names);
    const problems = [
      ...Object.entries(inputs)
        .filter(([, value]) => typeof value !== 'string' && holdsToken(value))
        .map(([name]) => `${name} must be a plain value: a StackSet's parameters are texts`),
      ...(units.length === 0 ? ['organizationalUnitIds must name at least one unit, or the root'] : []),
      ...units
        .filter((unit) => !/^(r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[0-9a-z]{8,32})$/.test(unit))
        .map(
          (unit) =>
            `organizationalUnitIds must hold ids like ou-abcd-11112222 or r-abcd, got ${JSON.stringify(unit)}`,
        ),
      ...excluded
        .filter((account) => !/^[0-9]{12}$/.test(account))
        .map(
          (account) => `excludedAccountIds must hold 12-digit account ids, got ${JSON.stringify(account)}`,
        ),
      ...percentage('failureTolerancePercentage', tolerance, 0),
      ...percentage('maxConcurrentPercentage', concurrent, 1),
    ];
    if (problems.length > 0) throw new OctoInputError(this.node.path, problems);
  }
}

function percentage(name: string, value: number, least: number): string[] {
  if (Number.isInteger(value) && value >= least && value <= 100) return [];
  return [`${name} must be a whole number from ${least} to 100, got ${String(value)}`];
}

/** CloudFormation's `${…}` are not Terraform's. */
function literal(text: string): string {
  return text.replace(/[$%](?=\{)/g, '$&$&');
}
