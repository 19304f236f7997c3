import { CloudFormationClient, type Stack } from '@aws-sdk/client-cloudformation';
import { describe, expect, test } from '@jest/globals';
import { release, retain, stackOf, type StackOfRoles } from '../../../../src/account/adopt/stack-of-roles';
import { retainedTemplate, unretained } from '../../../../src/account/stack/retained-template';

const ID = 'arn:aws:cloudformation:us-east-1:111122223333:stack/AlphausAccountAccess/0f2c3a10';
const TEMPLATE = 'Resources:\n  Updater: { Type: AWS::IAM::Role }\n  Topic: { Type: AWS::SNS::Topic }\n';

interface Sent {
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** CloudFormation, as far as it is asked here. */
class FakeCloudFormation {
  readonly sent: Sent[] = [];
  template = TEMPLATE;
  /** What a macro makes of it. @default - the same */
  processed: string | undefined;
  name = 'AlphausAccountAccess';
  /** One for each time that it is asked; the last one stays. */
  statuses: (string | undefined)[] = ['CREATE_COMPLETE'];
  stack: object = {};
  roleStatus = 'CREATE_COMPLETE';

  get client(): CloudFormationClient {
    return Object.assign(new CloudFormationClient({ region: 'us-east-1' }), {
      send: async (command: object) => {
        await Promise.resolve();
        return this.answer(command);
      },
    });
  }

  names(): string[] {
    return this.sent.map(({ name }) => name);
  }

