import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Analysis } from '../../src/analysis/analysis';
import { mayEver, permissionsOf } from '../../src/analysis/may-ever';
import type { InstalledPolicy, InstalledRole } from '../../src/policy/installed';
import { everyJudgedInstallation } from '../support/every-installation';
import { sharedAnalysis } from '../support/reference';

let aws: Analysis;

beforeAll(async () => {
  aws = await sharedAnalysis();
});

/** Actions that some of a role's policies allow but all of them together do not. */
function allowedByAPartAlone(role: InstalledRole): string[] {
  const whole = mayEver(permissionsOf(role), aws);
  return parts(role.policies).flatMap((policies) => {
    const part = mayEver(permissionsOf({ ...role, policies }), aws);
    const more = [...part.keys()].filter((action) => !whole.has(action));
    return more.map((action) => `${policies.map(({ name }) => name).join(' and ')}: ${action}`);
  });
}

function parts<T>(all: readonly T[]): T[][] {
  return all.reduce<T[][]>((some, one) => [...some, ...some.map((part) => [...part, one])], [[]]);
}

// Terraform attaches policies one by one in its own order, and AWS detaches them in another.
describe('a role with only some of its policies attached allows nothing more than with all of them', () => {
  test.each(everyJudgedInstallation().map(({ title, roles }) => [title, roles] as const))(
    '%s',
    (_, roles) => {
      expect(roles.flatMap(allowedByAPartAlone)).toEqual([]);
    },
  );

  test('a Deny in another policy than the Allow that it narrows is noticed', () => {
    const own = everyJudgedInstallation().find(
      ({ configuration }) => configuration.permissionsBoundaryArn !== null,
    );
    const torn = (own?.roles ?? []).map((role) => ({ ...role, policies: role.policies.flatMap(tornApart) }));
    expect(torn.flatMap(allowedByAPartAlone)).toContain(
      'OctoRecommendationSearcher1 Allow: ec2:DescribeInstanceAttribute',
    );
  });
});

/** A policy split in two: its Allows and its Denies. */
function tornApart({ name, document }: InstalledPolicy): InstalledPolicy[] {
  const statements = document.Statement as readonly { readonly Effect: string }[];
  return ['Allow', 'Deny'].map((effect) => ({
    name: `${name} ${effect}`,
    document: { ...document, Statement: statements.filter(({ Effect }) => Effect === effect) },
  }));
}
