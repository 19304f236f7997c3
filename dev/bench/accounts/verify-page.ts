import { DEFAULT_PARALLELISM, VERIFY_PARALLELISM } from '../../../src/deploy/actions';
import { markdownTable } from '../../../src/text/markdown';
import { median } from '../measure';
import type { Measurement } from '../report';
import type { Cost } from '../workspace';
import { chart, type Panel } from './chart';
import { ANSWER_MILLISECONDS } from './layouts';
import type { LookRun, VerifyRuns } from './results';

const VERIFY = 'octo-access verify';
const PLAN = 'octo-access fleet plan';

/** What has to hold of looking at accounts, as lines of a report. */
export function verifyVerdicts({ looks, drifts, changed }: VerifyRuns): Measurement[] {
  const hundred = looks.find(({ accounts }) => accounts === 100);
  const thousand = looks.find(({ accounts }) => accounts === 1_000);
  return [
    {
      name: 'Time of verify : fleet plan, 100 accounts',
      unit: 'times',
      budget: 1 / 25,
      ...inTurns(hundred?.verify, hundred?.plan, ({ seconds }) => seconds),
    },
    {
      name: 'Peak memory of verify : fleet plan, 100 accounts',
      unit: 'times',
      budget: 1 / 10,
      ...inTurns(hundred?.verify, hundred?.plan, ({ megabytes }) => megabytes),
    },
    {
      name: 'Peak memory of verify, 1,000 accounts : 100 accounts',
      unit: 'times',
      budget: 1.2,
      ...inTurns(thousand?.verify, hundred?.verify, ({ megabytes }) => megabytes),
    },
    {
      name: `Time of fleet deploy --drifted : fleet deploy, ${changed} of 100 accounts changed`,
      unit: 'times',
      budget: 1 / 8,
      ...inTurns(
        drifts.map(({ drifted }) => drifted),
        drifts.map(({ all }) => all),
        ({ seconds }) => seconds,
      ),
    },
  ];
}

/** Median of the ratios of neighbours in time; left out where one of the two was not measured. */
function inTurns(
  values: readonly Cost[] = [],
  bases: readonly Cost[] = [],
  quantity: (cost: Cost) => number | undefined,
): Pick<Measurement, 'value' | 'samples' | 'detail'> {
  const ratios = values.flatMap((value, turn) => {
    const base = bases[turn];
    const [part, whole] = [quantity(value), base && quantity(base)];
    return part === undefined || whole === undefined ? [] : [part / whole];
  });
  if (ratios.length === 0) return {};
  const [least, most] = [Math.min(...ratios), Math.max(...ratios)];
  return {
    value: median(ratios),
    samples: ratios,
    detail:
      ratios.length === 1
        ? 'one turn'
        : `median of ${ratios.length} turns, ${least.toFixed(3)} to ${most.toFixed(3)}`,
  };
}

/** The numbers as Markdown. */
export function verifyTables({ looks, drifts, changed, load }: VerifyRuns): string {
  return `## Verified and planned

${markdownTable(
  ['accounts', VERIFY, 'peak', PLAN, 'peak'],
  looks.map(({ accounts, verify, plan }) => [
    accounts.toLocaleString('en'),
    ...middle(verify),
    ...middle(plan),
  ]),
)}

${markdownTable(
  [`100 accounts, ${changed} of them changed`, 'time', 'peak'],
  [
    ['octo-access fleet deploy --drifted', ...middle(drifts.map(({ drifted }) => drifted))],
    ['octo-access fleet deploy', ...middle(drifts.map(({ all }) => all))],
  ],
)}

Medians of ${drifts.length} ${drifts.length === 1 ? 'turn' : 'turns'}: each command, then the other, on the same emulator, and the command as the package has it. Terraform installed one of its accounts; the others are
copies of it, with copies of its state. \`verify\` looks at ${VERIFY_PARALLELISM} accounts at a time, the others work on ${DEFAULT_PARALLELISM}. A call is answered after
${ANSWER_MILLISECONDS} ms at the earliest. The memory of the command itself counts here, too. When it began, ${load.toFixed(1)} processes had work.`;
}

function middle(costs: readonly Cost[]): [time: string, memory: string] {
  const memory = costs.flatMap(({ megabytes }) => (megabytes === undefined ? [] : [megabytes]));
  return [
    costs.length === 0 ? 'not measured' : `${median(costs.map(({ seconds }) => seconds)).toFixed(1)} s`,
    memory.length === 0 ? 'not measured' : `${median(memory).toFixed(0)} MB`,
  ];
}

/** Time and memory against the number of accounts, as an SVG. */
export function verifyPlot({ looks }: VerifyRuns): string {
  const panel = (title: string, axis: string, quantity: (cost: Cost) => number | undefined): Panel => {
    const line = (name: string, costs: (look: LookRun) => readonly Cost[]): Panel['series'][0] => ({
      name,
      points: looks.flatMap((look) => {
        const values = costs(look).flatMap((cost) => quantity(cost) ?? []);
        return values.length === 0 ? [] : [{ x: look.accounts, y: median(values) }];
      }),
    });
    return {
      title,
      axis,
      scale: 'logarithmic',
      series: [line(VERIFY, ({ verify }) => verify), line(PLAN, ({ plan }) => plan)],
    };
  };
  return chart('Looking at accounts: time and memory against the number of accounts', [
    panel('Time', 'seconds', ({ seconds }) => seconds),
    panel('Peak memory', 'megabytes', ({ megabytes }) => megabytes),
  ]);
}
