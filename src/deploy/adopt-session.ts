import type { WriteStream } from 'node:tty';
import type { AccountAdoption, AdoptReport } from '../account/adopt/adopt-report';
import { AdoptError, type EarlierState } from '../account/adopt/earlier-state';
import { fleetOf } from '../fleet/find-fleet';
import type { Fleet } from '../fleet/fleet';
import { localState, managedArns, unmanaged } from '../fleet/local-states';
import type { InputName } from '../inputs/inputs';
import { UsageError } from '../names/error-in-words';
import { EXIT_STATUSES } from '../names/exit-status';
import type { RoleName } from '../names/role-names';
import { describeProblem } from '../process/find-program';
import { onInterrupt } from '../process/interrupt';
import { findTerraform } from '../process/terraform';
import { shownPath } from '../text/shown-path';
import { adoptErrorInWords } from './adopt-error';
import { adoptProblems, type AdoptOptions } from './adopt-problems';
import { readState, refuseBlocksOfOthers, writable, writeBlocks } from './adopt-files';
import type { ImportingDeployment } from './adopt-fleet';
import { deployReady, eachOf, finish, prepare, type AdoptRun, type AdoptWork } from './adopt-phases';
import { adoptSteps } from './adopt-steps';
import { adoptVerdict } from './adopt-verdict';
import type { Survey } from './adopt-account';
import { Entrance } from './enter-account';
import { arnEnds, roleEnd } from './import-blocks';
import { fleetFile, listedAccounts } from './fleet-accounts';
import { givenAccount } from './given-account';
import { brokenState } from './stuck-state';

/** What to take over, and how. */
export interface AdoptSession extends AdoptOptions {
  /** Ids or names; empty for all of the fleet file, or for the account of the credentials. */
  readonly accounts: readonly string[];
  /** The fleet file, relative to the current folder. @default - the one in the current folder */
  readonly file?: string;
  /** Inputs as texts, by their Terraform names: then no fleet file is read. */
  readonly inputs: Readonly<Partial<Record<InputName, string>>>;
  readonly parallelism: number;
  /** The Terraform state of another configuration: a file, relative to the current folder. */
  readonly state?: string;
  /** Whether the StackSet has let go of the stack. */
  readonly released: boolean;
  /** Folder of the package, which holds the module. */
  readonly project: string;
  /** Where Terraform's progress is shown. */
  readonly progress: WriteStream;
  /** Is told of each step. */
  readonly tell: (line: string) => void;
  /** Loads what deploys a fleet; it needs a framework. */
  readonly loadFleet: () => Promise<typeof import('./adopt-fleet.js')>;
}

/** How a session went. */
export interface AdoptEnd {
  readonly report: AdoptReport;
  readonly exitStatus: number;
}

/**
 * Says what taking over the roles of accounts changes and, with `apply`, does it.
 *
 * @throws AdoptError, FleetFileError or UsageError before anything is changed
 */
export async function adoptSession(session: AdoptSession): Promise<AdoptEnd> {
  const { apply, parallelism, tell } = session;
  const { accounts: words, inputs } = session;
  const started = Date.now();
  const given = givenAccount({ accounts: words, inputs, file: session.file });
  const file = given ? undefined : fleetFile(session.file, HINT);
  const fleet = file === undefined ? undefined : fleetOf(file);
  const problems = adoptProblems(session, fleet);
  if (problems.length > 0) throw new UsageError(...problems);
  const accounts = given ? [given] : fleet ? listedAccounts(fleet, session) : [];
  if (session.state !== undefined && accounts.length > 1)
    throw new UsageError(`--state is the state of one account, but ${accounts.length} are meant: name it`);
  const state = session.state === undefined ? undefined : readState(session.state);
  const target = session.write === undefined ? undefined : writable(session.write);
  if (fleet && apply) refuseWithoutTerraform();
  const { stack, take, released } = session;
  const terms = { stack, state, named: take as RoleName[], released };
  const works = accounts.map((account): AdoptWork => ({
    account,
    name: account.name ?? account.id ?? 'the account of the credentials',
    status: 'interrupted',
  }));
  const interrupt = onInterrupt('what is at work in an account is finished first, nothing further begins');
  const { signal } = interrupt;
  const run = { works, parallelism, signal, tell };
  try {
    const { AccountAdopter } = await import('./adopt-account.js').catch((error: unknown) => {
      throw adoptErrorInWords(error);
    });
    const entrance = new Entrance();
    const known: Known = { session, fleet, file, state };
    await eachOf(run, 'interrupted', async (work) => {
      try {
        work.adopter = await AccountAdopter.enter(work.account, entrance, { ...terms, tell, signal });
        work.survey = await work.adopter.survey();
        Object.assign(work, judged(work, work.survey, known));
      } catch (error) {
        Object.assign(work, { status: 'unknown', reason: adoptErrorInWords(error).message });
      }
    });
    // Without a fleet file there is one account.
    const [only] = works;
    const toWrite = target !== undefined && only?.status === 'ready' ? only.survey?.present : undefined;
    if (target !== undefined && toWrite) refuseBlocksOfOthers(target, toWrite);
    if (apply) {
      // What may be missing is missing before anything is changed.
      const deploy = file === undefined ? undefined : await readyToDeploy(run, file, session);
      await prepare(run);
      if (deploy !== undefined) await deployReady(run, deploy);
    }
    // With policies of another owner still on, nobody is to deploy.
    const isWritten = target !== undefined && toWrite && only?.status === 'ready' && !signal.aborted;
    if (isWritten) writeBlocks(target, toWrite, session);
    if (apply) {
      if (isWritten) only.status = 'deploy_next';
      await finish(run);
    }
    for (const work of works)
      if (work.status === 'interrupted') work.reason = 'run the same command again: it goes on from here';
    const reports = works.map((work) => reported(work, session, state, fleet !== undefined));
    const ok = reports.every(
      ({ status }) => !['refused', 'unknown', 'failed', 'interrupted'].includes(status),
    );
    return {
      report: {
        ok,
        applied: apply,
        seconds: (Date.now() - started) / 1_000,
        accounts: reports,
        ...(isWritten && { written: shownPath(target) }),
      },
      exitStatus: interrupt.exitStatus ?? statusOf(reports),
    };
  } finally {
    interrupt.release();
  }
}

