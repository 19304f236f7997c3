import { ACCESS_LEVELS } from '../../analysis/action-catalogue';
import { changeGroups, type ChangeGroup } from '../diff/change-groups';
import { html, marked, type Html } from './html';
import type { AdministratorWay, FormReport, PermissionReport, SettingReport } from '../shape/report-shape';
import type { ConditionBlock, Grant, LevelCounts, RoleReport } from '../shape/role-shape';
import type { ChangeItem } from '../diff/rights-change-text';
import { settingChanges } from '../diff/setting-changes';
import { SIZES_ARE_OF } from '../build/sizes';
import { capabilitiesOf } from '../build/capabilities';
import {
  administratorTexts,
  FORM_NAMES,
  conditionTexts,
  counted,
  grouped,
  hours,
  levelsText,
  listed,
  nameOf,
  neverNote,
  stepsText,
} from '../words';

/** How much each role may, in numbers. */
export function glanceTable({ roles, reach }: PermissionReport): Html {
  const sessions = reach.sessions.map(({ role }) => role);
  const row = ({ name, levels, session, managedPolicies }: RoleReport): Html =>
    html`<tr>
      <th scope="row"><a href="#${name}">${name}</a></th>
      <td>${sessions.includes(name) ? 'Alphaus' : 'you, never Alphaus'}</td>
      ${managedPolicies.length > 0 ? html`<td colspan="${ACCESS_LEVELS.length}">${listed(managedPolicies.map(nameOf))}</td>` : ACCESS_LEVELS.map((level) => html`<td class="number">${grouped(levels[level])}</td>`)}
      <td class="number">${hours(session.seconds)}</td>
    </tr>`;
  return scrolling(
    'At a glance',
    html`<table>
      <thead>
        <tr>
          <th scope="col">Role</th>
          <th scope="col">Assumed by</th>
          ${ACCESS_LEVELS.map((level) => html`<th scope="col" class="number">${level}</th>`)}
          <th scope="col" class="number">Session</th>
        </tr>
      </thead>
      <tbody>
        ${roles.map(row)}
      </tbody>
    </table>`,
  );
}

/** How far Alphaus can get, whatever it tries. */
export function reachSection({ reach, actions }: PermissionReport): Html {
  const total = (levels: LevelCounts): number => ACCESS_LEVELS.reduce((sum, level) => sum + levels[level], 0);
  const { free, supposed } = administratorTexts(reach);
  const approved = reach.administrator.filter(({ approval }) => approval);
  const column = (levels: LevelCounts, level: (typeof ACCESS_LEVELS)[number]): Html =>
    html`<td class="number">${grouped(levels[level])}</td>`;
  return html`<section id="reach" aria-labelledby="reach-title">
    <h2 id="reach-title">How far Alphaus can get</h2>
    <p>
      Computed from Alphaus's account: every way to assume a role, to pass one, to start a document, to write
      a policy and to update a stack was followed, and whatever Alphaus can write was taken to be the worst.
      What is called never here is denied expressly, so that no resource policy opens it; what is called
      possible may still fail. What it supposes of your account stands beside each way.
    </p>
    <p class="finding">
      <strong>${free}</strong> to administrator rights without your approval by what the roles may do;
      ${counted(approved.length, 'way')} with it. ${supposed}
    </p>
    ${scrolling(
      "AWS's actions by how Alphaus can reach them",
      html`<table>
        <caption>
          AWS's ${grouped(actions.count)} actions, by how Alphaus can reach them
        </caption>
        <thead>
          <tr>
            <th scope="col">Access level</th>
            <th scope="col" class="number">Without approval</th>
            <th scope="col" class="number">Only with your approval</th>
            <th scope="col" class="number">Never</th>
          </tr>
        </thead>
        <tbody>
          ${ACCESS_LEVELS.map(
            (level) =>
              html`<tr>
                <th scope="row">${level}</th>
                ${column(reach.withoutApproval, level)}${column(reach.onlyWithApproval, level)}${column(reach.never, level)}
              </tr>`,
          )}
          <tr class="total">
            <th scope="row">All</th>
            <td class="number">${grouped(total(reach.withoutApproval))}</td>
            <td class="number">${grouped(total(reach.onlyWithApproval))}</td>
            <td class="number">${grouped(total(reach.never))}</td>
          </tr>
        </tbody>
      </table>`,
    )}
    ${neverNote(reach) === '' ? '' : html`<p>${marked(neverNote(reach))}</p>`}
    <h3>Ways to administrator rights</h3>
    <ol class="ways">
      ${reach.administrator.map(wayItem)}
    </ol>
    <details>
      <summary>What it can change without an approval: ${counted(reach.changes.length, 'action')}</summary>
      ${scrolling(
        'Changes without an approval',
        html`<table>
          <thead>
            <tr>
              <th scope="col">Actions</th>
              <th scope="col">Level</th>
              <th scope="col">Through</th>
              <th scope="col">Limits</th>
            </tr>
          </thead>
          <tbody>
            ${changeGroups(reach.changes).map(changeRow)}
          </tbody>
        </table>`,
      )}
    </details>
  </section>`;
}

