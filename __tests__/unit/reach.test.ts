import { expect, test } from '@jest/globals';
import { reachOf } from '../../src/analysis/reach/reach';
import { allowing, edited, rolesOf } from '../support/changed-roles';
import { SEARCHER, UPDATER } from '../support/roles-in-short';
import { EXAMPLE } from '../support/example';
import { analysisOf } from '../support/reference';

const analysis = analysisOf({ 'ec2:DescribeInstances': 'List', 'ec2:RunInstances': 'Write' });

test('how far Alphaus can get names a condition of an action only where each role that has it needs one', () => {
  const roles = edited(rolesOf(), UPDATER, 'policies', (statements) =>
    allowing(
      'ec2:DescribeInstances',
      'ec2:RunInstances',
    )(statements).map((one) =>
      one['Sid'] === 'Added'
        ? { ...one, Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }
        : one,
    ),
  );
  const { calls } = reachOf({ partition: 'aws', ...EXAMPLE, roles }, analysis);

  expect(calls.get('ec2:DescribeInstances')).toMatchObject({ roles: [SEARCHER, UPDATER], conditions: [] });
  expect(calls.get('ec2:RunInstances')).toMatchObject({
    roles: [UPDATER],
    conditions: [{ operator: 'Bool', key: 'aws:MultiFactorAuthPresent', values: ['true'] }],
  });
});