/** What deploys the accounts of a fleet that are ready; undefined if there are none, or for a signal. */
async function readyToDeploy(
  { works, signal }: AdoptRun,
  file: string,
  { loadFleet, parallelism, progress }: AdoptSession,
): Promise<ImportingDeployment | undefined> {
  const accounts = works.flatMap(({ status, survey }) => (status === 'ready' && survey ? [survey.id] : []));
  if (accounts.length === 0) return undefined;
  const { readyToImport } = await loadFleet();
  try {
    return await readyToImport({ file, accounts, parallelism, progress, signal });
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  }
}

/** What is known beside the accounts. */
interface Known {
  readonly session: AdoptSession;
  readonly fleet: Fleet | undefined;
  /** Absolute path of the fleet file. */
  readonly file: string | undefined;
  readonly state: EarlierState | undefined;
}

/** Whether an account can be taken over, by what is in it and what the fleet's state says; why not, and what mends it. */
function judged(
  work: AdoptWork,
  survey: Survey,
  { session, fleet, file, state }: Known,
): Pick<AdoptWork, 'status' | 'reason' | 'mend'> {
  const local = localState(fleet, file, survey.id);
  if (fleet) work.managed = local === undefined ? [] : managedArns(local);
  const broken = local === undefined ? undefined : brokenState(local, 'deploy');
  if (broken) return { status: 'refused', reason: broken.reason, mend: broken.commands };
  return adoptVerdict(
    survey,
    { ...session, fleet: fleet !== undefined, known: isKnown(work, session) },
    state,
  );
}

/** Whether nothing but the account has to be asked: where Terraform has no state of all that is there, it is to be imported. */
function isKnown({ managed, survey }: AdoptWork, { write }: AdoptSession): boolean {
  if (managed === undefined || survey === undefined) return write === undefined;
  return unmanaged(managed, arnEnds(survey.present)).length === 0;
}

function reported(
  { account, name, survey, managed = [], status, reason, mend = [] }: AdoptWork,
  { write }: AdoptSession,
  state: EarlierState | undefined,
  fleet: boolean,
): AccountAdoption {
  const { id = account.id, roles = [], creates = [], stacks = [], present } = survey ?? {};
  const steps =
    survey && ['ready', 'deploy_next'].includes(status)
      ? adoptSteps(survey, state, { fleet, write, managed })
      : [];
  return {
    ...(id !== undefined && { id }),
    name: account.name ?? id ?? name,
    status,
    ...(reason !== undefined && { reason }),
    ...(mend.length > 0 && { mend }),
    roles: roles.map((role) => {
      const isOurs = role.origin === 'none' && unmanaged(managed, [roleEnd(role.role)]).length === 0;
      return isOurs ? { ...role, origin: 'fleet' as const } : role;
    }),
    self_updates: survey?.comparison.selfUpdates ?? [],
    creates,
    policies: present?.policies ?? [],
    stacks: stacks.map(({ name: stack, region, others, retained }) => ({
      name: stack,
      region,
      others,
      retained,
    })),
    steps,
  };
}

/** 1 if something failed; else 2 if an account was not touched that should have been. */
function statusOf(accounts: readonly AccountAdoption[]): number {
  const has = (...wanted: readonly AccountAdoption['status'][]): boolean =>
    accounts.some(({ status }) => wanted.includes(status));
  if (has('failed')) return EXIT_STATUSES.problem.status;
  return has('refused', 'unknown') ? EXIT_STATUSES.attention.status : EXIT_STATUSES.done.status;
}

const HINT =
  'Or give the inputs that the roles of one account are to have: --principal and --external-id, and those that differ from the defaults; --stack and --state say only what has the roles today';

function refuseWithoutTerraform(): void {
  const { found, problem } = findTerraform();
  if (!found) throw new AdoptError(describeProblem(problem));
}
