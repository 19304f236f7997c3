import { ACCESS_LEVELS } from '../analysis/action-catalogue';
import type { Condition } from '../analysis/statements';
import type { AdministratorWay, FormReport, ReachReport } from './shape/report-shape';
import type { ConditionBlock, LevelCounts } from './shape/role-shape';

/** `a`, `a and b`, `a, b and c`. */
export function listed(texts: readonly string[]): string {
  return texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} and ${texts.at(-1) ?? ''}`;
}

/** A number with thousands separators, the same in every locale: `22,091`. */
export function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `1 action`, `2 actions`. */
export function counted(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** Conditions one by one, as `StringEquals aws:ResourceTag/OctoApproved = true`; `|` separates alternatives. */
export function conditionTexts(conditions: ConditionBlock): string[] {
  return Object.entries(conditions).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => conditionText({ operator, key, values })),
  );
}

/** The conditions of several statements as texts, each once, sorted. */
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

/** Why no action is never possible, if none is; code is in backticks. */
export function neverNote({ never }: ReachReport): string {
  if (ACCESS_LEVELS.some((level) => never[level] > 0)) return '';
  return 'No action is out of reach in principle: what you approve runs with administrator rights. `change_executor_policy_arns` can name other policies.';
}

/** Whether Alphaus can become an administrator by itself: `free` by the roles alone, `supposed` under a condition in the account. */
export function administratorTexts({ administrator }: ReachReport): Record<'free' | 'supposed', string> {
  const ways = administrator.filter(({ approval }) => !approval);
  const free = ways.filter(({ supposing }) => supposing === null).length;
  const supposed = ways.length - free;
  return {
    free: `${free === 0 ? 'No escalation path' : counted(free, 'escalation path')} ${free > 1 ? 'lead' : 'leads'}`,
    supposed:
      supposed === 0
        ? ''
        : `${counted(supposed, 'more path')} ${supposed === 1 ? 'exists' : 'exist'} only under a condition in your account that the roles cannot see; each path names its condition.`,
  };
}

/** What an escalation path needs. */
export function needsOf({ approval, supposing }: Pick<AdministratorWay, 'approval' | 'supposing'>): string {
  const what = approval ? 'your approval' : 'no approval';
  return supposing === null ? what : `${what}, but exists only if ${supposing}`;
}

/** A session's length: `12 h`. */
export function hours(seconds: number): string {
  return `${seconds / 3600} h`;
}

/** Names of the deliveries, for people. */
export const FORM_NAMES: Readonly<Record<FormReport['form'], string>> = {
  terraform: 'Installed by Terraform',
  cloudformation: 'Installed by the CloudFormation template',
};

/** Last part of an ARN: a policy's or a role's name. */
export function nameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

/** Steps as one sentence; an actor of several steps in a row is named once. */
export function stepsText(steps: readonly string[]): string {
  const words = steps.map((step) => step.split(' '));
  return words
    .map(([actor = '', ...rest], index) => {
      const before = words[index - 1]?.[0];
      return before === actor ? rest.join(' ') : [actor, ...rest].join(' ');
    })
    .join(', then ');
}
