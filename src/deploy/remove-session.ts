import { basename } from 'node:path';
import type { WriteStream } from 'node:tty';
import type { InlinePolicy } from '../account/access-stack';
import { EXIT_STATUSES } from '../names/exit-status';
import { onInterrupt, type Interrupt } from '../process/interrupt';
import { sideBySide } from '../process/side-by-side';
import { OctoClient } from '../octo/octo-client';
import { withdraw } from '../octo/withdrawal';
import { VERIFY_PARALLELISM } from './actions';
import { cloudFormationOf } from './enter-account';
import type { fleetSession } from './fleet-session';
import {
  chosenAccounts,
  enterToRemove,
  inWords,
  lookAt,
  RemoveError,
  type AccountToRemove,
  type Choice,
  type Chosen,
  type LookedAt,
} from './removal';
import { planLine, remainsToDo, removeStatus, type RemovedAccount, type RemoveReport } from './remove-report';
import { label } from './summary';

/** Accounts to remove, and how. */
export interface RemoveSession extends Choice {
  /** Whether Octo has to be asked. @default false - it is, if its settings are in the environment */
  readonly octo?: boolean;
  /** Whether only what would be done is said. @default false */
  readonly plan?: boolean;
  /** Accounts to work on at the same time. */
  readonly parallelism: number;
  /** Is told what will be done, and of each step. */
  readonly tell: (line: string) => void;
  /** Where the progress of Terraform is shown. */
  readonly progress: WriteStream;
  /** Loads what destroys accounts of a fleet; called only if there are some. */
  readonly fleetBuild: () => Promise<{ readonly fleetSession: typeof fleetSession }>;
}

/** How a session went. */
export interface RemoveEnd {
  readonly report: RemoveReport;
  readonly exitStatus: number;
}

/** How the AWS half of an account went. */
type AwsHalf = Pick<RemovedAccount, 'status' | 'reason' | 'log'> & {
  readonly written?: readonly InlinePolicy[];
};

const INTERRUPTED: AwsHalf = { status: 'interrupted' };

/**
 * Removes the roles of accounts, sees that Octo no longer gets in, and lets Octo forget them, in this order. All that can be asked is
 * asked before anything is changed. May be run again wherever an earlier run was cut off.
 *
 * @throws UsageError, RemoveError, OctoError, or what is wrong with the fleet file, before anything is changed
 */
export async function removeSession(session: RemoveSession): Promise<RemoveEnd> {
  const { octo = false, plan = false, tell, stack } = session;
  const started = Date.now();
  const isAsked = octo || ['ALPHAUS_CLIENT_ID', 'ALPHAUS_CLIENT_SECRET'].some((name) => process.env[name]);
  const chosen = chosenAccounts(session);
  const client = isAsked ? OctoClient.fromEnvironment() : undefined;
  const known = new Set(await client?.knownAccounts());
  const looked = await lookAtAll(chosen.accounts, stack);
  const plans = looked.map((one) => planned(one, client && known));
  if (plan) {
    const seconds = (Date.now() - started) / 1_000;
    return {
      report: { ok: true, seconds, accounts: plans, to_do: [] },
      exitStatus: EXIT_STATUSES.done.status,
    };
  }
  for (const one of plans) tell(planLine(one));
  // Nothing is changed before: a signal ends the process at once until here.
  const interrupt = onInterrupt('what is at work in an account is finished first, nothing further begins');
  try {
    const octoHalf = client && { client, known };
    const report = await removeAll(looked, chosen, { session, interrupt, octoHalf });
    return { report, exitStatus: interrupt.exitStatus ?? removeStatus(report) };
  } finally {
    interrupt.release();
  }
}

/** A removal that has begun. */
interface Begun {
  readonly session: RemoveSession;
  readonly interrupt: Interrupt;
  /** Octo, and the accounts that it knows; undefined if it is not asked. */
  readonly octoHalf: { readonly client: OctoClient; readonly known: ReadonlySet<string> } | undefined;
}

async function removeAll(
  looked: readonly LookedAt[],
  { accounts, fleet, file }: Chosen,
  { session, interrupt, octoHalf }: Begun,
): Promise<RemoveReport> {
  const started = Date.now();
  const { parallelism, tell } = session;
  const { signal } = interrupt;
  const halves = new Map<AccountToRemove, AwsHalf>();
  const ofFleet = looked.filter(({ isOfState }) => isOfState);
  const ofStacks = looked.filter((one) => !ofFleet.includes(one));
  await destroyListed(ofFleet, session, interrupt, halves);
  if (!signal.aborted) await deleteStacks(ofStacks, session, signal, halves);

  const removed = new Map<AccountToRemove, RemovedAccount>();
  const finish = async (one: LookedAt): Promise<void> => {
    const { account, roles } = one;
    const left = halves.get(account) ?? INTERRUPTED;
    const { written = [], ...half } = signal.aborted ? left : await checked(account, left);
    const asked =
      octoHalf && !signal.aborted && half.status === 'removed'
        ? await withdraw(octoHalf.client, account.id, octoHalf.known)
        : undefined;
    const result: RemovedAccount = {
      id: account.id,
      name: account.name,
      origin: originOf(one),
      roles,
      ...half,
      self_updates: written,
      octo: asked?.status ?? 'not_asked',
      ...(asked?.says !== undefined && { octo_says: asked.says }),
    };
    // The report says why.
    tell(
      `${label(account)}: ${half.status === 'removed' ? 'AWS finds none of the five roles' : half.status}`,
    );
    removed.set(account, result);
  };
  // Octo wants a payer as long as it has accounts that are linked to it.
  const isPayer = ({ account }: LookedAt): boolean => account.id === fleet?.managementAccountId;
  await sideBySide(
    looked.filter((one) => !isPayer(one)),
    parallelism,
    finish,
  );
  await sideBySide(looked.filter(isPayer), 1, finish);
  const results = accounts.flatMap((account) => removed.get(account) ?? []);
  const takeOut = looked.filter(
    ({ account }) =>
      account.isListed && session.stack === undefined && removed.get(account)?.status === 'removed',
  );
  return {
    ok: !signal.aborted && removeStatus({ accounts: results }) === 0,
    seconds: (Date.now() - started) / 1_000,
    accounts: results,
    to_do: [
      ...(signal.aborted ? ['it was interrupted: run the same command again'] : []),
      ...remainsToDo(results, octoHalf !== undefined),
      ...(takeOut.length > 0
        ? [
            `take ${takeOut.map(({ account }) => account.id).join(' ')} out of ${basename(file ?? '')}, or the next fleet deploy installs the roles again`,
          ]
        : []),
    ],
  };
}

