import { describe, expect, test } from '@jest/globals';
import { KINDS } from '../../../src/account/difference';
import { sarif } from '../../../src/account/sarif';
import type { VerifyReport } from '../../../src/account/verify-report';

const REPORT: VerifyReport = {
  ok: false,
  seconds: 1,
  accounts: [
    {
      id: '111122223333',
      name: 'production',
      status: 'differs',
      differences: [
        {
          role: 'OctoSSMUpdaterRole',
          kind: 'foreign_inline',
          message: 'has the inline policy x, which is not part of it',
          subject: 'x',
          more: ['Allow s3:*'],
        },
        { role: 'AlphausAcctAccessRole', kind: 'role_missing', message: 'is not there' },
      ],
      self_updates: [],
    },
    {
      id: '222233334444',
      name: '222233334444',
      status: 'unknown',
      reason: 'no way',
      differences: [],
      self_updates: [],
    },
  ],
};

interface Sarif {
  readonly runs: readonly [
    {
      readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
      readonly results: readonly {
        readonly ruleId: string;
        readonly message: { readonly text: string };
        readonly partialFingerprints: { readonly difference: string };
        readonly locations: readonly Readonly<Record<string, unknown>>[];
      }[];
      readonly invocations: readonly unknown[];
    },
  ];
}

describe('a report in SARIF', () => {
  const { runs } = sarif(REPORT, 'fleets/octo.yaml', '1.2.3') as Sarif;
  const [{ tool, results, invocations }] = runs;

  test('has a rule for each kind of difference, and a result for each difference and each account that was not read', () => {
    expect(tool.driver.rules.map(({ id }) => id)).toEqual([...Object.keys(KINDS), 'account_unread']);
    expect(results.map(({ ruleId, message }) => `${ruleId}: ${message.text}`)).toEqual([
      'foreign_inline: OctoSSMUpdaterRole in account 111122223333 has the inline policy x, which is not part of it. More than expected: Allow s3:*.',
      'role_missing: AlphausAcctAccessRole in account 111122223333 is not there.',
      'account_unread: 222233334444 could not be read, so what was found in it before may still be there: no way',
    ]);
  });

  test('tells results apart by account, role, kind and subject, at the fleet file', () => {
    expect(results.map(({ partialFingerprints }) => partialFingerprints.difference)).toEqual([
      '111122223333/OctoSSMUpdaterRole/foreign_inline/x',
      '111122223333/AlphausAcctAccessRole/role_missing/',
      '222233334444/222233334444/account_unread',
    ]);
    expect(results[0]?.locations).toMatchObject([
      { physicalLocation: { artifactLocation: { uri: 'fleets/octo.yaml' } } },
    ]);
    const [{ results: spaced }] = (sarif(REPORT, 'my fleets/octo.yaml', '1.2.3') as Sarif).runs;
    expect(spaced[0]?.locations).toMatchObject([
      { physicalLocation: { artifactLocation: { uri: 'my%20fleets/octo.yaml' } } },
    ]);
    const [{ results: placeless }] = (sarif(REPORT, undefined, '1.2.3') as Sarif).runs;
    expect(placeless[0]?.locations).toEqual([{ logicalLocations: [expect.anything()] }]);
  });

  test('says which accounts could not be read, so that none counts as mended', () => {
    expect(invocations).toEqual([
      {
        executionSuccessful: false,
        toolExecutionNotifications: [{ level: 'error', message: { text: '222233334444: no way' } }],
      },
    ]);
  });
});
