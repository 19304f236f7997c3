import { describe, expect, test } from '@jest/globals';
import { foreignInlinePolicies, readStack } from '../../src/account/access-stack';
import { removeStack } from '../../src/account/remove-stack';
import { stackOfRole } from '../../src/account/stack/stack-resources';
import { ROLE_NAMES } from '../../src/names/role-names';
import { STACK_ARN, StackWorld } from '../support/stack-world';

async function remove(world: StackWorld, signal = new AbortController().signal): Promise<unknown> {
  const stack = await readStack(world.cloudFormation, STACK_ARN);
  if (stack === undefined) throw new Error('there is no stack');
  const { iam, cloudFormation } = world;
  return removeStack(stack, { iam, cloudFormation, signal, tell: () => undefined, pauseMilliseconds: 0 });
}

describe('a stack that is removed', () => {
  test('loses self-update first, then what Alphaus wrote, then itself', async () => {
    const world = new StackWorld();
    world.foreign.set('AlphausAcctAccessRole', ['octo-update', 'another']);
    expect(await remove(world)).toEqual([
      { role: 'AlphausAcctAccessRole', policy: 'octo-update' },
      { role: 'AlphausAcctAccessRole', policy: 'another' },
    ]);
    expect(world.calls).toEqual([
      'UpdateStack AllowSelfUpdate=false',
      'DeleteRolePolicy AlphausAcctAccessRole octo-update',
      'DeleteRolePolicy AlphausAcctAccessRole another',
      'DeleteStack',
    ]);
    expect(world.roles.size).toBe(0);
  });

  test('is cleaned again where Alphaus wrote between the cleaning and the deletion', async () => {
    const world = new StackWorld();
    world.beforeDeletion = () => {
      if (world.calls.filter((call) => call === 'DeleteStack').length === 1)
        world.foreign.set('OctoRecommendationSearcherRole', ['late']);
    };
    await remove(world);
    expect(world.calls.slice(1)).toEqual([
      'DeleteStack',
      'DeleteRolePolicy OctoRecommendationSearcherRole late',
      'DeleteStack',
    ]);
  });

  test.each([
    ['with self-update off already', 'UPDATE_COMPLETE', 'false', ['DeleteStack']],
    ['after a deletion that failed', 'DELETE_FAILED', 'true', ['DeleteStack']],
  ])('needs no update %s', async (_title, state, selfUpdate, expected) => {
    const world = new StackWorld();
    Object.assign(world, { states: [state], selfUpdate });
    await remove(world);
    expect(world.calls).toEqual(expected);
  });

  test('is deleted where the update would change nothing, as without the roles that update themselves', async () => {
    const world = new StackWorld();
    world.updatesTo = 'nothing';
    await remove(world);
    expect(world.calls).toEqual(['UpdateStack AllowSelfUpdate=false', 'DeleteStack']);
  });

  test('waits for what an earlier run began, and then goes on from there', async () => {
    const world = new StackWorld();
    world.states = ['UPDATE_IN_PROGRESS', 'UPDATE_IN_PROGRESS', 'UPDATE_COMPLETE'];
    world.selfUpdate = 'false';
    await remove(world);
    expect(world.calls).toEqual(['DeleteStack']);
  });

  test('is left to an earlier deletion that ends meanwhile', async () => {
    const world = new StackWorld();
    world.states = ['DELETE_IN_PROGRESS', 'DELETE_IN_PROGRESS', 'DELETE_COMPLETE'];
    await remove(world);
    expect(world.calls).toEqual([]);
  });

  test('fails with the reasons of this run, and deletes nothing, where the update is rolled back', async () => {
    const world = new StackWorld();
    world.updatesTo = 'UPDATE_ROLLBACK_COMPLETE';
    world.foreign.set('AlphausAcctAccessRole', ['octo-update']);
    await expect(remove(world)).rejects.toThrow(
      'the stack octo-access is UPDATE_ROLLBACK_COMPLETE: AlphausAcctAccessRole: must delete policies first; mend',
    );
    expect(world.calls).toEqual(['UpdateStack AllowSelfUpdate=false']);
  });

  test('fails after three times where Alphaus writes on and on', async () => {
    const world = new StackWorld();
    world.beforeDeletion = () => void world.foreign.set('AlphausAcctAccessRole', ['again']);
    await expect(remove(world)).rejects.toThrow('is DELETE_FAILED');
    expect(world.calls.filter((call) => call === 'DeleteStack')).toHaveLength(3);
  });

  test('fails to wait any longer once it is interrupted', async () => {
    const world = new StackWorld();
    await expect(remove(world, AbortSignal.abort())).rejects.toThrow();
    expect(world.calls).toEqual([]);
  });
});

