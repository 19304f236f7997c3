import { EXIT_STATUSES } from './exit-status';

/** One thing that is wrong, in a file or in what was asked. */
export interface Problem {
  /** From 1; undefined where the file as a whole is meant. */
  readonly line?: number;
  /** From 1. */
  readonly column?: number;
  /** What is wrong, the value got, what is allowed, what to do. */
  readonly message: string;
}

/** An error whose message says what is wrong and what to do; a command prints it without a trace. */
export abstract class ErrorInWords extends Error {
  /** One by one what the message says, where it says several things. */
  readonly problems: readonly Problem[] = [];
  /** What the command ends with. */
  readonly exitStatus: number = EXIT_STATUSES.failed.status;
}