  private answer(command: object): object {
    const { input } = command as { input: Readonly<Record<string, unknown>> };
    const name = command.constructor.name.replace('Command', '');
    this.sent.push({ name, input });
    const resource = (
      LogicalResourceId: string,
      ResourceType: string,
      PhysicalResourceId: string,
    ): object => ({
      StackId: ID,
      StackName: this.name,
      LogicalResourceId,
      ResourceType,
      PhysicalResourceId,
      ResourceStatus: this.roleStatus,
    });
    switch (name) {
      case 'DescribeStackResources':
        if (![undefined, 'OctoSSMUpdaterRole'].includes(input['PhysicalResourceId'] as string | undefined))
          throw notThere();
        return { StackResources: [resource('Updater', 'AWS::IAM::Role', 'OctoSSMUpdaterRole')] };
      case 'ListStackResources':
        return {
          StackResourceSummaries: [
            resource('Updater', 'AWS::IAM::Role', 'OctoSSMUpdaterRole'),
            resource('Hook', 'AWS::IAM::Role', 'other-team'),
            resource('Rights', 'AWS::IAM::Policy', 'rights'),
            resource('Topic', 'AWS::SNS::Topic', 'arn'),
          ],
        };
      case 'DescribeStacks': {
        const [StackStatus] = this.statuses.length > 1 ? this.statuses.splice(0, 1) : this.statuses;
        if (StackStatus === undefined) throw notThere();
        const stack = { StackId: ID, StackName: this.name, StackStatus, StackStatusReason: 'so it is' };
        return { Stacks: [{ ...stack, ...this.stack }] };
      }
      case 'GetTemplate':
        return {
          TemplateBody:
            input['TemplateStage'] === 'Processed' ? (this.processed ?? this.template) : this.template,
        };
      case 'UpdateStack':
        this.template = String(input['TemplateBody']);
        return {};
      default:
        return {};
    }
  }
}

function notThere(): Error {
  return Object.assign(new Error('Stack with id x does not exist'), { name: 'ValidationError' });
}

const WAITING = { signal: new AbortController().signal, pauseMilliseconds: 0 };

async function found(fake: FakeCloudFormation): Promise<StackOfRoles> {
  const stack = await stackOf(fake.client, { role: 'OctoSSMUpdaterRole' }, WAITING);
  if (!stack) throw new Error('not found');
  fake.sent.length = 0;
  return stack;
}

describe('a stack', () => {
  test('is found by the name of a role, with what else it holds', async () => {
    const fake = new FakeCloudFormation();
    expect(await found(fake)).toEqual({
      name: 'AlphausAccountAccess',
      id: ID,
      region: 'us-east-1',
      roles: ['OctoSSMUpdaterRole'],
      others: ['Hook', 'Rights', 'Topic'],
      strange: ['Hook (AWS::IAM::Role)', 'Topic (AWS::SNS::Topic)'],
      retained: false,
      problems: [],
    });
    expect(await stackOf(fake.client, { role: 'AlphausAcctAccessRole' }, WAITING)).toBeUndefined();
  });

  test('that is gone and kept the role is none, though CloudFormation names it for 90 days', async () => {
    const fake = new FakeCloudFormation();
    fake.roleStatus = 'DELETE_SKIPPED';
    expect(await stackOf(fake.client, { role: 'OctoSSMUpdaterRole' }, WAITING)).toBeUndefined();
  });

  test('of a StackSet is known by its name', async () => {
    const fake = new FakeCloudFormation();
    fake.name = 'StackSet-octo-access-0f2c3a10-1234-4abc-8def-0123456789ab';
    expect((await found(fake)).stackSet).toBe('octo-access');
    fake.name = 'StackSet-of-ours';
    expect(await found(fake)).not.toHaveProperty('stackSet');
  });

  test('is judged by what it is once CloudFormation is done with it', async () => {
    const fake = new FakeCloudFormation();
    fake.statuses = ['UPDATE_IN_PROGRESS', 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', 'UPDATE_COMPLETE'];
    const waited: unknown[] = [];
    const waits = ({ StackStatus }: Stack): unknown => waited.push(StackStatus);
    expect(await stackOf(fake.client, { stack: fake.name }, { ...WAITING, waits })).toMatchObject({
      roles: ['OctoSSMUpdaterRole'],
      problems: [],
    });
    expect(waited).toEqual(['UPDATE_IN_PROGRESS']);
  });

  test.each([
    ['by its ARN', 'DELETE_COMPLETE'],
    ['by its name', undefined],
  ])('is none once an earlier deletion of it has ended, %s', async (_, last) => {
    const fake = new FakeCloudFormation();
    fake.statuses = ['DELETE_IN_PROGRESS', last];
    expect(await stackOf(fake.client, { stack: ID }, WAITING)).toBeUndefined();
  });

  test('fails in words where the waiting for it is interrupted', async () => {
    const fake = new FakeCloudFormation();
    fake.statuses = ['UPDATE_IN_PROGRESS'];
    const interrupt = new AbortController();
    const waiting = {
      signal: interrupt.signal,
      waits: () => {
        interrupt.abort();
      },
    };
    await expect(stackOf(fake.client, { stack: ID }, waiting)).rejects.toThrow(
      /interrupted before CloudFormation was done with the stack .* run the same command again/,
    );
  });

  test.each([
    ['is protected', { EnableTerminationProtection: true }, 'update-termination-protection --no-enable'],
    ['is nested', { ParentId: 'arn:parent' }, 'nested in arn:parent: take it out of that one'],
    ['is only in review', { StackStatus: 'REVIEW_IN_PROGRESS' }, 'in the state REVIEW_IN_PROGRESS'],
    ['could not be rolled back', { StackStatus: 'UPDATE_ROLLBACK_FAILED' }, 'mend it first'],
  ])('that %s is not touched, in words', async (_, stack, words) => {
    const fake = new FakeCloudFormation();
    fake.stack = stack;
    expect((await found(fake)).problems).toEqual([expect.stringContaining(words)]);
  });
});

test.each([
  ['has a macro', 'Transform: [AWS::Include]\n', 'it has a Transform'],
  [
    'looks a parameter up',
    "Parameters: { Id: { Type: 'AWS::SSM::Parameter::Value<String>' } }\n",
    'it takes Id from Systems Manager',
  ],
])(
  'a stack whose template %s is not updated, unless its resources are kept already',
  async (_, more, words) => {
    const fake = new FakeCloudFormation();
    fake.template = more + TEMPLATE;
    expect((await found(fake)).problems.join('\n')).toContain(words);
    fake.template = retainedTemplate(fake.template);
    expect((await found(fake)).problems).toEqual([]);
  },
);

describe('keeping the resources', () => {
  test('updates the stack with its own parameters and rights, and asks whether they are kept', async () => {
    const fake = new FakeCloudFormation();
    fake.stack = {
      Parameters: [{ ParameterKey: 'ExternalId', ParameterValue: '****' }],
      Capabilities: ['CAPABILITY_AUTO_EXPAND'],
    };
    const stack = await found(fake);
    fake.statuses = ['CREATE_COMPLETE', 'UPDATE_COMPLETE'];
    await retain(fake.client, stack, WAITING);
    expect(fake.sent.find(({ name }) => name === 'UpdateStack')?.input).toEqual({
      StackName: ID,
      TemplateBody: retainedTemplate(TEMPLATE),
      Parameters: [{ ParameterKey: 'ExternalId', UsePreviousValue: true }],
      Capabilities: ['CAPABILITY_AUTO_EXPAND', 'CAPABILITY_NAMED_IAM'],
      ClientRequestToken: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(fake.names().at(-1)).toBe('GetTemplate');
    expect(unretained(fake.template)).toEqual([]);
  });

  test('fails where the update is rolled back, or the template is too long', async () => {
    const fake = new FakeCloudFormation();
    const stack = await found(fake);
    fake.statuses = ['CREATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE'];
    await expect(retain(fake.client, stack, WAITING)).rejects.toThrow(
      /UPDATE_ROLLBACK_COMPLETE: so it is.*no role was changed/,
    );
    fake.template = `${TEMPLATE}# ${'x'.repeat(51_200)}`;
    await expect(retain(fake.client, stack, WAITING)).rejects.toThrow(
      /CloudFormation takes 51200 in a request/,
    );
  });
});

describe('letting go', () => {
  test('fails without a call where a resource would go with the stack', async () => {
    const fake = new FakeCloudFormation();
    const stack = await found(fake);
    await expect(release(fake.client, stack, WAITING)).rejects.toThrow(
      /would delete Updater, Topic together with itself/,
    );
    fake.template = retainedTemplate(TEMPLATE);
    fake.processed = `${fake.template}  Expanded: { Type: AWS::IAM::Role }\n`;
    await expect(release(fake.client, stack, WAITING)).rejects.toThrow(/would delete Expanded/);
    expect(fake.names()).not.toContain('DeleteStack');
  });

  test('deletes the stack, and fails where it stays', async () => {
    const fake = new FakeCloudFormation();
    const stack = await found(fake);
    fake.template = retainedTemplate(TEMPLATE);
    fake.statuses = ['DELETE_COMPLETE'];
    await release(fake.client, stack, WAITING);
    fake.statuses = [undefined];
    await release(fake.client, stack, WAITING);
    fake.statuses = ['DELETE_FAILED'];
    await expect(release(fake.client, stack, WAITING)).rejects.toThrow(
      /was not deleted \(DELETE_FAILED: so it is\)/,
    );
    expect(fake.names().filter((name) => name === 'DeleteStack')).toHaveLength(3);
  });
});
