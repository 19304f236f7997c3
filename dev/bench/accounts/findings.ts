import type { Layout } from '../../../src/fleet/fleet';
import type { Measurement } from '../report';
import { LAYOUT_NAMES, type LayoutRun, type Results } from './results';

/** A number of accounts and what was measured with it. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

const GIGABYTE = 1_000;
const MEMORY_LIMITS = [1, 2, 4];

/** With more accounts there are more moments at which all that run at the same time are at their peaks together. */
const MEMORY_SPREAD = 1.25;

/** One measured quantity of a layout against the number of accounts; a quantity that is missing is left out. */
export function points(
  layouts: readonly LayoutRun[],
  layout: Layout,
  quantity: (run: LayoutRun) => number | undefined,
): Point[] {
  return layouts
    .filter((run) => run.layout === layout)
    .flatMap((run) => {
      const y = quantity(run);
      return y === undefined ? [] : [{ x: run.accounts, y }];
    })
    .sort((left, right) => left.x - right.x);
}

/** The value at `x`, on straight lines between the points; undefined outside of them. */
export function at(line: readonly Point[], x: number): number | undefined {
  const right = line.findIndex((point) => point.x >= x);
  const [before, after] = [line[right - 1], line[right]];
  if (after === undefined) return undefined;
  if (after.x === x) return after.y;
  if (before === undefined) return undefined;
  return before.y + ((x - before.x) / (after.x - before.x)) * (after.y - before.y);
}

/** The smallest whole `x` from which on `holds` is true up to the last point; undefined where it is not true there. */
export function heldFrom(
  line: readonly Point[],
  holds: (x: number, y: number) => boolean,
): number | undefined {
  const [first, last] = [line[0]?.x ?? 1, line.at(-1)?.x ?? 0];
  let from: number | undefined;
  for (let x = last; x >= first; x--) {
    const y = at(line, x);
    if (y === undefined || !holds(x, y)) break;
    from = x;
  }
  return from;
}

/** What has to hold, as lines of a report. */
export function verdicts({ layouts, synthesis, failure, parallelism }: Results): Measurement[] {
  const most = Math.max(...layouts.map(({ accounts }) => accounts));
  const runOf = (layout: Layout, accounts: number): LayoutRun | undefined =>
    layouts.find((run) => run.layout === layout && run.accounts === accounts);
  const each = runOf('stack-per-account', most);
  const aliases = runOf('provider-aliases', most);
  // From as many accounts on as are deployed at a time, more of them may need no more memory.
  const few = layouts.find((run) => run.layout === 'stack-per-account' && run.accounts >= parallelism);
  const [thousand, hundred] = [1_000, 100].map((count) =>
    synthesis.find(({ accounts }) => accounts === count),
  );
  const undone = (done: readonly string[]): number => failure.accounts - done.length;
  return [
    {
      name: `Deployment of ${most} accounts, a state each : provider aliases`,
      unit: 'times',
      budget: 1,
      ...ratio(each?.deploy.seconds, aliases?.deploy.seconds),
      detail: `${perAccount(each)} : ${perAccount(aliases)} an account`,
    },
    {
      name: `Peak memory, a state each, ${most} accounts : ${few?.accounts ?? 0} accounts`,
      unit: 'times',
      budget: MEMORY_SPREAD,
      ...ratio(each?.deploy.megabytes, few?.deploy.megabytes),
      detail: `${parallelism} accounts at a time`,
    },
    { name: 'Synthesis of 1,000 accounts', unit: 's', budget: 10, value: thousand?.seconds },
    {
      name: 'Peak memory, synthesis of 1,000 accounts',
      unit: 'MB',
      budget: 1_000,
      value: thousand?.megabytes,
    },
    {
      name: 'Synthesis of 1,000 accounts : 10 times that of 100',
      unit: 'times',
      budget: 1,
      ...ratio(thousand?.seconds, hundred && 10 * hundred.seconds),
    },
    {
      name: `Accounts not done beside the one that fails, of ${failure.accounts}`,
      unit: 'accounts',
      budget: 0,
      value: undone(failure.first.done) - 1,
      detail: `exit status ${failure.first.status}, ${failure.first.done.length} deployed`,
    },
    {
      name: 'Accounts not done after the run for the rest',
      unit: 'accounts',
      budget: 0,
      value: undone([...failure.first.done, ...failure.rest.done]),
      detail: `exit status ${failure.rest.status}, ${failure.rest.done.length} deployed`,
    },
  ];
}

