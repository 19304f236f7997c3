import { ROLES } from '../../catalogue';
import type { RoleSpec } from '../../catalogue/types';
import {
  boundaryDocument,
  noSelfUpdateDocument,
  permissionPolicies,
  trustDocument,
  type NamedPolicy,
} from '../../policy/render';
import { withAccountIds, withReadsAsOne } from './compact';
import { parameterInterface, parameterRules, parameters } from './parameters';
import { choice, CloudFormationScope, join, optional } from './scope';
import { shareActions, type Resources } from './shared-actions';
import { templateYaml } from './yaml';

/** A CloudFormation template as data. */
export type Template = Readonly<Record<string, unknown>>;

/** Bytes of a template that CloudFormation takes without S3. Source: CloudFormation User Guide, "Understand CloudFormation quotas". */
export const TEMPLATE_BODY_LIMIT = 51_200;

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
  const { resources, mappings } = shareActions(
    Object.assign({}, ...roles.map((role) => roleResources(role, scope))) as Resources,
  );
  const outputs = outputsOf(roles, scope);
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description:
      'Alphaus Octo access: IAM roles for recommendations, approved changes, and cost and usage metadata.',
    Metadata: { 'AWS::CloudFormation::Interface': parameterInterface() },
    Parameters: Object.fromEntries(parameters().map(({ name, definition }) => [name, definition])),
    Rules: parameterRules(),
    Mappings: mappings,
    Conditions: scope.conditionsOf({ resources, outputs }),
    Resources: resources,
    Outputs: outputs,
  };
}

/** The template as the text that is published and that a StackSet takes. Throws where CloudFormation would refuse its size. */
export function cloudFormationText(): string {
  const text = templateYaml(
    cloudFormationTemplate(),
    'Generated from the catalogue of permissions by `npm run cloudformation`; do not edit.',
  );
  const bytes = Buffer.byteLength(text);
  if (bytes > TEMPLATE_BODY_LIMIT) {
    throw new Error(
      `the CloudFormation template has ${bytes} bytes, of which CloudFormation takes ${TEMPLATE_BODY_LIMIT} at most; ` +
        'name fewer actions in the catalogue, by wildcards where every action that they stand for is wanted',
    );
  }
  return text;
}

function roleResources(role: RoleSpec, scope: CloudFormationScope): Record<string, unknown> {
  const condition = scope.installed(role.name);
  const policies = permissionPolicies(role, scope).map(withReadsAsOne);
  const attached = role.storage.kind === 'managed' ? policies.slice(0, -1) : [];
  const updatable = role.storage.kind === 'managed' ? policies.slice(-1) : [];
  const inline = role.storage.kind === 'inline' ? policies : [];
  const ceiling = role.ceiling?.policyName;
  return {
    ...(ceiling !== undefined && { [ceiling]: ceilingResource(role, ceiling, condition, scope) }),
    ...Object.fromEntries(
      attached.map((policy) => [
        policy.name,
        managedPolicy(policy, `Permissions of ${role.name}.`, condition, scope),
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
        AssumeRolePolicyDocument: scope.texts(withAccountIds(trustDocument(role, scope))),
        ...boundary(role, scope),
        ...managedPolicyArns(role, attached, scope),
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
 * The ceiling as the boundary; where the customer's own boundary is set, a Deny of all inline writes
 * instead, to attach, which needs no ceiling then. The description is another on purpose: it can't be changed without
 * making the policy anew, which CloudFormation refuses for a policy that has a name. So an update that would put the one
 * in the other's place fails before it touches the role. Otherwise what Alphaus wrote earlier would be left without its
 * ceiling. Source: AWS CloudFormation Template Reference, "AWS::IAM::ManagedPolicy".
 */
function ceilingResource(
  role: RoleSpec,
  name: string,
  condition: string,
  scope: CloudFormationScope,
): unknown {
  const own = scope.isSet(BOUNDARY_PARAMETER, false);
  const description = choice(
    own,
    "Beside a boundary of the customer's own: no writes of policies.",
    `The most that ${role.name} can ever do.`,
  );
  const withoutWrites = noSelfUpdateDocument(role, scope);
  const document = {
    ...withoutWrites,
    Statement: choice(own, withoutWrites.Statement, boundaryDocument(role, scope).Statement),
  };
  return managedPolicy({ name, document }, description, condition, scope);
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
  const own = scope.isSet(BOUNDARY_PARAMETER, false);
  const otherwise = role.ceiling ? { Ref: role.ceiling.policyName } : { Ref: 'AWS::NoValue' };
  return { PermissionsBoundary: choice(own, { Ref: BOUNDARY_PARAMETER }, otherwise) };
}

function managedPolicyArns(
  role: RoleSpec,
  attached: readonly NamedPolicy[],
  scope: CloudFormationScope,
): Record<string, unknown> {
  if (role.takesPolicyArns) {
    const own = scope.isSet(POLICY_ARNS_PARAMETER, true);
    const administrator = [{ 'Fn::Sub': 'arn:${AWS::Partition}:iam::aws:policy/AdministratorAccess' }];
    return { ManagedPolicyArns: choice(own, { Ref: POLICY_ARNS_PARAMETER }, administrator) };
  }
  const baseline = attached.map(({ name }) => ({ Ref: name }));
  const guard = role.ceiling
    ? [optional(scope.isSet(BOUNDARY_PARAMETER, false), { Ref: role.ceiling.policyName })]
    : [];
  const arns = [...baseline, ...guard];
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
      Description: "What Octo's onboarding page asks for in return.",
      Value: join('', [{ 'Fn::Sub': start }, join(',', entries), '}}']),
    },
  };
}
