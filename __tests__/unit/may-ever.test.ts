import { describe, expect, test } from '@jest/globals';
import { surelyDenied } from '../../src/analysis/denied';
import { mayEver, possibility, type Permissions } from '../../src/analysis/may-ever';
import { statementsOf } from '../../src/analysis/statements';
import { analysisOf } from '../support/reference';

const analysis = analysisOf({
  'ec2:DescribeInstances': 'List',
  'ec2:RunInstances': 'Write',
  'ec2:StopInstances': 'Write',
  's3:GetObject': 'Read',
});

const permissions = (identity: object[], boundary?: object[]): Permissions => ({
  identity: statementsOf({ Statement: identity }),
  boundary: boundary && statementsOf({ Statement: boundary }),
});
const ALL = { Effect: 'Allow', Action: '*', Resource: '*' };
const IF_MFA = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } };

describe('what a role may ever do', () => {
  test.each<[title: string, Permissions, actions: string[]]>([
    [
      'is what it is allowed',
      permissions([{ ...ALL, Action: ['ec2:*Instances', 'EC2:Run*'] }]),
      ['ec2:DescribeInstances', 'ec2:RunInstances', 'ec2:StopInstances'],
    ],
    [
      'is what its boundary allows, too',
      permissions([ALL], [{ ...ALL, Action: ['s3:*', 'iam:*'] }]),
      ['s3:GetObject'],
    ],
    [
      'is what NotAction leaves',
      permissions([ALL, { Effect: 'Deny', NotAction: ['s3:*', 'ec2:Stop*'], Resource: '*' }]),
      ['ec2:StopInstances', 's3:GetObject'],
    ],
    [
      'is what a pattern matches whose service is open',
      permissions([{ ...ALL, Action: 's?:Get*' }]),
      ['s3:GetObject'],
    ],
    [
      'is not taken away by a Deny that may not apply',
      permissions([
        { ...ALL, Action: 's3:*' },
        { ...ALL, Effect: 'Deny', Condition: IF_MFA },
      ]),
      ['s3:GetObject'],
    ],
  ])('%s', (_, given, actions) => {
    expect([...mayEver(given, analysis).keys()]).toEqual(actions);
  });

  test('says of each action what limits it: the first layer that does', () => {
    const some = ['arn:aws:s3:::a/*', 'arn:aws:s3:::b/*'];
    const limited = permissions(
      [{ ...ALL, Condition: IF_MFA }],
      [ALL, { Effect: 'Deny', Action: 's3:*', NotResource: some }],
    );
    expect(mayEver(limited, analysis).get('s3:GetObject')).toEqual({
      resources: some,
      conditions: [{ operator: 'Bool', key: 'aws:MultiFactorAuthPresent', values: ['true'] }],
    });
    expect(mayEver(limited, analysis).get('ec2:RunInstances')?.resources).toEqual(['*']);
  });

  test('names no condition where one Allow has none', () => {
    const either = permissions([ALL, { ...ALL, Condition: IF_MFA }]);
    expect(possibility(either, 's3:GetObject')).toEqual({
      resources: ['*'],
      conditions: [],
    });
  });

  test('is the same for one action as for all', () => {
    const given = permissions(
      [
        { ...ALL, Action: ['ec2:Run*', 'ec2:*', 's3:Get*'] },
        { ...ALL, Effect: 'Deny', Action: 'ec2:Stop*' },
      ],
      [ALL],
    );
    const all = mayEver(given, analysis);
    for (const action of analysis.names) expect(possibility(given, action)).toEqual(all.get(action));
  });
});

describe('what a role is denied expressly', () => {
  test('is what its policies or its boundary deny everywhere, not what they are silent of', () => {
    const given = permissions(
      [
        { ...ALL, Action: 's3:*' },
        { ...ALL, Effect: 'Deny', Action: 'ec2:Run*' },
      ],
      [
        { Effect: 'Deny', NotAction: ['ec2:Run*', 'ec2:Describe*', 's3:*'], Resource: '*' },
        { ...ALL, Effect: 'Deny', Action: 's3:*', Resource: 'arn:aws:s3:::a/*' },
        { ...ALL, Effect: 'Deny', Action: 's3:*', Condition: IF_MFA },
      ],
    );
    expect([...surelyDenied(given, analysis)]).toEqual(['ec2:RunInstances', 'ec2:StopInstances']);
  });
});
