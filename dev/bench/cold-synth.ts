import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { run, runOrFail, type RunResult } from '../../src/process/run';
import { downloadEnv, sandboxEnv } from '../sandbox/sandbox-env';
import { compare, describeComparison, type PairOptions } from './measure';
import type { Measurement } from './report';

const ROOT = resolve(__dirname, '../..');
const NAME = "Cold synth, tsx : the template's ts-node";
const BUDGET = 0.5;

/** The template of `cdktf init` names no version and so gets the newest, which is of this line. */
const TS_NODE = 'ts-node@^10.9.2';

/**
 * What `cdktf synth` starts, `npx tsx main.ts`, against what the template of `cdktf init` starts,
 * `npx ts-node main.ts`: the same program and tsconfig.json, in the same folder, with the same packages, every run a new
 * process that finds no cache of compiled files.
 */
export async function measureColdSynth(
  { runs, note }: PairOptions,
  signal: AbortSignal,
): Promise<Measurement[]> {
  const folder = mkdtempSync(join(tmpdir(), 'octo-synth-'));
  try {
    note(`installing ${TS_NODE} into a temporary folder`);
    const failure = await prepare(folder, signal);
    if (failure !== undefined) {
      return [
        { name: NAME, unit: 'times', budget: BUDGET, detail: `${TS_NODE} cannot be installed: ${failure}` },
      ];
    }
    note('comparing a cold synth: tsx against ts-node');
    const comparison = await compare(synth(folder, 'tsx', signal), synth(folder, 'ts-node', signal), {
      runs,
      note,
    });
    return [
      {
        name: NAME,
        value: comparison.ratio,
        unit: 'times',
        budget: BUDGET,
        detail: describeComparison(comparison),
        samples: comparison.ratios,
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A copy of the app with the checkout's packages and ts-node. Returns why that failed, undefined where it did not. */
async function prepare(folder: string, signal: AbortSignal): Promise<string | undefined> {
  for (const name of ['main.ts', 'src', 'tsconfig.json', 'cdktf.json']) {
    cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  }
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'cold-synth', private: true }));
  // Without its peers, which are linked below: npm would take the newest TypeScript, which ts-node cannot load.
  const args = ['install', '--prefer-offline', '--legacy-peer-deps', '--no-audit', '--no-fund', TS_NODE];
  const env = { ...downloadEnv(), NPM_CONFIG_FETCH_RETRIES: '0', NPM_CONFIG_UPDATE_NOTIFIER: 'false' };
  const { status, output } = await run('npm', args, { cwd: folder, env, signal });
  if (status !== 0) {
    return (
      output.split('\n').find((line) => line.startsWith('npm error')) ?? `npm ended with status ${status}`
    );
  }
  linkPackages(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  return undefined;
}

/** Links every package that is not there yet, the commands in `.bin` among them. */
function linkPackages(from: string, to: string): void {
  for (const name of readdirSync(from)) {
    const link = join(to, name);
    if (name === '.bin' || (name.startsWith('@') && existsSync(link))) linkPackages(join(from, name), link);
    else if (!name.startsWith('.') && !existsSync(link)) {
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(join(from, name), link);
    }
  }
}

function synth(cwd: string, runner: 'tsx' | 'ts-node', signal: AbortSignal): () => Promise<RunResult> {
  return async () => {
    // tsx keeps what it compiled there from one run to the next; ts-node keeps nothing.
    const temporary = mkdtempSync(join(cwd, 'tmp-'));
    rmSync(join(cwd, 'cdktf.out'), { recursive: true, force: true });
    const env = { ...sandboxEnv(), TMPDIR: temporary };
    const result = await runOrFail('npx', ['--no-install', runner, 'main.ts'], { cwd, env, signal });
    if (!existsSync(join(cwd, 'cdktf.out', 'stacks', 'octo-access', 'cdk.tf.json'))) {
      throw new Error(`${runner} synthesized nothing. It said:\n${result.output}`);
    }
    return result;
  };
}
