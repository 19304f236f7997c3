import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Analysis } from '../../src/analysis/analysis';
import { VETTED_RUNBOOKS } from '../../src/inputs/vetted-runbooks';
import { sharedAnalysis } from '../support/reference';

let aws: Analysis;

beforeAll(async () => {
  aws = await sharedAnalysis();
});

describe('runbooks that start without an approval', () => {
  test.each(Object.entries(VETTED_RUNBOOKS))(
    '%s calls actions of AWS, and none that gives rights',
    (_, { actions, effect }) => {
      const levels = actions.map((action) => aws.actions.get(action)?.accessLevel);
      expect(actions).not.toEqual([]);
      for (const level of levels) expect(['List', 'Read', 'Write']).toContain(level);
      expect(actions.filter((action) => /PassRole|:Delete|:Terminate|^(iam|ssm|sts):/.test(action))).toEqual(
        [],
      );
      expect(effect).not.toBe('');
    },
  );
});
