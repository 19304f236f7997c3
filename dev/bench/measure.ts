/** How often a comparison is repeated, and what hears about it. */
export interface PairOptions {
  readonly runs: number;
  /** One line for each pair that is done. */
  readonly note: (line: string) => void;
}

/** Two things measured in turns, A B A B, so that a machine that gets slower meanwhile slows both down. */
export interface Comparison {
  /** `first : second`. */
  readonly ratio: number;
  /** Ratio of each pair, in order. */
  readonly ratios: readonly number[];
  /** Usual seconds of the one and of the other. */
  readonly first: number;
  readonly second: number;
}

/** Seconds that some work takes. */
export async function seconds(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1_000;
}

/** Compares two pieces of work. Each is done once before, unmeasured, to fill the caches of both alike. */
export async function compare(
  first: () => Promise<unknown>,
  second: () => Promise<unknown>,
  { runs, note }: PairOptions,
): Promise<Comparison> {
  await first();
  await second();
  const pairs: { first: number; second: number }[] = [];
  for (let pair = 1; pair <= runs; pair++) {
    const times = { first: await seconds(first), second: await seconds(second) };
    pairs.push(times);
    note(`pair ${pair} of ${runs}: ${times.first.toFixed(2)} s against ${times.second.toFixed(2)} s`);
  }
  const ratios = pairs.map((pair) => pair.first / pair.second);
  const one = usual(pairs.map((pair) => pair.first));
  const other = usual(pairs.map((pair) => pair.second));
  return { ratio: one / other, ratios, first: one, second: other };
}

/**
 * The mean of the middle three fifths of the values: like a median it does not see a run that something held up, and it
 * takes half as many runs to be as sure.
 */
export function usual(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const cut = Math.floor(sorted.length / 5);
  const middle = sorted.slice(cut, sorted.length - cut);
  return middle.reduce((sum, value) => sum + value, 0) / middle.length;
}

/** A comparison in words, with its spread: where the ratios lie far apart, the machine had other work. */
export function describeComparison({ ratios, first, second }: Comparison): string {
  const [least, most] = [Math.min(...ratios), Math.max(...ratios)];
  return (
    `${first.toFixed(2)} s : ${second.toFixed(2)} s; ` +
    `means of the middle of ${ratios.length} pairs, ${least.toFixed(2)} to ${most.toFixed(2)}`
  );
}

/** The middle of the values; of an even number of them, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = sorted.slice(Math.floor((sorted.length - 1) / 2), Math.floor(sorted.length / 2) + 1);
  return middle.reduce((sum, value) => sum + value, 0) / middle.length;
}
