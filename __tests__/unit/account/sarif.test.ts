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
        readonly partialFingerprints: { readonly primaryLocationLineHash: string };
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
      'account_unread: 222233334444 could not be read, or not whole, so what was found in it before may still be there: no way',
    ]);
  });

  test('tells results apart, and a difference that got worse from the one before, at the fleet file', () => {
    const prints = (report: VerifyReport): string[] =>
      (sarif(report, 'octo.yaml', '1.2.3') as Sarif).runs[0].results.map(
        ({ partialFingerprints }) => partialFingerprints.primaryLocationLineHash,
      );
    const before = prints(REPORT);
    expect(new Set(before).size).toBe(3);
    expect(prints({ ...REPORT, seconds: 9 })).toEqual(before);
    const [first, ...others] = REPORT.accounts;
    const [difference, ...rest] = first?.differences ?? [];
    const worse = { ...difference, more: ['Allow s3:*', 'Allow iam:*'] } as typeof difference;
    const accounts = [{ ...first, differences: [worse, ...rest] }, ...others] as VerifyReport['accounts'];
    const [one, ...unchanged] = prints({ ...REPORT, accounts });
    expect([one === before[0], unchanged]).toEqual([false, before.slice(1)]);
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

  test('says what was not looked at of an account that differs elsewhere, and what was left out', () => {
    const [first, ...others] = REPORT.accounts;
    const accounts = [
      { ...first, reason: 'documents in eu-west-1: no' },
      ...others,
    ] as VerifyReport['accounts'];
    const report = { ...REPORT, accounts, left_out: ['not looked at: the StackSet'] };
    const [run] = (sarif(report, 'octo.yaml', '1.2.3') as Sarif).runs;
    expect(run.results.filter(({ ruleId }) => ruleId === 'account_unread')).toHaveLength(2);
    expect(run.invocations).toMatchObject([
      {
        executionSuccessful: false,
        toolExecutionNotifications: [
          { level: 'error', message: { text: 'production: documents in eu-west-1: no' } },
          { level: 'error' },
          { level: 'warning', message: { text: 'not looked at: the StackSet' } },
        ],
      },
    ]);
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
