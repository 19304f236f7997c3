import { ACCESS_LEVELS } from '../../analysis/action-catalogue';
import { relationsOf, relationTexts } from '../build/relations';
import { settingChanges, type ChangeItem } from '../diff/rights-change-text';
import { html, marked, type Html } from '../page/html';
import { numberCells, scrolling, table } from '../page/page-parts';
import type { FormReport, PermissionReport, SettingReport } from '../shape/report-shape';
import type { RoleReport } from '../shape/role-shape';
import { FORM_NAMES, hours, listed, nameOf } from '../words';
import { drawing } from './drawing';

/** How many actions each role may call. */
export function glanceSection({ roles, reach }: PermissionReport): Html {
  const sessions = reach.sessions.map(({ role }) => role);
  const row = ({ name, levels, session, managedPolicies }: RoleReport): Html =>
    html`<tr>
      <th scope="row"><a href="#${name}">${name}</a></th>
      <td>${sessions.includes(name) ? 'Alphaus' : 'you, never Alphaus'}</td>
      ${
        managedPolicies.length > 0
          ? html`<td colspan="${ACCESS_LEVELS.length}">${listed(managedPolicies.map(nameOf))}</td>`
          : numberCells(ACCESS_LEVELS.map((level) => levels[level]))
      }
      <td class="number">${hours(session.seconds)}</td>
    </tr>`;
  return html`<section id="glance" aria-labelledby="glance-title">
    <h2 id="glance-title">At a glance</h2>
    <p>How many of AWS's actions each role may call, by access level.</p>
    ${table({
      label: 'At a glance',
      columns: ['Role', 'Assumed by'],
      numbers: [...ACCESS_LEVELS, 'Session'],
      rows: roles.map(row),
    })}
  </section>`;
}

/** Who assumes and works through which role, as a diagram and in words. */
export function pictureSection(report: PermissionReport, picture: string): Html {
  const relations = relationsOf(report);
  const texts = relationTexts(relations);
  const alternative = {
    id: 'relations',
    title: 'Who assumes which role, and which role works through which',
    description: `${texts.join('. ')}.`,
  };
  return html`<section id="picture" aria-labelledby="picture-title">
    <h2 id="picture-title">Who reaches what</h2>
    <figure>
      ${scrolling('Diagram of trust and reach', drawing(picture, alternative), 'picture')}
      <figcaption>
        <span class="kind"><span class="line assumes"></span>assumes</span>
        <span class="kind"><span class="line acts"></span>works through</span>
        <span class="kind"><span class="line never"></span>never assumes</span>
      </figcaption>
    </figure>
    <details>
      <summary>The diagram in words</summary>
      <ul>
        ${texts.map((text) => html`<li>${text}</li>`)}
      </ul>
    </details>
  </section>`;
}

/** What one input changes. */
export function settingArticle(setting: SettingReport): Html {
  const title = html`<code>${setting.input} = ${JSON.stringify(setting.setting)}</code>`;
  return changeArticle(title, setting.description.replaceAll('`', ''), settingChanges(setting));
}

/** What another delivery changes. */
export function formArticle(form: FormReport): Html {
  return changeArticle(html`${FORM_NAMES[form.form]}`, form.description, settingChanges(form));
}

function changeArticle(title: Html, description: string, items: readonly ChangeItem[]): Html {
  return html`<article class="setting">
    <h3>${title}</h3>
    <p class="help">${description}</p>
    ${items.length === 0 ? html`<p>No right changes.</p>` : changeList(items)}
  </article>`;
}

function changeList(items: readonly ChangeItem[]): Html {
  return html`<ul>
    ${items.map(
      ({ text, below }) =>
        html`<li>
          ${marked(text)}${below.length === 0 ? '' : changeList(below.map((line) => ({ text: line, below: [] })))}
        </li>`,
    )}
  </ul>`;
}
