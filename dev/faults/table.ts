import type { SeedResult } from './run-seed';

/** The results as a table for a terminal, and how many converged. */
export function table(results: readonly SeedResult[]): string {
  const rows = [
    ['seed', 'scenario', 'attack', 'came', 'ended with', 'plain runs', 'commands', 's', ''],
    ...results.map((result) => [
      String(result.seed),
      result.scenario,
      result.attack,
      [result.point, ...Object.entries(result.faults).map(([fault, times]) => `${times} ${fault}`)]
        .filter(Boolean)
        .join(', '),
      String(result.disturbedStatus),
      String(result.plainRuns),
      String(result.mended.length),
      String(result.seconds),
      result.converged ? 'converged' : 'DID NOT CONVERGE',
    ]),
  ];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const problems = results
    .filter(({ converged }) => !converged)
    .map(({ seed, problems }) => [`seed ${seed}:`, ...problems.map((one) => `  ${one}`)].join('\n'));
  const converged = results.filter((result) => result.converged).length;
  return [...lines, ...problems, `${converged} of ${results.length} converged`].join('\n');
}