/** How the layouts compare, and from how many accounts on, in sentences. */
export function crossings({ layouts, parallelism }: Results): string[] {
  const memory = (layout: Layout): Point[] => points(layouts, layout, ({ deploy }) => deploy.megabytes);
  const each = `${LAYOUT_NAMES['stack-per-account']}, ${parallelism} at a time`;
  return [
    ...limits(each, memory('stack-per-account')),
    ...ONE_STATE.flatMap((layout) => limits(LAYOUT_NAMES[layout], memory(layout))),
    ...ONE_STATE.flatMap((other) => QUANTITIES.flatMap((quantity) => compared(layouts, other, quantity))),
  ];
}

interface Quantity {
  readonly name: string;
  readonly read: (run: LayoutRun) => number | undefined;
  readonly show: (value: number) => string;
}

const QUANTITIES: readonly Quantity[] = [
  { name: 'Time of a first deployment', read: ({ deploy }) => deploy.seconds, show: inSeconds },
  { name: 'Time of a plan without changes', read: ({ plan }) => plan.seconds, show: inSeconds },
  { name: 'Peak memory of a first deployment', read: ({ deploy }) => deploy.megabytes, show: inGigabytes },
];

const ONE_STATE = ['provider-aliases', 'opentofu'] as const;

/** From how many accounts on a deployment takes more memory than machines commonly have to spare. */
function limits(name: string, line: readonly Point[]): string[] {
  const last = line.at(-1);
  if (last === undefined) return [];
  const passed = MEMORY_LIMITS.flatMap((limit) => {
    const from = heldFrom(line, (_, megabytes) => megabytes > limit * GIGABYTE);
    return from === undefined ? [] : [`more than ${limit} GB from ${counted(from)} on`];
  });
  const parts = [...passed, `${inGigabytes(last.y)} with ${counted(last.x)}`];
  return [`Peak memory of a first deployment, ${name}: ${parts.join(', ')}.`];
}

/** A state an account against another layout. */
function compared(layouts: readonly LayoutRun[], other: Layout, { name, read, show }: Quantity): string[] {
  const [ours, theirs] = [points(layouts, 'stack-per-account', read), points(layouts, other, read)];
  const [ourLast, theirLast] = [ours.at(-1), theirs.at(-1)];
  if (ourLast === undefined || ourLast.x !== theirLast?.x) return [];
  const from = heldFrom(ours, (x, y) => y <= (at(theirs, x) ?? -Infinity));
  const verdict =
    from === undefined ? `more up to ${counted(ourLast.x)}` : `no more from ${counted(from)} on`;
  return [
    `${name}, ${LAYOUT_NAMES['stack-per-account']} against ${LAYOUT_NAMES[other]}: ${verdict} ` +
      `(${counted(ourLast.x)}: ${show(ourLast.y)} against ${show(theirLast.y)}).`,
  ];
}

/** A ratio, left out where a part of it is missing. */
function ratio(value: number | undefined, base: number | undefined): { readonly value?: number } {
  return value === undefined || base === undefined ? {} : { value: value / base };
}

function perAccount(run: LayoutRun | undefined): string {
  return run === undefined ? '?' : `${(run.deploy.seconds / run.accounts).toFixed(2)} s`;
}

function inSeconds(seconds: number): string {
  return `${seconds.toFixed(0)} s`;
}

function inGigabytes(megabytes: number): string {
  return `${(megabytes / GIGABYTE).toFixed(1)} GB`;
}

function counted(accounts: number): string {
  return accounts === 1 ? '1 account' : `${accounts} accounts`;
}
