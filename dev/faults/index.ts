// `npm run test:faults`: deployments that are throttled, cut and killed, each followed by a plain run.
import { parseArgs } from 'node:util';
import { onInterrupt } from '../../src/process/interrupt';
import { sideBySide } from '../../src/process/side-by-side';
import { createNarrator, formatSeconds } from '../narrator';
import { ensureToolchain, requireTools } from '../toolchain/toolchain';
import { Bench } from './bench';
import { runSeed, type SeedResult } from './run-seed';
import { SCENARIOS } from './scenarios';
import { SEEDS, seeded, type Seeded } from './seeds';
import { table } from './table';

const USAGE = `npm run test:faults -- [--seed N,…] [--only SCENARIO,…] [--parallelism N] [--json]
npm run test:faults -- --list
  --seed N,…         these seeds alone; any whole number from 1 on
  --only SCENARIO,…  these scenarios alone: ${SCENARIOS.map(({ id }) => id).join(', ')}
  --parallelism N    runs at the same time; 2 if not given
  --json             print the results as JSON; progress goes to standard error
  --list             print what each seed does, and run nothing
`;

interface Options {
  readonly seeds: readonly Seeded[];
  readonly parallelism: number;
  readonly json: boolean;
  readonly list: boolean;
}

async function main(): Promise<void> {
  const { seeds, parallelism, json, list } = readOptions();
  if (list) {
    process.stdout.write(seeds.map(describe).join(''));
    return;
  }
  const interrupt = onInterrupt();
  const narrator = createNarrator(json ? process.stderr : process.stdout, 3, interrupt.signal);
  const done = new Map<number, SeedResult>();
  let bench: Bench | undefined;
  try {
    const tools = await narrator.step('Find the tools', async (note) =>
      requireTools(await ensureToolchain(note, interrupt.signal)),
    );
    const open = await narrator.step('Start the emulator', () => Bench.open(tools, interrupt.signal));
    bench = open;
    await narrator.step(`${seeds.length} runs`, async (note) => {
      const work = async (one: Seeded): Promise<void> => {
        const result = await runSeed(open, one, interrupt.signal).catch((error: unknown) => {
          interrupt.signal.throwIfAborted();
          return broken(one, error as Error);
        });
        done.set(one.seed, result);
        const { seed, scenario, attack, converged, problems, seconds } = result;
        note(
          `${done.size} of ${seeds.length}: seed ${seed}, ${scenario}, ${attack}: ${converged ? 'converged' : 'DID NOT CONVERGE'} after ${seconds} s`,
        );
        problems.forEach(note);
      };
      await sideBySide(seeds, parallelism, work, interrupt.signal);
    });
    const results = seeds.flatMap(({ seed }) => done.get(seed) ?? []);
    narrator.show(`${table(results)}\n\n${formatSeconds(narrator.seconds())}  in all`);
    if (json) process.stdout.write(`${JSON.stringify({ results }, null, 2)}\n`);
    process.exitCode = results.every(({ converged }) => converged) ? 0 : 1;
  } catch (error) {
    process.exitCode = interrupt.exitStatus ?? 1;
    const { message } = error as Error;
    process.stderr.write(interrupt.signal.aborted ? `Interrupted in ${narrator.current}.\n` : `${message}\n`);
  } finally {
    await bench?.close();
    interrupt.release();
  }
}

/** A run that this harness could not finish. */
function broken({ seed, scenario, attack }: Seeded, { message }: Error): SeedResult {
  return {
    seed,
    scenario: scenario.id,
    attack: attack.id,
    faults: {},
    disturbedStatus: -1,
    plainRuns: 0,
    mended: [],
    converged: false,
    problems: [message],
    seconds: 0,
  };
}

function describe({ seed, scenario, attack, point, carriedOut }: Seeded): string {
  const moment = attack.kill
    ? ` at change ${point}, ${carriedOut ? 'carried out' : 'not carried out'}`
    : attack.refusesStates
      ? ` from change ${point} on`
      : '';
  return `${seed}: ${scenario.id}, ${attack.id}${moment}\n`;
}

function readOptions(): Options {
  try {
    const flag = { type: 'boolean', default: false } as const;
    const words = { type: 'string' } as const;
    const { values } = parseArgs({
      options: { seed: words, only: words, parallelism: words, json: flag, list: flag },
    });
    const { seed, only, parallelism = '2', json, list } = values;
    const seeds = (seed === undefined ? SEEDS : seed.split(',').map((one) => wholeNumber('--seed', one)))
      .map(seeded)
      .filter(({ scenario }) => only === undefined || chosen(only).includes(scenario.id));
    return { seeds, parallelism: wholeNumber('--parallelism', parallelism), json, list };
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n${USAGE}`);
    process.exit(2);
  }
}

function chosen(only: string): string[] {
  const ids = only.split(',');
  const known = SCENARIOS.map(({ id }) => id);
  const unknown = ids.filter((id) => !known.includes(id));
  if (unknown.length > 0) throw new Error(`--only takes ${known.join(', ')}; got ${unknown.join(', ')}`);
  return ids;
}

function wholeNumber(option: string, text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new Error(`${option} takes whole numbers from 1 on, got ${text}`);
}

void main();
