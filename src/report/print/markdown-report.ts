import { markdownTable } from '../../text/markdown';
import { ACCESS_LEVELS } from '../../analysis/action-catalogue';
import { capabilitiesOf, changeGroups, type ChangeGroup } from './groups';
import type { Grant, Never, RoleReport } from '../shape/role-shape';
import type { PermissionReport, SettingReport } from '../shape/report-shape';
import { relationsOf, type Relation, type Relations } from '../build/relations';
import { changeList, settingChanges } from '../diff/rights-change-text';
import { SIZES_ARE_OF } from '../build/sizes';
import {
  conditionTexts,
  administratorTexts,
  FORM_NAMES,
  counted,
  grouped,
  hours,
  levelsText,
  listed,
  needsOf,
  neverNote,
  stepsText,
} from '../words';

/** The report for people who read Markdown. */
export function markdownReport(report: PermissionReport): string {
  const { roles, actions, release } = report;
  return `${[
    '# What each role may do, and what it can never do',
    `Permission report of Octo access ${release}. Generated from the catalogue of permissions by \`octo-access generate\`; do not edit.`,
    `Every statement below was checked against all ${grouped(actions.count)} actions that AWS lists for its ${actions.services} services (${actions.source} ${actions.version}). Each is a row of \`src/catalogue/\`, by its name. Actions are written as in the policies, with patterns: to look for a single one, or to ask "who can do this?", open [permissions.html](permissions.html) in a browser. The same data for programs is in [permissions.json](permissions.json).`,
    'Values of your account are in braces:',
    list(Object.entries(report.placeholders).map(([name, meaning]) => `\`{${name}}\`: ${meaning}`)),
    '## At a glance',
    glance(roles),
    '## Who reaches what',
    fence('mermaid', mermaid(relationsOf(report))),
    'Solid: assumes. Dashed: works through. Crossed: never assumes; not trusted, and the roles that Alphaus assumes are denied by name.',
    '## How far Alphaus can get',
    ...reachSections(report),
    ...roles.flatMap(roleSections),
    '## What each input adds or removes',
    'Compared with an installation with default inputs.',
    ...report.settings.flatMap(settingSections),
    ...report.forms.flatMap((form) => [`### ${FORM_NAMES[form.form]}`, form.description, changesOf(form)]),
  ].join('\n\n')}\n`;
}

function glance(roles: readonly RoleReport[]): string {
  return markdownTable(
    ['role', 'assumed by', ...ACCESS_LEVELS, 'session'],
    roles.map(({ name, assumedBy, levels, session }) => [
      `[${name}](#${name.toLowerCase()})`,
      assumedBy.map(({ who }) => who).join('; '),
      ...ACCESS_LEVELS.map((level) => grouped(levels[level])),
      hours(session.seconds),
    ]),
  );
}

function reachSections({ reach, actions }: PermissionReport): string[] {
  const { free, supposed } = administratorTexts(reach);
  const numbers = (level: (typeof ACCESS_LEVELS)[number]): string[] =>
    [reach.withoutApproval, reach.onlyWithApproval, reach.never].map((levels) => grouped(levels[level]));
  return [
    "Computed from Alphaus's account. The analysis follows every way to assume a role, pass a role, start a document, write a policy and update a stack. It assumes that Alphaus writes the broadest policy wherever it can write one. Never means that an action is explicitly denied, so that no resource policy can allow it; an action that counts as possible may still fail. Each escalation path names what it assumes about your account.",
    [
      `**${free} to administrator rights without your approval, from the permissions of the roles alone.**`,
      supposed,
      'All escalation paths:',
    ]
      .filter(Boolean)
      .join(' '),
    list(reach.administrator.map((way) => `${stepsText(way.steps)} (needs ${needsOf(way)})`)),
    `AWS's ${grouped(actions.count)} actions, by how Alphaus can reach them:`,
    markdownTable(
      ['access level', 'without approval', 'only with your approval', 'never'],
      ACCESS_LEVELS.map((level) => [level, ...numbers(level)]),
    ),
    ...(neverNote(reach) === '' ? [] : [neverNote(reach)]),
    'What Alphaus can change without an approval:',
    list(changeGroups(reach.changes).map(changeText)),
  ];
}

const ARROWS: Readonly<Record<Relation['kind'], string>> = { assumes: '-->', acts: '-.->', never: '--x' };

