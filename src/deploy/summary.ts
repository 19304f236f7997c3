import { EXIT_STATUSES, type ExitStatus } from '../names/exit-status';
import { shownPath } from '../text/shown-path';
import type { FleetReport } from './fleet-report';
import { knownCause, type KnownCause } from './known-causes';
import type { FleetRun, Result } from './run-fleet';
import type { Changes } from './terraform-output';

/** Facts for the summary of a run. */
export interface Wording {
  /** The fleet file's name. */
  readonly file: string;
  /** Options to repeat in the command for the rest, like `--file other.yaml`. @default - none */
  readonly repeat?: string;
  /** The option that names the fleet file, for other commands. @default - none is needed */
  readonly fileOption?: string;
  /** The commands that give up an account, by its stack. @default - none: states are not files */
  readonly giveUp?: (stack: string) => string;
  /** Accounts that a run left alone, since their roles are as they should be. @default - it did not look */
  readonly same?: readonly Pick<Result, 'id' | 'name'>[];
}

const DONE = { deploy: 'deployed', plan: 'planned', destroy: 'destroyed', migrate: 'migrated' } as const;

/** `222222222222 production`. */
export function label({ id, name }: { readonly id?: string; readonly name: string }): string {
  return id === undefined || name === id ? name : `${id} ${name}`;
}

/** The result for one stack, like `done, 22 added`. */
export function outcome({ status, changes, differs, moved, reason }: Result): string {
  if (status === 'failed') return `failed: ${knownCause(reason ?? '')?.cause ?? reason ?? ''}`;
  if (status !== 'done') return status;
  if (moved !== undefined) return moved ? 'done, state moved' : 'done, the state is there already';
  if (differs === undefined) return `done, ${counted(changes, DONE_WORDS) ?? 'nothing to change'}`;
  return differs ? `differs, ${counted(changes, PLAN_WORDS) ?? 'in outputs only'}` : 'no changes';
}

const DONE_WORDS = { add: 'added', change: 'changed', remove: 'removed' } as const;
const PLAN_WORDS = { add: 'to add', change: 'to change', remove: 'to remove' } as const;

function counted(
  changes: Changes | undefined,
  words: Readonly<Record<keyof Changes, string>>,
): string | undefined {
  const parts = (['add', 'change', 'remove'] as const).flatMap((kind) =>
    changes?.[kind] ? [`${changes[kind]} ${words[kind]}`] : [],
  );
  return parts.length === 0 ? undefined : parts.join(', ');
}

/** A run in words: how many are done, which failed and why, and what is left to do. */
export function summarize(run: FleetRun, wording: Wording): string {
  const { action, results, seconds } = run;
  const having = (status: Result['status']): Result[] => results.filter((result) => result.status === status);
  const done = having('done');
  const lines = [`${done.length} of ${plural(results.length)} ${DONE[action]} in ${seconds.toFixed(1)} s`];
  if (wording.same?.length)
    lines.push(`left alone, since their roles are as they should be: ${plural(wording.same.length)}`);
  const failed = having('failed');
  const { causes, others } = byCause(failed);
  for (const [{ cause, toDo }, results] of causes) {
    lines.push(`failed because ${cause}: ${results.map(label).join(', ')}`, `  to do: ${toDo}`);
    lines.push(...results.slice(0, 1).flatMap((result) => explained(result, wording)));
  }
  if (others.length > 0) lines.push('failed:', ...others.flatMap((result) => explained(result, wording)));
  for (const status of ['interrupted', 'not started'] as const) {
    const those = having(status);
    if (those.length > 0) lines.push(`${status}: ${those.map(label).join(', ')}`);
  }
  const differing = done.filter(({ differs }) => differs);
  if (action === 'plan' && done.length > 0) {
    lines.push(differing.length === 0 ? 'no changes in the planned accounts' : 'with changes:');
    lines.push(...differing.map((result) => `  ${label(result)}: ${outcome(result)}`));
  }
  const removed = takeOut(run);
  if (removed.length > 0) {
    const those = removed.length === 1 ? 'its entry' : 'their entries';
    lines.push(
      `removed all roles of ${removed.map(label).join(', ')}; now remove ${those} from ${wording.file}`,
    );
  }
  const command = commandForRest(run, wording);
  if (command !== undefined) lines.push(`for the rest: ${command}`);
  return lines.join('\n');
}

