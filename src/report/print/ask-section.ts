import { html, type Html } from '../page/html';
import type { PermissionReport } from '../shape/report-shape';
import { grouped } from '../words';

/** Questions that reviewers usually ask first. */
const EXAMPLES = [
  's3:GetObject',
  'secretsmanager:GetSecretValue',
  'ec2:TerminateInstances',
  'iam:PutRolePolicy',
  'lambda:List*',
];

/** The search, which the page's script answers. */
export function askSection({ roles, actions }: PermissionReport, services: readonly string[]): Html {
  return html`<section id="ask" aria-labelledby="ask-title" tabindex="-1">
    <h2 id="ask-title">Who may …?</h2>
    <noscript><p>The search needs JavaScript; the rest of the page does not.</p></noscript>
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
      <fieldset id="filters" class="filters">
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
