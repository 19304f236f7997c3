import { createHash } from 'node:crypto';
import type { Actions } from '../build/listed-actions';
import { Html, html, jsonForScript } from '../page/html';
import { code, termList } from '../page/page-parts';
import type { PermissionReport } from '../shape/report-shape';
import { grouped } from '../words';
import { askSection } from './ask-section';
import { pageData } from './page-data';
import { formArticle, glanceSection, pictureSection, settingArticle } from './page-sections';
import { reachSection } from './reach-section';
import { roleArticle } from './role-article';

/** The sources of the page, in addition to the report. */
export interface PageSources {
  readonly actions: Actions;
  /** The relations as Graphviz draws them, as SVG. */
  readonly picture: string;
  readonly style: string;
  readonly script: string;
}

/** The report as one page that needs no network and no other file. */
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
            Five IAM roles let Alphaus Octo work in your account. Every statement on this page was checked
            against all ${grouped(report.actions.count)} actions of AWS's ${report.actions.services} services.
            The page is one file: it works without a network and sends nothing.
          </p>
          <nav aria-label="Sections">
            <ul>
              <li><a href="#ask">Who may …?</a></li>
              <li><a href="#glance">At a glance</a></li>
              <li><a href="#picture">Diagram</a></li>
              <li><a href="#reach">How far Alphaus gets</a></li>
              <li><a href="#roles">Roles</a></li>
              <li><a href="#settings">Inputs</a></li>
            </ul>
          </nav>
        </header>
        <main>
          ${askSection(report, actions.services)} ${glanceSection(report)} ${pictureSection(report, picture)}
          ${reachSection(report)}
          <section id="roles" aria-labelledby="roles-title">
            <h2 id="roles-title">Roles</h2>
            ${report.roles.map(roleArticle)}
          </section>
          <section id="settings" aria-labelledby="settings-title">
            <h2 id="settings-title">What each input adds or removes</h2>
            <p>
              Everything above describes an installation with default inputs. This section lists what other
              values change.
            </p>
            ${report.settings.map(settingArticle)} ${report.forms.map(formArticle)}
          </section>
        </main>
        <footer>
          <p>
            Generated from the catalogue of permissions; <code>permissions.json</code> has the same data for
            programs. AWS's actions as of ${report.actions.source} ${report.actions.version}.
          </p>
          ${termList(Object.entries(report.placeholders).map(([name, meaning]) => [code(`{${name}}`), [meaning]]))}
        </footer>
        ${element('script type="application/json" id="data"', jsonForScript(pageData(report, actions)))}
        ${element('script', script)}
      </body>
    </html> `;
  return page.text;
}

/** An element whose text is used unchanged, since the Content-Security-Policy contains its hash. */
function element(opening: string, text: string): Html {
  return new Html(`<${opening}>${text}</${opening.split(' ')[0] ?? ''}>`);
}

function hash(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
