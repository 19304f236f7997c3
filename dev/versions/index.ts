// `npm run test:versions`: what we ship, on each version of the tools that people have. Rows run one after another.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { onInterrupt } from '../../src/process/interrupt';
import { writeFiles } from '../../src/process/write-files';
import { createNarrator, formatSeconds } from '../narrator';
import { ensureToolchain, isCi, requireTools } from '../toolchain/toolchain';
import { files, NAMES, table } from './page';
import { isGood, merge, type Results, type RowResult } from './results';
import { ROWS, type Row } from './rows';
import { runRow } from './run-row';

const USAGE = `npm run test:versions -- [--only ROW,…] [--json] [--write FOLDER]
npm run test:versions -- --list
  --only ROW,…    these rows alone, as in terraform-1.5.7,node-22
  --json          print the results as JSON; progress goes to standard error
  --write FOLDER  write them, and the page, there: docs. Rows that were not run keep what they had
  --list          print the rows and what each runs, and run nothing

Missing versions are built or installed once, into ~/.cache/octo-access. A row whose version cannot be had says so; in CI
(CI=true) it fails, and elsewhere only what was run and went wrong does.
`;

const ORDER = ROWS.map(({ id }) => id);

interface Options {
  readonly rows: readonly Row[];
  readonly json: boolean;
  readonly list: boolean;
  readonly write?: string | undefined;
}

async function main(): Promise<void> {
  const { rows, json, list, write } = readOptions();
  if (list) {
    process.stdout.write(
      rows.map(({ id, checks }) => `${id}: ${checks.map(({ what }) => what).join('; ')}\n`).join(''),
    );
    return;
  }
  const interrupt = onInterrupt();
  const narrator = createNarrator(json ? process.stderr : process.stdout, rows.length + 1, interrupt.signal);
  const done: RowResult[] = [];
  try {
    const tools = await narrator.step('Find the tools', async (note) =>
      requireTools(await ensureToolchain(note, interrupt.signal)),
    );
    for (const row of rows) {
      done.push(await narrator.step(row.id, (note) => runRow(row, tools, note, interrupt.signal)));
      // After each: all take half an hour, which an interruption must not cost.
      if (write !== undefined) writeFiles(write, files(merge(earlier(write), { rows: done }, ORDER)));
    }
    narrator.show(`${table({ rows: done })}\n\n${formatSeconds(narrator.seconds())}  in all`);
    if (json) process.stdout.write(`${JSON.stringify({ rows: done }, null, 2)}\n`);
    process.exitCode = statusOf(done);
  } catch (error) {
    process.exitCode = interrupt.exitStatus ?? 1;
    const { message } = error as Error;
    process.stderr.write(interrupt.signal.aborted ? `Interrupted in ${narrator.current}.\n` : `${message}\n`);
  } finally {
    interrupt.release();
  }
}

/** A version that cannot be had is nobody's fault on a machine without a network, and a hole in CI. */
function statusOf(rows: readonly RowResult[]): number {
  return rows.every((row) => isGood(row) || (row.missing !== undefined && !isCi())) ? 0 : 1;
}

/** What the folder has from earlier runs. */
function earlier(folder: string): Results {
  const file = join(folder, NAMES.results);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Results) : { rows: [] };
}

function readOptions(): Options {
  try {
    const flag = { type: 'boolean', default: false } as const;
    const { values } = parseArgs({
      options: { only: { type: 'string' }, json: flag, list: flag, write: { type: 'string' } },
    });
    const { only, json, list, write } = values;
    return { rows: only === undefined ? ROWS : chosen(only.split(',')), json, list, write };
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n${USAGE}`);
    process.exit(2);
  }
}

function chosen(ids: readonly string[]): Row[] {
  const unknown = ids.filter((id) => !ORDER.includes(id));
  if (unknown.length > 0) throw new Error(`--only takes ${ORDER.join(', ')}; got ${unknown.join(', ')}`);
  return ROWS.filter(({ id }) => ids.includes(id));
}

void main();
