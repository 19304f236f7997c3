import { constants } from 'node:os';
import { ErrorInWords } from '../names/error-in-words';

/** Turns every way to stop a command into one abort signal, so that it can clean up first. */
export interface Interrupt {
  readonly signal: AbortSignal;
  /** 128 plus the number of the received signal. @default - none was received */
  readonly exitStatus: number | undefined;
  /** Lets signals end the process again. */
  release(): void;
}

/** The user stopped it before any account was worked on. */
export class InterruptedBefore extends ErrorInWords {
  constructor(override readonly exitStatus: number) {
    super('interrupted before any account was touched');
    this.name = 'InterruptedBefore';
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Milliseconds in which a further signal belongs to the same Ctrl-C: a terminal sends it to all that runs in it, and npx passes on to the
 * command what it got itself.
 */
const SAME_PRESS = 500;

/**
 * From now on signals, and a reader that closes our output, fire the abort signal instead of ending the process.
 *
 * @param goesOn what ends in order now, as a clause: it is said at the first signal, and a second one ends the process at once. Without it
 * nothing is said, and further signals do nothing
 */
export function onInterrupt(goesOn?: string): Interrupt {
  const controller = new AbortController();
  let exitStatus: number | undefined;
  let since = 0;
  const abort = (signal: (typeof SIGNALS)[number] | 'SIGPIPE'): void => {
    exitStatus ??= 128 + constants.signals[signal];
    controller.abort();
  };
  const onSignal = (signal: (typeof SIGNALS)[number]): void => {
    const isFirst = since === 0;
    // Programs that were started are killed whenever this process ends.
    if (!isFirst && goesOn !== undefined && Date.now() - since > SAME_PRESS) process.exit(exitStatus);
    if (!isFirst) return;
    since = Date.now();
    abort(signal);
    if (goesOn !== undefined)
      process.stderr.write(`\ninterrupted: ${goesOn}; interrupt again to end at once\n`);
  };
  const onPipe = (): void => {
    abort('SIGPIPE');
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  process.stdout.on('error', onPipe);
  return {
    signal: controller.signal,
    get exitStatus() {
      return exitStatus;
    },
    release: () => {
      for (const signal of SIGNALS) process.off(signal, onSignal);
    },
  };
}
