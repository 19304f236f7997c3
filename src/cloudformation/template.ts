import { ROLES } from '../catalogue/roles';
import type { RoleSpec } from '../catalogue/role-spec';
import { parameterName } from '../inputs/to-cloudformation';
import { joined } from '../policy/clauses';
import type { InstalledPolicy } from '../policy/installed';
import { rolePlan, type PlannedPolicy, type RolePlan } from '../policy/plan';
import { fill } from '../policy/scope';
import { withOneOfAlike, withOneGrantByType } from './compact';
import { parameterInterface, parameterRules, parameters } from './parameters';
import { choice, CloudFormationScope, inText, join, optional } from './template-scope';

/** A CloudFormation template as data. */
export type Template = Readonly<Record<string, unknown>>;

const BOUNDARY_PARAMETER = parameterName('permissions_boundary_arn');

/**
 * The five roles as a CloudFormation template, from the same catalogue and input table as the Terraform module. Pure: the
 * same bytes everywhere.
 *
 * Two things differ from the module. AlphausAcctAccessRole may update the stack that contains the roles. And the last
 * permission policy of a self-updatable role is a separate inline policy (AWS::IAM::Policy): to change it, an upgrade needs
 * only iam:PutRolePolicy on that role, which AlphausAcctAccessRole has.
 */
export function cloudFormationTemplate(): Template {
  const scope = new CloudFormationScope();
  const roles = Object.values(ROLES);
  const resources = Object.assign({}, ...roles.map((role) => roleResources(role, scope))) as Template;
  const outputs = outputsOf(roles, scope);
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description:
      'Alphaus Octo access: IAM roles for recommendations, approved changes, and cost and usage metadata.',
    Metadata: { 'AWS::CloudFormation::Interface': parameterInterface() },
    Parameters: Object.fromEntries(parameters().map(({ name, definition }) => [name, definition])),
    Rules: parameterRules(),
    Conditions: scope.conditionsOf({ resources, outputs }),
    Resources: resources,
    Outputs: outputs,
  };
}

function roleResources(role: RoleSpec, scope: CloudFormationScope): Record<string, unknown> {
  const plan = rolePlan(role, scope);
  const condition = scope.installed(role.name);
  const compacted = (policies: readonly PlannedPolicy[]): PlannedPolicy[] =>
    policies
      .map(withOneOfAlike)
      // Each of the executor's actions has its own resource types: a proof test checks that.
      .map((policy) => (role.mergesByType ? withOneGrantByType(policy) : policy));
  const managed = compacted(plan.managed);
  const inline = compacted(plan.inline);
  const { boundary } = plan;
  const attached = boundary ? managed.slice(0, -1) : managed;
  const updatable = managed.slice(attached.length);
  const hold = scope.holds(plan.managedWhen);
  const managedCondition = typeof hold === 'boolean' ? condition : scope.all([condition, hold.expression]);
  return {
    ...(boundary && { [boundary.name]: boundaryResource(role, boundary, condition, scope) }),
    ...Object.fromEntries(
      attached.map((policy) => [
        policy.name,
        managedPolicy(policy, policy.description, managedCondition, scope),
      ]),
    ),
    [role.name]: {
      Type: 'AWS::IAM::Role',
      Condition: condition,
      Properties: {
        RoleName: role.name,
        Description: role.description,
        MaxSessionDuration:
          typeof role.maxSessionDuration === 'number'
            ? role.maxSessionDuration
            : { Ref: parameterName(role.maxSessionDuration) },
        AssumeRolePolicyDocument: scope.texts(plan.trust.document),
        ...permissionsBoundary(plan, scope),
        ...managedPolicyArns(plan, updatable, scope),
        ...(inline.length > 0 && { Policies: inline.map((policy) => inlinePolicy(policy, scope)) }),
      },
    },
    ...Object.fromEntries(
      updatable.map((policy) => [
        policy.name,
        {
          Type: 'AWS::IAM::Policy',
          Condition: condition,
          Properties: { ...inlinePolicy(policy, scope), Roles: [{ Ref: role.name }] },
        },
      ]),
    ),
  };
}

/**
 * The built-in boundary or, if the customer's own boundary is set, the deny policy with the built-in one's Denies. The
 * descriptions differ on purpose: a new description needs a new policy, which CloudFormation refuses for a policy with a
 * fixed name. So an update that would replace one by the other fails before it touches the role. Otherwise the role would
 * keep the policies that Alphaus wrote, without the boundary.
 * Source: AWS CloudFormation Template Reference, "AWS::IAM::ManagedPolicy".
 */
function boundaryResource(
  role: RoleSpec,
  boundary: PlannedPolicy,
  condition: string,
  scope: CloudFormationScope,
): unknown {
  const description = choice(
    scope.isSet(BOUNDARY_PARAMETER),
    `Beside a boundary of the customer's own: what ${role.name} can never do.`,
    boundary.description,
  );
  return managedPolicy(boundary, description, condition, scope);
}

function managedPolicy(
  { name, document }: { readonly name: string; readonly document: unknown },
  description: unknown,
  condition: string,
  scope: CloudFormationScope,
): unknown {
  return {
    Type: 'AWS::IAM::ManagedPolicy',
    Condition: condition,
    Properties: {
      ManagedPolicyName: name,
      Description: description,
      PolicyDocument: scope.texts(document),
    },
  };
}

function inlinePolicy(
  { name, document }: InstalledPolicy,
  scope: CloudFormationScope,
): Record<string, unknown> {
  return { PolicyName: name, PolicyDocument: scope.texts(document) };
}

function permissionsBoundary({ boundary }: RolePlan, scope: CloudFormationScope): Record<string, unknown> {
  const own = scope.isSet(BOUNDARY_PARAMETER);
  const builtIn = { Ref: boundary?.name ?? 'AWS::NoValue' };
  return { PermissionsBoundary: choice(own, scope.ofAccount(BOUNDARY_PARAMETER), builtIn) };
}

function managedPolicyArns(
  { role, attached }: RolePlan,
  updatable: readonly InstalledPolicy[],
  scope: CloudFormationScope,
): Record<string, unknown> {
  const policies = attached.policies.filter(
    (one) => !('name' in one && updatable.some(({ name }) => name === one.name)),
  );
  const arns = joined(
    policies.map((one) => ({
      items: ['name' in one ? { Ref: one.name } : scope.texts(fill(one.arn, scope.values, role.name))],
      when: one.when,
    })),
    scope,
  );
  if (policies.length === 0) return {};
  if (!attached.replacedBy) return { ManagedPolicyArns: arns };
  const own = parameterName(attached.replacedBy);
  // Validators insert the parameter's default, and an empty text is not an ARN. They do not evaluate Fn::Select.
  const ownArns = { 'Fn::Split': [',', { 'Fn::Select': [0, [scope.ofAccount(own)]] }] };
  return { ManagedPolicyArns: choice(scope.isSet(own), ownArns, arns) };
}

function outputsOf(roles: readonly RoleSpec[], scope: CloudFormationScope): Record<string, unknown> {
  const entries = roles.map(({ name }) =>
    optional(scope.installed(name), { 'Fn::Sub': `"${name}":"\${${name}.Arn}"` }),
  );
  const start = `{"account_id":"\${AWS::AccountId}","partition":"\${AWS::Partition}","external_id":"${inText('external_id')}","role_arns":{`;
  return {
    OctoOnboarding: {
      Description: 'Account, partition, external id and ARNs of the roles.',
      Value: join('', [{ 'Fn::Sub': start }, join(',', entries), '}}']),
    },
  };
}
