import { arch, platform } from 'node:os';
import { describeProblem, type Toolchain } from '../toolchain/toolchain';
import { formatSeconds } from '../narrator';
import { Bench } from './bench';
import type { CheckResult, RowResult } from './results';
import type { Row } from './rows';

/** Runs a row on a bench of its own. What goes wrong is in the result; it throws only if the signal fires. */
export async function runRow(
  row: Row,
  tools: Toolchain,
  note: (line: string) => void,
  signal: AbortSignal,
): Promise<RowResult> {
  const facts = {
    id: row.id,
    tool: row.tool,
    day: new Date().toISOString().slice(0, 10),
    platform: `${platform()}-${arch()}`,
  };
  const { found, problem } = await row.get(tools, note, signal);
  if (problem !== undefined) {
    note(`MISSING: ${describeProblem(problem)}`);
    return { ...facts, version: row.version, missing: problem.what, checks: [] };
  }
  note(`${row.tool} ${found.version}${pathOf(found)}`);
  const bench = await Bench.open(tools, found, signal);
  const checks: CheckResult[] = [];
  try {
    for (const { what, run } of row.checks) {
      const started = performance.now();
      const failure = await run(bench).then(
        () => undefined,
        (error: unknown) => (error instanceof Error ? error.message : String(error)),
      );
      signal.throwIfAborted();
      const seconds = Math.round((performance.now() - started) / 100) / 10;
      note(`${failure === undefined ? 'ok    ' : 'FAILED'} ${formatSeconds(seconds)}  ${what}`);
      failure?.split('\n').forEach(note);
      checks.push({ what, seconds, ...(failure !== undefined && { failure }) });
    }
  } finally {
    await bench.close();
  }
  return { ...facts, version: found.version, provider: bench.tools.mirror.version, checks };
}

function pathOf({
  node,
  terraform,
}: {
  readonly node?: string;
  readonly terraform?: { path: string };
}): string {
  const path = node ?? terraform?.path;
  return path === undefined ? '' : `: ${path}`;
}
