import { ACCESS_LEVELS } from '../../analysis/action-catalogue';
import { html, marked, type Html } from '../page/html';
import { badge, code, numberCells, plainList, table } from '../page/page-parts';
import type { AdministratorWay, PermissionReport } from '../shape/report-shape';
import { administratorTexts, counted, grouped, listed, neverNote, stepsText } from '../words';
import { changeGroups, type ChangeGroup } from './groups';

/** How far Alphaus can get, whatever it tries. */
export function reachSection({ reach, actions }: PermissionReport): Html {
  const { free, supposed } = administratorTexts(reach);
  const approved = reach.administrator.filter(({ approval }) => approval);
  const columns = [reach.withoutApproval, reach.onlyWithApproval, reach.never];
  const totals = columns.map((levels) => ACCESS_LEVELS.reduce((sum, level) => sum + levels[level], 0));
  return html`<section id="reach" aria-labelledby="reach-title">
    <h2 id="reach-title">How far Alphaus can get</h2>
    <p>
      Computed from Alphaus's account. The analysis follows every way to assume a role, pass a role, start a
      document, write a policy and update a stack. It assumes that Alphaus writes the broadest policy wherever
      it can write one. Never means that an action is explicitly denied, so that no resource policy can allow
      it; an action that counts as possible may still fail. Each escalation path names what it assumes about
      your account.
    </p>
    <p class="finding">
      <strong>${free}</strong> to administrator rights without your approval, from the permissions of the
      roles alone. With your approval: ${counted(approved.length, 'escalation path')}. ${supposed}
    </p>
    ${table({
      label: "AWS's actions by how Alphaus can reach them",
      caption: `AWS's ${grouped(actions.count)} actions, by how Alphaus can reach them`,
      columns: ['Access level'],
      numbers: ['Without approval', 'Only with your approval', 'Never'],
      rows: [
        ...ACCESS_LEVELS.map(
          (level) =>
            html`<tr>
              <th scope="row">${level}</th>
              ${numberCells(columns.map((levels) => levels[level]))}
            </tr>`,
        ),
        html`<tr class="total">
          <th scope="row">All</th>
          ${numberCells(totals)}
        </tr>`,
      ],
    })}
    ${neverNote(reach) === '' ? '' : html`<p>${marked(neverNote(reach))}</p>`}
    <h3>Escalation paths to administrator rights</h3>
    <ol class="ways">
      ${reach.administrator.map(wayItem)}
    </ol>
    <details>
      <summary>
        What Alphaus can change without an approval: ${counted(reach.changes.length, 'action')}
      </summary>
      ${table({
        label: 'Changes without an approval',
        columns: ['Actions', 'Level', 'Through', 'Limits'],
        rows: changeGroups(reach.changes).map(changeRow),
      })}
    </details>
  </section>`;
}

function wayItem({ approval, supposing, steps }: AdministratorWay): Html {
  const kind = !approval && supposing === null ? 'yes' : 'limited';
  return html`<li>
    ${badge(kind, `needs ${approval ? 'your' : 'no'} approval`)}
    ${stepsText(steps)}${supposing === null ? '' : `, if ${supposing}`}
  </li>`;
}

function changeRow({ actions, accessLevel, roles, resources, conditions, runbooks }: ChangeGroup): Html {
  const orBy = conditions.length > 0 ? 'or, without these conditions, by' : 'by';
  const limits = [
    ...(resources.includes('*') ? [] : resources.map((resource) => html`on ${code(resource)}`)),
    ...conditions.map((condition) => html`if ${code(condition)}`),
    ...runbooks.map((runbook) => html`${orBy} the runbook ${code(runbook)}`),
  ];
  return html`<tr>
    <th scope="row">${actions.map((action) => html`${code(action)}<br />`)}</th>
    <td>${accessLevel}</td>
    <td>${listed(roles)}</td>
    <td>${limits.length > 0 ? plainList(limits) : 'no proven limit'}</td>
  </tr>`;
}