/** A Mermaid flow chart, which Markdown viewers draw. */
function mermaid({ actors, relations }: Relations): string {
  return [
    'flowchart LR',
    ...actors.map(({ id, label, kind }) => {
      const text = label.join('<br/>').replace(/[{}]/g, (brace) => (brace === '{' ? '#123;' : '#125;'));
      return `  ${id}${kind.endsWith('role') ? `["${text}"]` : `(["${text}"])`}`;
    }),
    ...relations.map(({ from, to, label, kind }) => `  ${from} ${ARROWS[kind]}|"${label}"| ${to}`),
  ].join('\n');
}

function neverText({ what, actions, stoppedBy }: Never): string {
  const named = actions.length > 0 ? [actions.map(code).join(', ')] : [];
  return [what, ...named, `Stopped by ${stoppedBy}`].join('<br>');
}

function changeText({ actions, accessLevel, roles, resources, conditions, runbooks }: ChangeGroup): string {
  return [
    `${accessLevel}, through ${listed(roles)}: ${actions.map(code).join(', ')}`,
    ...(resources.includes('*') ? [] : [`Only on ${resources.map(code).join(', ')}`]),
    ...(conditions.length > 0
      ? [`Under the conditions of the statements: ${conditions.map(code).join(', ')}`]
      : []),
    ...(runbooks.length > 0
      ? [
          `${conditions.length > 0 ? 'Or, without these conditions, by' : 'By'} the runbooks ${runbooks.map(code).join(', ')}`,
        ]
      : []),
  ].join('<br>');
}

function roleSections(role: RoleReport): string[] {
  const { name, purpose, assumedBy, session, never, accepted } = role;
  return [
    `## ${name}`,
    purpose,
    '### Who assumes it',
    list(assumedBy.map(({ who, how }) => `${who}: ${how}`)),
    `A session lasts at most ${hours(session.seconds)}${session.input === null ? '' : ` (input \`${session.input}\`)`}.`,
    '### What it may do',
    ...managedSections(role),
    ...capabilitiesOf(role.grants).map(([capability, grants]) =>
      [`**${capability}**`, list(grants.map(grantText))].join('\n\n'),
    ),
    ...ceilingSections(role),
    '### What it can never do, and what stops it',
    list(never.map(neverText)),
    ...(accepted.length > 0 ? ['### What you accept', list(accepted)] : []),
    '### Sizes',
    markdownTable(
      ['document', 'kind', 'characters', "IAM's limit"],
      role.sizes.map(({ document, kind, characters, limit }) => [
        document,
        kind,
        grouped(characters),
        grouped(limit),
      ]),
    ),
    `Without white space, ${SIZES_ARE_OF}.`,
  ];
}

function managedSections({ managedPolicies }: RoleReport): string[] {
  if (managedPolicies.length === 0) return [];
  return [
    `Whatever ${listed(managedPolicies.map(code))} allows. The input \`change_executor_policy_arns\` can name other policies.`,
  ];
}

function grantText({ reason, actions, levels, required, sid, ...limits }: Grant): string {
  const about = [levelsText(levels), required ? '' : 'an input turns it off', `statement ${sid}`].filter(
    Boolean,
  );
  return [reason, `${actions.map(code).join(', ')} (${about.join('; ')})`, ...limitTexts(limits)].join(
    '<br>',
  );
}

function limitTexts({ resources, conditions }: Pick<Grant, 'resources' | 'conditions'>): string[] {
  const onlyOn = resources.includes('*') ? [] : [`Only on ${resources.map(code).join(', ')}`];
  const onlyIf = conditionTexts(conditions);
  return [...onlyOn, ...(onlyIf.length > 0 ? [`Only if ${onlyIf.map(code).join(' and ')}`] : [])];
}

function ceilingSections({ ceiling }: RoleReport): string[] {
  if (!ceiling) return [];
  const { boundary, beyond, levels } = ceiling;
  const services = [...new Set(beyond.map(({ action }) => action.split(':')[0] ?? ''))];
  return [
    '### What Alphaus could add',
    `Alphaus may write inline policies into this role. Even \`Allow *\` on \`*\` gives it at most ${counted(beyond.length, 'action')} more, all within the boundary ${code(boundary)}; then it has ${levelsText(levels)}.` +
      (services.length > 0 ? ` The additional actions belong to ${listed(services.map(code))}.` : ''),
  ];
}

function settingSections(report: SettingReport): string[] {
  const { input, setting, description } = report;
  return [`### \`${input} = ${JSON.stringify(setting)}\``, description, changesOf(report)];
}

function changesOf(change: Parameters<typeof settingChanges>[0]): string {
  return changeList(settingChanges(change)) || 'No right changes.';
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}

function fence(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}

function code(text: string): string {
  return `\`${text}\``;
}
