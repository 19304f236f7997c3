import { Construct } from 'constructs';
import { TerraformStack, type TerraformProvider } from 'cdktf';
import { ROLES } from '../catalogue/roles';
import { INPUTS } from '../inputs/table';
import { ROLE_NAMES, type RoleName } from '../names/role-names';
import { AcctAccessRole } from './acct-access-role';
import { ChangeExecutorRole } from './change-executor-role';
import { ChangeTemplateApproverRole } from './change-template-approver-role';
import { checkInputs, holdsToken } from './private/plain-inputs';
import { InputChecks } from './private/input-checks';
import type { OctoRole, OctoRoleInternals } from './octo-role';
import type { OctoInputs } from './props';
import { RecommendationSearcherRole } from './recommendation-searcher-role';
import { SsmUpdaterRole } from './ssm-updater-role';
import { TargetAccount } from './target-account';

/** Properties of an OctoAccess: the inputs, and where they apply. */
export interface OctoAccessProps extends OctoInputs {
  /** Provider of the account to install in. @default - the stack's default aws provider */
  readonly provider?: TerraformProvider;
  /** @internal */
  readonly internals?: OctoRoleInternals;
}

/**
 * The place of Alphaus Octo in one AWS account: up to five roles with their policies and boundaries.
 *
 * Several may stand in one stack, one for each provider. They create no outputs; take the values
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
    const { provider, roles: chosen, internals: passed, ...inputs } = props;
    const internals = { ...passed, checked: this.checked(props) };
    const roles = chosen ?? ROLE_NAMES;
    const { principal, externalId, maxSessionDuration, allowSelfUpdate } = inputs;
    const { tags, roleTags, permissionsBoundaryArn } = inputs;
    this.account = new TargetAccount(this, 'current', { provider });
    this.node.addValidation({ validate: () => this.alone() });

    const common = { account: this.account, internals, tags, roleTags, permissionsBoundaryArn };
    const vendor = { ...common, principal, externalId, maxSessionDuration };
    const wanted = (name: RoleName): string | undefined =>
      holdsToken(roles) || roles.includes(name) ? ROLES[name].id : undefined;

    const searcherId = wanted('OctoRecommendationSearcherRole');
    if (searcherId)
      this.recommendationSearcher = new RecommendationSearcherRole(this, searcherId, {
        ...vendor,
        allowSelfUpdate,
      });
    const executorId = wanted('OctoChangeExecutorRole');
    if (executorId) {
      const { changeExecutorAccess, changeExecutorPolicyArns, changeExecutorSourceArnCheck } = inputs;
      this.changeExecutor = new ChangeExecutorRole(this, executorId, {
        ...common,
        changeExecutorAccess,
        changeExecutorPolicyArns,
        changeExecutorSourceArnCheck,
      });
    }
    const updaterId = wanted('OctoSSMUpdaterRole');
    if (updaterId && this.changeExecutor) {
      const { vettedRunbooks, directAutomation, changeRequests, requireChangeRequestApproval } = inputs;
      this.ssmUpdater = new SsmUpdaterRole(this, updaterId, {
        ...vendor,
        changeExecutor: this.changeExecutor,
        vettedRunbooks,
        directAutomation,
        changeRequests,
        requireChangeRequestApproval,
      });
    }
    const approverId = wanted('OctoChangeTemplateApproverRole');
    if (approverId) this.changeTemplateApprover = new ChangeTemplateApproverRole(this, approverId, common);
    const acctAccessId = wanted('AlphausAcctAccessRole');
    if (acctAccessId) {
      const { costExplorerAccess, costOptimizationHubEnrollment, cloudformationStackArn } = inputs;
      this.acctAccess = new AcctAccessRole(this, acctAccessId, {
        ...vendor,
        recommendationSearcher: this.recommendationSearcher,
        allowSelfUpdate,
        costExplorerAccess,
        costOptimizationHubEnrollment,
        cloudformationStackArn,
      });
    }
  }

  /** Role names are fixed, so a second installation in the same account would collide when it is applied. */
  private alone(): string[] {
    const others = TerraformStack.of(this)
      .node.findAll()
      .filter((other): other is OctoAccess => other instanceof OctoAccess && other !== this);
    return others
      .filter((other) => other.account.provider === this.account.provider)
      .map(
        (other) =>
          `${other.node.path} has the same provider; an account takes one OctoAccess, give each its own`,
      );
  }

  /** Checks all inputs once, for all roles. */
  private checked(props: OctoAccessProps): InputChecks {
    const { provider: _provider, internals, roles, ...inputs } = props;
    const names = INPUTS.map((input) => input.name);
    if (internals?.variables) return new InputChecks(this, 'Checks', inputs, names, { variables: true });
    // What exists cannot wait for a value that Terraform computes.
    const known = holdsToken(roles) ? ['a value that is known only to Terraform'] : roles;
    checkInputs(this.node.path, { ...inputs, roles: known as OctoInputs['roles'] }, names);
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
