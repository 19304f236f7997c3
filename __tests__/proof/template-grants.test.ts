import { beforeAll, describe, expect, test } from '@jest/globals';
import { arnsOverlap } from '../../src/analysis/arn';
import type { Analysis } from '../../src/analysis/analysis';
import { ROLES } from '../../src/catalogue/roles';
import { defaults } from '../../src/inputs/inputs';
import { withOneGrantByType } from '../../src/cloudformation/compact';
import { rolePlan } from '../../src/policy/plan';
import { literalScope } from '../../src/policy/scope';
import { EXAMPLE } from '../support/example';
import { sharedAnalysis } from '../support/reference';

interface Statement {
  readonly Sid: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: { readonly Null?: Readonly<Record<string, string>> };
}

let aws: Analysis;

beforeAll(async () => {
  aws = await sharedAnalysis();
});

const configuration = { ...defaults(), ...EXAMPLE, changeExecutorAccess: 'recommendations' } as const;
const scope = literalScope({ partition: 'aws', accountId: EXAMPLE.accountId }, configuration);
const policies = rolePlan(ROLES.OctoChangeExecutorRole, scope).managed;

function statements(policy: Pick<(typeof policies)[number], 'document'> | undefined): readonly Statement[] {
  return (policy?.document.Statement ?? []) as readonly Statement[];
}

function listOf(value: string | readonly string[]): readonly string[] {
  return [value].flat();
}

/** Differences between a statement of joined rows and the rows: grants that no row has, conditions that the row does not have. */
function differences(rows: readonly Statement[], one: Statement): string[] {
  return listOf(one.Action).flatMap((action) => {
    const known = aws.actions.get(action);
    const [service = ''] = action.split(':');
    const formats = (known?.resourceTypes ?? []).map((type) => {
      const format = aws.resourceTypes.get(`${service}:${type}`);
      if (format === undefined) throw new Error(`${action}: the resource type ${type} is unknown`);
      return format;
    });
    const granting = rows.filter((row) => listOf(row.Action).includes(action));
    const own = granting.flatMap((row) => listOf(row.Resource));
    const keys = granting.flatMap((row) => Object.keys(row.Condition?.Null ?? {}));
    return [
      ...listOf(one.Resource)
        .filter((arn) => !own.includes(arn) && formats.some((format) => arnsOverlap(format, arn)))
        .map((arn) => `${action} on ${arn}`),
      ...Object.keys(one.Condition?.Null ?? {})
        .filter((key) => !keys.includes(key) && known?.conditionKeys.includes(key.toLowerCase()))
        .map((key) => `${action} only without ${key}`),
    ];
  });
}

describe('the executor in the template, with its rows joined', () => {
  test('has the same grants as its single rows', () => {
    const [policy] = policies;
    const rows = statements(policy);
    const joined = statements(policy && withOneGrantByType(policy));
    const one = joined.find(({ Sid }) => Sid === 'ByType');
    expect(joined.length).toBeLessThan(rows.length);
    expect(one && listOf(one.Action).length).toBeGreaterThan(15);
    expect(one && differences(rows, one)).toEqual([]);
  });

  test('fails if an action supports a resource type of another row, or a key that another row requires to be absent', () => {
    const row = (Sid: string, Action: string, Resource: string, key?: string): Statement => ({
      Sid,
      Action,
      Resource,
      ...(key !== undefined && { Condition: { Null: { [key]: 'true' } } }),
    });
    const group = 'arn:aws:rds:*:111122223333:pg:*';
    const database = 'arn:aws:rds:*:111122223333:db:*';
    const rows = [
      row('Modify', 'rds:ModifyDBInstance', database),
      row('Groups', 'rds:ModifyDBParameterGroup', group),
      row('Create', 'rds:CreateDBInstance', database, 'rds:ManageMasterUserPassword'),
    ];
    const one = {
      Sid: 'ByType',
      Action: rows.flatMap(({ Action }) => Action),
      Resource: [database, group],
      Condition: { Null: { 'rds:ManageMasterUserPassword': 'true' } },
    };
    expect(differences(rows, one)).toEqual([
      `rds:ModifyDBInstance on ${group}`,
      'rds:ModifyDBInstance only without rds:ManageMasterUserPassword',
      `rds:CreateDBInstance on ${group}`,
    ]);
  });
});
