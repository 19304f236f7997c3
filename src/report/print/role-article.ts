import { html, type Html } from '../page/html';
import { code, codeLine, limitTerms, numberCells, table, termList } from '../page/page-parts';
import type { Grant, RoleReport } from '../shape/role-shape';
import { SIZES_ARE_OF } from '../build/sizes';
import { conditionTexts, counted, hours, levelsText, listed, nameOf } from '../words';
import { capabilitiesOf } from './groups';

/** Everything about one role. */
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
      ${hours(session.seconds)}${session.input === null ? '' : html` (input ${code(session.input)})`}.
    </p>
    <h4>What it may do</h4>
    ${managedPolicies.length > 0 ? html`<p>Whatever ${listed(managedPolicies.map(nameOf))} allows. The input <code>change_executor_policy_arns</code> can name other policies.</p>` : ''}
    ${capabilitiesOf(role.grants).map(([capability, grants]) => capabilityDetails(capability, grants, role))}
    ${ceilingParagraph(role)}
    <h4>What it can never do, and what stops it</h4>
    ${table({
      label: `Never: ${name}`,
      columns: ['Never', 'Stopped by'],
      rows: never.map(
        ({ what, actions, stoppedBy }) =>
          html`<tr>
            <td>${what} ${actions.length > 0 ? codeLine(actions) : ''}</td>
            <td>${stoppedBy}</td>
          </tr>`,
      ),
    })}
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
      ${table({
        label: `Sizes: ${name}`,
        caption: `Characters without white space, ${SIZES_ARE_OF}`,
        columns: ['Document', 'Kind'],
        numbers: ['Characters', "IAM's limit"],
        rows: sizes.map(
          ({ document, kind, characters, limit }) =>
            html`<tr>
              <th scope="row">${document}</th>
              <td>${kind}</td>
              ${numberCells([characters, limit])}
            </tr>`,
        ),
      })}
    </details>
  </article>`;
}

function capabilityDetails(capability: string, grants: readonly Grant[], { permissions }: RoleReport): Html {
  const count = permissions.filter(({ sid }) => grants.some((grant) => grant.sid === sid)).length;
  return folded(capability, count, html`${grants.map((grant) => grantBlock(grant, permissions))}`);
}

function folded(title: string, count: number, content: Html): Html {
  return html`<details class="capability">
    <summary>${title} <span class="count">${counted(count, 'action')}</span></summary>
    ${content}
  </details>`;
}

function grantBlock(grant: Grant, permissions: RoleReport['permissions']): Html {
  const { sid, reason, source, resources, conditions, required, levels } = grant;
  const actions = permissions.filter((permission) => permission.sid === sid).map(({ action }) => action);
  return html`<div class="grant">
    <p>${reason}</p>
    <p class="sid">
      Statement ${sid} ·
      ${levelsText(levels)}${required ? '' : ' · an input turns it off'}${source === null ? '' : ` · based on ${source}`}
    </p>
    ${termList(limitTerms(resources, conditionTexts(conditions)))} ${codeLine(actions)}
  </div>`;
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
    ${folded('The additional actions', beyond.length, codeLine(beyond.map(({ action }) => action)))}`;
}
