import { Construct } from 'constructs';
import {
  dependable,
  ref,
  TerraformCount,
  TerraformResource,
  TerraformStack,
  Token,
  type IResolvable,
  type TerraformResourceLifecycle,
} from 'cdktf';
import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePoliciesExclusive } from '@cdktf/provider-aws/lib/iam-role-policies-exclusive';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { IamRolePolicyAttachmentsExclusive } from '@cdktf/provider-aws/lib/iam-role-policy-attachments-exclusive';
import type { RoleSpec } from '../catalogue/role-spec';
import { inputProperty, inputsOf, type Configuration } from '../inputs/inputs';
import { type RoleName } from '../names/role-names';
import { joined } from '../policy/clauses';
import { rolePlan, type AttachedPolicy, type PlannedPolicy, type RolePlan } from '../policy/plan';
import { fill, type Part, type Scope } from '../policy/scope';
import { checkInputs, holdsToken } from './private/plain-inputs';
import { call, counted, jsonencode, operation } from './private/expression';
import { wholeConfiguration } from './private/whole-configuration';
import { InputChecks } from './private/input-checks';
import { installationOf } from './private/installation';
import type { RoleInputs } from './private/role-inputs';
import { given, tagsOfRole } from './private/role-tags';
import type { TargetAccount } from './target-account';
import {
  arnsOfAccount,
  ifSet,
  ownBoundaryOr,
  selfUpdateIsOff,
  terraformScope,
} from './private/terraform-scope';

/** Properties of every role. */
export interface OctoRoleProps extends RoleInputs<RoleName> {
  /** The account that the role is installed in; roles of one account share it. */
  readonly account: TargetAccount;
}

/** @internal */
export interface OctoRoleConfig {
  readonly account: TargetAccount;
  /** Inputs of the role, as given. */
  readonly inputs: Partial<Configuration<unknown>>;
  /** The installed roles, which some of its rows depend on. */
  readonly roles?: readonly RoleName[];
}

/**
 * One role with its policies and, if its catalogue entry has one, its permissions boundary.
 *
 * Terraform creates policies first, then the role with its boundary, then attachments and inline
 * policies. It destroys them in reverse order. So a role never exists without its boundary.
 */
export abstract class OctoRole extends Construct {
  /** Name of the IAM role, fixed: Octo addresses it by name. */
  readonly roleName: RoleName;
  /** ARN of the role. */
  readonly arn: string;
  /** ARN of the permissions boundary in force; undefined if the role has none. */
  readonly boundaryArn: string | undefined;

  /** The account that the role is installed in. */
  readonly account: TargetAccount;

  private readonly role: IamRole;
  private readonly checked: TerraformResource | undefined;
  private readonly settings: Configuration<IResolvable>;
  private readonly policyScope: Scope;
  private readonly count: TerraformCount | undefined;
  private readonly exclusive: IamRolePoliciesExclusive | undefined;
  private readonly permissions: readonly IamPolicy[];

  /** @internal */
  protected constructor(
    scope: Construct,
    id: string,
    private readonly spec: RoleSpec,
    config: OctoRoleConfig,
  ) {
    super(scope, id);
    const installation = installationOf(config.inputs);
    const names = inputsOf(spec.name);
    if (!installation) checkInputs(this.node.path, config.inputs, names);
    this.checked = (installation?.checks ?? new InputChecks(this, 'Checks', config.inputs, names)).passed;
    this.roleName = spec.name;
    this.account = config.account;
    this.settings = wholeConfiguration(
      config.inputs,
      installation?.plannedRoles ?? config.roles ?? [spec.name],
    );
    this.policyScope = terraformScope(this.account, this.settings);
    this.count = this.countOf();
    const plan = rolePlan(spec, this.policyScope);
    const managedHold = this.policyScope.holds(plan.managedWhen);

    const replaced = plan.boundary && { replaceTriggeredBy: [this.boundaryKind()] };
    const boundary =
      plan.boundary &&
      this.managedPolicy('boundary', plan.boundary, {
        lifecycle: replaced,
        count: this.count,
      });
    const managed = plan.managed.map((policy, index) =>
      this.managedPolicy(`baseline_${index + 1}`, policy, {
        // If a later version or setting drops a policy, it is detached before it is deleted.
        lifecycle: { createBeforeDestroy: true },
        count: typeof managedHold === 'boolean' ? this.count : this.countWhere(managedHold.expression),
      }),
    );
    this.boundaryArn = ownBoundaryOr(
      this.settings,
      this.account.accountId,
      boundary && this.attribute(boundary, 'arn'),
    );

    const policies = boundary ? [boundary, ...managed] : managed;
    this.role = new IamRole(this, 'Default', {
      ...this.common(),
      name: spec.name,
      path: '/',
      description: spec.description,
      assumeRolePolicy: jsonencode(plan.trust.document),
      maxSessionDuration:
        spec.maxSessionDuration === 'max_session_duration'
          ? (this.settings.maxSessionDuration as number)
          : spec.maxSessionDuration,
      permissionsBoundary: this.boundaryArn,
      // Policies that someone added to the role must not block its destruction.
      forceDetachPolicies: true,
      tags: tagsOfRole(this.settings, spec.name),
      // So the role is destroyed before its policies: the exclusive attachments below do not detach when destroyed. This
      // includes the boundary policy: beside the customer's boundary it is attached, and the role does not refer to it.
      dependsOn: this.dependencies(policies),
      lifecycle: replaced,
    });
    this.arn = this.count ? call('one', this.allInstances('arn')).toString() : this.role.arn;

    // `id`, not `name`: a replaced role needs its policies attached again.
    new IamRolePolicyAttachmentsExclusive(this, 'Attachments', {
      ...this.common(),
      roleName: this.attribute(this.role, 'id'),
      policyArns: this.attachedArns(plan, policies) as string[],
    });
    this.exclusive = this.exclusiveInline(plan);
    this.permissions = policies;
  }

