import { setImmediate } from 'node:timers/promises';
import type { WriteStream } from 'node:tty';

/** A finished step of a long command. */
export interface StepTime {
  readonly title: string;
  readonly seconds: number;
}

/** Shows the progress of a long command: numbered steps, each line with the seconds since the start. */
export interface Narrator {
  /** Does the work of one step and records how long it took. */
  step<T>(title: string, work: (note: (line: string) => void) => Promise<T>): Promise<T>;
  /** A block of lines between two steps. */
  show(text: string): void;
  readonly steps: readonly StepTime[];
  /** The current step, or the one in which an error occurred. */
  readonly current: string;
  seconds(): number;
}

const NOTE_INDENT = ' '.repeat(11);

/**
 * @param total - the number of steps to come
 * @param signal - once it has fired, no further step starts: `step()` throws its reason
 */
export function createNarrator(out: WriteStream, total: number, signal: AbortSignal): Narrator {
  const started = Date.now();
  const seconds = (): number => (Date.now() - started) / 1_000;
  const steps: StepTime[] = [];
  const hasColours = out.isTTY && !process.env['NO_COLOR'];
  const bold = (text: string): string => (hasColours ? `\u001b[1m${text}\u001b[22m` : text);
  const dim = (text: string): string => (hasColours ? `\u001b[2m${text}\u001b[22m` : text);
  const say = (line: string): void => void out.write(`${line}\n`);
  let current = '';
  return {
    steps,
    seconds,
    get current() {
      return current;
    },
    show: (text) => {
      say(`\n${text}\n`);
    },
    step: async (title, work) => {
      // A signal that came while the last step kept the process busy is delivered only now.
      await setImmediate();
      signal.throwIfAborted();
      const begun = seconds();
      current = `${steps.length + 1}/${total} ${title}`;
      say(`${dim(formatSeconds(begun))}  ${bold(current)}`);
      const result = await work((line) => {
        say(dim(`${NOTE_INDENT}${line}`));
      });
      steps.push({ title, seconds: Math.round((seconds() - begun) * 10) / 10 });
      return result;
    },
  };
}

/** As in `  12.3 s`, padded so that lines align. */
export function formatSeconds(seconds: number): string {
  return `${seconds.toFixed(1)} s`.padStart(7);
}
