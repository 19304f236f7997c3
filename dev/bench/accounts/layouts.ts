import type { Layout } from '../../../src/fleet/fleet';
import { parseFleet } from '../../../src/fleet/parse-fleet';
import { aliasesRoot, openTofuRoot, ROOT_FILE } from '../../../src/module/fleet-root';
import { startEmulator } from '../../emulator/emulator';
import { openSandbox } from '../../sandbox/sandbox';
import type { Toolchain } from '../../toolchain/toolchain';
import { cost, openWorkspace, type Workspace, type WorkspaceOptions } from '../workspace';
import { fleetFile } from './fleet-file';
import { openFleet } from './fleet-command';
import { LAYOUT_NAMES, type LayoutRun } from './results';

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
  readonly deploy: () => Promise<unknown>;
  readonly planNothing: () => Promise<unknown>;
}

function stateEach(size: Size, options: WorkspaceOptions): Deployment {
  const fleet = openFleet(size.accounts, options);
  const parallelism = ['--parallelism', `${size.parallelism}`];
  return {
    deploy: () => fleet.succeed('fleet', 'deploy', ...parallelism),
    planNothing: () => fleet.succeed('fleet', 'plan', ...parallelism),
  };
}

function oneState(
  layout: 'provider-aliases' | 'opentofu',
  { accounts }: Size,
  options: WorkspaceOptions,
): Deployment {
  const generate = layout === 'opentofu' ? openTofuRoot : aliasesRoot;
  const root =
    generate(parseFleet(fleetFile(layout, accounts), 'octo.yaml'), './octo-access').get(ROOT_FILE) ?? '';
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
