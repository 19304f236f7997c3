import type { ChangeOf, ChangeKind, Limits, RightsChange, RoleChange } from '../shape/change-shape';
import type { PermissionReport, SettingReport } from '../shape/report-shape';
import type { TrustStatement } from '../shape/role-shape';
import {
  conditionTexts,
  counted,
  grouped,
  hours,
  levelsText,
  listed,
  nameOf,
  needsOf,
  stepsText,
} from '../words';

const VERBS: Readonly<Record<ChangeKind, string>> = {
  added: 'adds',
  removed: 'removes',
  widened: 'widens',
  narrowed: 'narrows',
  changed: 'changes',
};

/** The text for no change. */
export const NO_CHANGE = 'No change of rights.';

/** The most actions, or exceptions of a Deny, that a sentence names; it only counts longer lists. */
const NAMED_ACTIONS = 12;

const ANYWHERE = 'without limits';

/** An item of a list and the items below it; code is in backticks. */
export interface ChangeItem {
  readonly text: string;
  readonly below: readonly string[];
}

/** Changes of rights as people read them: an item for each role. */
export function changeItems(roles: readonly RoleChange[]): ChangeItem[] {
  return roles.map(({ role, changes }) => ({ text: role, below: changes.map(changeText) }));
}

/** What a setting changes, escalation paths first; empty if it changes nothing. */
export function settingChanges({
  roles,
  administrator,
}: Pick<SettingReport, 'roles' | 'administrator'>): ChangeItem[] {
  const ways = [
    ...administrator.adds.map(({ approval, supposing, steps }) =>
      approval || supposing !== null
        ? `Opens an escalation path to administrator rights, which needs ${needsOf({ approval, supposing })}: ${stepsText(steps)}`
        : `Makes Alphaus an administrator without your approval: ${stepsText(steps)}`,
    ),
    ...administrator.takes.map(
      ({ steps }) => `Closes an escalation path to administrator rights: ${stepsText(steps)}`,
    ),
  ];
  return [...ways.map((text) => ({ text, below: [] })), ...changeItems(roles)];
}

/** Items as a Markdown list. */
export function changeList(items: readonly ChangeItem[]): string {
  return items.flatMap(({ text, below }) => [`- ${text}`, ...below.map((line) => `  - ${line}`)]).join('\n');
}

/** Changes of rights as Markdown that explains its own placeholders, so that it can be read without the report. */
export function rightsChangeText(
  roles: readonly RoleChange[],
  placeholders: PermissionReport['placeholders'],
): string {
  if (roles.length === 0) return NO_CHANGE;
  const text = changeList(changeItems(roles));
  const used = Object.entries(placeholders).filter(([name]) => text.includes(`{${name}}`));
  if (used.length === 0) return text;
  const meanings = used.map(([name, meaning]) => `- \`{${name}}\`: ${meaning}`);
  return [text, 'Values of your account are in braces:', meanings.join('\n')].join('\n\n');
}

function changeText(change: RightsChange): string {
  switch (change.of) {
    case 'role':
      return roleText(change);
    case 'actions':
      return actionsText(change, `${VERBS[change.kind]} ${codes(change.actions)}`);
    case 'denial':
      return actionsText(change, denialText(change));
    case 'trust':
      return trustText(change);
    case 'ceiling':
      return ceilingText(change);
    case 'managed policies':
      return managedText(change);
    case 'session':
      return `${VERBS[change.kind]} sessions: at most ${hours(change.now)}, ${hours(change.before)} before`;
    case 'boundary':
      return boundaryText(change);
  }
}

function roleText({ kind, levels, managedPolicies, addable, reason }: ChangeOf<'role'>): string {
  if (kind === 'removed') return 'no longer installed';
  const rights =
    managedPolicies.length > 0
      ? `whatever ${listed(managedPolicies.map(nameOf))} allows`
      : levelsText(levels);
  const more = addable > 0 ? `; an inline policy of Alphaus could add ${grouped(addable)} more` : '';
  return `new role: ${rights}${more}. ${reason}`;
}