async function lookAtAll(
  accounts: readonly AccountToRemove[],
  stack: string | undefined,
): Promise<readonly LookedAt[]> {
  const found = await sideBySide(accounts, VERIFY_PARALLELISM, (account) => lookAt(account, stack));
  const looked = found.flatMap((one) => one ?? []);
  const problems = looked.flatMap(({ account, problems: some }) =>
    some.map((problem) => `${label(account)}: ${problem}`),
  );
  if (problems.length > 0) throw new RemoveError([...problems, 'nothing was changed'].join('\n'));
  return looked;
}

/** What is done about an account, in order; nothing if there is nothing to do. */
function stepsFor(one: LookedAt, known: ReadonlySet<string> | undefined): readonly string[] {
  const { account, isOfState, stack, written, unmanaged = [] } = one;
  const rest = unmanaged.length === 0 ? '' : `, but not ${unmanaged.join(', ')}, which it does not have`;
  return [
    ...(isOfState ? [`destroy all that Terraform has in its state${rest}`] : []),
    ...(stack
      ? [
          `update the stack ${stack.name} so that Alphaus can write no more`,
          ...written.map(({ role, policy }) => `delete ${policy}, which Alphaus wrote into ${role}`),
          `delete the stack ${stack.arn}`,
        ]
      : []),
    ...(known?.has(account.id) ? ['let Octo try whether it gets in', 'let Octo forget it'] : []),
  ];
}

/** What is there, and what would be done; nothing was changed. */
function planned(one: LookedAt, known: ReadonlySet<string> | undefined): RemovedAccount {
  return {
    id: one.account.id,
    name: one.account.name,
    origin: originOf(one),
    roles: one.roles,
    status: 'planned',
    steps: stepsFor(one, known),
    self_updates: [],
    octo: 'not_asked',
  };
}

function originOf(one: LookedAt): RemovedAccount['origin'] {
  if (one.isOfState) return 'terraform';
  return one.stack ? 'stack' : 'none';
}

async function destroyListed(
  listed: readonly LookedAt[],
  { file, parallelism, progress, fleetBuild }: RemoveSession,
  interrupt: Interrupt,
  halves: Map<AccountToRemove, AwsHalf>,
): Promise<void> {
  if (listed.length === 0) return;
  const { fleetSession: run } = await fleetBuild();
  const { report } = await run({
    action: 'destroy',
    accounts: listed.map(({ account }) => account.id),
    ...(file !== undefined && { file }),
    parallelism,
    progress,
    interrupt,
  });
  for (const { account } of listed) {
    const { status, reason, log } = report.accounts.find(({ id }) => id === account.id) ?? {};
    if (status === 'done') halves.set(account, { status: 'removed' });
    if (status === 'failed')
      halves.set(account, {
        status,
        ...(reason !== undefined && { reason }),
        ...(log !== undefined && { log }),
      });
  }
}

async function deleteStacks(
  looked: readonly LookedAt[],
  { parallelism, tell, stack: stackName }: RemoveSession,
  signal: AbortSignal,
  halves: Map<AccountToRemove, AwsHalf>,
): Promise<void> {
  const remove = async ({ account, stack }: LookedAt): Promise<AwsHalf> => {
    if (stack === undefined) return { status: 'removed' };
    try {
      const { removeStack } = await import('../account/remove-stack.js');
      const entered = await enterToRemove(account);
      const written = await removeStack(stack, {
        iam: entered.iam,
        cloudFormation: await cloudFormationOf(entered, stackName),
        signal,
        tell: (line) => {
          tell(`${label(account)}: ${line}`);
        },
      });
      return { status: 'removed', written };
    } catch (error) {
      return signal.aborted ? INTERRUPTED : { status: 'failed', reason: inWords(error).message };
    }
  };
  const work = async (one: LookedAt): Promise<void> => {
    halves.set(one.account, await remove(one));
  };
  await sideBySide(looked, parallelism, work, signal);
}

/** The AWS half of an account, once AWS itself has been asked whether a role is left. */
async function checked(account: AccountToRemove, half: AwsHalf): Promise<AwsHalf> {
  if (half.status !== 'removed') return half;
  try {
    const { rolesThere } = await import('../account/roles-there.js');
    const left = await rolesThere((await enterToRemove(account)).iam);
    if (left.length === 0) return half;
    const isOne = left.length === 1;
    const reason = `${left.join(', ')} ${isOne ? 'is' : 'are'} still there, and what was removed did not have ${isOne ? 'it' : 'them'}: npx octo-access adopt ${account.id} --apply takes ${isOne ? 'it' : 'them'} over into the fleet's state; if a CloudFormation stack made ${isOne ? 'it' : 'them'}, run npx octo-access remove ${account.id} --stack NAME`;
    return { ...half, status: 'failed', reason };
  } catch (error) {
    return { ...half, status: 'failed', reason: inWords(error).message };
  }
}
