import { Construct } from 'constructs';
import { TerraformResource, type TerraformProvider } from 'cdktf';
import { CloudformationStackSet } from '@cdktf/provider-aws/lib/cloudformation-stack-set';
import { CloudformationStackSetInstance } from '@cdktf/provider-aws/lib/cloudformation-stack-set-instance';
import { stackProblem } from '../inputs/account-placeholder';
import { defaults, inputsTakenBy, type Inputs, type WithheldFrom } from '../inputs/inputs';
import { literal } from '../text/hcl-literal';
import { parameterValues, STACK_UPDATE_PARAMETER } from '../cloudformation/parameters';
import { inlineTemplate } from '../cloudformation/inline-json';
import { givenInputs } from './private/whole-configuration';
import { holdsToken, inputProblems, OctoInputError } from './private/plain-inputs';
import type { OctoInputs } from './props';
import { ROLLOUT, STACK_SET } from '../cloudformation/stack-set';
import { ACCOUNT_ID, UNIT } from '../names/fields';

/** Properties of an OctoStackSet: the accounts, and the inputs for every account. */
export interface OctoStackSetProps extends Omit<OctoInputs, WithheldFrom<'stackSet'>> {
  /**
   * Organizational units, `ou-…`, or the root, `r-…`. Each is a separate resource, so units can be added and
   * removed one by one.
   */
  readonly organizationalUnitIds: readonly string[];
  /**
   * Accounts in these units in which nothing is installed, 12 digits each. The management account need
   * not be named: StackSets never deploy to it.
   *
   * They are applied when a unit is first installed. To change them, AWS's provider would first remove the
   * roles from the whole unit. So a later change makes the plan fail; the message says what to do instead.
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
   * Account of the provider: the management account (`SELF`) or a delegated administrator's.
   *
   * @default 'SELF'
   */
  readonly callAs?: 'SELF' | 'DELEGATED_ADMIN';
  /**
   * Whether the roles are also installed in accounts that join the units later. Not allowed with excluded accounts:
   * AWS would install the roles in them as soon as they join or move.
   *
   * @default - true, unless accounts are excluded
   */
  readonly autoDeployment?: boolean;
  /**
   * Whether the roles stay in accounts that leave the units.
   *
   * @default false
   */
  readonly retainStacksOnAccountRemoval?: boolean;
  /**
   * Percentage of the accounts that may fail before CloudFormation stops, 0 to 100. It rounds down to whole
   * accounts.
   *
   * @default 50
   */
  readonly failureTolerancePercentage?: number;
  /**
   * Percentage of the accounts that are deployed at the same time, 1 to 100.
   *
   * @default 25
   */
  readonly maxConcurrentPercentage?: number;
}

/**
 * The roles in every account of an organization, by a CloudFormation StackSet with service-managed
 * permissions. Its template grants the same permissions as OctoAccess. Only the owner upgrades it, so
 * AlphausAcctAccessRole may not update its stack.
 *
 * Source: CloudFormation User Guide, "Create StackSets with service-managed permissions".
 */
export class OctoStackSet extends Construct {
  /** Name of the StackSet. */
  readonly name = STACK_SET.name;