function denialText({ kind, actions, notActions, now, before }: ChangeOf<'denial'>): string {
  const verb = {
    narrowed: before.length > 0 ? 'denies in more cases' : 'denies',
    widened: now.length > 0 ? 'denies in fewer cases' : 'no longer denies',
    changed: 'changes where it denies',
  }[kind];
  if (notActions.length === 0) return `${verb} ${codes(actions)}`;
  const many = notActions.length > NAMED_ACTIONS;
  return `${verb} every action but ${many ? `those of ${counted(notActions.length, 'pattern')}` : codes(notActions)}`;
}

function actionsText(
  { kind, of, now, before, reason }: ChangeOf<'actions'> | ChangeOf<'denial'>,
  what: string,
): string {
  const isWhole =
    kind === 'added' || kind === 'removed' || (of === 'denial' && (now.length === 0 || before.length === 0));
  const [here, there] = [limitsText(now), limitsText(before)];
  const where = isWhole
    ? [here || there].filter((text) => text !== ANYWHERE)
    : [here && `now ${before.length > 0 ? '' : 'also '}${here}`, there && thereText(there, now)];
  return `${[what, ...where.filter(Boolean)].join('; ')}. ${reason}`;
}

function thereText(there: string, now: readonly Limits[]): string {
  return now.length > 0 ? `before ${there}` : `no longer ${there}`;
}

/** Places where a right holds; empty if there are none. */
function limitsText(limits: readonly Limits[]): string {
  const texts = limits.map(({ resources, notResources = [], conditions }) => {
    const keys = conditionTexts(conditions);
    const on = [
      ...(resources.length === 0 || resources.includes('*') ? [] : [`on ${codes(resources)}`]),
      ...(notResources.length === 0 ? [] : [`on anything but ${codes(notResources)}`]),
    ];
    return [...on, ...(keys.length > 0 ? [`if ${keys.map(code).join(' and ')}`] : [])].join(' ');
  });
  // One grant without limits is a right without limits.
  return texts.includes('') ? ANYWHERE : texts.join(', or ');
}

function trustText({ kind, sid, now, before }: ChangeOf<'trust'>): string {
  const texts = [now && `now ${statementText(now)}`, before && `before ${statementText(before)}`];
  return [`${VERBS[kind]} who may assume it, statement ${sid}`, ...texts.filter(Boolean)].join('; ');
}

function statementText({ effect, principals, conditions }: TrustStatement): string {
  const names = Object.values(principals).flat();
  const keys = conditionTexts(conditions);
  const onlyIf = keys.length > 0 ? ` if ${keys.map(code).join(' and ')}` : '';
  return `${effect === 'Deny' ? 'denied to' : 'allowed to'} ${codes(names)}${onlyIf}`;
}

function ceilingText({ kind, actions }: ChangeOf<'ceiling'>): string {
  const named = actions.length > NAMED_ACTIONS ? counted(actions.length, 'action') : codes(actions);
  return `${VERBS[kind]} the most that the role can ever do by ${named}`;
}

function managedText({ kind, now, before }: ChangeOf<'managed policies'>): string {
  const [come, gone] = [now, before].map((arns) => arns.map(nameOf).map(code).join(', '));
  if (kind === 'changed') return `may do what ${come} allows, instead of ${gone}`;
  return kind === 'added' ? `may do what ${come} allows too` : `may no longer do what ${gone} allows`;
}

function boundaryText({ now, before }: ChangeOf<'boundary'>): string {
  const [here, there] = [now, before].map((arn) => (arn === null ? 'none' : code(nameOf(arn))));
  return `has the permissions boundary ${here}, before ${there}`;
}

function codes(texts: readonly string[]): string {
  return texts.map(code).join(', ');
}

function code(text: string): string {
  return `\`${text}\``;
}
