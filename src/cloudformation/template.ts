import { ROLES } from '../catalogue/roles';
import type { RoleSpec } from '../catalogue/role-spec';
import {
  boundaryDocument,
  permissionPolicies,
  policiesHold,
  trustDocument,
  type NamedPolicy,
} from '../policy/render';
import { withOneOfAlike, withOneGrantByType } from './compact';
import { parameterInterface, parameterRules, parameters } from './parameters';
import { choice, CloudFormationScope, join, optional } from './template-scope';

/** A CloudFormation template as data. */
export type Template = Readonly<Record<string, unknown>>;

const BOUNDARY_PARAMETER = 'PermissionsBoundaryArn';
const POLICY_ARNS_PARAMETER = 'ChangeExecutorPolicyArns';

/**
 * The five roles as a CloudFormation template, from the catalogue and the input table that the
 * Terraform module is made of. Pure: the same bytes everywhere.
 *
 * Two things differ in form. The stack that holds the roles is the one that AlphausAcctAccessRole may
 * update. And the last of the permission policies of a self-updatable role is an inline policy of
 * its own (AWS::IAM::Policy): an upgrade that changes it takes iam:PutRolePolicy on that role, which
 * AlphausAcctAccessRole has, and nothing that it has not.
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
  const condition = scope.installed(role.name);
  const policies = permissionPolicies(role, scope)
    .map(withOneOfAlike)
    // Each of the executor's actions knows types of its own: a proof test says so.
    .map((policy) => (role.takesPolicyArns ? withOneGrantByType(policy) : policy));
  const managed = role.storage.kind === 'managed' ? policies : [];
  const inline = role.storage.kind === 'inline' ? policies : [];
  const ceiling = role.ceiling?.policyName;
  const attached = ceiling === undefined ? managed : managed.slice(0, -1);
  const updatable = managed.slice(attached.length);
  const hold = policiesHold(role, scope);
  const holdsWhere = typeof hold === 'boolean' ? [] : [hold.expression as string];
  return {
    ...(ceiling !== undefined && { [ceiling]: ceilingResource(role, ceiling, condition, scope) }),
    ...Object.fromEntries(
      attached.map((policy) => [
        policy.name,
        managedPolicy(policy, `Permissions of ${role.name}.`, scope.all([condition, ...holdsWhere]), scope),
      ]),
    ),
    [role.name]: {
      Type: 'AWS::IAM::Role',
      Condition: condition,
      Properties: {
        RoleName: role.name,
        Description: role.description,
        MaxSessionDuration:
          role.maxSessionDuration === 'max_session_duration'
            ? { Ref: 'MaxSessionDuration' }
            : role.maxSessionDuration,
        AssumeRolePolicyDocument: scope.texts(trustDocument(role, scope)),
        ...boundary(role, scope),
        ...managedPolicyArns(role, attached, holdsWhere, scope),
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
 * The ceiling as the boundary; where the customer's own boundary is set, its Denies alone, to attach. The description is
 * another on purpose: it can't be changed without making the policy anew, which CloudFormation refuses for a policy that
 * has a name. So an update that would put the one in the other's place fails before it touches the role. Otherwise what
 * Alphaus wrote earlier would be left without its ceiling.
 * Source: AWS CloudFormation Template Reference, "AWS::IAM::ManagedPolicy".
 */
function ceilingResource(
  role: RoleSpec,
  name: string,
  condition: string,
  scope: CloudFormationScope,
): unknown {
  const description = choice(
    scope.isSet(BOUNDARY_PARAMETER),
    `Beside a boundary of the customer's own: what ${role.name} can never do.`,
    `The most that ${role.name} can ever do.`,
  );
  return managedPolicy({ name, document: boundaryDocument(role, scope) }, description, condition, scope);
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

function inlinePolicy({ name, document }: NamedPolicy, scope: CloudFormationScope): Record<string, unknown> {
  return { PolicyName: name, PolicyDocument: scope.texts(document) };
}

function boundary(role: RoleSpec, scope: CloudFormationScope): Record<string, unknown> {
  const own = scope.isSet(BOUNDARY_PARAMETER);
  const otherwise = role.ceiling ? { Ref: role.ceiling.policyName } : { Ref: 'AWS::NoValue' };
  return { PermissionsBoundary: choice(own, { Ref: BOUNDARY_PARAMETER }, otherwise) };
}

function managedPolicyArns(
  role: RoleSpec,
  attached: readonly NamedPolicy[],
  holdsWhere: readonly string[],
  scope: CloudFormationScope,
): Record<string, unknown> {
  const baseline = attached.map(({ name }) => ({ Ref: name }));
  if (role.takesPolicyArns) {
    const own = scope.isSet(POLICY_ARNS_PARAMETER);
    const administrator = { 'Fn::Sub': 'arn:${AWS::Partition}:iam::aws:policy/AdministratorAccess' };
    const [first, ...others] = baseline;
    const chosen =
      holdsWhere.length === 0
        ? [administrator]
        : [
            choice(scope.all(holdsWhere), first, administrator),
            ...others.map((other) => optional(scope.all(holdsWhere), other)),
          ];
    // Validators put a parameter's default here, and empty is no ARN; they do not look through Fn::Select.
    const arns = { 'Fn::Split': [',', { 'Fn::Select': [0, [{ Ref: POLICY_ARNS_PARAMETER }]] }] };
    return { ManagedPolicyArns: choice(own, arns, chosen) };
  }
  const denies = role.ceiling
    ? [optional(scope.isSet(BOUNDARY_PARAMETER), { Ref: role.ceiling.policyName })]
    : [];
  // Attached in this order: what is denied before what is allowed.
  const arns = [...denies, ...baseline];
  return arns.length > 0 ? { ManagedPolicyArns: arns } : {};
}

function outputsOf(roles: readonly RoleSpec[], scope: CloudFormationScope): Record<string, unknown> {
  const entries = roles.map(({ name }) =>
    optional(scope.installed(name), { 'Fn::Sub': `"${name}":"\${${name}.Arn}"` }),
  );
  const start =
    '{"account_id":"${AWS::AccountId}","partition":"${AWS::Partition}","external_id":"${ExternalId}","role_arns":{';
  return {
    OctoOnboarding: {
      Description: 'Account, partition, external id and ARNs of the roles.',
      Value: join('', [{ 'Fn::Sub': start }, join(',', entries), '}}']),
    },
  };
}
