import { resolve } from 'node:path';
import { run } from '../../src/process/run';
import { sandboxEnv } from '../sandbox/sandbox-env';
import { handDown, type ToolSearch } from '../toolchain/toolchain';
import { median, seconds } from './measure';
import { peakMegabytes } from './memory';
import type { Measurement } from './report';

const ROOT = resolve(__dirname, '../..');
const JEST = resolve(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');

/** Two, as many as the budgets are for, whatever this machine has. */
const WORKERS = ['--maxWorkers', '2'];

const TURNS = 3;

/** The tests of the proof that start no other program. */
const PURE = ['--testPathIgnorePatterns', 'proof/(decisions|outside-opinions)\\.'];

/** What the whole proof takes, `npm test -- proof`, and its part that needs no Terraform. */
export async function measureProof(
  search: ToolSearch,
  note: (line: string) => void,
  signal: AbortSignal,
): Promise<Measurement[]> {
  const proof = async (...args: string[]): Promise<void> => {
    const command = [JEST, '--selectProjects', 'proof', '--ci', ...WORKERS, ...args];
    const env = { ...sandboxEnv(), ...handDown(search) };
    const { status, output } = await run(process.execPath, command, { cwd: ROOT, env, signal });
    if (status !== 0) throw new Error(`the proof fails:\n${output}`);
  };
  note('the proof');
  let whole = 0;
  const megabytes = await peakMegabytes([''], async () => {
    whole = await seconds(() => proof());
  });
  const pure: number[] = [];
  for (let turn = 1; turn <= TURNS; turn++) {
    pure.push(await seconds(() => proof(...PURE)));
    note(`its part without Terraform, ${turn} of ${TURNS}: ${pure.at(-1)?.toFixed(2)} s`);
  }
  return [
    { name: 'Proof, whole', value: whole, unit: 's', budget: 60, detail: '2 workers' },
    { name: 'Proof, peak memory of all its processes', value: megabytes, unit: 'MB', budget: 1_500 },
    {
      name: 'Proof, the part without Terraform',
      value: median(pure),
      unit: 's',
      budget: 10,
      detail: `2 workers; median of ${TURNS}`,
      samples: pure,
    },
  ];
}
