import { EXIT_STATUSES } from './exit-status';

/** One problem, in a file or on the command line. */
export interface Problem {
  /** From 1; undefined if the problem is about the whole file. */
  readonly line?: number;
  /** From 1. */
  readonly column?: number;
  /** The problem, the value got, what is allowed, what to do. */
  readonly message: string;
}

/** An error whose message says what is wrong and what to do; a command prints it without a trace. */
export abstract class ErrorInWords extends Error {
  /** The single problems, if the message lists several. */
  readonly problems: readonly Problem[] = [];
  /** Exit status of the command. */
  readonly exitStatus: number = EXIT_STATUSES.problem.status;
}

/** The command line is wrong: its words, its options or their values. The message names all that is wrong, a line each. */
export class UsageError extends ErrorInWords {
  override readonly exitStatus = EXIT_STATUSES.usage.status;

  constructor(...problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'UsageError';
  }
}

/** Nothing could be told, or begun, and nothing was changed. */
export abstract class AttentionError extends ErrorInWords {
  override readonly exitStatus = EXIT_STATUSES.attention.status;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}
