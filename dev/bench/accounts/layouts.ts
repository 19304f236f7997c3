import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Layout } from '../../../src/fleet/fleet';
import { parseFleet } from '../../../src/fleet/parse-fleet';
import { aliasesRoot, openTofuRoot, ROOT_FILE } from '../../../src/module/fleet-root';
import { startEmulator } from '../../emulator/emulator';
import { CommandFailed, run } from '../../../src/process/run';
import { openSandbox } from '../../sandbox/sandbox';
import type { Toolchain } from '../../toolchain/toolchain';
import { cost, openWorkspace, type Workspace, type WorkspaceOptions } from '../workspace';
import { fleetFile } from './fleet-file';
import { LAYOUT_NAMES, type Ending, type LayoutRun } from './results';

const PROJECT = resolve(__dirname, '../../..');
const COMMAND = join(PROJECT, 'src', 'cli', 'octo-access.mjs');
const FILE = 'octo.yaml';

/** After how long a call is answered, at the earliest: about as late as IAM answers over the internet. */
export const ANSWER_MILLISECONDS = 100;

/** How many accounts, and how many of them at the same time where each has a state. */
export interface Size {
  readonly accounts: number;
  readonly parallelism: number;
}

/** Measures each layout with each number of accounts, the smallest number first. */
export async function measureLayouts(
  tools: Toolchain,
  sizes: readonly Size[],
  note: (line: string) => void,
  signal: AbortSignal,
): Promise<LayoutRun[]> {
  const runs: LayoutRun[] = [];
  for (const size of sizes) {
    for (const layout of ['stack-per-account', 'provider-aliases', 'opentofu'] as const) {
      note(`${size.accounts} accounts, ${LAYOUT_NAMES[layout]}`);
      runs.push(await measure(tools, layout, size, signal));
    }
  }
  return runs;
}

/** Deploys one account, so that the first that is measured finds the provider in memory as the others do. */
export async function warmUp(
  tools: Toolchain,
  note: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  note('one account that is not counted');
  await measure(tools, 'stack-per-account', { accounts: 1, parallelism: 1 }, signal);
}

/** On an emulator of its own: one that has worked for a while answers more slowly. */
async function measure(
  tools: Toolchain,
  layout: Layout,
  size: Size,
  signal: AbortSignal,
): Promise<LayoutRun> {
  const terraform = layout === 'opentofu' ? tools.tofu : tools.terraform;
  const sandbox = openSandbox({ terraform, mirror: tools.mirror });
  const emulator = await startEmulator({ moto: tools.moto, delayMilliseconds: ANSWER_MILLISECONDS });
  try {
    const options = { sandbox, terraform, endpoint: emulator.url, signal };
    const { deploy, planNothing } =
      layout === 'stack-per-account' ? stateEach(size, options) : oneState(layout, size, options);
    const deployed = await cost(terraform, deploy);
    return { layout, accounts: size.accounts, deploy: deployed, plan: await cost(terraform, planNothing) };
  } finally {
    await emulator.stop();
    sandbox.remove();
  }
}

/** A deployment of a fleet that has not begun. */
interface Deployment {
  readonly deploy: () => Promise<void>;
  readonly planNothing: () => Promise<void>;
}

function stateEach(size: Size, options: WorkspaceOptions): Deployment {
  const fleet = openFleet(size, options);
  const succeed = async (action: 'deploy' | 'plan'): Promise<void> => {
    const { status, failed } = await fleet(action);
    // 2 is a plan with changes: then this is no measurement of a plan without.
    if (status !== 0) throw new Error(`fleet ${action} ended with status ${status}: ${failed.join(', ')}`);
  };
  return { deploy: () => succeed('deploy'), planNothing: () => succeed('plan') };
}

function oneState(
  layout: 'provider-aliases' | 'opentofu',
  { accounts }: Size,
  options: WorkspaceOptions,
): Deployment {
  const generate = layout === 'opentofu' ? openTofuRoot : aliasesRoot;
  const root = generate(parseFleet(fleetFile(layout, accounts), FILE), './octo-access').get(ROOT_FILE) ?? '';
  let workspace: Workspace | undefined;
  return {
    deploy: async () => {
      workspace = await openWorkspace(layout, JSON.parse(root) as object, options);
      await workspace.apply();
    },
    planNothing: async () => {
      await workspace?.planNothing();
    },
  };
}

/** Runs `octo-access fleet` on a generated fleet file in the sandbox, for all accounts or those named. */
export type FleetCommand = (action: 'deploy' | 'plan', accounts?: readonly string[]) => Promise<Ending>;

/** Writes a fleet file into the sandbox, for `octo-access fleet`. */
export function openFleet(
  { accounts, parallelism }: Size,
  { sandbox, endpoint, signal }: WorkspaceOptions,
): FleetCommand {
  const folder = join(sandbox.folder, 'fleet');
  mkdirSync(folder);
  const file = join(folder, FILE);
  writeFileSync(file, fleetFile('stack-per-account', accounts));
  return async (action, only = []) => {
    const args = ['fleet', action, ...only, '--file', file, '--parallelism', `${parallelism}`, '--json'];
    const result = await run(process.execPath, [COMMAND, ...args], {
      cwd: PROJECT,
      env: sandbox.env({ endpoint }),
      signal,
    });
    try {
      const said = JSON.parse(result.stdout) as { accounts: { id: string; status: string }[] };
      const having = (done: boolean): string[] =>
        said.accounts.filter(({ status }) => (status === 'done') === done).map(({ id }) => id);
      return { status: result.status, done: having(true), failed: having(false) };
    } catch {
      throw new CommandFailed(args.join(' '), result);
    }
  };
}
