import type { AccountAdoption, AdoptReport, RoleAdoption } from '../account/adopt/adopt-report';
import { label } from './summary';

const ORIGINS = {
  stack: 'made by a CloudFormation stack',
  state: 'made by another Terraform configuration',
  hand: 'made by hand, or by what was not asked',
} as const;

/** The report for people. */
export function adoptSummary({ applied, accounts, written }: AdoptReport): string {
  const lines = accounts.flatMap(account);
  const ready = accounts.some(({ status }) => status === 'ready');
  return [
    ...lines,
    ...(written === undefined ? [] : [`written: ${written}`]),
    ...(applied
      ? []
      : [ready ? 'nothing was changed in AWS: add --apply to do it' : 'nothing was changed in AWS']),
  ].join('\n');
}

function account(one: AccountAdoption): string[] {
  const { status, reasons, roles, creates, policies, steps } = one;
  const isPlan = status === 'ready' || status === 'refused' || status === 'deploy next';
  return [
    `${label(one)}: ${status === 'ready' ? 'can be taken over' : status}`,
    ...reasons.map((reason) => `  ${reason}`),
    ...(isPlan ? roles.flatMap(role) : roles.map(kept)),
    ...(isPlan && creates.length > 0 ? [`  new: ${creates.join(', ')}`] : []),
    ...(isPlan && policies.length > 0
      ? [`  policies of ours that are there already: ${policies.join(', ')}`]
      : []),
    ...(steps.length > 0 ? ['  in this order:'] : []),
    ...steps.map((step, index) => `    ${index + 1}. ${step}`),
  ];
}

function kept({ role: name, role_id: id }: RoleAdoption): string {
  return `  ${name} stays${id === undefined ? '' : ` ${id}`}`;
}

function role(one: RoleAdoption): string[] {
  const { origin, takes, limits, adds, changes, removes, keeps } = one;
  const block = (title: string, items: readonly string[]): string[] =>
    items.length === 0 ? [] : [`    ${title}`, ...items.map((item) => `      ${item}`)];
  return [
    `${kept(one)}, ${ORIGINS[origin]}`,
    ...changes.map((change) => `    ${change}`),
    ...block('our policies take away:', takes),
    ...block('our policies keep, on fewer resources or under more conditions:', limits),
    ...block('our policies add:', adds),
    ...block('taken off the role:', removes),
    ...block('stays, since Alphaus may write it itself:', keeps),
  ];
}
