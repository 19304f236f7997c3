import { ErrorInWords, type Problem } from '../names/error-in-words';

/** Problems that a message lists: more than people mend before they look again. */
const LISTED = 200;

/** A file that describes accounts and cannot be used; the message names everything that is wrong with it. */
export class FleetFileError extends ErrorInWords {
  /**
   * @param file name of the file, as the user knows it
   * @param problems in the order of the file
   */
  constructor(
    readonly file: string,
    override readonly problems: readonly Problem[],
  ) {
    const count = problems.length === 1 ? 'one problem' : `${problems.length} problems`;
    const lines = problems.slice(0, LISTED).map(({ line, column, message }) =>
      [file, line, column]
        .filter((part) => part !== undefined)
        .join(':')
        .concat(`: ${message}`),
    );
    if (problems.length > LISTED) lines.push(`and ${problems.length - LISTED} more problems`);
    super([`${file} cannot be used, ${count}:`, ...lines].join('\n'));
    this.name = 'FleetFileError';
  }
}
