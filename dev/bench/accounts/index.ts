// `npm run bench:accounts`: what many accounts cost, each layout with several numbers of accounts. Not a test: its status
// says whether it could measure, the table says whether what has to hold does.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { arch, cpus, platform } from 'node:os';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { writeFiles } from '../../../src/process/write-files';
import { onInterrupt } from '../../../src/process/interrupt';
import { ensureToolchain, USUAL_TOOLS, describeProblem, type Toolchain } from '../../toolchain/toolchain';
import { measureFailure } from './failure';
import { measureLayouts, warmUp } from './layouts';
import { files, tables } from './page';
import type { Results } from './results';
import { measureSynthesis } from './synthesis';
import { measureVerify } from './verify';

const DEFAULT_JSON = '.cache/bench-accounts.json';
const SYNTHESIZED = [10, 100, 1_000];
const SYNTHESIS_RUNS = 3;

/** What is measured, by its name among the results. */
const PARTS = ['synthesis', 'layouts', 'failure', 'verify'] as const;
type Part = (typeof PARTS)[number];

const COMMITTED = 'docs/many-accounts-measured.json';

const USAGE = `npm run bench:accounts -- [--only PART,…] [--accounts N,…] [--parallelism N] [--turns N] [--json FILE] [--write FOLDER] [--from FILE]
Takes about half an hour with 2 cores that have nothing else to do, two thirds of it for verify.
  --only PART,…    measure these parts alone: ${PARTS.join(', ')}; the others are taken from --from, ${COMMITTED} if not given
  --accounts N,…   how many accounts are deployed, 1,5,20 if not given; one fails in a run of the most
  --parallelism N  accounts at the same time where each has a state, 4 if not given, as with octo-access fleet
  --turns N        how often verify is measured against fleet plan, 2 if not given
  --json FILE      where the results are written, ${DEFAULT_JSON} if not given
  --write FOLDER   write the page, its plot and its numbers there too: docs
  --from FILE      take the results of this file; without --only, measure nothing
`;

interface Options {
  readonly only: readonly Part[];
  readonly accounts: readonly number[];
  readonly parallelism: number;
  readonly turns: number;
  readonly json: string;
  readonly write?: string;
  readonly from?: string;
}

async function main(): Promise<void> {
  const options = readOptions();
  const interrupt = onInterrupt();
  try {
    const { from, json, only, write } = options;
    const known = from === undefined ? undefined : (JSON.parse(readFileSync(from, 'utf8')) as Results);
    const results =
      known !== undefined && only.length === 0 ? known : await measure(options, known, interrupt.signal);
    process.stdout.write(`\n${tables(results)}\n`);
    mkdirSync(dirname(json), { recursive: true });
    writeFileSync(json, `${JSON.stringify(results, null, 2)}\n`);
    if (write !== undefined) writeFiles(write, files(results));
  } catch (error) {
    process.exitCode = interrupt.exitStatus ?? 1;
    if (!interrupt.signal.aborted) throw error;
    process.stderr.write('Interrupted.\n');
  } finally {
    interrupt.release();
  }
}

async function measure(
  { accounts, parallelism, turns, only }: Options,
  known: Results | undefined,
  signal: AbortSignal,
): Promise<Results> {
  const started = performance.now();
  const note = (line: string): void => {
    const seconds = ((performance.now() - started) / 1_000).toFixed(1);
    process.stderr.write(`${seconds.padStart(6)} s  ${line}\n`);
  };
  const { tools: found, problems } = await ensureToolchain(note, signal, [...USUAL_TOOLS, 'tofu']);
  const missing = [...new Set(Object.values(problems).map(describeProblem))];
  if (missing.length > 0) throw new Error(missing.join('\n'));
  const tools = found as Toolchain;
  const part = async <Name extends Part>(
    name: Name,
    work: () => Promise<Results[Name]>,
  ): Promise<Results[Name]> => (known !== undefined && !only.includes(name) ? known[name] : work());
  const synthesis = await part('synthesis', () =>
    measureSynthesis(SYNTHESIZED, SYNTHESIS_RUNS, note, signal),
  );
  await warmUp(tools, note, signal);
  const sizes = accounts.map((count) => ({ accounts: count, parallelism }));
  const layouts = await part('layouts', () => measureLayouts(tools, sizes, note, signal));
  const most = { accounts: Math.max(...accounts), parallelism };
  const failure = await part('failure', () => measureFailure(tools, most, note, signal));
  const verify = await part('verify', () => measureVerify(tools, turns, note, signal));
  const machine = describeMachine(tools);
  return { machine, parallelism, layouts, synthesis, failure, ...(verify && { verify }) };
}

function readOptions(): Options {
  try {
    const string = { type: 'string' } as const;
    const { values } = parseArgs({
      options: {
        only: string,
        accounts: string,
        parallelism: string,
        turns: string,
        json: string,
        write: string,
        from: string,
      },
    });
    const { accounts = '1,5,20', parallelism = '4', turns = '2', json = DEFAULT_JSON, write } = values;
    const only = values.only?.split(',').map(partOf) ?? [];
    const { from = only.length > 0 ? COMMITTED : undefined } = values;
    const counts = accounts.split(',').map((count) => numberOf('--accounts', count));
    return {
      only,
      accounts: counts,
      parallelism: numberOf('--parallelism', parallelism),
      turns: numberOf('--turns', turns),
      json,
      write,
      from,
    };
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n${USAGE}`);
    process.exit(2);
  }
}

function partOf(text: string): Part {
  const part = PARTS.find((one) => one === text);
  if (part !== undefined) return part;
  throw new Error(`--only must name some of ${PARTS.join(', ')}, with commas, got "${text}"`);
}

/** More aliases than 25 are refused by the fleet file, so there is nothing to measure. */
function numberOf(option: string, text: string): number {
  if (/^([1-9]|1\d|2[0-5])$/.test(text)) return Number(text);
  throw new Error(`${option} must have numbers from 1 to 25, got "${text}"`);
}

function describeMachine({ terraform, tofu, mirror }: Toolchain): string[] {
  return [
    `${platform()}-${arch()}, ${cpus().length} cores, Node ${process.versions.node}`,
    `Terraform ${terraform.version}, OpenTofu ${tofu.version}, AWS provider ${mirror.version}`,
  ];
}

void main();