  /**
   * Removes the policies that Alphaus wrote into this role only after the writer has lost the right to write them again.
   *
   * @internal
   */
  cleanAfter(writer: OctoRole): void {
    // Resources of two stacks cannot depend on each other.
    if (!this.exclusive || TerraformStack.of(this) !== TerraformStack.of(writer)) return;
    // Not `node.addDependency`: CDKTF uses it only between stacks.
    this.exclusive.dependsOn = writer.permissions.map(dependable);
  }

  /**
   * An attribute of all instances of the role, as a list: one element, or none if a variable leaves the role out.
   *
   * @internal
   */
  allInstances(attribute: string): IResolvable {
    return this.reference(this.role, `[*].${attribute}`);
  }

  private exclusiveInline({ inline: policies }: RolePlan): IamRolePoliciesExclusive | undefined {
    const inline = policies.map(
      ({ name, document }) =>
        new IamRolePolicy(this, 'Inline', {
          ...this.common(),
          name,
          role: this.attribute(this.role, 'id'),
          policy: jsonencode(document),
        }),
    );
    const count = this.exclusiveCount();
    if (count === 0) return undefined;
    return new IamRolePoliciesExclusive(this, 'InlinePolicies', {
      ...this.common(),
      count,
      roleName: this.attribute(this.role, 'id'),
      policyNames: inline.map((policy) => this.attribute(policy, 'name')),
    });
  }

  /**
   * A value that changes when the customer's own boundary replaces the built-in one, or the reverse. The change replaces the
   * role and its boundary policy, and Terraform keeps the order: delete role, delete policy, create policy, create role. An
   * update in place would for a moment, or after a failure for good, leave the policies that Alphaus wrote without either
   * boundary. The resource calls no API.
   */
  private boundaryKind(): string {
    const kind = new TerraformResource(this, 'BoundaryKind', {
      terraformResourceType: 'terraform_data',
      count: this.count,
    });
    kind.addOverride('input', ifSet(this.settings.permissionsBoundaryArn, 'own', 'built-in'));
    return `${kind.terraformResourceType}.${kind.friendlyUniqueId}${this.count ? '[0]' : ''}`;
  }

  private managedPolicy(
    id: string,
    { name, description, document }: PlannedPolicy,
    {
      lifecycle,
      count,
    }: {
      readonly lifecycle: TerraformResourceLifecycle | undefined;
      readonly count: TerraformCount | undefined;
    },
  ): IamPolicy {
    return new IamPolicy(this, id, {
      ...this.common(),
      count,
      name,
      path: '/',
      description,
      policy: jsonencode(document),
      tags: given(this.settings.tags),
      dependsOn: this.dependencies(),
      // A new description would replace the policy, which fails because of its fixed name.
      lifecycle: { ...lifecycle, ignoreChanges: ['description'] },
    });
  }

  /** ARNs of the policies to attach; this role's own by reference, so that they are created first. */
  private attachedArns({ attached }: RolePlan, policies: readonly IamPolicy[]): unknown {
    const items = (one: AttachedPolicy): Part['items'] => {
      if ('arn' in one) return [fill(one.arn, this.policyScope.values, this.roleName)];
      const policy = policies.find(({ nameInput }) => nameInput === one.name);
      if (!policy) throw new Error(`${this.roleName} has no policy named ${one.name}`);
      // If the policy has its own count, an index would fail when there is no instance.
      return policy.count === this.count
        ? [this.attribute(policy, 'arn')]
        : { expression: this.reference(policy, '[*].arn') };
    };
    const arns = joined(
      attached.policies.map((one) => ({ items: items(one), when: one.when })),
      this.policyScope,
    );
    if (!attached.replacedBy) return arns;
    const own = this.settings[inputProperty(attached.replacedBy)];
    return ifSet(own, arnsOfAccount(own, this.account.accountId), arns);
  }

  private dependencies(others: readonly TerraformResource[] = []): TerraformResource[] | undefined {
    const all = this.checked ? [this.checked, ...others] : [...others];
    return all.length > 0 ? all : undefined;
  }

  private common(): { provider?: TargetAccount['provider']; count?: TerraformCount } {
    return { provider: this.account.provider, count: this.count };
  }

  private countOf(): TerraformCount | undefined {
    const { roles } = this.settings;
    return holdsToken(roles) ? counted(call('contains', roles, this.spec.name)) : undefined;
  }

  /** The role's count if a condition that only Terraform knows holds, otherwise none. */
  private countWhere(condition: unknown): TerraformCount {
    const installed = this.count && call('contains', this.settings.roles, this.spec.name);
    return counted(installed ? operation(installed, '&&', condition) : condition);
  }

  /** Inline policies of a self-updatable role belong to Alphaus, unless the customer turns self-update off. */
  private exclusiveCount(): TerraformCount | 0 | undefined {
    const off = this.spec.boundary ? selfUpdateIsOff(this.settings) : true;
    if (off === true) return this.count;
    return off === false ? 0 : this.countWhere(off);
  }

  /** An attribute of one of the role's own resources, of the same instance if they have a count. */
  private attribute(resource: TerraformResource, name: string): string {
    return this.count
      ? Token.asString(this.reference(resource, `[0].${name}`))
      : resource.getStringAttribute(name);
  }

  private reference(resource: TerraformResource, path: string): IResolvable {
    return ref(
      `${resource.terraformResourceType}.${resource.friendlyUniqueId}${path}`,
      TerraformStack.of(this),
    );
  }
}
