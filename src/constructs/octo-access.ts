import { Construct } from 'constructs';
import { TerraformStack, type TerraformProvider } from 'cdktf';
import { ROLES } from '../catalogue/roles';
import { INPUTS } from '../inputs/inputs';
import { ROLE_NAMES, type RoleName } from '../names/role-names';
import { AcctAccessRole } from './acct-access-role';
import { ChangeExecutorRole } from './change-executor-role';
import { ChangeTemplateApproverRole } from './change-template-approver-role';
import { checkInputs, holdsToken } from './private/plain-inputs';
import { InputChecks } from './private/input-checks';
import { installedBy, Installation } from './private/installation';
import { roleInputs, type RoleInputs } from './private/role-inputs';
import type { OctoRole } from './octo-role';
import type { OctoInputs } from './props';
import { RecommendationSearcherRole } from './recommendation-searcher-role';
import { SsmUpdaterRole } from './ssm-updater-role';
import { TargetAccount } from './target-account';

/** Properties of an OctoAccess: the inputs and the provider of the account. */
export interface OctoAccessProps extends OctoInputs {
  /** Provider of the account to install in. @default - the stack's default aws provider */
  readonly provider?: TerraformProvider;
}

/**
 * Access of Alphaus Octo to one AWS account: up to five roles with their policies and boundaries.
 *
 * A stack can contain several, one for each provider. They create no outputs; read the values
 * from the properties.
 */
export class OctoAccess extends Construct {
  /** The account that the roles are installed in. */
  readonly account: TargetAccount;
  readonly recommendationSearcher?: RecommendationSearcherRole;
  readonly changeExecutor?: ChangeExecutorRole;
  readonly ssmUpdater?: SsmUpdaterRole;
  readonly changeTemplateApprover?: ChangeTemplateApproverRole;
  readonly acctAccess?: AcctAccessRole;

  /** @throws OctoInputError naming every input that is wrong */
  constructor(scope: Construct, id: string, props: OctoAccessProps) {
    super(scope, id);
    const { provider, ...given } = props;
    const inputs = { ...given, roles: given.roles ?? ROLE_NAMES };
    const { roles } = inputs;
    const installation = new Installation(this.checks(inputs), holdsToken(roles) ? roles : undefined);
    this.account = new TargetAccount(this, 'current', { provider });
    this.node.addValidation({ validate: () => this.alone() });

    const propsOf = <Role extends RoleName>(role: Role): RoleInputs<Role> & { account: TargetAccount } =>
      installedBy(installation, { account: this.account, ...roleInputs(role, inputs) });
    const wanted = (name: RoleName): boolean => holdsToken(roles) || roles.includes(name);

    if (wanted('OctoRecommendationSearcherRole'))
      this.recommendationSearcher = new RecommendationSearcherRole(
        this,
        ROLES.OctoRecommendationSearcherRole.id,
        propsOf('OctoRecommendationSearcherRole'),
      );
    if (wanted('OctoChangeExecutorRole'))
      this.changeExecutor = new ChangeExecutorRole(
        this,
        ROLES.OctoChangeExecutorRole.id,
        propsOf('OctoChangeExecutorRole'),
      );
    if (wanted('OctoSSMUpdaterRole') && this.changeExecutor)
      this.ssmUpdater = new SsmUpdaterRole(this, ROLES.OctoSSMUpdaterRole.id, {
        ...propsOf('OctoSSMUpdaterRole'),
        changeExecutor: this.changeExecutor,
      });
    if (wanted('OctoChangeTemplateApproverRole'))
      this.changeTemplateApprover = new ChangeTemplateApproverRole(
        this,
        ROLES.OctoChangeTemplateApproverRole.id,
        propsOf('OctoChangeTemplateApproverRole'),
      );
    if (wanted('AlphausAcctAccessRole'))
      this.acctAccess = new AcctAccessRole(this, ROLES.AlphausAcctAccessRole.id, {
        ...propsOf('AlphausAcctAccessRole'),
        recommendationSearcher: this.recommendationSearcher,
      });
  }

  /** Role names are fixed, so a second installation in the same account would collide when it is applied. */
  private alone(): string[] {
    const others = TerraformStack.of(this)
      .node.findAll()
      .filter((other): other is OctoAccess => other instanceof OctoAccess && other !== this);
    return others
      .filter((other) => aliasOf(other.account.provider) === aliasOf(this.account.provider))
      .map(
        (other) =>
          `${other.node.path} has the same provider; an account can have only one OctoAccess: give each its own provider`,
      );
  }

  /**
   * Checks all inputs once, for all roles.
   *
   * @internal
   */
  protected checks(inputs: OctoInputs): InputChecks {
    const names = INPUTS.map((input) => input.name);
    // Which constructs exist cannot depend on a value that only Terraform knows.
    const roles = holdsToken(inputs.roles) ? ['a value that is known only to Terraform'] : inputs.roles;
    checkInputs(this.node.path, { ...inputs, roles }, names);
    return new InputChecks(this, 'Checks', inputs, names);
  }

  /** The installed roles, in the order of every listing. */
  get roles(): readonly OctoRole[] {
    const all = [
      this.recommendationSearcher,
      this.changeExecutor,
      this.ssmUpdater,
      this.changeTemplateApprover,
      this.acctAccess,
    ];
    return all.filter((role) => role !== undefined);
  }

  /** Name of each installed role, by role name. */
  get roleNames(): Readonly<Partial<Record<RoleName, string>>> {
    return Object.fromEntries(this.roles.map((role) => [role.roleName, role.roleName]));
  }

  /** ARN of each installed role, by role name. */
  get roleArns(): Readonly<Partial<Record<RoleName, string>>> {
    return Object.fromEntries(this.roles.map((role) => [role.roleName, role.arn]));
  }

  /** ARN of the permissions boundary in force on each installed role that has one, by role name. */
  get boundaryArns(): Readonly<Partial<Record<RoleName, string>>> {
    const bounded = this.roles.filter((role) => role.boundaryArn !== undefined);
    return Object.fromEntries(bounded.map((role) => [role.roleName, role.boundaryArn]));
  }
}

/** What tells the providers of a stack apart; empty for the default one, named or not. */
function aliasOf(provider: TerraformProvider | undefined): string {
  return provider?.alias ?? '';
}
