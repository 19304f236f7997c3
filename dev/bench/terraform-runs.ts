import { startEmulator } from '../emulator/emulator';
import { openSandbox } from '../sandbox/sandbox';
import type { Toolchain } from '../toolchain/toolchain';
import { compare, describeComparison, type PairOptions } from './measure';
import type { Measurement } from './report';
import { cost, ONE_DATA_SOURCE, openWorkspace, THROUGH_MODULE, type Cost } from './workspace';

const PLAN_BUDGET = 1.05;

/**
 * Wall time and memory of Terraform, and what a plan without changes takes beside the least that a plan
 * with the AWS provider can take. No proxy stands before this emulator: it would add to every call.
 */
export async function measureTerraformRuns(
  tools: Toolchain,
  { runs, note }: PairOptions,
  signal: AbortSignal,
): Promise<Measurement[]> {
  const sandbox = openSandbox(tools);
  const emulator = await startEmulator({ moto: tools.moto });
  try {
    const { terraform } = tools;
    const options = { sandbox, terraform, endpoint: emulator.url, signal };
    const module = await openWorkspace('module', THROUGH_MODULE, options);
    const dataSource = await openWorkspace('data-source', ONE_DATA_SOURCE, options);
    await dataSource.apply();
    note('measuring an apply');
    const apply = await cost(terraform, module.apply);
    note('measuring a plan without changes');
    const plan = await cost(terraform, module.planNothing);
    note('comparing plans without changes: the module against one data source');
    const comparison = await compare(module.planNothing, dataSource.planNothing, { runs, note });
    note('measuring a destroy');
    const destroy = await cost(terraform, module.destroy);
    return [
      ...lines('apply', apply),
      ...lines('plan without changes', plan),
      ...lines('destroy', destroy),
      {
        name: 'Plan without changes : plan of one data source',
        value: comparison.ratio,
        unit: 'times',
        budget: PLAN_BUDGET,
        detail: describeComparison(comparison),
        samples: comparison.ratios,
      },
    ];
  } finally {
    await emulator.stop();
    sandbox.remove();
  }
}

function lines(command: string, { seconds, megabytes }: Cost): Measurement[] {
  return [
    { name: `Wall time, ${command}`, value: seconds, unit: 's' },
    {
      name: `Peak memory, ${command}`,
      value: megabytes,
      unit: 'MB',
      ...(megabytes === undefined ? { detail: 'needs /proc' } : {}),
    },
  ];
}
