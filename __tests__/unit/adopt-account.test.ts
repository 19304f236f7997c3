import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { NoSuchEntityException } from '@aws-sdk/client-iam';
import { expect, test } from '@jest/globals';
import { AccountAdopter, type Survey } from '../../src/deploy/adopt-account';
import { retainedTemplate } from '../../src/account/stack/retained-template';

const STACK = {
  name: 'S',
  id: 'arn:S',
  region: 'us-east-1',
  roles: [],
  others: [],
  strange: [],
  retained: true,
  problems: [],
};
const WAITING = { signal: new AbortController().signal, pauseMilliseconds: 1 };
const SURVEY: Survey = {
  id: '111122223333',
  roles: [],
  refusals: [],
  comparison: { differences: [], selfUpdates: [] },
  leftInline: [{ role: 'AlphausAcctAccessRole', policy: 'root' }],
  firstOff: [{ role: 'OctoSSMUpdaterRole', inline: ['deploy'], attached: ['arn:admin'] }],
  stacks: [STACK],
  present: { accountId: '111122223333', roles: [], policies: [] },
  creates: [],
  differences: [],
  ids: new Map(),
};

/** An adopter whose surveys after the deployment are given, and the calls that it makes. */
function adopter(
  now: Survey,
  answer = (): Promise<void> => Promise.resolve(),
): { readonly one: AccountAdopter; readonly calls: [string, unknown][] } {
  const calls: [string, unknown][] = [];
  const send = async (command: { readonly input: object }): Promise<object> => {
    const name = command.constructor.name.replace('Command', '');
    calls.push([name, command.input]);
    await answer();
    if (name === 'DescribeStacks') return { Stacks: [{ StackStatus: 'DELETE_COMPLETE' }] };
    const TemplateBody = retainedTemplate('Resources: { A: { Type: AWS::IAM::Role } }');
    return { TemplateBody };
  };
  class Faked extends (AccountAdopter as unknown as new (...parts: unknown[]) => object) {
    survey(): Promise<Survey> {
      return Promise.resolve(now);
    }
    client(): Promise<CloudFormationClient> {
      return Promise.resolve({ send } as unknown as CloudFormationClient);
    }
  }
  return { one: new Faked({}, { iam: { send } }, WAITING) as unknown as AccountAdopter, calls };
}

test('the policies of another owner are deleted and detached', async () => {
  const { one, calls } = adopter(SURVEY);
  await one.takeOff(SURVEY);
  expect(calls).toEqual([
    ['DeleteRolePolicy', { RoleName: 'OctoSSMUpdaterRole', PolicyName: 'deploy' }],
    ['DetachRolePolicy', { RoleName: 'OctoSSMUpdaterRole', PolicyArn: 'arn:admin' }],
  ]);
});

test('a policy that is gone already is no error: where an answer is lost, the call is repeated', async () => {
  const gone = (): Promise<never> =>
    Promise.reject(new NoSuchEntityException({ message: 'gone', $metadata: {} }));
  const { one } = adopter(SURVEY, gone);
  await expect(one.takeOff(SURVEY)).resolves.toBeUndefined();
  const denied = adopter(SURVEY, () => Promise.reject(new Error('AccessDenied')));
  await expect(denied.one.takeOff(SURVEY)).rejects.toThrow('AccessDenied');
});

test('at the end only the stacks of the plan are deleted', async () => {
  const { one, calls } = adopter({ ...SURVEY, stacks: [{ ...STACK, id: 'arn:new' }, STACK] });
  await one.finish(SURVEY);
  expect(calls.flatMap(([name, input]) => (name === 'DeleteStack' ? [input] : []))).toEqual([
    { StackName: 'arn:S' },
  ]);
});

test('the end fails and changes nothing where something is to be refused that was not before', async () => {
  const { one, calls } = adopter({ ...SURVEY, refusals: ['the stack S is nested'] });
  await expect(one.finish(SURVEY)).rejects.toThrow(/left as it is: the stack S is nested$/);
  expect(calls).toEqual([]);
});
