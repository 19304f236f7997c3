import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { chromium, type Browser, type BrowserContextOptions, type Locator, type Page } from 'playwright-core';
import { PERMISSIONS_FILE, PERMISSIONS_PAGE } from '../../src/generate/generated-report';
import { parseReport } from '../../src/report/shape/report-shape';
import type { PermissionReport } from '../../src/report/shape/report-shape';
import type { RoleReport } from '../../src/report/shape/role-shape';
import { toolchainOrSkip } from '../../dev/toolchain/toolchain';
import {
  answersOfEvery,
  faintTexts,
  focus,
  foldedParts,
  inspect,
  structuralFaults,
  styleOf,
  widthOfContent,
} from '../support/page-probes';

const { describe, toolchain } = toolchainOrSkip(['chromium']);

// A browser that other suites slow down.
jest.setTimeout(60_000);

const ROOT = resolve(__dirname, '../..');
const URL = pathToFileURL(join(ROOT, PERMISSIONS_PAGE)).href;
const SEARCHER = 'OctoRecommendationSearcherRole';
const ACCT_ACCESS = 'AlphausAcctAccessRole';
const UPDATER = 'OctoSSMUpdaterRole';
const EXECUTOR = 'OctoChangeExecutorRole';

/** Seconds until the page has loaded, at most. */
const LOAD_LIMIT = 1;

const report: PermissionReport = parseReport(readFileSync(join(ROOT, PERMISSIONS_FILE), 'utf8'));

function roleOf(name: string): RoleReport {
  const role = report.roles.find((candidate) => candidate.name === name);
  if (!role) throw new Error(`${name} is not in the report`);
  return role;
}

