import { Construct } from 'constructs';
import {
  ref,
  TerraformCount,
  TerraformLocal,
  TerraformStack,
  Token,
  type IResolvable,
  type TerraformResource,
  type TerraformResourceLifecycle,
} from 'cdktf';
import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePoliciesExclusive } from '@cdktf/provider-aws/lib/iam-role-policies-exclusive';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { IamRolePolicyAttachmentsExclusive } from '@cdktf/provider-aws/lib/iam-role-policy-attachments-exclusive';
import type { RoleSpec } from '../catalogue/types';
import { terraformCondition, terraformMessage } from '../input-rules';
import { defaults, inputProperty, inputSpec, type InputName, type RoleName } from '../inputs';
import type { PolicyDocument } from '../policy/clauses';
import { boundaryDocument, guardDocument, permissionPolicies, trustDocument } from '../policy/render';
import type { Scope } from '../policy/scope';
import { checkInputs, holdsToken } from './check-inputs';
import { call, conditional, jsonencode } from './expression';
import type { CommonInputs, OctoInputs } from './props';
import type { TargetAccount } from './target-account';
import { ifSet, ownBoundaryOr, terraformScope, type Settings } from './terraform-scope';

/** What every role takes. */
export interface OctoRoleProps extends CommonInputs {
  /** The account that the role is installed in; roles of one account share it. */
  readonly account: TargetAccount;
  /** @internal */
  readonly variables?: VariableInputs;
}

/**
 * Set by the stacks of this package, whose inputs are Terraform variables: these have `validation` of
 * their own, and `roles` decides about each role only when Terraform plans.
 *
 * @internal
 */
export interface VariableInputs {
  readonly roles: unknown;
}

/** @internal */
export interface OctoRoleConfig {
  readonly account: TargetAccount;
  /** Inputs of the role, as given. */
  readonly inputs: Partial<OctoInputs>;
  /** The inputs that the role depends on. */
  readonly names: readonly InputName[];
  /** Roles that are installed beside it, as its rows need to know. */
  readonly roles?: readonly RoleName[];
  readonly variables?: VariableInputs;
}

/**
 * One role with its policies and, where its catalogue entry has one, its ceiling.
 *
 * Order in Terraform: policies, then the role with its boundary, then attachments and inline
 * policies; destroyed the other way round. So a role never exists without its boundary.
 */
export abstract class OctoRole extends Construct {
  /** Name of the IAM role, fixed: Octo addresses it by name. */
  readonly roleName: RoleName;
  /** ARN of the role. */
  readonly arn: string;
  /** ARN of the permissions boundary in force; undefined where the role has none. */
  readonly boundaryArn: string | undefined;

  /** The account that the role is installed in. */
  readonly account: TargetAccount;

  private readonly role: IamRole;
  private readonly settings: Settings;
  private readonly policyScope: Scope;
  private readonly count: TerraformCount | undefined;

  /** @internal */
  protected constructor(
    scope: Construct,
    id: string,
    private readonly spec: RoleSpec,
    config: OctoRoleConfig,
  ) {
    super(scope, id);
    if (!config.variables) checkInputs(this.node.path, config.inputs, config.names);
    this.roleName = spec.name;
    this.account = config.account;
    this.settings = settingsOf(spec, config);
    this.policyScope = terraformScope(this.account, this.settings);
    this.count = this.countOf();

    const ceiling = this.ceilingPolicy();
    const policies = permissionPolicies(spec, this.policyScope);
    const managed = spec.storage.kind === 'managed' ? policies : [];
    const baseline = managed.map(({ name, document }, index) =>
      this.managedPolicy(`baseline_${index + 1}`, name, `Permissions of ${spec.name}.`, jsonencode(document)),
    );
    const own = this.settings.permissionsBoundaryArn as string | null;
    this.boundaryArn = ceiling
      ? ownBoundaryOr(this.settings, this.attribute(ceiling, 'arn'))
      : (own ?? undefined);

    this.role = new IamRole(this, 'Default', {
      ...this.common(),
      name: spec.name,
      path: '/',
      description: spec.description,
      assumeRolePolicy: jsonencode(trustDocument(spec, this.policyScope)),
      maxSessionDuration:
        spec.maxSessionDuration === 'max_session_duration'
          ? (this.settings.maxSessionDuration as number)
          : spec.maxSessionDuration,
      permissionsBoundary: this.boundaryArn,
      // Whatever was written into or attached to the role meanwhile must not block its destruction.
      forceDetachPolicies: true,
      tags: this.tags(),
      // Destroyed before its policies: the exclusive attachments below do not detach when destroyed.
      dependsOn: baseline.length > 0 ? baseline : undefined,
      lifecycle: config.variables ? undefined : this.preconditions(config),
    });
    this.arn = this.count ? call('one', this.allInstances('arn')).toString() : this.role.arn;

    const attached = spec.takesPolicyArns
      ? this.policyArns()
      : baseline.map((policy) => this.attribute(policy, 'arn'));
    const guarded = ceiling && own !== null;
    // `id`, not `name`: a role that is replaced must have its policies attached again.
    new IamRolePolicyAttachmentsExclusive(this, 'Attachments', {
      ...this.common(),
      roleName: this.attribute(this.role, 'id'),
      policyArns: (guarded ? this.withGuard(attached, ceiling, own) : attached) as string[],
    });
    if (!spec.ceiling) this.exclusiveInline(spec.storage.kind === 'inline' ? policies : []);
  }

