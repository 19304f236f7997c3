import type { AccountAdoption } from '../account/adopt/adopt-report';
import { ErrorInWords } from '../names/error-in-words';
import { sideBySide } from '../process/side-by-side';
import type { AccountAdopter, Survey } from './adopt-account';
import type { FailedDeployment, ImportingDeployment } from './adopt-fleet';
import { adoptErrorInWords } from './adopt-error';
import { label } from './summary';
import type { ConfiguredAccount } from './verify-accounts';

/** One account on its way. */
export interface AdoptWork {
  readonly account: ConfiguredAccount;
  readonly name: string;
  adopter?: AccountAdopter;
  survey?: Survey;
  /** ARNs of what the fleet's state has of it already. @default - no fleet deploys it */
  managed?: readonly string[];
  status: AccountAdoption['status'];
  reason?: string;
  /** Commands that make its state usable again. */
  mend?: readonly string[];
}

/** The accounts of an adoption, and how they are worked on. */
export interface AdoptRun {
  readonly works: readonly AdoptWork[];
  /** Accounts at the same time. */
  readonly parallelism: number;
  /** Begins nothing further once it is aborted. */
  readonly signal: AbortSignal;
  /** Is told of each step. */
  readonly tell: (line: string) => void;
}

/** Works on all accounts of a status, some side by side. */
export async function eachOf(
  { works, parallelism, signal }: AdoptRun,
  status: AdoptWork['status'],
  work: (one: AdoptWork) => Promise<void>,
): Promise<void> {
  await sideBySide(
    works.filter((one) => one.status === status),
    parallelism,
    work,
    signal,
  );
}

/** What has to be before a deployment: stacks keep the roles, and policies of another owner go. */
export async function prepare(run: AdoptRun): Promise<void> {
  await eachOf(run, 'ready', async (work) => {
    const { adopter, survey } = work;
    if (survey?.stacks.some(({ retained }) => !retained))
      await attempt(run, work, 'its stack is made to keep the roles', () => adopter?.retain(survey));
    if (survey?.firstOff.length && work.status === 'ready')
      await attempt(run, work, "its owner's policies are taken off", () => adopter?.takeOff(survey));
  });
}

/** Deploys the accounts that are ready. */
export async function deployReady({ works, signal }: AdoptRun, deploy: ImportingDeployment): Promise<void> {
  const ready = works.filter(({ status }) => status === 'ready');
  if (ready.length === 0) return;
  const present = new Map(ready.flatMap(({ survey }) => (survey ? [[survey.id, survey.present]] : [])));
  const failures = await deploy(present).catch((error: unknown) => {
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
}

/** Takes away what is left of the earlier installation. What was not begun is interrupted then. */
export async function finish(run: AdoptRun): Promise<void> {
  await eachOf(run, 'ready', async (work) => {
    const { adopter, survey } = work;
    if (survey === undefined) return;
    await attempt(run, work, 'what is left of the earlier installation is taken away', () =>
      adopter?.finish(survey),
    );
    if (work.status === 'ready') work.status = 'adopted';
  });
  for (const work of run.works) if (work.status === 'ready') work.status = 'interrupted';
}

async function attempt(
  { tell }: AdoptRun,
  work: AdoptWork,
  what: string,
  step: () => Promise<void> | undefined,
): Promise<void> {
  tell(`${label(work)}: ${what}`);
  try {
    await step();
  } catch (error) {
    Object.assign(work, { status: 'failed', reason: adoptErrorInWords(error).message });
  }
}