describe('a stack that is looked at', () => {
  test('is found by a role of it, and names the roles and the policies that are not its own', async () => {
    const world = new StackWorld();
    world.foreign.set('OctoSSMUpdaterRole', ['theirs']);
    expect(await stackOfRole(world.cloudFormation, 'OctoSSMUpdaterRole')).toBe(STACK_ARN);
    expect(await readStack(world.cloudFormation, 'octo-access')).toMatchObject({
      arn: STACK_ARN,
      roles: [...ROLE_NAMES],
      problems: [],
    });
    expect(await foreignInlinePolicies(world.iam, ROLE_NAMES)).toEqual([
      { role: 'OctoSSMUpdaterRole', policy: 'theirs' },
    ]);
  });

  test('is not there where no stack has the role, or it is deleted', async () => {
    const world = new StackWorld();
    world.roles.clear();
    world.states = ['DELETE_COMPLETE'];
    expect(await stackOfRole(world.cloudFormation, 'OctoSSMUpdaterRole')).toBeUndefined();
    for (const name of ['octo-access', STACK_ARN, 'other'])
      expect(await readStack(world.cloudFormation, name)).toBeUndefined();
  });

  test.each<[string, RegExp, (world: StackWorld) => void]>([
    [
      'of a StackSet',
      /one of a StackSet/,
      ({ stack }) => void (stack.StackName = 'StackSet-octo-access-0f2c3a10-1234-4abc-8def-0123456789ab'),
    ],
    ['within another', /nested in arn:parent/, ({ stack }) => void (stack.ParentId = 'arn:parent')],
    [
      'that is protected',
      /update-termination-protection/,
      ({ stack }) => void (stack.EnableTerminationProtection = true),
    ],
    [
      'that installs an organization',
      /whose accounts would lose their roles/,
      ({ resources }) =>
        void resources.push({
          LogicalResourceId: 'OctoStackSet',
          ResourceType: 'AWS::CloudFormation::StackSet',
        }),
    ],
    [
      'that holds a bucket, too',
      /holds more than the roles and their policies: Logs \(AWS::S3::Bucket\)/,
      ({ resources }) => void resources.push({ LogicalResourceId: 'Logs', ResourceType: 'AWS::S3::Bucket' }),
    ],
    [
      'that holds a bucket under the name of one of our roles',
      /holds more than the roles and their policies: OctoSSMUpdaterRole \(AWS::S3::Bucket\)/,
      ({ resources }) =>
        void resources.push({ LogicalResourceId: 'OctoSSMUpdaterRole', ResourceType: 'AWS::S3::Bucket' }),
    ],
    ...[
      'Resources:\n  OctoSSMUpdaterRole:\n    DeletionPolicy: Retain\n',
      "Resources: { OctoSSMUpdaterRole: { 'DeletionPolicy': 'Retain' } }",
      'Resources: { OctoSSMUpdaterRole: { DeletionPolicy: RetainExceptOnCreate } }',
      '{\n\t"Resources": {"OctoSSMUpdaterRole": {\n\t\t"DeletionPolicy": "Retain"}}}',
    ].map((template): [string, RegExp, (world: StackWorld) => void] => [
      `whose template retains a role: ${JSON.stringify(template)}`,
      /would leave OctoSSMUpdaterRole behind/,
      (world) => void (world.template = template),
    ]),
    [
      'whose template cannot be read',
      /cannot read \(it has no Resources\), so it may leave resources behind/,
      (world) => void (world.template = '{}'),
    ],
    [
      'that was not made from a template of ours, with one remedy and whatever else would go',
      /^the stack octo-access was not made from a template of this project, .*: delete it in CloudFormation, with all that it holds beside the roles and their policies \(Logs \(AWS::S3::Bucket\)\), then run the same command again$/,
      (world) => {
        world.hasSelfUpdate = false;
        world.template = 'Resources: { OctoSSMUpdaterRole: { DeletionPolicy: Retain } }';
        world.resources.push({ LogicalResourceId: 'Logs', ResourceType: 'AWS::S3::Bucket' });
      },
    ],
    [
      'of a StackSet that was not made from a template of ours',
      /one of a StackSet/,
      (world) => {
        world.hasSelfUpdate = false;
        world.stack.StackName = 'StackSet-octo-access-0f2c3a10-1234-4abc-8def-0123456789ab';
      },
    ],
    [
      'that holds a bucket and retains it',
      /holds more than the roles/,
      (world) => {
        world.template = 'Resources: { Logs: { DeletionPolicy: Retain } }';
        world.resources.push({ LogicalResourceId: 'Logs', ResourceType: 'AWS::S3::Bucket' });
      },
    ],
  ])('may not be deleted as one %s', async (_title, expected, change) => {
    const world = new StackWorld();
    change(world);
    const { problems } = (await readStack(world.cloudFormation, STACK_ARN)) ?? {};
    expect(problems).toEqual([expect.stringMatching(expected)]);
  });

  test.each([
    'Resources:\n  # DeletionPolicy: Retain\n  OctoSSMUpdaterRole: { Type: AWS::IAM::Role }\n',
    'Resources: { OctoSSMUpdaterRole: { DeletionPolicy: Delete, Metadata: { DeletionPolicy: Retain } } }',
    'Resources: { NotMade: { DeletionPolicy: Retain, Condition: Never } }',
  ])('may be deleted where its template keeps nothing that it holds: %j', async (template) => {
    const world = new StackWorld();
    world.template = template;
    expect(await readStack(world.cloudFormation, STACK_ARN)).toMatchObject({ problems: [] });
  });

  test('may be deleted where only its name begins like that of a stack of a StackSet', async () => {
    const world = new StackWorld();
    world.stack.StackName = 'StackSet-octo-access-1';
    expect(await readStack(world.cloudFormation, STACK_ARN)).toMatchObject({ problems: [] });
  });
});
