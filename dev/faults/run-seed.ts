import { IAMClient } from '@aws-sdk/client-iam';
import { run } from '../../src/process/run';
import { installByHand, installByStack } from '../emulator/earlier-installation';
import type { Bench, Site } from './bench';
import { installedIn, lostIn, problemsOf, type Installed } from './check';
import { disturb, type Disturbed } from './disturb';
import { jobOf, type Command, type Job } from './job';
import type { Scenario } from './scenarios';
import type { Seeded } from './seeds';

/** How a seed went. */
export interface SeedResult {
  readonly seed: number;
  readonly scenario: string;
  readonly attack: string;
  /** After which call the attack came, if it came at one moment. */
  readonly point?: string;
  /** How often each fault happened. */
  readonly faults: Readonly<Record<string, number>>;
  /** Exit status of the disturbed run. */
  readonly disturbedStatus: number;
  /** Plain runs until one went through. */
  readonly plainRuns: number;
  /** Commands that a message told, and that were run exactly so. */
  readonly mended: readonly string[];
  readonly converged: boolean;
  /** What is wrong; empty if it converged. */
  readonly problems: readonly string[];
  readonly seconds: number;
}

/** A run that needs more of a person does not converge. */
const MOST_PLAIN_RUNS = 5;

/** Prepares a scenario, disturbs its command, and runs it plainly until it goes through, with what the messages tell. */
export async function runSeed(bench: Bench, seeded: Seeded, signal: AbortSignal): Promise<SeedResult> {
  const site = await bench.site(seeded);
  return runAt(bench, site, seeded, signal).finally(() => site.close());
}

async function runAt(bench: Bench, site: Site, seeded: Seeded, signal: AbortSignal): Promise<SeedResult> {
  const started = Date.now();
  const { seed, scenario, attack, point, carriedOut } = seeded;
  const job = jobOf(site);
  const command = commandOf(scenario, job);
  const before = await prepare(bench, site, job, signal);
  const disturbed = await disturb(site, command, seeded, signal);
  const problems = whatDidNotHappen(seeded, disturbed);
  if (scenario.job === 'adopt') problems.push(...(await lostIn(bench, before)));
  const { plainRuns, mended, failure } = await runPlainly(site, job, command, signal);
  problems.push(...(failure === undefined ? await problemsOf(bench, site, job, before) : [failure]));
  return {
    seed,
    scenario: scenario.id,
    attack: attack.id,
    ...((attack.kill ?? attack.refusesStates) && {
      point: `change ${point}${attack.kill && !carriedOut ? ', not carried out' : ''}`,
    }),
    faults: disturbed.faults,
    disturbedStatus: disturbed.status,
    plainRuns,
    mended,
    converged: problems.length === 0,
    problems: problems.length === 0 ? [] : [...problems, `the disturbed run said: ${tail(disturbed.output)}`],
    seconds: Math.round((Date.now() - started) / 1_000),
  };
}

function commandOf({ id, job: kind }: Scenario, { deploy, destroy, adopt }: Job): Command {
  const command = { deploy, change: deploy, destroy, adopt }[kind];
  if (command === undefined) throw new Error(`there is no command for ${id}`);
  return command;
}

/** Installs what the scenario begins with. */
async function prepare(
  bench: Bench,
  site: Site,
  job: Job,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Installed>> {
  job.configure('first');
  const { job: kind, earlier } = site.scenario;
  if (earlier !== undefined) await installEarlier(bench, site, earlier);
  if (kind === 'change' || kind === 'destroy') {
    const { status, output } = await plain(site, job.deploy, signal);
    if (status !== 0) throw new Error(`the first installation failed: ${output.slice(-2_000)}`);
  }
  if (kind === 'change') job.configure('changed');
  const before = new Map<string, Installed>();
  for (const account of site.accounts) before.set(account, await installedIn(bench, account));
  return before;
}

/** Installs roles as others do, past all faults. */
async function installEarlier({ emulator }: Bench, { accounts }: Site, by: 'hand' | 'stack'): Promise<void> {
  for (const account of accounts) {
    const config = emulator.clientConfig(await emulator.credentialsFor(account));
    const iam = new IAMClient(config);
    await (by === 'hand' ? installByHand(iam, account) : installByStack(config, iam, account)).finally(() => {
      iam.destroy();
    });
  }
}

/** An attack that did not come proves nothing; neither may anything outlive its command. */
function whatDidNotHappen({ attack }: Seeded, { faults, killed, left }: Disturbed): string[] {
  const problems = left.map((one) => `${one} went on after its command had ended`);
  if (attack.kill && !killed) problems.push('the run ended before it was to be killed');
  if ((attack.faults ?? attack.refusesStates) && !attack.kill && Object.keys(faults).length === 0) {
    problems.push('no fault happened');
  }
  return problems;
}

/** Runs the command until it goes through; in between, the commands that its message told. */
async function runPlainly(
  site: Site,
  job: Job,
  command: Command,
  signal: AbortSignal,
): Promise<{ plainRuns: number; mended: string[]; failure?: string }> {
  const mended: string[] = [];
  for (let plainRuns = 1; ; plainRuns += 1) {
    const result = await plain(site, command, signal);
    if (result.status === 0) return { plainRuns, mended };
    const commands = job.mending(result);
    if (commands.length === 0 || plainRuns === MOST_PLAIN_RUNS) {
      return { plainRuns, mended, failure: `a plain run failed, and told no way on: ${tail(result.output)}` };
    }
    for (const one of commands) {
      const pasted = await plain(site, { program: 'sh', args: ['-c', one], cwd: job.mendingFolder }, signal);
      mended.push(one);
      if (pasted.status !== 0) {
        return { plainRuns, mended, failure: `${one} failed: ${tail(pasted.output)}` };
      }
    }
  }
}

async function plain(
  site: Site,
  { program, args, cwd }: Command,
  signal: AbortSignal,
): ReturnType<typeof run> {
  return run(program, args, { cwd, env: await site.env(), signal });
}

function tail(text: string): string {
  return text.trim().slice(-3_000);
}