function wayItem(way: AdministratorWay): Html {
  const isFree = !way.approval && way.supposing === null;
  return html`<li>
    <span class="badge ${isFree ? 'yes' : 'limited'}">needs ${way.approval ? 'your' : 'no'} approval</span>
    ${stepsText(way.steps)}${way.supposing === null ? '' : `, if ${way.supposing}`}
  </li>`;
}

function changeRow({ actions, accessLevel, roles, resources, conditions, runbooks }: ChangeGroup): Html {
  const limits = [
    ...(resources.includes('*')
      ? []
      : resources.map((resource) => html`<li>on <code>${resource}</code></li>`)),
    ...conditions.map((condition) => html`<li>if <code>${condition}</code></li>`),
    ...runbooks.map(
      (runbook) =>
        html`<li>
          ${conditions.length > 0 ? 'or, without these, ' : ''}by the runbook <code>${runbook}</code>
        </li>`,
    ),
  ];
  return html`<tr>
    <th scope="row">${actions.map((action) => html`<code>${action}</code><br />`)}</th>
    <td>${accessLevel}</td>
    <td>${listed(roles)}</td>
    <td>
      ${
        limits.length > 0
          ? html`<ul class="plain">
              ${limits}
            </ul>`
          : 'none proven'
      }
    </td>
  </tr>`;
}

