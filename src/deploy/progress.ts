import { clearScreenDown, cursorTo, moveCursor } from 'node:readline';
import type { WriteStream } from 'node:tty';
import type { Result, Watcher } from './run-fleet';
import { printable } from '../text/printable';
import { label, outcome } from './summary';
import type { Target } from './targets';

/** Shows the progress of a run. */
export interface Progress extends Watcher {
  /** Clears the lines that are shown only during the run. */
  close(): void;
}

const REDRAW_MILLISECONDS = 250;

/**
 * A terminal shows a line for each account in progress and a line of totals; other output gets a line for each event.
 *
 * @param out where it is written
 * @param total accounts of the run
 * @param started milliseconds of `Date.now()`
 */
export function showProgress(out: WriteStream, total: number, started = Date.now()): Progress {
  const at = (): string => `${((Date.now() - started) / 1_000).toFixed(1)} s`.padStart(8);
  const tell = (line: string): void => void out.write(`${at()}  ${line}\n`);
  if (!out.isTTY) {
    return {
      started: (target) => {
        tell(`${label(target)}: started`);
      },
      progressed: () => undefined,
      ended: (result) => {
        tell(printable(`${label(result)}: ${outcome(result)}`));
      },
      close: () => undefined,
    };
  }

  const working = new Map<string, { target: Target; since: number; doing: string }>();
  const ended: Result[] = [];
  let drawn = 0;
  const clear = (): void => {
    cursorTo(out, 0);
    moveCursor(out, 0, -drawn);
    clearScreenDown(out);
    drawn = 0;
  };
  const draw = (): void => {
    const failed = ended.filter(({ status }) => status === 'failed').length;
    const lines = [...working.values()]
      .slice(0, Math.max(0, out.rows - 2))
      .map(
        ({ target, since, doing }) =>
          `${' '.repeat(8)}  ${label(target)}: ${doing}, ${Math.round((Date.now() - since) / 1_000)} s`,
      );
    const waiting = total - ended.length - working.size;
    const count = [
      `${ended.length - failed} of ${total} done`,
      ...(failed > 0 ? [`${failed} failed`] : []),
      `${working.size} in progress`,
      `${waiting} waiting`,
    ];
    lines.push(`${at()}  ${count.join(', ')}`);
    clear();
    // A line that the terminal wraps would have to be cleared as two.
    out.write(lines.map((line) => `${line.slice(0, out.columns - 1)}\n`).join(''));
    drawn = lines.length;
  };
  const redraw = setInterval(draw, REDRAW_MILLISECONDS).unref();
  return {
    started: (target) => {
      working.set(target.id, { target, since: Date.now(), doing: 'starting' });
    },
    progressed: (target, doing) => {
      const one = working.get(target.id);
      if (one) one.doing = doing;
    },
    ended: (result) => {
      working.delete(result.id);
      ended.push(result);
      clear();
      tell(printable(`${label(result)}: ${outcome(result)}`));
      draw();
    },
    close: () => {
      clearInterval(redraw);
      clear();
    },
  };
}
