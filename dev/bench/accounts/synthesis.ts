import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runOrFail } from '../../../src/process/run';
import { sandboxEnv } from '../../sandbox/sandbox-env';
import { median, seconds } from '../measure';
import { peakMegabytes } from '../memory';
import { fleetFile } from './fleet-file';
import type { SynthesisRun } from './results';

const MAIN = resolve(__dirname, '../../../main.ts');
const TSX = pathToFileURL(require.resolve('tsx')).href;

/** Names of a Node process; the later one is that of newer versions. */
const NODE = ['node', 'MainThread'];

/**
 * What the synthesis of so many accounts takes, from the start of the process to its end, reading the fleet file and
 * writing all stacks included.
 *
 * @param runs of each; the median counts
 */
export async function measureSynthesis(
  counts: readonly number[],
  runs: number,
  note: (line: string) => void,
  signal: AbortSignal,
): Promise<SynthesisRun[]> {
  const results: SynthesisRun[] = [];
  for (const accounts of counts) {
    note(`synthesis of ${accounts} accounts`);
    const costs = [];
    for (let run = 0; run < runs; run++) costs.push(await synthesize(accounts, signal));
    const memory = costs.flatMap(({ megabytes }) => (megabytes === undefined ? [] : [megabytes]));
    results.push({
      accounts,
      seconds: median(costs.map((cost) => cost.seconds)),
      ...(memory.length > 0 && { megabytes: Math.max(...memory) }),
    });
  }
  return results;
}

async function synthesize(accounts: number, signal: AbortSignal): Promise<Omit<SynthesisRun, 'accounts'>> {
  const folder = mkdtempSync(join(tmpdir(), 'octo-accounts-'));
  try {
    writeFileSync(join(folder, 'octo.yaml'), fleetFile('stack-per-account', accounts));
    const options = { cwd: folder, env: sandboxEnv(), signal };
    let taken = 0;
    const megabytes = await peakMegabytes(NODE, async () => {
      taken = await seconds(() => runOrFail(process.execPath, ['--import', TSX, MAIN], options));
    });
    return { seconds: taken, megabytes };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