describe('the page of the permission report', () => {
  let browser: Browser;
  /** The page that most tests share: to open it takes longer than to ask it. */
  let shared: Page;
  let page: Page;
  /** What no page should cause: messages of the console, errors, requests. */
  const incidents: string[] = [];

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: toolchain().chromium.path });
    shared = await opened({});
  });

  beforeEach(async () => {
    page = shared;
    incidents.length = 0;
    await page.getByRole('button', { name: 'Clear' }).click();
  });

  afterEach(async () => {
    if (page !== shared) await page.context().close();
  });

  afterAll(async () => {
    await browser.close();
  });

  async function opened(options: BrowserContextOptions): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    const fresh = await context.newPage();
    fresh.on('console', (message) => incidents.push(`console: ${message.text()}`));
    fresh.on('pageerror', (error) => incidents.push(`error: ${error.message}`));
    fresh.on('request', (request) => {
      if (request.url() !== URL) incidents.push(`request: ${request.url().slice(0, 200)}`);
    });
    await fresh.goto(URL);
    return fresh;
  }

  /** A page of the test's own. */
  async function open(options: BrowserContextOptions = {}): Promise<void> {
    if (page !== shared) await page.context().close();
    page = await opened(options);
  }

  async function ask(question: string): Promise<string> {
    const field = page.getByRole('searchbox', { name: 'Action of AWS' });
    await field.fill(question);
    await field.press('Enter');
    return page.getByRole('status').innerText();
  }

  /** Text of what the answer says about a role. */
  async function about(role: string): Promise<string> {
    const card = page
      .locator('#results li.card')
      .filter({ has: page.getByRole('heading', { name: role, exact: true }) });
    return (await card.innerText()).replace(/\s+/g, ' ');
  }

  const choice = (name: string): Locator => page.getByRole('combobox', { name, exact: true });

  const matches = (): Promise<string[]> => page.locator('#results tbody th').allInnerTexts();

  describe('opened as a file', () => {
    test('asks for nothing else and says nothing to the console, whatever is done', async () => {
      await open();
      await ask('s3:GetObject');
      await ask('ec2:*');
      await page.getByRole('button', { name: /^Show all/ }).click();
      await page.getByRole('link', { name: 'Roles', exact: true }).click();
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
      await page.pdf();
      expect(incidents).toEqual([]);
    });

    test('has loaded in less than a second', async () => {
      const seconds: number[] = [];
      for (let run = 0; run < 3; run++) {
        await open();
        const [end] = await page.evaluate(() =>
          performance.getEntriesByType('navigation').map((entry) => entry.startTime + entry.duration),
        );
        seconds.push((end ?? Infinity) / 1_000);
      }
      // The best of three: what is asked is the page, not what else the machine does.
      expect(Math.min(...seconds)).toBeLessThan(LOAD_LIMIT);
    });

    test('can be read without JavaScript', async () => {
      await open({ javaScriptEnabled: false });
      expect(await page.getByRole('search').isVisible()).toBe(false);
      for (const { name, purpose } of report.roles) {
        expect(await page.getByRole('heading', { name, exact: true }).isVisible()).toBe(true);
        expect(await page.getByText(purpose).first().isVisible()).toBe(true);
      }
    });
  });

  describe('asked', () => {
    test('says what is accepted of an action beside why it is granted', async () => {
      await ask('lambda:ListFunctions');
      expect(await about(SEARCHER)).toContain('lambda:ListFunctions returns environment variables');
    });

    test('names the runbook that does something for Alphaus without an approval', async () => {
      expect(await ask('ec2:StopInstances')).toBe(
        'No role that Alphaus assumes may call ec2:StopInstances (Write). OctoChangeExecutorRole may; Alphaus cannot ' +
          'assume it, and reaches the action only through what you approve. Without an approval, OctoChangeExecutorRole calls it for Alphaus through ' +
          'AWS-ResizeInstance or AWS-StopEC2Instance, which OctoSSMUpdaterRole may start (vetted_runbooks).',
      );
    });

    test.each(['s3:GetObject', 'S3:getobject', 'who can s3:GetObject?', '  Who may call "s3:GetObject"? '])(
      '%s, says that no role may, and why',
      async (question) => {
        expect(await ask(question)).toBe(
          'No role that Alphaus assumes may call s3:GetObject (Read). OctoChangeExecutorRole may; Alphaus cannot assume it, and reaches the action only through what you approve.',
        );
        expect(await about(SEARCHER)).toContain('NeverContent, a Deny in OctoRecommendationSearcherBoundary');
        expect(await about(UPDATER)).toContain('NothingElse, a Deny in octo-ssm-updater');
        expect(await about(ACCT_ACCESS)).toContain('NothingElse, a Deny in AlphausAcctAccessBoundary');
        expect(await about(EXECUTOR)).toContain('AdministratorAccess');
      },
    );

    test('of what one role may within limits, says the limits and the reason', async () => {
      expect(await ask('iam:PutRolePolicy')).toContain(`${ACCT_ACCESS} may call iam:PutRolePolicy`);
      const said = await about(ACCT_ACCESS);
      expect(said).toContain('May, within limits');
      expect(said).toContain('Only on arn:{partition}:iam::{accountId}:role/AlphausAcctAccessRole');
      expect(said).toContain('StringEquals iam:PermissionsBoundary =');
      expect(said).toContain('only while the role keeps its boundary');
      expect(await about(SEARCHER)).toContain('NothingElse, a Deny in OctoRecommendationSearcherBoundary');
    });

    test('of what is allowed and in part denied, says both', async () => {
      await ask('ssm:UpdateDocument');
      const said = await about(UPDATER);
      expect(said).toContain('statement ManageAutomationDocuments');
      expect(said).toContain('NeverEditFrozen, a Deny in octo-ssm-updater');
    });

    test('fails to find what AWS has not, and offers what it has', async () => {
      expect(await ask('s3:GetObjekt')).toBe(
        'AWS has no such action: s3:GetObjekt. Did you mean one of these?',
      );
      await page.locator('#results').getByRole('button', { name: 's3:GetObject', exact: true }).click();
      expect(await page.getByRole('status').innerText()).toContain('may call s3:GetObject (Read)');
    });

    test('fails to find what is like nothing', async () => {
      expect(await ask('<img src=x onerror=alert(1)>')).toBe(
        'AWS has no such action: <img src=x onerror=alert(1)>.',
      );
      expect(incidents).toEqual([]);
    });

    test.each([
      ['lambda:List*', /^lambda:List/],
      ['lambda:listfunction?', /^lambda:ListFunctions$/],
      ['s3:getbucketl', /^s3:GetBucketL/],
      ['secretvalue', /SecretValue/],
      ['kms', /^kms:/],
    ])('%s, lists what matches', async (question, expected) => {
      await ask(question);
      const found = await matches();
      expect(found.length).toBeGreaterThan(0);
      expect(found.filter((action) => !expected.test(action))).toEqual([]);
    });

    test('of what matches, puts first who may, and shows the rest on demand', async () => {
      const all = report.actions.count;
      expect(await ask('*')).toContain(`${all.toLocaleString('en-US')} actions match.`);
      expect(await matches()).toHaveLength(60);
      expect(await page.locator('#results tbody tr').first().innerText()).toContain('May');
      await ask('dynamodb:*');
      await page.getByRole('button', { name: /^Show all/ }).click();
      const shown = await matches();
      expect(shown.length).toBeGreaterThan(60);
      expect(shown).toContain('dynamodb:GetItem');
    });

    test('answers every tenth action as the report has it', async () => {
      const answers = await page.evaluate(answersOfEvery, 10);
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
      const [added] = roleOf(SEARCHER).ceiling?.beyond ?? [];
      const action = added?.action ?? '';
      await ask(action);
      expect(await about(SEARCHER)).toContain('Alphaus could add it by an inline policy');
      await page.getByRole('checkbox', { name: /Suppose that Alphaus writes/ }).check();
      expect(await about(SEARCHER)).toContain('Could be added');
      expect(await ask('ec2:TerminateInstances')).toContain('No role that Alphaus assumes may');
      expect(await about(SEARCHER)).toContain('NothingElse, a Deny in OctoRecommendationSearcherBoundary');
    });
  });

  describe('filtered', () => {
    test('by role, service and level lists exactly those rights', async () => {
      await choice('Role').selectOption(SEARCHER);
      await choice('Service').selectOption('s3');
      const expected = roleOf(SEARCHER)
        .permissions.filter(({ action }) => action.startsWith('s3:'))
        .map(({ action }) => action);
      expect((await matches()).sort()).toEqual([...new Set(expected)].sort());
      await choice('Access level').selectOption('List');
      const lists = roleOf(SEARCHER).permissions.filter(
        ({ action, accessLevel }) => action.startsWith('s3:') && accessLevel === 'List',
      );
      expect(await matches()).toHaveLength(lists.length);
    });

    test('by a level that a role has nothing of, says so', async () => {
      await choice('Role').selectOption(SEARCHER);
      await choice('Access level').selectOption('Write');
      expect(await page.getByRole('status').innerText()).toBe(`0 actions may be called by ${SEARCHER}.`);
      await page.getByRole('button', { name: 'Clear' }).click();
      expect(await choice('Role').inputValue()).toBe('');
    });

    test('by a role answers for it alone', async () => {
      await choice('Role').selectOption(UPDATER);
      expect(await ask('s3:GetObject')).toBe(`${UPDATER} may not call s3:GetObject (Read).`);
      expect(await page.locator('#results li.card').count()).toBe(1);
    });
  });

  describe('for those who do not use a mouse or do not see it', () => {
    const focused = (): Promise<string> => page.evaluate(focus);

    test('leads from the skip link through the search to the answer by keyboard alone', async () => {
      await open();
      await page.keyboard.press('Tab');
      expect(await focused()).toBe('Skip to the search');
      const link = await page.getByRole('link', { name: 'Skip to the search' }).boundingBox();
      expect(link?.x).toBeGreaterThanOrEqual(0);
      await page.keyboard.press('Enter');
      await page.keyboard.press('Tab');
      expect(await focused()).toBe('query');
      await page.keyboard.type('ce:Get*');
      await page.keyboard.press('Enter');
      const stops: string[] = [];
      while (!stops.at(-1)?.startsWith('ce:Get') && stops.length < 20) {
        await page.keyboard.press('Tab');
        stops.push(await focused());
      }
      expect(stops).toEqual(expect.arrayContaining(['role', 'service', 'level', 'worst']));
      const action = stops.at(-1) ?? '';
      await page.keyboard.press('Enter');
      expect(await page.getByRole('status').innerText()).toContain(`may call ${action}`);
      expect(await focused()).toBe('query');
    });

    test('shows where the focus is', async () => {
      await page.getByRole('searchbox').focus();
      const outline = await page.evaluate(styleOf, ['#query', 'outlineStyle', 'outlineWidth']);
      expect(outline).toEqual(['solid', '3px']);
    });

    test('names its parts: landmarks, fields, tables and the picture', async () => {
      const tree = await page.locator('body').ariaSnapshot();
      for (const part of [
        '- banner:',
        '- navigation "Sections":',
        '- main:',
        '- search "Who may …?":',
        '- searchbox "Action of AWS"',
        '- combobox "Role":',
        '- combobox "Service":',
        '- combobox "Access level":',
        '- checkbox "Suppose that Alphaus writes Allow * inline wherever it can"',
        '- status',
        '- img "Who assumes which role, and which role works through which"',
        `- article "${SEARCHER}":`,
        '- contentinfo:',
      ]) {
        expect(tree).toContain(part);
      }
      const words = await page.locator('.picture svg desc').textContent();
      expect(words).toContain('Alphaus → OctoChangeExecutorRole: can never assume.');
    });

    test('fails no rule that can be checked: ids, heads of tables, names of fields, order of headings', async () => {
      await ask('iam:PassRole');
      const faults = await page.evaluate(structuralFaults);
      expect(faults).toEqual([]);
    });

    test.each(['light', 'dark'] as const)('has contrast of at least 4.5 in %s', async (colorScheme) => {
      await open({ colorScheme });
      await ask('iam:PutRolePolicy');
      const faint = await page.evaluate(faintTexts, 4.5);
      expect(faint).toEqual([]);
    });
  });

  describe('the picture', () => {
    /** How much of each actor's box differs from the paper, and how many colours the picture has. */
    async function look(): Promise<{ drawn: number[]; colours: number }> {
      const picture = page.locator('.picture svg');
      const origin = await picture.boundingBox();
      if (origin === null) throw new Error('the picture is not shown');
      const boxes = await Promise.all(
        (await page.locator('.picture g.actor').all()).map((node) => node.boundingBox()),
      );
      const regions = boxes.map((box) => ({
        x: (box?.x ?? 0) - origin.x,
        y: (box?.y ?? 0) - origin.y,
        width: box?.width ?? 0,
        height: box?.height ?? 0,
      }));
      const image = (await picture.screenshot()).toString('base64');
      // The page itself shows no foreign image: its own policy forbids it.
      const viewer = await page.context().newPage();
      return viewer.evaluate(inspect, [image, regions] as const);
    }

    test.each(['light', 'dark'] as const)('shows every actor, drawn in %s', async (colorScheme) => {
      await open({ colorScheme });
      const { drawn, colours } = await look();
      expect(drawn).toHaveLength(8);
      for (const share of drawn) expect(share).toBeGreaterThan(0.5);
      expect(colours).toBeGreaterThan(20);
    });

    test('has the text of every role, inside its box', async () => {
      for (const { name } of report.roles) {
        const actor = page.locator('.picture g.actor').filter({ hasText: name });
        const [box, text] = await Promise.all([
          actor.locator('path').boundingBox(),
          actor.locator('text').first().boundingBox(),
        ]);
        if (!box || !text) throw new Error(`${name} is not drawn`);
        expect(text.x).toBeGreaterThanOrEqual(box.x);
        expect(text.x + text.width).toBeLessThanOrEqual(box.x + box.width);
      }
    });
  });

  test('is light or dark as the system is', async () => {
    const colours = async (colorScheme: 'light' | 'dark'): Promise<string[]> => {
      await open({ colorScheme });
      const texts = await page.evaluate(styleOf, ['html', 'backgroundColor', 'color']);
      return [...texts, ...(await page.evaluate(styleOf, ['.picture .alphaus ellipse', 'fill']))];
    };
    const light = await colours('light');
    const dark = await colours('dark');
    light.forEach((colour, index) => {
      expect(colour).not.toBe(dark[index]);
    });
  });

  test('prints everything: nothing stays folded, and nothing that only a screen can use', async () => {
    await open();
    const hidden = (): Promise<number> => page.evaluate(foldedParts);
    expect(await hidden()).toBeGreaterThan(10);
    await page.emulateMedia({ media: 'print' });
    await expect(hidden()).resolves.toBe(0);
    expect(await page.getByRole('navigation').isVisible()).toBe(false);
    expect(await page.locator('#ask').isVisible()).toBe(false);
    await page.emulateMedia({ media: 'screen' });
    await page.waitForFunction(foldedParts);
  });

  test.each([400, 768])('fits a screen of %i pixels without scrolling sideways', async (width) => {
    await open({ viewport: { width, height: 800 } });
    for (const question of ['', 'ssm:StartAutomationExecution', 'lambda:*']) {
      await ask(question);
      const reached = await page.evaluate(widthOfContent);
      expect(reached).toBeLessThanOrEqual(width);
    }
  });
});
