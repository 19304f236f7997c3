import { UNITS } from '../names/fields';
import { inlineTemplate } from './inline-json';
import { parameters, STACK_UPDATE_PARAMETER, TARGET_PARAMETER } from './parameters';
import { ROLLOUT, STACK_SET } from './stack-set';
import { cloudFormationTemplate, type Template } from './template';

type Section = Readonly<Record<string, unknown>>;

/** Id of the StackSet in the template. */
const STACK_SET_ID = 'OctoStackSet';
/** The condition that there is a StackSet. */
const CONDITION = 'Organization';

/**
 * The template for the management account of an organization: the five roles there, which no StackSet with service-managed
 * permissions reaches, and a StackSet of the same roles for the accounts below the given units. The roles are those of
 * `cloudFormationTemplate()`, the StackSet is that of OctoStackSet.
 *
 * An update by AlphausAcctAccessRole changes no StackSet, but it leaves values of parameters behind, which the owner's next
 * update would give to every account. So, in contrast to the template of one account, it has to be allowed.
 */
export function organizationTemplate(): Template {
  const template = cloudFormationTemplate();
  const { Metadata, Parameters, Conditions, Resources } = template as Readonly<Record<string, Section>>;
  const { Principal, ExternalId, ...others } = Parameters ?? {};
  const { ParameterGroups: groups } = Metadata?.['AWS::CloudFormation::Interface'] as {
    readonly ParameterGroups: readonly unknown[];
  };
  const [onboarding, ...further] = groups;
  const accounts = {
    Label: { default: 'Accounts of your organization' },
    Parameters: [TARGET_PARAMETER],
  };
  return {
    ...template,
    Description:
      'Alphaus Octo access of an organization: IAM roles in this account and, by a StackSet, in the accounts below a unit.',
    Metadata: {
      'AWS::CloudFormation::Interface': { ParameterGroups: [onboarding, accounts, ...further] },
    },
    Parameters: {
      Principal,
      ExternalId,
      [TARGET_PARAMETER]: {
        Type: 'String',
        Default: '',
        AllowedPattern: `^$|${UNITS.pattern.source}`,
        ConstraintDescription: `must be empty, or ${UNITS.allowed}.`,
        Description: `Units whose accounts get the roles, too, those that join later included: ${UNITS.allowed}. Empty: this account only.`,
      },
      ...others,
      [STACK_UPDATE_PARAMETER]: {
        ...(others[STACK_UPDATE_PARAMETER] as Section),
        Default: 'false',
        Description:
          'Whether AlphausAcctAccessRole of this account may update this stack if only inline policies of its two self-updatable roles change, never the StackSet. What such an update leaves in the parameters, your next update gives to every account.',
      },
    },
    Conditions: {
      ...Conditions,
      [CONDITION]: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: TARGET_PARAMETER }, ''] }] },
    },
    Resources: { ...Resources, [STACK_SET_ID]: stackSet() },
  };
}

function stackSet(): unknown {
  const { name, description, permissionModel, callAs, capabilities, retainStacksOnAccountRemoval } =
    STACK_SET;
  return {
    Type: 'AWS::CloudFormation::StackSet',
    Condition: CONDITION,
    Properties: {
      StackSetName: name,
      Description: description,
      PermissionModel: permissionModel,
      CallAs: callAs,
      Capabilities: capabilities,
      AutoDeployment: { Enabled: true, RetainStacksOnAccountRemoval: retainStacksOnAccountRemoval },
      ManagedExecution: { Active: true },
      OperationPreferences: {
        FailureTolerancePercentage: ROLLOUT.failureTolerancePercentage,
        MaxConcurrentPercentage: ROLLOUT.maxConcurrentPercentage,
      },
      StackInstancesGroup: [
        {
          DeploymentTargets: { OrganizationalUnitIds: { 'Fn::Split': [',', { Ref: TARGET_PARAMETER }] } },
          Regions: [{ Ref: 'AWS::Region' }],
        },
      ],
      Parameters: parameters().map((parameter) => ({
        ParameterKey: parameter.name,
        ParameterValue: parameter.name === STACK_UPDATE_PARAMETER ? 'false' : { Ref: parameter.name },
      })),
      TemplateBody: inlineTemplate(),
    },
  };
}
