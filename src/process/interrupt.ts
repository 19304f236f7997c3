import { constants } from 'node:os';

/** Turns every way to stop a command into one abort signal, so that it can clean up first. */
export interface Interrupt {
  readonly signal: AbortSignal;
  /** 128 plus the number of the received signal. @default - none was received */
  readonly exitStatus: number | undefined;
  /** Lets signals end the process again. */
  release(): void;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** From now on signals, and a reader that closes our output, fire the abort signal instead of ending the process. */
export function onInterrupt(): Interrupt {
  const controller = new AbortController();
  let exitStatus: number | undefined;
  const abort = (signal: (typeof SIGNALS)[number] | 'SIGPIPE'): void => {
    exitStatus ??= 128 + constants.signals[signal];
    controller.abort();
  };
  const abortOnPipe = (): void => {
    abort('SIGPIPE');
  };
  for (const signal of SIGNALS) process.on(signal, abort);
  process.stdout.on('error', abortOnPipe);
  return {
    signal: controller.signal,
    get exitStatus() {
      return exitStatus;
    },
    release: () => {
      for (const signal of SIGNALS) process.off(signal, abort);
    },
  };
}