  /** @throws OctoInputError naming everything that is wrong */
  constructor(scope: Construct, id: string, props: OctoStackSetProps) {
    super(scope, id);
    const {
      organizationalUnitIds,
      excludedAccountIds = [],
      provider,
      callAs = STACK_SET.callAs,
      autoDeployment = excludedAccountIds.length === 0,
      retainStacksOnAccountRemoval = STACK_SET.retainStacksOnAccountRemoval,
      failureTolerancePercentage = ROLLOUT.failureTolerancePercentage,
      maxConcurrentPercentage = ROLLOUT.maxConcurrentPercentage,
      ...inputs
    } = props;
    const rollout = { failureTolerancePercentage, maxConcurrentPercentage };
    const problems = [
      ...this.inputProblems(inputs),
      ...unitProblems(organizationalUnitIds),
      ...accountProblems(excludedAccountIds, autoDeployment),
      ...(['SELF', 'DELEGATED_ADMIN'].includes(callAs)
        ? []
        : [`callAs must be SELF or DELEGATED_ADMIN, got ${JSON.stringify(callAs)}`]),
      ...percentageProblems('failureTolerancePercentage', failureTolerancePercentage, 0),
      ...percentageProblems('maxConcurrentPercentage', maxConcurrentPercentage, 1),
    ];
    if (problems.length > 0) throw new OctoInputError(this.node.path, problems);

    const excluded = this.excluded(excludedAccountIds);
    const stackSet = new CloudformationStackSet(this, 'Default', {
      provider,
      name: this.name,
      description: STACK_SET.description,
      permissionModel: STACK_SET.permissionModel,
      callAs,
      capabilities: [...STACK_SET.capabilities],
      templateBody: literal(inlineTemplate()) as string,
      // All of them: AWS also reports parameters with defaults, and every plan would try to remove them.
      parameters: {
        ...parameterValues({ ...defaults(), ...givenInputs(inputs) } as Inputs),
        [STACK_UPDATE_PARAMETER]: 'false',
      },
      tags: inputs.tags,
      autoDeployment: {
        enabled: autoDeployment,
        ...(autoDeployment && { retainStacksOnAccountRemoval }),
      },
      managedExecution: { active: true },
      operationPreferences: rollout,
      dependsOn: [excluded],
      // Service-managed StackSets have no administration role, but AWS reports one.
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
        operationPreferences: rollout,
        // On a change the provider would replace it: remove the roles from all accounts of the unit and install them again.
        lifecycle: { ignoreChanges: ['deployment_targets'] },
      });
    }
  }

  private inputProblems(inputs: Partial<OctoInputs>): string[] {
    const tokens = Object.entries(inputs)
      .filter(([, value]) => typeof value !== 'string' && holdsToken(value))
      .map(([name]) => `${name} must be a plain value: a StackSet's parameters are texts`);
    const open = Object.entries(inputs).flatMap(([name, value]) => {
      const problem = stackProblem(value);
      return problem === undefined ? [] : [`${name} ${problem}`];
    });
    return [...inputProblems(inputs, inputsTakenBy('stackSet')), ...tokens, ...open];
  }

  /** Records the excluded accounts that were first applied; the plan fails if they are different now. */
  private excluded(accounts: readonly string[]): TerraformResource {
    const now = [...accounts].sort();
    const record = new TerraformResource(this, 'excluded_accounts', {
      terraformResourceType: 'terraform_data',
      lifecycle: {
        ignoreChanges: ['input'],
        postcondition: [
          {
            condition: `\${join(",", self.input) == "${now.join(',')}"}`,
            errorMessage:
              'The excluded accounts differ from those that were applied, and Terraform cannot change them without removing the ' +
              'roles from all accounts first. Use `aws cloudformation delete-stack-instances` (or create-stack-instances) ' +
              'with AccountFilterType=INTERSECTION for the accounts that changed, then apply once with -replace of this resource.',
          },
        ],
      },
    });
    record.addOverride('input', now);
    return record;
  }
}

function unitProblems(units: readonly string[]): string[] {
  if (units.length === 0) return ['organizationalUnitIds must name at least one unit, or the root'];
  const root = units.find((unit) => unit.startsWith('r-'));
  return units.flatMap((unit, index) => {
    if (!UNIT.pattern.test(unit)) {
      return [
        `organizationalUnitIds must hold plain ids like ou-abcd-11112222 or r-abcd, got ${JSON.stringify(unit)}`,
      ];
    }
    if (units.indexOf(unit) < index) return [`organizationalUnitIds names ${unit} twice; keep one`];
    if (root !== undefined && unit !== root) {
      return [`organizationalUnitIds names ${unit}, which is below the root ${root}; keep one of the two`];
    }
    return [];
  });
}

function accountProblems(excluded: readonly string[], autoDeployment: boolean): string[] {
  const wrong = excluded
    .filter((account) => !ACCOUNT_ID.test(account))
    .map(
      (account) => `excludedAccountIds must hold plain 12-digit account ids, got ${JSON.stringify(account)}`,
    );
  if (!autoDeployment || excluded.length === 0) return wrong;
  return [
    ...wrong,
    `autoDeployment must be false where accounts are excluded, got true: AWS installs the roles in every account that joins or moves, ` +
      'excluded or not; or move these accounts to a separate unit',
  ];
}

function percentageProblems(name: string, value: number, least: number): string[] {
  if (Number.isInteger(value) && value >= least && value <= 100) return [];
  return [`${name} must be a whole number from ${least} to 100, got ${String(value)}`];
}
