import type { ConditionBlock, PermissionGroup, RoleChange, SettingReport } from './model';
import { conditionTexts, counted, hours, stepsText } from './words';

/** A sentence, some of it code. */
export interface ChangeText {
  readonly parts: readonly { readonly text: string; readonly isCode: boolean }[];
}

/** As many actions as a sentence names; of more it says how many. */
const NAMED_ACTIONS = 12;

/** What a setting changes, as sentences for people; none where it changes nothing. */
export function changeTexts({
  roles,
  administrator,
}: Pick<SettingReport, 'roles' | 'administrator'>): ChangeText[] {
  const texts = [
    ...administrator.adds.map(({ approval, steps }) =>
      approval
        ? `Opens a way to administrator rights, with your approval: ${stepsText(steps)}`
        : `Makes Alphaus an administrator without your approval: ${stepsText(steps)}`,
    ),
    ...administrator.takes.map(({ steps }) => `Closes a way to administrator rights: ${stepsText(steps)}`),
    ...roles.flatMap((change) => roleTexts(change).map((text) => `${change.role} ${text}`)),
  ];
  return texts.map(changeText);
}

/** Backticks mark code, as in Markdown. */
function changeText(text: string): ChangeText {
  const parts = text.split('`').map((part, index) => ({ text: part, isCode: index % 2 === 1 }));
  return { parts: parts.filter((part) => part.text !== '') };
}

function roleTexts(change: RoleChange): string[] {
  const { installed, session, boundary, managedPolicies, trust, adds = [], takes = [], ceiling } = change;
  if (installed) return [installed === 'added' ? 'is installed' : 'is not installed'];
  return [
    ...(session ? [`has sessions of at most ${hours(session.to)} instead of ${hours(session.from)}`] : []),
    ...(boundary ? [`has the boundary ${arnText(boundary.to)} instead of ${arnText(boundary.from)}`] : []),
    ...(managedPolicies
      ? [`has ${codes(managedPolicies.adds)} attached instead of ${codes(managedPolicies.takes)}`]
      : []),
    ...(trust
      ? trust.adds.map(({ sid, conditions }) => `is assumed (statement ${sid}) ${onlyIf(conditions)}`)
      : []),
    // What a whole managed policy allows is said above.
    ...adds.filter(({ actions }) => !actions.includes('*')).map((group) => `gets ${groupText(group)}`),
    ...takes.filter(({ actions }) => !actions.includes('*')).map((group) => `loses ${groupText(group)}`),
    ...(ceiling?.adds.length ? [`can have ${counted(ceiling.adds.length, 'action')} more at most`] : []),
    ...(ceiling?.takes.length
      ? [`can have ${counted(ceiling.takes.length, 'action')} fewer at most, whatever is written into it`]
      : []),
  ];
}

function groupText({ sid, actions, resources, conditions }: PermissionGroup): string {
  const named = actions.length > NAMED_ACTIONS ? counted(actions.length, 'action') : codes(actions);
  const limits = [
    ...(resources.includes('*') ? [] : [`only on ${codes(resources)}`]),
    ...(Object.keys(conditions).length > 0 ? [onlyIf(conditions)] : []),
  ];
  return [`${named} (statement ${sid})`, ...limits].join(', ');
}

function onlyIf(conditions: ConditionBlock): string {
  return `only if ${conditionTexts(conditions).map(codeOf).join(' and ')}`;
}

function arnText(arn: string | null): string {
  return arn === null ? 'none' : codeOf(arn);
}

function codes(texts: readonly string[]): string {
  return texts.map(codeOf).join(', ');
}

function codeOf(text: string): string {
  return `\`${text}\``;
}
