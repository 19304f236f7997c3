import type { AccountAdoption, AdoptReport, RoleAdoption } from '../account/adopt/adopt-report';
import { WITH_FILE } from './adopt-steps';
import { label, toUseState } from './summary';

const ORIGINS = {
  stack: 'made by a CloudFormation stack',
  terraform: 'made by another Terraform configuration',
  fleet: 'in the state of this fleet already',
  none: 'made by hand, or by what was not asked',
} as const;

/** The report for people. */
export function adoptSummary({ applied, accounts, written }: AdoptReport): string {
  const lines = accounts.flatMap((one) => account(one, applied));
  const ready = accounts.filter(({ status }) => status === 'ready');
  const toAdd = ready.some(({ steps }) => steps.some((step) => step.includes(WITH_FILE)))
    ? WITH_FILE
    : '--apply';
  return [
    ...lines,
    ...(accounts.some(({ status }) => status === 'failed')
      ? ['for the rest: run the same command again; it does nothing twice']
      : []),
    ...(written === undefined ? [] : [`written: ${written}`]),
    ...(applied ? [] : [`nothing was changed in AWS${ready.length > 0 ? `: add ${toAdd} to do it` : ''}`]),
  ].join('\n');
}

function account(one: AccountAdoption, applied: boolean): string[] {
  const { status, reason, mend = [], roles, self_updates: selfUpdates, creates, policies, steps } = one;
  // Where it was to be done, why it was not is what counts.
  const isPlan = status === 'ready' || status === 'deploy_next' || (status === 'refused' && !applied);
  return [
    `${label(one)}: ${status === 'ready' ? 'can be taken over' : status.replaceAll('_', ' ')}`,
    ...(reason?.split('\n') ?? []).map((line) => `  ${line}`),
    ...(status === 'refused' ? ['  nothing was changed in it'] : []),
    ...toUseState(mend),
    ...(isPlan ? roles.flatMap((each) => role(each, selfUpdates)) : roles.map(kept)),
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

function role(one: RoleAdoption, selfUpdates: AccountAdoption['self_updates']): string[] {
  const { origin, takes, limits, adds, widens, lifts, changes, removes } = one;
  const keeps = selfUpdates.filter((update) => update.role === one.role).map(({ policy }) => policy);
  const block = (title: string, items: readonly string[]): string[] =>
    items.length === 0 ? [] : [`    ${title}`, ...items.map((item) => `      ${item}`)];
  return [
    `${kept(one)}, ${ORIGINS[origin]}`,
    ...changes.map((change) => `    ${change}`),
    ...block('our policies take away:', takes),
    ...block('our policies keep, but not on all resources or in all cases as before:', limits),
    ...block('our policies add:', adds),
    ...block('our policies allow on more resources, or in more cases, than before:', widens),
    ...block('the present policies deny, and ours do not:', lifts),
    ...block('taken off the role:', removes),
    ...block('stays, since Alphaus may write it itself:', keeps),
  ];
}