/** One role, whole. */
export function roleArticle(role: RoleReport): Html {
  const { name, purpose, assumedBy, session, managedPolicies, never, accepted, sizes } = role;
  return html`<article id="${name}" aria-labelledby="${name}-title">
    <h3 id="${name}-title">${name}</h3>
    <p class="purpose">${purpose}</p>
    <h4>Who assumes it</h4>
    <ul>
      ${assumedBy.map(({ who, how }) => html`<li><strong>${who}</strong>, ${how}</li>`)}
    </ul>
    <p>
      A session lasts at most
      ${hours(session.seconds)}${session.input === null ? '' : html` (input <code>${session.input}</code>)`}.
    </p>
    <h4>What it may do</h4>
    ${managedPolicies.length > 0 ? html`<p>Whatever ${listed(managedPolicies.map(nameOf))} allows. Input <code>change_executor_policy_arns</code> names other policies.</p>` : ''}
    ${capabilitiesOf(role.grants).map(([capability, grants]) => capabilityDetails(capability, grants, role))}
    ${ceilingParagraph(role)}
    <h4>What it can never do, and what stops it</h4>
    ${scrolling(
      `Never: ${name}`,
      html`<table>
        <thead>
          <tr>
            <th scope="col">Never</th>
            <th scope="col">Stopped by</th>
          </tr>
        </thead>
        <tbody>
          ${never.map(
            ({ what, actions, stoppedBy }) =>
              html`<tr>
                <td>${what} ${actions.length > 0 ? codeLine(actions) : ''}</td>
                <td>${stoppedBy}</td>
              </tr>`,
          )}
        </tbody>
      </table>`,
    )}
    ${
      accepted.length > 0
        ? html`<h4>What you accept</h4>
            <ul>
              ${accepted.map((item) => html`<li>${item}</li>`)}
            </ul>`
        : ''
    }
    <details>
      <summary>Sizes of its documents</summary>
      <table>
        <caption>
          Characters without white space, ${SIZES_ARE_OF}
        </caption>
        <thead>
          <tr>
            <th scope="col">Document</th>
            <th scope="col">Kind</th>
            <th scope="col" class="number">Characters</th>
            <th scope="col" class="number">IAM's limit</th>
          </tr>
        </thead>
        <tbody>
          ${sizes.map(
            ({ document, kind, characters, limit }) =>
              html`<tr>
                <th scope="row">${document}</th>
                <td>${kind}</td>
                <td class="number">${grouped(characters)}</td>
                <td class="number">${grouped(limit)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </details>
  </article>`;
}

function capabilityDetails(capability: string, grants: readonly Grant[], { permissions }: RoleReport): Html {
  const count = permissions.filter(({ sid }) => grants.some((grant) => grant.sid === sid)).length;
  return html`<details class="capability">
    <summary>
      <span class="name">${capability}</span> <span class="count">${counted(count, 'action')}</span>
    </summary>
    ${grants.map((grant) => grantBlock(grant, permissions))}
  </details>`;
}

function grantBlock(grant: Grant, permissions: RoleReport['permissions']): Html {
  const { sid, reason, source, resources, conditions, required, levels } = grant;
  const actions = permissions.filter((permission) => permission.sid === sid).map(({ action }) => action);
  return html`<div class="grant">
    <p>${reason}</p>
    <p class="sid">
      Statement ${sid} ·
      ${levelsText(levels)}${required ? '' : ' · an input turns it off'}${source === null ? '' : ` · after ${source}`}
    </p>
    ${limitsList(resources, conditions)} ${codeLine(actions)}
  </div>`;
}

function limitsList(resources: readonly string[], conditions: ConditionBlock): Html | '' {
  const limits: [string, readonly string[]][] = [
    ['Only on', resources.includes('*') ? [] : resources],
    ['Only if', conditionTexts(conditions)],
  ];
  const given = limits.filter(([, texts]) => texts.length > 0);
  if (given.length === 0) return '';
  return html`<dl class="limits">
    ${given.map(
      ([term, texts]) =>
        html`<dt>${term}</dt>
          ${texts.map((text) => html`<dd><code>${text}</code></dd>`)}`,
    )}
  </dl>`;
}

function ceilingParagraph({ ceiling }: RoleReport): Html | '' {
  if (!ceiling) return '';
  const { boundary, beyond, levels } = ceiling;
  return html`<h4>What Alphaus could add</h4>
    <p>
      Alphaus may write inline policies into this role. Even <code>Allow *</code> on <code>*</code> gives it
      at most ${counted(beyond.length, 'action')} more, all within the boundary ${nameOf(boundary)}. Then it
      has ${levelsText(levels)}.
    </p>
    <details class="capability">
      <summary>
        <span class="name">The additional ones</span>
        <span class="count">${counted(beyond.length, 'action')}</span>
      </summary>
      <p class="actions">${beyond.map(({ action }) => html`<code>${action}</code> `)}</p>
    </details>`;
}

/** What one input changes. */
export function settingArticle(setting: SettingReport): Html {
  const { input, setting: value, description } = setting;
  return html`<article class="setting">
    <h3><code>${input} = ${JSON.stringify(value)}</code></h3>
    <p class="help">${description.replaceAll('`', '')}</p>
    ${changeList(settingChanges(setting))}
  </article>`;
}

/** What another way to install the roles changes. */
export function formArticle(form: FormReport): Html {
  return html`<article class="setting">
    <h3>${FORM_NAMES[form.form]}</h3>
    <p class="help">${form.description}</p>
    ${changeList(settingChanges(form))}
  </article>`;
}

function changeList(items: readonly ChangeItem[]): Html {
  if (items.length === 0) return html`<p>Rights stay as they are.</p>`;
  return html`<ul>
    ${items.map(
      ({ text, below }) =>
        html`<li>
          ${marked(text)}${
            below.length === 0
              ? ''
              : html`<ul>
                  ${below.map((line) => html`<li>${marked(line)}</li>`)}
                </ul>`
          }
        </li>`,
    )}
  </ul>`;
}

function codeLine(texts: readonly string[]): Html {
  return html`<p class="actions">${texts.map((text) => html`<code>${text}</code> `)}</p>`;
}

function scrolling(label: string, content: Html): Html {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${label}">${content}</div>`;
}
