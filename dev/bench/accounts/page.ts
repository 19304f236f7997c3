import { markdownTable } from '../../../src/text/markdown';
import { MEMORY_METHOD } from '../memory';
import { REPORT_HEADER, reportRows } from '../report';
import type { Cost } from '../workspace';
import { chart } from './chart';
import { crossings, points, verdicts } from './findings';
import { ANSWER_MILLISECONDS } from './layouts';
import { LAYOUT_NAMES, type LayoutRun, type Results } from './results';
import { verifyPlot, verifyTables, verifyVerdicts } from './verify-page';

/** Names of the files that `files()` makes, beside each other. */
export const NAMES = {
  page: 'many-accounts-measured.md',
  plot: 'many-accounts-measured.svg',
  verifyPlot: 'many-accounts-measured-verify.svg',
  results: 'many-accounts-measured.json',
} as const;

/** The results as a page, its plot and its numbers, by name. */
export function files(results: Results): Map<string, string> {
  const { verify } = results;
  const page = `# Many accounts: time and memory

Written by \`npm run bench:accounts -- --write docs\` from [${NAMES.results}](${NAMES.results}).

![Time and memory against the number of accounts](${NAMES.plot})
${verify ? `\n![Time and memory of verify and fleet plan against the number of accounts](${NAMES.verifyPlot})\n` : ''}
${tables(results)}
`;
  return new Map([
    [NAMES.page, page],
    [NAMES.plot, plot(results)],
    ...(verify ? ([[NAMES.verifyPlot, verifyPlot(verify)]] as const) : []),
    [NAMES.results, `${JSON.stringify(results, null, 2)}\n`],
  ]);
}

/** All numbers and what follows from them, as Markdown that reads as text, too. */
export function tables(results: Results): string {
  const { machine, parallelism, layouts, synthesis, verify } = results;
  return `## Deployed on the emulator

${markdownTable(
  ['accounts', 'layout', 'first deployment', 'an account', 'peak', 'plan without changes', 'peak'],
  [...layouts].sort((left, right) => left.accounts - right.accounts).map(layoutRow),
)}

A first deployment counts from nothing to installed, \`init\` included, for a state an account (\`npx octo-access fleet\`,
${parallelism} at a time) synthesis too. That command sets GOGC for its Terraforms; the others run as one runs Terraform.
A call is answered after ${ANSWER_MILLISECONDS} ms at the earliest, about as late as AWS does over the internet.

## From how many accounts on

Between the measured numbers, straight lines are assumed.

${crossings(results)
  .map((sentence) => `- ${sentence}`)
  .join('\n')}

## Synthesized

${markdownTable(
  ['accounts', 'synthesis', 'peak'],
  synthesis.map(({ accounts, ...cost }) => [accounts.toLocaleString('en'), ...shown(cost, 2)]),
)}

${verify ? `${verifyTables(verify)}\n\n` : ''}## What has to hold

${markdownTable(REPORT_HEADER, reportRows([...verdicts(results), ...(verify ? verifyVerdicts(verify) : [])]))}

## Measured on

${machine.map((line) => `- ${line}`).join('\n')}
- Memory: ${MEMORY_METHOD}.`;
}

function layoutRow({ layout, accounts, deploy, plan }: LayoutRun): string[] {
  const [time, memory] = shown(deploy, 1);
  const each = `${(deploy.seconds / accounts).toFixed(1)} s`;
  return [`${accounts}`, LAYOUT_NAMES[layout], time, each, memory, ...shown(plan, 1)];
}

function shown({ seconds, megabytes }: Cost, digits: number): [time: string, memory: string] {
  return [
    `${seconds.toFixed(digits)} s`,
    megabytes === undefined ? 'not measured' : `${megabytes.toFixed(0)} MB`,
  ];
}

function plot({ layouts, synthesis }: Results): string {
  const series = (
    quantity: (run: LayoutRun) => number | undefined,
  ): Parameters<typeof chart>[1][0]['series'] =>
    (['stack-per-account', 'provider-aliases', 'opentofu'] as const).map((layout) => ({
      name: LAYOUT_NAMES[layout],
      points: points(layouts, layout, quantity),
    }));
  return chart('Time and memory against the number of accounts', [
    {
      title: 'First deployment',
      axis: 'seconds',
      scale: 'linear',
      series: series(({ deploy }) => deploy.seconds),
    },
    {
      title: 'Peak memory of a first deployment',
      axis: 'megabytes',
      scale: 'linear',
      series: series(({ deploy }) => deploy.megabytes),
    },
    {
      title: 'Plan without changes',
      axis: 'seconds',
      scale: 'linear',
      series: series(({ plan }) => plan.seconds),
    },
    {
      title: 'Synthesis',
      axis: 'seconds',
      scale: 'logarithmic',
      series: [
        {
          name: LAYOUT_NAMES['stack-per-account'],
          points: synthesis.map(({ accounts, seconds }) => ({ x: accounts, y: seconds })),
        },
      ],
      limit: { y: 10, name: 'limit for 1,000 accounts' },
    },
  ]);
}
