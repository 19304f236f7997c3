import { describe, expect, test } from '@jest/globals';
import { featureStates } from '../../../src/account/features';
import type { FeatureState } from '../../../src/account/feature-state';
import type { ObservedAccount } from '../../../src/account/observed';
import { featureLines } from '../../../src/deploy/feature-lines';
import {
  inputProperty,
  INPUTS as TABLE,
  type Configuration,
  type InputName,
} from '../../../src/inputs/inputs';
import { EXAMPLE } from '../../support/example';
import { freshAccount, stackAccount } from '../../support/observed-account';
import { allow, inRole, INPUTS, own } from '../../support/account-changes';
import { EXECUTOR, SEARCHER, UPDATER } from '../../support/roles-in-short';

function states(account: ObservedAccount, inputs: Configuration = INPUTS): Map<string, FeatureState> {
  return new Map(featureStates(account, inputs).map((state) => [state.feature, state]));
}

const having = (found: Map<string, FeatureState>, status: FeatureState['status']): string[] =>
  [...found.values()].filter((one) => one.status === status).map(({ feature }) => feature);

describe('the features of Octo', () => {
  test('are ready where everything is as the defaults say, but for what the inputs leave out', () => {
    const found = states(freshAccount(INPUTS));
    expect(having(found, 'ready').length).toBeGreaterThan(40);
    expect(found.size - having(found, 'ready').length).toBe(1);
    expect(found.get('Template upgrades')?.status).toBe('left_out');
  });

  // For every input, the value with which the report shows its effect.
  test.each<[InputName, unknown]>(
    TABLE.flatMap<[InputName, unknown]>(({ name, samples: { other } }) =>
      other === null || ['principal', 'external_id', 'permissions_boundary_arn'].includes(name)
        ? []
        : [[name, JSON.parse(JSON.stringify(other).replaceAll('{accountId}', EXAMPLE.accountId)) as unknown]],
    ),
  )('are never found wanting in an account that is as its inputs say: %s', (name, value) => {
    const inputs = { ...INPUTS, [inputProperty(name)]: value } as Configuration;
    expect(having(states(freshAccount(inputs), inputs), 'not_ready')).toEqual([]);
  });

  test('are ready where a stack made the roles, template upgrades among them', () => {
    const inputs = {
      ...INPUTS,
      cloudformationStackArn: `arn:aws:cloudformation:us-east-1:${EXAMPLE.accountId}:stack/octo/x`,
    };
    const account = stackAccount({
      Principal: EXAMPLE.principal,
      ExternalId: EXAMPLE.externalId,
      'AWS::StackId': inputs.cloudformationStackArn,
    });
    const found = states(account, inputs);
    expect(having(found, 'ready')).toHaveLength(found.size);
  });

  test('are not ready without their role, and the others are', () => {
    const fresh = freshAccount(INPUTS);
    const account = { ...fresh, roles: fresh.roles.filter(({ name }) => name !== EXECUTOR) };
    const found = states(account);
    expect(having(found, 'not_ready')).toEqual(
      [...found.keys()].filter((feature) => feature.startsWith('Changes of ')),
    );
    expect(found.get('Changes of EC2 instances')?.missing).toEqual([
      { role: EXECUTOR, reason: 'absent', actions: [] },
    ]);
  });

  test('are not ready where an action is denied, whatever allows it, and name it', () => {
    const deny = { Statement: [{ Effect: 'Deny', Action: 'ec2:DescribeVolumes', Resource: '*' }] };
    const account = inRole(SEARCHER, ({ inline }) => ({ inline: { ...inline, theirs: deny } }))(
      freshAccount(INPUTS),
    );
    expect([...states(account).values()].filter(({ status }) => status === 'not_ready')).toEqual([
      {
        feature: 'EC2, EBS, network interfaces and Auto Scaling',
        status: 'not_ready',
        missing: [{ role: SEARCHER, reason: 'not_allowed', actions: ['ec2:DescribeVolumes'] }],
      },
    ]);
  });

  test('are not ready beyond the permissions boundary', () => {
    const boundary = own('Theirs');
    const account = inRole(UPDATER, () => ({ boundary }))(freshAccount(INPUTS));
    const policies = { ...account.policies, [boundary]: allow(['ssm:Describe*', 'ssm:Get*', 'ssm:List*']) };
    const found = states({ ...account, policies });
    expect(found.get('Query automations')?.status).toBe('ready');
    expect(found.get('Changes of EBS volumes')?.missing).toEqual([
      {
        role: UPDATER,
        reason: 'not_allowed',
        actions: ['ssm:StartAutomationExecution', 'ssm:StartChangeRequestExecution'],
      },
      { role: UPDATER, reason: 'not_allowed', actions: ['iam:PassRole'] },
    ]);
  });

  test.each<[string, Parameters<typeof inRole>[1]]>([
    [
      'who is meant to may not assume it',
      () => ({ trust: allow('sts:AssumeRole', { Principal: { AWS: '555566667777' } }) }),
    ],
    [
      'the external id is another one',
      ({ trust }) => ({
        trust: JSON.parse(JSON.stringify(trust).replace(EXAMPLE.externalId, 'other')) as object,
      }),
    ],
  ])('are not ready where %s', (_, change) => {
    const found = states(inRole(SEARCHER, change)(freshAccount(INPUTS)));
    expect(found.get('Trusted Advisor checks')?.missing).toEqual([
      { role: SEARCHER, reason: 'not_assumable', actions: [] },
    ]);
  });

  test('are unknown where only a policy of AWS could allow them, which is not read', () => {
    const inputs = { ...INPUTS, changeExecutorPolicyArns: ['arn:aws:iam::aws:policy/PowerUserAccess'] };
    const found = states(freshAccount(inputs), inputs);
    expect(found.get('Changes of RDS databases')).toMatchObject({
      status: 'unknown',
      missing: [
        { role: EXECUTOR, reason: 'not_read', actions: expect.arrayContaining(['rds:StopDBInstance']) },
      ],
    });
  });

  test('are unknown where a policy that is not read may deny them', () => {
    const deny = 'arn:aws:iam::aws:policy/AWSDenyAll';
    const denied = inRole(SEARCHER, ({ attached }) => ({ attached: [...attached, deny] }));
    const found = states(denied(freshAccount(INPUTS)));
    expect(found.get('Trusted Advisor checks')?.status).toBe('unknown');
  });

  test('are a table for people, a line each', () => {
    const fresh = freshAccount(INPUTS);
    const account = { ...fresh, roles: fresh.roles.filter(({ name }) => name !== EXECUTOR) };
    const lines = featureLines({
      id: EXAMPLE.accountId,
      name: 'production',
      status: 'differs',
      differences: [],
      self_updates: [],
      features: featureStates(account, INPUTS),
    });
    expect(lines[0]).toMatch(/^111122223333 production: \d+ of \d+ features ready$/);
    expect(lines).toContain(`  not ready  Changes of S3 buckets: ${EXECUTOR} is not there`);
    expect(lines).toContain('  left out   Template upgrades: by the inputs');
    expect(lines).toContain('  ready      Cost Explorer');
  });
});
