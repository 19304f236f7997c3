// `npm run bench`: what an installation costs, measured here and now on the emulator. Not a test: its status says
// whether it could measure, the table says whether the budgets hold.
import { mkdirSync, writeFileSync } from 'node:fs';
import { arch, cpus, loadavg, platform } from 'node:os';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { onInterrupt } from '../../src/process/interrupt';
import {
  describeProblem,
  ensureToolchain,
  USUAL_TOOLS,
  type Toolchain,
  type ToolSearch,
} from '../toolchain/toolchain';
import { measureAwsCalls } from './aws-calls';
import { measureColdSynth } from './cold-synth';
import { measureHelp } from './help-start';
import { MEMORY_METHOD } from './memory';
import { holds, table, type Measurement } from './report';
import { measureProof } from './proof';
import { measureReportPage } from './report-page';
import { measureTerraformRuns } from './terraform-runs';

const DEFAULT_JSON = '.cache/bench.json';

const USAGE = `npm run bench -- [--runs N] [--json FILE] [--beside FOLDER]
  --runs N         pairs of each comparison, 5 if not given; of plans, five times as many
  --json FILE      where the measurements are written as JSON, ${DEFAULT_JSON} if not given
  --beside FOLDER  a Terraform configuration without inputs, to be measured beside the module
`;

interface Options {
  readonly runs: number;
  readonly json: string;
  readonly beside: string | undefined;
}

async function main(): Promise<void> {
  const { runs, json, beside } = readOptions();
  const interrupt = onInterrupt();
  const started = performance.now();
  const note = (line: string): void => {
    const seconds = ((performance.now() - started) / 1_000).toFixed(1);
    process.stderr.write(`${seconds.padStart(6)} s  ${line}\n`);
  };
  try {
    const search = await ensureToolchain(note, interrupt.signal, [...USUAL_TOOLS, 'parliament']);
    const measurements = [
      ...(await measureTerraform(search, { runs, note, beside }, interrupt.signal)),
      ...(await measureColdSynth({ runs, note }, interrupt.signal)),
      ...(await measureHelp({ runs, note })),
      ...(await measureReportPage({ runs, note })),
      ...(await measureProof(search, note, interrupt.signal)),
    ];
    const machine = describeMachine(search);
    process.stdout.write(`\n${table(measurements)}\n\n${machine.join('\n')}\n`);
    const entries = measurements.map((measurement) => ({
      ...measurement,
      holds: holds(measurement) ?? null,
    }));
    mkdirSync(dirname(json), { recursive: true });
    writeFileSync(json, `${JSON.stringify({ machine, measurements: entries }, null, 2)}\n`);
    note(`written: ${json}`);
  } catch (error) {
    process.exitCode = interrupt.exitStatus ?? 1;
    if (!interrupt.signal.aborted) throw error;
    process.stderr.write('Interrupted.\n');
  } finally {
    interrupt.release();
  }
}

function readOptions(): Options {
  try {
    const { values } = parseArgs({
      options: { runs: { type: 'string' }, json: { type: 'string' }, beside: { type: 'string' } },
    });
    const { runs = '5', json = DEFAULT_JSON, beside } = values;
    if (!/^[1-9]\d?$/.test(runs)) throw new Error(`--runs must be a number from 1 to 99, got "${runs}"`);
    return { runs: Number(runs), json, beside };
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n${USAGE}`);
    process.exit(2);
  }
}

async function measureTerraform(
  search: ToolSearch,
  options: Parameters<typeof measureTerraformRuns>[1],
  signal: AbortSignal,
): Promise<Measurement[]> {
  const problems = [...new Set(Object.values(search.problems).map(describeProblem))];
  if (problems.length > 0) {
    process.stderr.write(`${problems.join('\n')}\n`);
    return [{ name: 'Terraform', unit: 's', detail: 'a tool is missing, see above' }];
  }
  const tools = search.tools as Toolchain;
  return [
    ...(await measureAwsCalls(tools, options.note, signal)),
    ...(await measureTerraformRuns(tools, options, signal)),
  ];
}

function describeMachine({ tools: { terraform, mirror } }: ToolSearch): string[] {
  const processors = cpus();
  return [
    `Node ${process.versions.node}, ${platform()}-${arch()}, ${processors.length} x ${processors[0]?.model ?? 'processor'}`,
    ...(terraform && mirror
      ? [`${terraform.kind} ${terraform.version}, AWS provider ${mirror.version}`]
      : []),
    `Load average of the last 15 minutes: ${(loadavg()[2] ?? 0).toFixed(1)}; compare ratios only of a quiet machine.`,
    `Memory: ${MEMORY_METHOD}.`,
  ];
}

void main();
