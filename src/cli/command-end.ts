import { AttentionError, ErrorInWords, type Problem } from '../names/error-in-words';
import { EXIT_STATUSES } from '../names/exit-status';
import { printableJson, printableLines } from '../text/printable';

/** Prints a command's result: as one JSON object with `--json`, else in words. */
export function printResult<Result>(
  result: Result,
  { json }: { readonly json?: boolean },
  inWords: (result: Result) => string,
): void {
  console.log(json ? printableJson(result) : printableLines(inWords(result)));
}

/** Reports progress on standard error: standard output holds only the result. */
export function tellProgress(line: string): void {
  process.stderr.write(`${printableLines(line)}\n`);
}

/** What kept a command from looking at anything, or from changing anything, in the words of the error that did. */
export class NothingBegun extends AttentionError {
  override readonly problems: readonly Problem[];

  constructor(cause: ErrorInWords) {
    super(cause.message, { cause });
    this.problems = cause.problems;
  }
}

/**
 * The action of a command whose status 1 says what was found or done. An error that it ends with says neither: a fleet file that is missing
 * or wrong, or no credentials, ends it with 2. Errors with a status of their own keep it.
 *
 * @param action throws an ErrorInWords only as long as nothing is changed; what fails later is in its report
 */
export function orNothingBegun<Args extends readonly unknown[]>(
  action: (...args: Args) => Promise<void>,
): (...args: Args) => Promise<void> {
  return async (...args) => {
    try {
      await action(...args);
    } catch (error) {
      const isPlain = error instanceof ErrorInWords && error.exitStatus === EXIT_STATUSES.problem.status;
      throw isPlain ? new NothingBegun(error) : error;
    }
  };
}