/** The command for the stacks that are not done; undefined if all are. */
export function commandForRest({ action, results }: FleetRun, { repeat }: Wording): string | undefined {
  const rest = results.filter(({ status }) => status !== 'done').map(({ id }) => id);
  if (rest.length === 0) return undefined;
  return ['npx octo-access fleet', action, ...rest, repeat].filter(Boolean).join(' ');
}

/** A run as the one object that `--json` prints. */
export function asJson(run: FleetRun, wording: Wording): FleetReport {
  const removed = new Set(takeOut(run));
  const { causes } = byCause(run.results);
  const forTheRest = commandForRest(run, wording);
  return {
    action: run.action,
    ok: exitStatus(run) !== EXIT_STATUSES.problem.status,
    seconds: run.seconds,
    accounts: run.results.map((result) => {
      const { stack: _stack, removing: _removing, partition: _partition, ...rest } = result;
      return { ...rest, ...(removed.has(result) && { take_out: true as const }) };
    }),
    ...(wording.same && { left_alone: wording.same.map(({ id, name }) => ({ id, name })) }),
    ...(causes.size > 0 && { to_do: [...causes.keys()].map(({ toDo }) => toDo) }),
    ...(forTheRest !== undefined && { for_the_rest: forTheRest }),
  };
}

/** The exit status of the command. */
export function exitStatus({ results }: FleetRun): ExitStatus {
  const { done, problem, attention } = EXIT_STATUSES;
  if (results.some(({ status }) => status !== 'done')) return problem.status;
  return results.some((result) => result.differs) ? attention.status : done.status;
}

/** Groups failures by their known cause; `others` are about one account. */
function byCause(results: readonly Result[]): { causes: Map<KnownCause, Result[]>; others: Result[] } {
  const causes = new Map<KnownCause, Result[]>();
  const others: Result[] = [];
  for (const result of results.filter(({ status }) => status === 'failed')) {
    const cause = knownCause(result.reason ?? '');
    if (cause) causes.set(cause, [...(causes.get(cause) ?? []), result]);
    else others.push(result);
  }
  return { causes, others };
}

/** Accounts with `state: removing` whose roles are gone now. */
function takeOut({ action, results }: FleetRun): Result[] {
  if (action === 'plan' || action === 'migrate') return [];
  return results.filter(({ removing, status }) => removing && status === 'done');
}

function explained(result: Result, { file, fileOption, giveUp }: Wording): string[] {
  const log = result.log === undefined ? [] : [`    log: ${shownPath(result.log)}`];
  const { imports = [], mend = [] } = result;
  const adopt = ['npx octo-access adopt', result.id, fileOption].filter(Boolean).join(' ');
  const takeOver = [
    ...commandsTo('to take over what is there, if no other stack or state manages it', imports),
    ...(imports.length > 0
      ? [`    whatever manages it: ${adopt} says what taking it over changes, and does it with --apply`]
      : []),
  ];
  const command = giveUp === undefined ? '' : `${giveUp(result.stack)}, then `;
  const farewell = result.removing
    ? [`    if the account is closed for good, give it up: ${command}remove its entry from ${file}`]
    : [];
  return [
    `  ${label(result)}: ${result.reason ?? ''}`,
    ...log,
    ...takeOver,
    ...toUseState(mend),
    ...farewell,
  ];
}

/** Commands that make a state usable again, in words. */
export function toUseState(mend: readonly string[]): string[] {
  return commandsTo('to use the state again, once no other run works on it', mend);
}

function commandsTo(purpose: string, commands: readonly string[]): string[] {
  return commands.length === 0 ? [] : [`    ${purpose}:`, ...commands.map((one) => `      ${one}`)];
}

/** `1 account`, `2 accounts`. */
export function plural(count: number): string {
  return count === 1 ? '1 account' : `${count} accounts`;
}
