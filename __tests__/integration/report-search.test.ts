import { expect, jest, test } from '@jest/globals';
import { toolchainOrSkip } from '../../dev/toolchain/toolchain';
import { answersOfEvery } from '../support/page-probes';
import { committed, roleIn } from '../support/report';
import { ACCT, EXECUTOR, SEARCHER, UPDATER } from '../support/roles-in-short';
import { reportBrowser } from '../support/report-browser';

const report = committed();
const { describe, toolchain } = toolchainOrSkip(['chromium']);

// A browser that other suites slow down.
jest.setTimeout(60_000);

describe('the search of the permission report', () => {
  const browser = reportBrowser(() => toolchain().chromium.path);

  describe('asked', () => {
    test('says what is accepted of an action beside why it is granted', async () => {
      await browser.ask('lambda:ListFunctions');
      expect(await browser.about(SEARCHER)).toContain('lambda:ListFunctions returns environment variables');
    });

    test('names the runbook that does something for Alphaus without an approval', async () => {
      expect(await browser.ask('ec2:StopInstances')).toBe(
        'No role that Alphaus assumes may call ec2:StopInstances (Write). OctoChangeExecutorRole may; Alphaus cannot ' +
          'assume it, and reaches the action only through what you approve. Without an approval, OctoChangeExecutorRole calls it for Alphaus through ' +
          'AWS-ResizeInstance or AWS-StopEC2Instance, which OctoSSMUpdaterRole may start (vetted_runbooks).',
      );
    });

    test.each(['s3:GetObject', 'S3:getobject', 'who can s3:GetObject?', '  Who may call "s3:GetObject"? '])(
      '%s, says that no role may, and why',
      async (question) => {
        expect(await browser.ask(question)).toBe(
          'No role that Alphaus assumes may call s3:GetObject (Read). OctoChangeExecutorRole may; Alphaus cannot assume it, and reaches the action only through what you approve.',
        );
        expect(await browser.about(SEARCHER)).toContain(
          'NeverContent, a Deny in OctoRecommendationSearcherBoundary',
        );
        expect(await browser.about(UPDATER)).toContain('NothingElse, a Deny in octo-ssm-updater');
        expect(await browser.about(ACCT)).toContain('NothingElse, a Deny in AlphausAcctAccessBoundary');
        expect(await browser.about(EXECUTOR)).toContain('AdministratorAccess');
      },
    );

    test('of what one role may within limits, says the limits and the reason', async () => {
      expect(await browser.ask('iam:PutRolePolicy')).toContain(`${ACCT} may call iam:PutRolePolicy`);
      const said = await browser.about(ACCT);
      expect(said).toContain('May, within limits');
      expect(said).toContain('Only on arn:{partition}:iam::{accountId}:role/AlphausAcctAccessRole');
      expect(said).toContain('StringEquals iam:PermissionsBoundary =');
      expect(said).toContain('only while the role keeps its boundary');
      expect(await browser.about(SEARCHER)).toContain(
        'NothingElse, a Deny in OctoRecommendationSearcherBoundary',
      );
    });

    test('of what is allowed and in part denied, says both', async () => {
      await browser.ask('ssm:UpdateDocument');
      const said = await browser.about(UPDATER);
      expect(said).toContain('statement ManageAutomationDocuments');
      expect(said).toContain('NeverEditFrozen, a Deny in octo-ssm-updater');
    });

    test('fails to find what AWS has not, and offers what it has', async () => {
      expect(await browser.ask('s3:GetObjekt')).toBe(
        'AWS has no such action: s3:GetObjekt. Did you mean one of these?',
      );
      await browser.page
        .locator('#results')
        .getByRole('button', { name: 's3:GetObject', exact: true })
        .click();
      expect(await browser.page.getByRole('status').innerText()).toContain('may call s3:GetObject (Read)');
    });

    test('fails to find what is like nothing', async () => {
      expect(await browser.ask('<img src=x onerror=alert(1)>')).toBe(
        'AWS has no such action: <img src=x onerror=alert(1)>.',
      );
      expect(browser.incidents).toEqual([]);
    });

    test.each([
      ['lambda:List*', /^lambda:List/],
      ['lambda:listfunction?', /^lambda:ListFunctions$/],
      ['s3:getbucketl', /^s3:GetBucketL/],
      ['secretvalue', /SecretValue/],
      ['kms', /^kms:/],
    ])('%s, lists what matches', async (question, expected) => {
      await browser.ask(question);
      const found = await browser.matches();
      expect(found.length).toBeGreaterThan(0);
      expect(found.filter((action) => !expected.test(action))).toEqual([]);
    });

    test('of what matches, puts first who may, and shows the rest on demand', async () => {
      const all = report.actions.count;
      expect(await browser.ask('*')).toContain(`${all.toLocaleString('en-US')} actions match.`);
      expect(await browser.matches()).toHaveLength(60);
      expect(await browser.page.locator('#results tbody tr').first().innerText()).toContain('May');
      await browser.ask('dynamodb:*');
      await browser.page.getByRole('button', { name: /^Show all/ }).click();
      const shown = await browser.matches();
      expect(shown.length).toBeGreaterThan(60);
      expect(shown).toContain('dynamodb:GetItem');
    });

    test('answers every tenth action as the report has it', async () => {
      const answers = await browser.page.evaluate(answersOfEvery, 10);
      expect(answers.length).toBeGreaterThan(2_000);
      const wrong = answers.filter(([action, said]) =>
        report.roles.some(({ name, permissions }) => {
          const may = permissions.some(
            (permission) => permission.action === action || permission.action === '*',
          );
          return may !== (said[name] !== 'no');
        }),
      );
      expect(wrong).toEqual([]);
    });
  });

  describe('with the worst supposed', () => {
    test('says what Alphaus could add, and what it could not', async () => {
      const [added] = roleIn(report, SEARCHER).ceiling?.beyond ?? [];
      const action = added?.action ?? '';
      await browser.ask(action);
      expect(await browser.about(SEARCHER)).toContain('Alphaus could add it by an inline policy');
      await browser.page.getByRole('checkbox', { name: /Suppose that Alphaus writes/ }).check();
      expect(await browser.about(SEARCHER)).toContain('Could be added');
      expect(await browser.ask('ec2:TerminateInstances')).toContain('No role that Alphaus assumes may');
      expect(await browser.about(SEARCHER)).toContain(
        'NothingElse, a Deny in OctoRecommendationSearcherBoundary',
      );
    });
  });

  describe('filtered', () => {
    test('by role, service and level lists exactly those rights', async () => {
      await browser.choice('Role').selectOption(SEARCHER);
      await browser.choice('Service').selectOption('s3');
      const expected = roleIn(report, SEARCHER)
        .permissions.filter(({ action }) => action.startsWith('s3:'))
        .map(({ action }) => action);
      expect((await browser.matches()).sort()).toEqual([...new Set(expected)].sort());
      await browser.choice('Access level').selectOption('List');
      const lists = roleIn(report, SEARCHER).permissions.filter(
        ({ action, accessLevel }) => action.startsWith('s3:') && accessLevel === 'List',
      );
      expect(await browser.matches()).toHaveLength(lists.length);
    });

    test('by a level that a role has nothing of, says so', async () => {
      await browser.choice('Role').selectOption(SEARCHER);
      await browser.choice('Access level').selectOption('Write');
      expect(await browser.page.getByRole('status').innerText()).toBe(
        `0 actions may be called by ${SEARCHER}.`,
      );
      await browser.page.getByRole('button', { name: 'Clear' }).click();
      expect(await browser.choice('Role').inputValue()).toBe('');
    });

    test('by a role answers for it alone', async () => {
      await browser.choice('Role').selectOption(UPDATER);
      expect(await browser.ask('s3:GetObject')).toBe(`${UPDATER} may not call s3:GetObject (Read).`);
      expect(await browser.page.locator('#results li.card').count()).toBe(1);
    });
  });
});
