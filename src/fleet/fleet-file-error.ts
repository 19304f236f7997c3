import { ErrorInWords } from '../names/error-in-words';

/** One thing that is wrong in a file. */
export interface FileProblem {
  /** From 1; undefined where the file as a whole is meant. */
  readonly line?: number;
  /** From 1. */
  readonly column?: number;
  /** What is wrong, the value got, what is allowed, what to do. */
  readonly message: string;
}

/** A file that describes accounts and cannot be used; the message names everything that is wrong with it. */
export class FleetFileError extends ErrorInWords {
  /**
   * @param file name of the file, as the user knows it
   * @param problems in the order of the file
   */
  constructor(
    readonly file: string,
    readonly problems: readonly FileProblem[],
  ) {
    const count = problems.length === 1 ? 'one problem' : `${problems.length} problems`;
    const lines = problems.map(({ line, column, message }) =>
      [file, line, column]
        .filter((part) => part !== undefined)
        .join(':')
        .concat(`: ${message}`),
    );
    super([`${file} cannot be used, ${count}:`, ...lines].join('\n'));
    this.name = 'FleetFileError';
  }
}
