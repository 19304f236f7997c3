import { basename } from 'node:path';
import { startEmulator } from '../emulator/emulator';
import { openSandbox } from '../sandbox/sandbox';
import type { Toolchain } from '../toolchain/toolchain';
import { compare, describeComparison, type PairOptions } from './measure';
import type { Measurement } from './report';
import { rememberAnswers } from './remembered-answers';
import { cost, ONE_DATA_SOURCE, openWorkspace, THROUGH_MODULE, type Cost } from './workspace';

const PLAN_BUDGET = 1.1;

/** Plans differ by less than the same plan does from one run to the next, so it takes more pairs. */
const PAIRS_PER_RUN = 5;

/**
 * Wall time and memory of Terraform, and what a plan without changes takes beside the least that a plan
 * with the AWS provider can take; the same of another configuration, if there is one.
 */
export async function measureTerraformRuns(
  tools: Toolchain,
  { runs, note, beside }: PairOptions & { readonly beside?: string | undefined },
  signal: AbortSignal,
): Promise<Measurement[]> {
  const sandbox = openSandbox(tools);
  const emulator = await startEmulator({ moto: tools.moto });
  const answers = await rememberAnswers(emulator.uncountedUrl);
  try {
    const { terraform } = tools;
    const options = { sandbox, terraform, endpoint: emulator.url, planEndpoint: answers.url, signal };
    const module = await openWorkspace('module', THROUGH_MODULE, options);
    const dataSource = await openWorkspace('data-source', ONE_DATA_SOURCE, options);
    await dataSource.apply();
    note('measuring an apply');
    const apply = await cost(terraform, module.apply);
    note('measuring a plan without changes');
    const plan = await cost(terraform, module.planNothing);
    note('comparing plans without changes: the module against one data source');
    const pairs = { runs: runs * PAIRS_PER_RUN, note };
    const comparison = await compare(module.planNothing, dataSource.planNothing, pairs);
    note('measuring a destroy');
    const destroy = await cost(terraform, module.destroy);
    const other = beside === undefined ? [] : [await measureBeside(beside)];
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
      ...other,
    ];

    async function measureBeside(folder: string): Promise<Measurement> {
      const workspace = await openWorkspace('beside', folder, options);
      await workspace.apply();
      note(`comparing plans without changes: ${folder} against one data source`);
      const { ratio, ...rest } = await compare(workspace.planNothing, dataSource.planNothing, pairs);
      return {
        name: `Plan without changes, ${basename(folder)} : plan of one data source`,
        value: ratio,
        unit: 'times',
        detail: describeComparison({ ratio, ...rest }),
        samples: rest.ratios,
      };
    }
  } finally {
    await answers.stop();
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
