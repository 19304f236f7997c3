import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { WriteStream } from 'node:tty';
import type { AccountAdoption, AdoptReport } from '../account/adopt/adopt-report';
import { AdoptError, type EarlierState } from '../account/adopt/earlier-state';
import { AwsError, awsErrorInWords, CANNOT_ASSUME, type Cause } from '../aws/aws-error';
import { fleetOf } from '../fleet/find-fleet';
import { stackName, type Fleet } from '../fleet/fleet';
import { managedArns, stateFile } from '../fleet/local-states';
import type { InputName } from '../inputs/inputs';
import { ErrorInWords, UsageError } from '../names/error-in-words';
import { EXIT_STATUSES } from '../names/exit-status';
import type { RoleName } from '../names/role-names';
import { describeProblem } from '../process/find-program';
import { onInterrupt } from '../process/interrupt';
import { sideBySide } from '../process/side-by-side';
import { findTerraform } from '../process/terraform';
import { shownPath } from '../text/shown-path';
import type { AccountAdopter, Survey } from './adopt-account';
import type { FailedDeployment } from './adopt-fleet';
import { adoptProblems, type AdoptOptions } from './adopt-problems';
import { readState, writable, writeBlocks } from './adopt-files';
import { adoptSteps } from './adopt-steps';
import { adoptVerdict } from './adopt-verdict';
import { label } from './summary';
import { Entrance } from './enter-account';
import type { ConfiguredAccount } from './verify-accounts';
import { fleetFile, listedAccounts } from './fleet-accounts';
import { givenAccount } from './given-account';

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

/** One account on its way. */
interface Work {
  readonly account: ConfiguredAccount;
  readonly name: string;
  adopter?: AccountAdopter;
  survey?: Survey;
  status: AccountAdoption['status'];
  reason?: string;
  /** Commands that make its state usable again. */
  mend?: readonly string[];
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
  const works = accounts.map((account): Work => ({
    account,
    name: account.name ?? account.id ?? 'the account of the credentials',
    status: 'interrupted',
  }));
  const interrupt = onInterrupt('what is at work in an account is finished first, nothing further begins');
  const each = (status: Work['status'], work: (one: Work) => Promise<void>): Promise<unknown> =>
    sideBySide(
      works.filter((one) => one.status === status),
      parallelism,
      work,
      interrupt.signal,
    );
  try {
    const { AccountAdopter } = await import('./adopt-account.js').catch((error: unknown) => {
      throw awsErrorInWords(error, CAUSES);
    });
    const entrance = new Entrance();
    await each('interrupted', async (work) => {
      try {
        work.adopter = await AccountAdopter.enter(work.account, entrance, {
          ...terms,
          tell,
          signal: interrupt.signal,
        });
        work.survey = await work.adopter.survey();
        const asked = {
          ...session,
          fleet: fleet !== undefined,
          known: isKnown(fleet, file, work.survey, session),
        };
        Object.assign(work, adoptVerdict(work.survey, asked, state));
      } catch (error) {
        Object.assign(work, { status: 'unknown', reason: inWords(error) });
      }
    });
    if (target !== undefined) {
      const present = works.flatMap(({ status, survey }) =>
        status === 'ready' && survey ? [survey.present] : [],
      );
      writeBlocks(target, present, session);
    }
    if (apply) {
      // What may be missing is missing before anything is changed.
      const deploy =
        file !== undefined && works.some(({ status }) => status === 'ready')
          ? (await session.loadFleet()).deployWithImports
          : undefined;
      const attempt = async (
        work: Work,
        what: string,
        step: () => Promise<void> | undefined,
      ): Promise<void> => {
        tell(`${label(work)}: ${what}`);
        try {
          await step();
        } catch (error) {
          Object.assign(work, { status: 'failed', reason: inWords(error) });
        }
      };
      await each('ready', async (work) => {
        const { adopter, survey } = work;
        if (survey?.stacks.some(({ retained }) => !retained))
          await attempt(work, 'its stack is made to keep the roles', () => adopter?.retain(survey));
        if (survey?.firstOff.length && work.status === 'ready')
          await attempt(work, "its owner's policies are taken off", () => adopter?.takeOff(survey));
      });
      const ready = works.filter(({ status }) => status === 'ready');
      if (file !== undefined && deploy !== undefined && ready.length > 0) {
        const present = new Map(ready.flatMap(({ survey }) => (survey ? [[survey.id, survey.present]] : [])));
        const { signal } = interrupt;
        const failures = await deploy({ ...session, file, present, signal }).catch((error: unknown) => {
          if (signal.aborted) return new Map<string, FailedDeployment>();
          // The accounts are prepared for it, so its failure is theirs.
          if (!(error instanceof ErrorInWords)) throw error;
          return new Map([...present.keys()].map((id) => [id, { reason: error.message, mend: [] }]));
        });
        for (const work of ready) {
          const failure = failures.get(work.survey?.id ?? '');
          if (failure !== undefined)
            Object.assign(work, { status: 'failed', reason: failure.reason, mend: failure.mend });
        }
      } else if (!interrupt.signal.aborted) {
        if (session.write !== undefined) for (const work of ready) work.status = 'deploy_next';
      }
      await each('ready', async (work) => {
        const { adopter, survey } = work;
        if (survey === undefined) return;
        await attempt(work, 'what is left of the earlier installation is taken away', () =>
          adopter?.finish(survey),
        );
        if (work.status === 'ready') work.status = 'adopted';
      });
      for (const work of works) if (work.status === 'ready') work.status = 'interrupted';
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
        ...(target !== undefined && existsSync(target) && { written: shownPath(target) }),
      },
      exitStatus: interrupt.exitStatus ?? statusOf(reports),
    };
  } catch (error) {
    throw error instanceof AwsError ? new AdoptError(error.message, { cause: error }) : error;
  } finally {
    interrupt.release();
  }
}

