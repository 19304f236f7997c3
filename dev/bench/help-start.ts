import { resolve } from 'node:path';
import { runOrFail } from '../../src/process/run';
import { sandboxEnv } from '../sandbox/sandbox-env';
import { compare, describeComparison, type PairOptions } from './measure';
import type { Measurement } from './report';

const ROOT = resolve(__dirname, '../..');
/** Loading TypeScript takes three of them, which the installed command does not have to pay. */
const BUDGET = 6;

/** How long the command of a checkout takes to print its help, against a Node that does nothing. */
export async function measureHelp(options: PairOptions): Promise<Measurement[]> {
  options.note('comparing octo-access --help with node -e 0');
  const node =
    (...args: string[]) =>
    (): Promise<unknown> =>
      runOrFail(process.execPath, args, { cwd: ROOT, env: sandboxEnv() });
  const comparison = await compare(node('src/cli/octo-access.mjs', '--help'), node('-e', '0'), options);
  return [
    {
      name: 'octo-access --help in a checkout : node -e 0',
      value: comparison.ratio,
      unit: 'times',
      budget: BUDGET,
      detail: describeComparison(comparison),
      samples: comparison.ratios,
    },
  ];
}
