import { createHash } from 'node:crypto';
import type { Actions } from '../build/listed-actions';
import { drawing } from './drawing';
import { Html, html, jsonForScript } from './html';
import type { PermissionReport } from '../shape/report-shape';
import { pageData } from './page-data';
import { formArticle, glanceTable, reachSection, roleArticle, settingArticle } from './page-sections';
import { relationsOf, relationTexts } from '../build/relations';
import { grouped } from '../words';

/** What the page is made of beside the report. */
export interface PageSources {
  readonly actions: Actions;
  /** The relations as Graphviz draws them, as SVG. */
  readonly picture: string;
  readonly style: string;
  readonly script: string;
}

/** Questions that reviewers ask first. */
const EXAMPLES = [
  's3:GetObject',
  'secretsmanager:GetSecretValue',
  'ec2:TerminateInstances',
  'iam:PutRolePolicy',
  'lambda:List*',
];

/** The report as one page that needs nothing else: no network, no other file. */
export function htmlReport(
  report: PermissionReport,
  { actions, picture, style, script }: PageSources,
): string {
  const policy = [
    "default-src 'none'",
    `style-src ${hash(style)}`,
    `script-src ${hash(script)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <title>Octo access: what each role may do</title>
        ${element('style', style)}
      </head>
      <body>
        <a class="skip" href="#ask">Skip to the search</a>
        <header>
          <p class="kicker">Octo access ${report.release} · permission report</p>
          <h1>What each role may do, and what it can never do</h1>
          <p class="lead">
            Five IAM roles let Alphaus Octo work in your account. Every statement on this page was held
            against all ${grouped(report.actions.count)} actions of AWS's ${report.actions.services} services.
            The page is one file: it works without a network and sends nothing.
          </p>
          <nav aria-label="Sections">
            <ul>
              <li><a href="#ask">Who may …?</a></li>
              <li><a href="#glance">At a glance</a></li>
              <li><a href="#picture">Picture</a></li>
              <li><a href="#reach">How far Alphaus gets</a></li>
              <li><a href="#roles">Roles</a></li>
              <li><a href="#settings">Inputs</a></li>
            </ul>
          </nav>
        </header>
        <main>
          ${askSection(report, actions.services)}
          <section id="glance" aria-labelledby="glance-title">
            <h2 id="glance-title">At a glance</h2>
            <p>How many of AWS's actions each role may call, by access level.</p>
            ${glanceTable(report)}
          </section>
          ${pictureSection(report, picture)} ${reachSection(report)}
          <section id="roles" aria-labelledby="roles-title">
            <h2 id="roles-title">Roles</h2>
            ${report.roles.map(roleArticle)}
          </section>
          <section id="settings" aria-labelledby="settings-title">
            <h2 id="settings-title">What each input adds or takes</h2>
            <p>
              Everything above is an installation whose inputs are at their defaults. This is what other
              settings change.
            </p>
            ${report.settings.map(settingArticle)} ${report.forms.map(formArticle)}
          </section>
        </main>
        <footer>
          <p>
            Generated from the catalogue of permissions; the same for machines is
            <code>permissions.json</code>. AWS's actions as of ${report.actions.source}
            ${report.actions.version}.
          </p>
          <dl class="legend">
            ${Object.entries(report.placeholders).map(
              ([name, meaning]) =>
                html`<div>
                  <dt><code>{${name}}</code></dt>
                  <dd>${meaning}</dd>
                </div>`,
            )}
          </dl>
        </footer>
        ${element('script type="application/json" id="data"', jsonForScript(pageData(report, actions)))}
        ${element('script', script)}
      </body>
    </html> `;
  return page.text;
}

/** An element whose text is taken as it is, to the character: the policy names its hash. */
function element(opening: string, text: string): Html {
  return new Html(`<${opening}>${text}</${opening.split(' ')[0] ?? ''}>`);
}

function hash(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

function askSection({ roles, actions }: PermissionReport, services: readonly string[]): Html {
  return html`<section id="ask" aria-labelledby="ask-title" tabindex="-1">
    <h2 id="ask-title">Who may …?</h2>
    <noscript><p>The search needs JavaScript; everything below is readable without.</p></noscript>
    <form id="ask-form" role="search" aria-labelledby="ask-title" autocomplete="off" hidden>
      <div class="ask">
        <label for="query">Action of AWS</label>
        <input
          id="query"
          type="search"
          spellcheck="false"
          autocapitalize="none"
          placeholder="s3:GetObject"
          aria-describedby="query-help"
        />
        <button type="submit" class="primary">Ask</button>
      </div>
      <p id="query-help" class="help">
        A name, part of one, or a pattern with <code>*</code> and <code>?</code>, among all
        ${grouped(actions.count)} actions. Case does not count.
      </p>
      <p class="examples">
        <span>For example</span>
        ${EXAMPLES.map((example) => html`<button type="button" data-ask="${example}"><code>${example}</code></button> `)}
      </p>
      <fieldset class="filters">
        <legend>Show only</legend>
        <div class="field">
          <label for="role">Role</label>
          <select id="role">
            <option value="">all roles</option>
            ${roles.map(({ name }) => html`<option>${name}</option>`)}
          </select>
        </div>
        <div class="field">
          <label for="service">Service</label>
          <select id="service">
            <option value="">all services</option>
            ${services.map((service) => html`<option>${service}</option>`)}
          </select>
        </div>
        <div class="field">
          <label for="level">Access level</label>
          <select id="level">
            <option value="">all levels</option>
            ${Object.keys(actions.levels).map((level) => html`<option>${level}</option>`)}
          </select>
        </div>
        <div class="switch">
          <input id="worst" type="checkbox" />
          <label for="worst">Suppose that Alphaus writes <code>Allow *</code> inline wherever it can</label>
        </div>
        <button type="reset">Clear</button>
      </fieldset>
    </form>
    <p id="answer" class="answer" role="status" aria-live="polite"></p>
    <div id="results"></div>
  </section>`;
}

function pictureSection(report: PermissionReport, picture: string): Html {
  const relations = relationsOf(report);
  const texts = relationTexts(relations);
  const alternative = {
    id: 'relations',
    title: 'Who assumes which role, and what works through what',
    description: `${texts.join('. ')}.`,
  };
  return html`<section id="picture" aria-labelledby="picture-title">
    <h2 id="picture-title">Who reaches what</h2>
    <figure>
      <div class="scroll picture" tabindex="0" role="region" aria-label="Picture of trust and reach">
        ${drawing(picture, alternative)}
      </div>
      <figcaption>
        <span class="kind"><span class="line assumes"></span>assumes</span>
        <span class="kind"><span class="line acts"></span>works through</span>
        <span class="kind"><span class="line never"></span>denied expressly</span>
      </figcaption>
    </figure>
    <details>
      <summary>The picture in words</summary>
      <ul>
        ${texts.map((text) => html`<li>${text}</li>`)}
      </ul>
    </details>
  </section>`;
}