  /**
   * An attribute of all instances of the role, as a list: one, or none where a variable says so.
   *
   * @internal
   */
  allInstances(attribute: string): IResolvable {
    return this.reference(this.role, `[*].${attribute}`);
  }

  private exclusiveInline(policies: readonly { name: string; document: PolicyDocument }[]): void {
    const inline = policies.map(
      ({ name, document }) =>
        new IamRolePolicy(this, 'Inline', {
          ...this.common(),
          name,
          role: this.attribute(this.role, 'id'),
          policy: jsonencode(document),
        }),
    );
    new IamRolePoliciesExclusive(this, 'InlinePolicies', {
      ...this.common(),
      roleName: this.attribute(this.role, 'id'),
      policyNames: inline.map((policy) => this.attribute(policy, 'name')),
    });
  }

  private ceilingPolicy(): IamPolicy | undefined {
    if (!this.spec.ceiling) return undefined;
    const own = this.settings.permissionsBoundaryArn;
    return this.managedPolicy(
      'boundary',
      this.spec.ceiling.policyName,
      `The most that ${this.spec.name} can ever do.`,
      String(
        ifSet(
          own,
          jsonencode(guardDocument(this.spec, this.policyScope)),
          jsonencode(boundaryDocument(this.spec, this.policyScope)),
        ),
      ),
    );
  }

  private managedPolicy(id: string, name: string, description: string, policy: string): IamPolicy {
    return new IamPolicy(this, id, {
      ...this.common(),
      name,
      path: '/',
      description,
      policy,
      tags: this.tags(),
      // A policy that a later version drops is deleted only after it is detached.
      lifecycle: { createBeforeDestroy: true },
    });
  }

  private policyArns(): unknown {
    const administrator = [`arn:${this.account.partition}:iam::aws:policy/AdministratorAccess`];
    const own = this.settings.changeExecutorPolicyArns;
    return ifSet(own, own, administrator);
  }

  /** Attached policies and, where the customer's boundary took its place, the ceiling as a policy of Denies. */
  private withGuard(attached: unknown, ceiling: IamPolicy, own: string): unknown {
    const guard = [this.attribute(ceiling, 'arn')];
    return holdsToken(own)
      ? Token.asList(call('concat', attached, ifSet(own, guard, [])))
      : [...(attached as string[]), ...guard];
  }

  private common(): { provider?: TargetAccount['provider']; count?: TerraformCount } {
    return { provider: this.account.provider, count: this.count };
  }

  private tags(): Record<string, string> | undefined {
    const { tags } = this.settings;
    return Object.keys(tags).length > 0 ? (tags as Record<string, string>) : undefined;
  }

  private countOf(): TerraformCount | undefined {
    const { roles } = this.settings;
    if (!holdsToken(roles)) return undefined;
    return TerraformCount.of(Token.asNumber(conditional(call('contains', roles, this.spec.name), 1, 0)));
  }

  /** An attribute of one of the role's own resources, from the same instance where they are counted. */
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

  /** The input table's rules for inputs that are tokens, checked when Terraform plans. */
  private preconditions(config: OctoRoleConfig): TerraformResourceLifecycle | undefined {
    const precondition = config.names.flatMap((name) => {
      const property = inputProperty(name);
      const spec = inputSpec(name);
      const value: unknown = config.inputs[property];
      if (!holdsToken(value) || spec.rules.length === 0) return [];
      const local = new TerraformLocal(this, name, value);
      const reference = `local.${local.friendlyUniqueId}`;
      return spec.rules.map((rule) => ({
        condition: `\${${terraformCondition(spec, rule, reference)}}`,
        errorMessage: terraformMessage(rule, property, reference),
      }));
    });
    return precondition.length > 0 ? { precondition } : undefined;
  }
}

/**
 * Refuses roles of two accounts where one refers to the other: role names and boundaries are looked
 * up in one account only.
 *
 * @internal
 */
export function demandSameAccount(path: string, account: TargetAccount, other: OctoRole | undefined): void {
  if (other && other.account !== account) {
    throw new Error(
      `${path}: ${other.node.path} belongs to another account; give both roles the same TargetAccount`,
    );
  }
}

/** Given inputs, copied, with the defaults of the others. */
function settingsOf(spec: RoleSpec, { inputs, roles = [spec.name], variables }: OctoRoleConfig): Settings {
  const given = Object.entries<unknown>(inputs).filter(([, value]) => value !== undefined);
  return {
    ...defaults(),
    // A role without them has no row that names them.
    principal: '',
    externalId: '',
    ...(Object.fromEntries(given.map(([property, value]) => [property, copied(value)])) as Partial<Settings>),
    roles: (variables?.roles ?? roles) as Settings['roles'],
  };
}

function copied(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Token.isUnresolved(value)) return value;
  return Array.isArray(value) ? [...(value as unknown[])] : { ...value };
}
