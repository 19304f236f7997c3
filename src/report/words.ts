import { ACCESS_LEVELS } from '../analysis/action-catalogue';
import type { Condition } from '../analysis/statements';
import type { AdministratorWay, FormReport, ReachReport } from './shape/report-shape';
import type { ConditionBlock, LevelCounts } from './shape/role-shape';

/** `a`, `a and b`, `a, b and c`. */
export function listed(texts: readonly string[]): string {
  return texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} and ${texts.at(-1) ?? ''}`;
}

/** A number with its thousands apart, the same in every locale: `22,091`. */
export function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `1 action`, `2 actions`. */
export function counted(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** Conditions one by one, as `StringEquals aws:ResourceTag/OctoApproved = true`; alternatives apart by `|`. */
export function conditionTexts(conditions: ConditionBlock): string[] {
  return Object.entries(conditions).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => conditionText({ operator, key, values })),
  );
}

/** The same of conditions of several statements, each once, sorted. */
export function conditionsText(conditions: readonly Condition[]): string[] {
  return [...new Set(conditions.map(conditionText))].sort();
}

function conditionText({ operator, key, values }: Condition): string {
  return `${operator} ${key} = ${values.join(' | ')}`;
}

/** `365 List, 12 Read`; levels without an action are left out. */
export function levelsText(levels: LevelCounts): string {
  const texts = ACCESS_LEVELS.map((level) => [levels[level], level] as const)
    .filter(([count]) => count > 0)
    .map(([count, level]) => `${grouped(count)} ${level}`);
  return texts.join(', ') || 'no action';
}

/** Why the reach has no action that is never possible, where it has none; what is code stands in backticks. */
export function neverNote({ never }: ReachReport): string {
  if (ACCESS_LEVELS.some((level) => never[level] > 0)) return '';
  return 'No action is out of reach for good, since what you approve runs with administrator rights; `change_executor_policy_arns` can name other ones.';
}

/** Whether Alphaus can become an administrator by itself: `free` says so of the roles alone, `supposed` of more. */
export function administratorTexts({ administrator }: ReachReport): Record<'free' | 'supposed', string> {
  const ways = administrator.filter(({ approval }) => !approval);
  const free = ways.filter(({ supposing }) => supposing === null).length;
  const supposed = ways.length - free;
  return {
    free: free === 0 ? 'No way' : counted(free, 'way'),
    supposed:
      supposed === 0
        ? ''
        : `${counted(supposed, 'more way')} ${supposed === 1 ? 'is' : 'are'} there only where something is so in your account, which the roles cannot know: it is said beside each.`,
  };
}

/** What a way to administrator rights needs. */
export function needsOf({ approval, supposing }: Pick<AdministratorWay, 'approval' | 'supposing'>): string {
  const what = approval ? 'your approval' : 'no approval';
  return supposing === null ? what : `${what}, but only exists where ${supposing}`;
}

/** A session's length: `12 h`. */
export function hours(seconds: number): string {
  return `${seconds / 3600} h`;
}

/** Ways to install the roles, for people. */
export const FORM_NAMES: Readonly<Record<FormReport['form'], string>> = {
  terraform: 'Installed by Terraform',
  cloudformation: 'Installed by the CloudFormation template',
};

/** Last part of an ARN: a policy's or a role's name. */
export function nameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

/** Steps as one sentence; who acts in several of them is named in the first. */
export function stepsText(steps: readonly string[]): string {
  const words = steps.map((step) => step.split(' '));
  return words
    .map(([actor = '', ...rest], index) => {
      const before = words[index - 1]?.[0];
      return before === actor ? rest.join(' ') : [actor, ...rest].join(' ');
    })
    .join(', then ');
}
