import { startEmulator } from '../emulator/emulator';
import { openSandbox } from '../sandbox/sandbox';
import type { Toolchain } from '../toolchain/toolchain';
import type { Measurement } from './report';
import { openWorkspace, THROUGH_MODULE } from './workspace';

const APPLY_BUDGET = 60;
const PLAN_BUDGET = 40;

/** Calls to AWS for one account, through the committed module, counted by a proxy before the emulator. */
export async function measureAwsCalls(
  tools: Toolchain,
  note: (line: string) => void,
  signal: AbortSignal,
): Promise<Measurement[]> {
  const sandbox = openSandbox(tools);
  const emulator = await startEmulator({ moto: tools.moto });
  try {
    const { terraform } = tools;
    const options = { sandbox, terraform, endpoint: emulator.url, signal };
    const workspace = await openWorkspace('module', THROUGH_MODULE, options);
    note('counting the calls of an apply');
    const apply = await counted(workspace.apply);
    note('counting the calls of a plan without changes');
    const plan = await counted(workspace.planNothing);
    return [
      {
        name: 'AWS calls, apply',
        value: apply.total,
        unit: 'calls',
        budget: APPLY_BUDGET,
        byAction: apply.byAction,
      },
      {
        name: 'AWS calls, plan without changes',
        value: plan.total,
        unit: 'calls',
        budget: PLAN_BUDGET,
        byAction: plan.byAction,
      },
    ];
  } finally {
    await emulator.stop();
    sandbox.remove();
  }

  async function counted(command: () => Promise<unknown>): Promise<ReturnType<typeof emulator.calls>> {
    const before = emulator.calls();
    await command();
    const after = emulator.calls();
    const actions = Object.entries(after.byAction).map(
      ([action, count]) => [action, count - (before.byAction[action] ?? 0)] as const,
    );
    return {
      total: after.total - before.total,
      byAction: Object.fromEntries(actions.filter(([, count]) => count > 0)),
    };
  }
}
