import { describe, expect, test } from '@jest/globals';
import { compareAccount } from '../../src/account/compare-account';
import { KINDS, withChange, type Difference } from '../../src/account/difference';
import type { VerifiedAccount } from '../../src/account/verify-report';
import { checkPlanOptions, planSummary } from '../../src/deploy/plan-summary';
import { defaults, type Configuration } from '../../src/inputs/inputs';
import { freshAccount } from '../support/observed-account';

const account = (differences: readonly Difference[]): VerifiedAccount => ({
  id: '111111111111',
  name: 'production',
  status: differences.length > 0 ? 'differs' : 'same',
  differences: differences.map(withChange),
  self_updates: [],
});
const summary = (...accounts: VerifiedAccount[]): string[] =>
  planSummary({ ok: false, seconds: 1, accounts }).split('\n');

describe('what a deployment would change, in words', () => {
  test('adds what the account lacks, and takes what it has beyond', () => {
    expect(
      summary(
        account([
          {
            role: 'OctoSSMUpdaterRole',
            kind: 'policy_document',
            message: 'has another content in the policy octo-ssm-updater',
            subject: 'octo-ssm-updater',
            more: ['Allow ssm:StartAutomationExecution'],
            fewer: ['Deny ssm:DeleteDocument'],
          },
        ]),
        { ...account([]), id: '222222222222', name: '222222222222' },
      ),
    ).toEqual([
      '111111111111 production:',
      '  OctoSSMUpdaterRole gets another content in the policy octo-ssm-updater',
      '    + Deny ssm:DeleteDocument',
      '    - Allow ssm:StartAutomationExecution',
      expect.stringMatching(/^\+ is allowed or denied after the deployment/),
      'a deployment would change 1 of 2 accounts, in 1.0 s',
    ]);
  });

  test('turns the comparison round: what the inputs take away is marked -, what they give back +', () => {
    const inputs = { principal: '444455556666', externalId: 'octo-ext-7f3c2a1b9d' };
    const on: Configuration = { ...defaults(), ...inputs };
    const off: Configuration = { ...on, allowSelfUpdate: false };
    const write = (lines: readonly string[]): (string | undefined)[] =>
      lines.filter((line) => line.includes('Allow iam:PutRolePolicy')).map((line) => line.trim()[0]);
    const [taken, given] = [
      summary(account(compareAccount(freshAccount(on), off, 'terraform').differences)),
      summary(account(compareAccount(freshAccount(off), on, 'terraform').differences)),
    ];
    expect(new Set(write(taken))).toEqual(new Set(['-']));
    expect(new Set(write(given))).toEqual(new Set(['+']));
  });

  test.each(Object.keys(KINDS).filter((kind) => !/^(update|approval)_/.test(kind)))(
    'has words for %s',
    (kind) => {
      const [, line] = summary(
        account([{ role: 'OctoSSMUpdaterRole', kind, message: '', subject: 'SUBJECT' } as Difference]),
      );
      expect(line).toMatch(/^ {2}OctoSSMUpdaterRole (is|gets|loses) /);
    },
  );

  test('leaves out what Alphaus wrote beyond its boundary: a deployment leaves it, too', () => {
    const beyond: Difference = { role: 'AlphausAcctAccessRole', kind: 'update_beyond', message: '' };
    expect(summary(account([beyond]))).toEqual(['a deployment would change 0 of 1 account, in 1.0 s']);
  });

  test('leaves out approvals: they are the customer’s', () => {
    const approval: Difference = { role: 'OctoSSMUpdaterRole', kind: 'approval_missing', message: '' };
    expect(summary(account([approval]))).toEqual(['a deployment would change 0 of 1 account, in 1.0 s']);
  });

  test('says of an account that could not be read that it is not known', () => {
    expect(summary({ ...account([]), status: 'unknown', reason: 'no credentials' })).toEqual([
      '111111111111 production: could not be read: no credentials',
      'a deployment would change 0 of 1 account, 1 could not be read, in 1.0 s',
    ]);
  });

  test('names the tag and the session by the values that they get', () => {
    const inputs = { principal: '444455556666', externalId: 'octo-ext-7f3c2a1b9d' };
    const before: Configuration = { ...defaults(), ...inputs };
    const after = { ...before, maxSessionDuration: 3600, tags: { team: 'finops' } };
    const lines = summary(account(compareAccount(freshAccount(before), after).differences));
    expect(lines).toContain('  OctoSSMUpdaterRole gets sessions of at most 3600 seconds');
    expect(lines).toContain('  OctoSSMUpdaterRole gets the tag team with the value "finops"');
  });

  test('names the permissions boundary that a role gets, and says of one that goes that it is lost', () => {
    const role = 'OctoSSMUpdaterRole';
    const kind = 'boundary_other';
    const lines = summary(
      account([
        { role, kind, message: '', expected: 'arn:aws:iam::111111111111:policy/own' },
        { role, kind, message: '' },
      ]),
    );
    expect(lines.slice(1, 3)).toEqual([
      '  OctoSSMUpdaterRole gets the permissions boundary arn:aws:iam::111111111111:policy/own in place of another',
      '  OctoSSMUpdaterRole loses its permissions boundary',
    ]);
  });

  test('fails beside options whose result it does not hold, and names each', () => {
    expect(() => {
      checkPlanOptions({
        features: true,
        approvals: 'us-east-1',
        sarif: 'found.sarif',
        shard: { index: 1, of: 2 },
      });
    }).toThrow(
      ['approvals', 'features', 'sarif']
        .map(
          (name) => `--plan says what a deployment changes, and nothing of --${name}: leave one of them out`,
        )
        .join('\n'),
    );
    expect(() => {
      checkPlanOptions({ parallelism: 8, shard: { index: 1, of: 2 } });
    }).not.toThrow();
  });
});
