import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import { chromium, type Browser, type BrowserContextOptions, type Locator, type Page } from 'playwright-core';
import { PERMISSIONS_PAGE } from '../../src/generate/generated-report';
import { ROOT } from './report';

const URL = pathToFileURL(join(ROOT, PERMISSIONS_PAGE)).href;

/** A browser with the report's page open, which most tests share: to open it takes longer than to ask it. */
class ReportBrowser {
  /** What no page should cause: messages of the console, errors, requests. */
  readonly incidents: string[] = [];
  private browser: Browser | undefined;
  private shared: Page | undefined;
  /** The test's own page, if it opened one. */
  private own: Page | undefined;

  async launch(executablePath: string): Promise<void> {
    this.browser = await chromium.launch({ executablePath });
    this.shared = await this.opened({});
  }

  /** The page that a test asks: its own, else the shared one. */
  get page(): Page {
    const page = this.own ?? this.shared;
    if (!page) throw new Error('no browser was launched');
    return page;
  }

  /** Prepares the shared page for the next test. */
  async reset(): Promise<void> {
    this.incidents.length = 0;
    await this.page.getByRole('button', { name: 'Clear' }).click();
  }

  /** Opens a page of the test's own. */
  async open(options: BrowserContextOptions = {}): Promise<void> {
    await this.closeOwn();
    this.own = await this.opened(options);
  }

  async closeOwn(): Promise<void> {
    await this.own?.context().close();
    this.own = undefined;
  }

  async close(): Promise<void> {
    await this.browser?.close();
  }

  /** Asks the search; returns the sentence of its answer. */
  async ask(question: string): Promise<string> {
    const field = this.page.getByRole('searchbox', { name: 'Action of AWS' });
    await field.fill(question);
    await field.press('Enter');
    return this.page.getByRole('status').innerText();
  }

  /** Text of what the answer says about a role. */
  async about(role: string): Promise<string> {
    const card = this.page
      .locator('#results li.card')
      .filter({ has: this.page.getByRole('heading', { name: role, exact: true }) });
    return (await card.innerText()).replace(/\s+/g, ' ');
  }

  choice(name: string): Locator {
    return this.page.getByRole('combobox', { name, exact: true });
  }

  /** The actions that the answer lists. */
  matches(): Promise<string[]> {
    return this.page.locator('#results tbody th').allInnerTexts();
  }

  private async opened(options: BrowserContextOptions): Promise<Page> {
    if (!this.browser) throw new Error('no browser was launched');
    const context = await this.browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    const fresh = await context.newPage();
    fresh.on('console', (message) => this.incidents.push(`console: ${message.text()}`));
    fresh.on('pageerror', (error) => this.incidents.push(`error: ${error.message}`));
    fresh.on('request', (request) => {
      if (request.url() !== URL) this.incidents.push(`request: ${request.url().slice(0, 200)}`);
    });
    await fresh.goto(URL);
    return fresh;
  }
}

/** The browser of a suite: launched before its tests, with the shared page as it was before each of them. */
export function reportBrowser(executablePath: () => string): ReportBrowser {
  const browser = new ReportBrowser();
  beforeAll(() => browser.launch(executablePath()));
  beforeEach(() => browser.reset());
  afterEach(() => browser.closeOwn());
  afterAll(() => browser.close());
  return browser;
}