/** Whether nothing but the account has to be asked: where Terraform has no state of all that is there, it is to be imported. */
function isKnown(
  fleet: Fleet | undefined,
  file: string | undefined,
  { id, present: { roles, policies } }: Survey,
  { write }: AdoptSession,
): boolean {
  if (fleet === undefined || file === undefined) return write === undefined;
  if (fleet.backend.type !== 'local') return false;
  const managed = managedArns(join(dirname(file), stateFile(stackName(id))));
  const ends = [...roles.map((role) => `:role/${role}`), ...policies];
  return ends.every((end) => managed.some((arn) => arn.endsWith(end)));
}

function reported(
  { account, name, survey, status, reason, mend = [] }: Work,
  { write }: AdoptSession,
  state: EarlierState | undefined,
  fleet: boolean,
): AccountAdoption {
  const { id = account.id, roles = [], creates = [], stacks = [], present } = survey ?? {};
  const steps =
    survey && ['ready', 'deploy_next'].includes(status) ? adoptSteps(survey, state, { fleet, write }) : [];
  return {
    ...(id !== undefined && { id }),
    name: account.name ?? id ?? name,
    status,
    ...(reason !== undefined && { reason }),
    ...(mend.length > 0 && { mend }),
    roles,
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

function inWords(error: unknown): string {
  return (error instanceof AdoptError ? error : awsErrorInWords(error, CAUSES)).message;
}

const CAUSES: readonly Cause[] = [
  [
    /Cannot find (?:module|package) '@aws-sdk\/client-/,
    'taking over roles needs packages that are not installed: run npm install @aws-sdk/client-iam @aws-sdk/client-sts @aws-sdk/client-cloudformation',
  ],
  CANNOT_ASSUME,
  [
    /AccessDenied/,
    'these credentials lack a right that the error names: docs/adopting.md lists all that this command calls',
  ],
];
