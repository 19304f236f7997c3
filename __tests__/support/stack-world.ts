import {
  CloudFormationClient,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
  ListStackResourcesCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import {
  DeleteRolePolicyCommand,
  GetRoleCommand,
  IAMClient,
  ListRolePoliciesCommand,
  NoSuchEntityException,
} from '@aws-sdk/client-iam';
import { ROLE_NAMES, type RoleName } from '../../src';
import { cloudFormationTemplate } from '../../src/cloudformation/template';

export const STACK_ARN = 'arn:aws:cloudformation:us-east-1:111111111111:stack/octo-access/1';

/** Clients of an account with one stack of ours, in which IAM deletes no role that has a policy of somebody else. */
export class StackWorld {
  /** Calls that change something, in their order, with what they change. */
  readonly calls: string[] = [];
  /** Inline policies beside the stack's own, by role. */
  readonly foreign = new Map<RoleName, string[]>();
  readonly roles = new Set<RoleName>(ROLE_NAMES);
  /** What the next looks at the stack find; the last stays. */
  states: string[] = ['CREATE_COMPLETE'];
  selfUpdate = 'true';
  /** Whether the stack has the parameter, as those of our templates do. */
  hasSelfUpdate = true;
  template = 'Resources: { OctoSSMUpdaterRole: { Type: AWS::IAM::Role } }';
  /** Beside the roles and their policies. */
  readonly resources: { LogicalResourceId: string; ResourceType: string }[] = [];
  readonly stack: { EnableTerminationProtection?: boolean; ParentId?: string; StackName?: string } = {};
  /** How the next update ends; `nothing` if there is nothing to update. */
  updatesTo = 'UPDATE_COMPLETE';
  /** Is called when the stack is deleted, before IAM deletes the roles. */
  beforeDeletion = (): void => undefined;
  private token = '';

  readonly iam = Object.assign(new IAMClient({ region: 'us-east-1' }), {
    send: async (command: object) => {
      await Promise.resolve();
      const { RoleName: name, PolicyName: policy = '' } = (
        command as { input: { RoleName: RoleName; PolicyName?: string } }
      ).input;
      if (!this.roles.has(name)) throw new NoSuchEntityException({ message: name, $metadata: {} });
      const policies = this.foreign.get(name) ?? [];
      if (command instanceof GetRoleCommand) return { Role: { RoleName: name } };
      if (command instanceof ListRolePoliciesCommand)
        return { PolicyNames: [...(OWN[name] ? [OWN[name]] : []), ...policies] };
      if (!(command instanceof DeleteRolePolicyCommand)) throw new Error('an unknown call');
      this.calls.push(`DeleteRolePolicy ${name} ${policy}`);
      this.foreign.set(
        name,
        policies.filter((one) => one !== policy),
      );
      return {};
    },
  }) as IAMClient;

  readonly cloudFormation = Object.assign(new CloudFormationClient({ region: 'us-east-1' }), {
    send: async (command: object) => {
      await Promise.resolve();
      return this.answer(command);
    },
  }) as CloudFormationClient;

  private get state(): string {
    return this.states[0] ?? '';
  }

  private answer(command: object): object {
    const { StackName, PhysicalResourceId = '' } = (
      command as { input: { StackName?: string; PhysicalResourceId?: string } }
    ).input;
    const isAsked =
      StackName === STACK_ARN || (StackName === 'octo-access' && this.state !== 'DELETE_COMPLETE');
    if (command instanceof DescribeStackResourcesCommand) {
      if (!this.roles.has(PhysicalResourceId as RoleName)) throw notThere(PhysicalResourceId);
      return {
        StackResources: [
          {
            PhysicalResourceId,
            ResourceType: 'AWS::IAM::Role',
            StackId: STACK_ARN,
            ResourceStatus: 'CREATE_COMPLETE',
          },
        ],
      };
    }
    if (!isAsked) throw notThere(StackName ?? '');
    if (command instanceof DescribeStacksCommand) {
      const StackStatus = this.states.length > 1 ? this.states.shift() : this.state;
      const Parameters = [
        { ParameterKey: 'Principal', ParameterValue: '444455556666' },
        ...(this.hasSelfUpdate ? [{ ParameterKey: 'AllowSelfUpdate', ParameterValue: this.selfUpdate }] : []),
      ];
      return {
        Stacks: [{ StackId: STACK_ARN, StackName: 'octo-access', StackStatus, Parameters, ...this.stack }],
      };
    }
    if (command instanceof ListStackResourcesCommand) {
      const ours = Object.entries(cloudFormationTemplate()['Resources'] as Record<string, { Type: string }>);
      return {
        StackResourceSummaries: [
          ...ours.map(([LogicalResourceId, { Type: ResourceType }]) => ({
            LogicalResourceId,
            ResourceType,
            PhysicalResourceId: LogicalResourceId,
          })),
          ...this.resources,
        ],
      };
    }
    if (command instanceof GetTemplateCommand) return { TemplateBody: this.template };
    if (command instanceof UpdateStackCommand) return this.update(command);
    if (command instanceof DeleteStackCommand) return this.delete(command);
    if (!(command instanceof DescribeStackEventsCommand)) throw new Error('an unknown call');
    const event = { ClientRequestToken: this.token, LogicalResourceId: 'AlphausAcctAccessRole' };
    return {
      StackEvents: [
        { ...event, ResourceStatus: 'DELETE_FAILED', ResourceStatusReason: 'must delete policies first' },
        {
          ...event,
          ClientRequestToken: 'earlier',
          ResourceStatus: 'CREATE_FAILED',
          ResourceStatusReason: 'old',
        },
      ],
    };
  }

  private update({ input }: UpdateStackCommand): object {
    const changed = (input.Parameters ?? []).filter(({ UsePreviousValue }) => !UsePreviousValue);
    this.calls.push(
      `UpdateStack ${changed.map(({ ParameterKey, ParameterValue }) => `${ParameterKey}=${ParameterValue}`).join()}`,
    );
    if (this.updatesTo === 'nothing') throw new Error('No updates are to be performed.');
    if (this.updatesTo === 'UPDATE_COMPLETE') this.selfUpdate = 'false';
    this.token = input.ClientRequestToken ?? '';
    this.states = ['UPDATE_IN_PROGRESS', 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', this.updatesTo];
    return {};
  }

  private delete({ input }: DeleteStackCommand): object {
    this.calls.push('DeleteStack');
    this.token = input.ClientRequestToken ?? '';
    this.beforeDeletion();
    for (const role of [...this.roles])
      if ((this.foreign.get(role) ?? []).length === 0) this.roles.delete(role);
    this.states = ['DELETE_IN_PROGRESS', this.roles.size === 0 ? 'DELETE_COMPLETE' : 'DELETE_FAILED'];
    return {};
  }
}

const OWN: Partial<Record<RoleName, string>> = {
  AlphausAcctAccessRole: 'AlphausAcctAccess1',
  OctoRecommendationSearcherRole: 'OctoRecommendationSearcher2',
  OctoSSMUpdaterRole: 'octo-ssm-updater',
};

function notThere(name: string): Error {
  return Object.assign(new Error(`Stack with id ${name} does not exist`), { name: 'ValidationError' });
}
